//! Password, address and telephone number over HTTP, in browsers without JavaScript.
use sqlx::PgPool;

use crate::harness::{Browser, PASSWORD, Page, Site};

const ANOTHER: &str = "lampe vindu saft";
const NEW: &str = "ny@drop.example";

async fn follow(browser: &Browser<'_>, page: Page) -> Page {
    browser.get(page.location().unwrap_or_else(|| panic!("not led on: {page:?}"))).await
}

/// Shows again who one is.
async fn step_up(browser: &Browser<'_>, next: &str) {
    let fields = [("form[password]", PASSWORD), ("form[next]", next)];
    let page = browser.post_form("/api/step-up/confirm", &fields).await;
    assert_eq!(page.location(), Some(next), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nothing_is_changed_without_showing_again_who_one_is(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.new_customer(NEW).await;
    for (page, function, field, value) in [
        ("/me/password", "/api/account/change-password", "form[password]", ANOTHER),
        ("/me/email", "/api/account/change-email", "form[email]", "annen@drop.example"),
        ("/me/phone", "/api/account/change-phone", "form[phone]", "+4790000000"),
    ] {
        let shown = browser.get(page).await;
        assert_eq!(shown.location(), Some(format!("/me/confirm?next={page}").as_str()), "{shown:?}");
        let posted = browser.post_form(function, &[(field, value)]).await;
        assert!(posted.location().is_some_and(|to| to.starts_with("/me/confirm")), "{posted:?}");
    }
    let untouched: i64 = sqlx::query_scalar(
        "select count(*) from users where email = $1 and phone = '+4741234567'
           and not exists (select from account_links)",
    )
    .bind(NEW)
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(untouched, 1);
    assert_eq!(site.browser().log_in(NEW, PASSWORD).await.location(), Some("/home"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_ordinary_form_changes_the_password(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer(NEW).await;
    let other = site.browser();
    other.log_in(NEW, PASSWORD).await;
    step_up(&browser, "/me/password").await;
    assert!(browser.get("/me/password").await.body.contains("Nytt passord"));
    let weak =
        browser.post_form("/api/account/change-password", &[("form[password]", "passordpassord")]).await;
    assert!(follow(&browser, weak).await.body.contains("for lett å gjette"));
    let done = browser.post_form("/api/account/change-password", &[("form[password]", ANOTHER)]).await;
    assert_eq!(done.location(), Some("/me/password?done=1"));
    assert!(follow(&browser, done).await.body.contains("Passordet er endret."));
    assert_eq!(other.get("/home").await.location(), Some("/login?next=/home"), "the other login has ended");
    assert_eq!(browser.get("/home").await.status, 200);
    assert_eq!(site.newest_letter(NEW).await.unwrap()["kind"], "password_changed");
    assert!(browser.get("/notifications").await.body.contains("Passordet ditt er endret"));
    assert_eq!(site.browser().log_in(NEW, ANOTHER).await.location(), Some("/home"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_address_is_changed_by_the_link_and_comes_back_by_another(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer(NEW).await;
    step_up(&browser, "/me/email").await;
    let asked =
        browser.post_form("/api/account/change-email", &[("form[email]", "annen@drop.example")]).await;
    assert_eq!(asked.location(), Some("/me/email?done=1"));
    let code = site.code_for("annen@drop.example").await.unwrap();
    let anybody = site.browser();
    let link = format!("/login/new-email?code={code}");
    assert!(anybody.get(&link).await.body.contains("annen@drop.example"));
    let page = anybody.post_form("/api/account/confirm-new-email", &[("code", &code)]).await;
    assert_eq!(page.location(), Some("/login/email-changed"));
    assert_eq!(anybody.get(&link).await.status, 410);
    assert!(browser.get("/me").await.body.contains("annen@drop.example"));

    let undo = site.code_for(NEW).await.unwrap();
    assert!(anybody.get(&format!("/login/undo-email?code={undo}")).await.body.contains(NEW));
    let page = anybody.post_form("/api/account/undo-email", &[("code", &undo)]).await;
    let reset = page.location().unwrap().strip_prefix("/login/reset?code=").unwrap().to_owned();
    assert_eq!(browser.get("/home").await.location(), Some("/login?next=/home"), "everybody is out");
    let fields = [("form[code]", reset.as_str()), ("form[password]", ANOTHER)];
    let page = anybody.post_form("/api/account/reset", &fields).await;
    assert_eq!(page.location(), Some("/login/password-changed"));
    assert_eq!(site.browser().log_in(NEW, ANOTHER).await.location(), Some("/home"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_second_factor_is_still_asked_for_after_a_new_password(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    browser.post_form("/api/account/forgot", &[("form[email]", "officer@drop.example")]).await;
    let code = site.code_for("officer@drop.example").await.unwrap();
    let fields = [("form[code]", code.as_str()), ("form[password]", ANOTHER)];
    let page = browser.post_form("/api/account/reset", &fields).await;
    assert_eq!(page.location(), Some("/login/password-changed"), "{page:?}");
    assert_eq!(browser.log_in("officer@drop.example", ANOTHER).await.location(), Some("/login/code"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_browser_is_remembered_by_a_cookie_that_is_bound_to_the_host(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    browser.open_account(NEW).await;
    let page = browser.log_in(NEW, PASSWORD).await;
    let cookies = page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let device = cookies.into_iter().find(|cookie| cookie.starts_with("__Host-drop_device="));
    let device = device.expect("a cookie of the device");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=34560000"] {
        assert!(device.contains(attribute), "{attribute} in {device}");
    }
    assert_eq!(site.newest_letter(NEW).await.unwrap()["kind"], "confirm_email", "it is the same browser");
    site.browser().log_in(NEW, PASSWORD).await;
    assert_eq!(site.newest_letter(NEW).await.unwrap()["kind"], "new_device");
}
