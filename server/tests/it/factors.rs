//! What opens an account, from the browser's side: nothing of it is changed before its owner has shown again who they are.
use domain::second_factor::{Secret, step_at};
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

const EMAIL: &str = "demo@drop.example";

fn password() -> String {
    app::demo::customer_logins().into_iter().find(|login| login.email == EMAIL).unwrap().password
}

async fn confirm(browser: &Browser<'_>, code: &str, next: &str) -> Page {
    let fields =
        [("form[password]", password()), ("form[code]", code.to_owned()), ("form[next]", next.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post_form("/api/step-up/confirm", &fields).await
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nothing_changes_before_one_has_shown_again_who_one_is(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as(EMAIL).await;
    for path in ["/me/security/app", "/me/security/app/remove", "/me/security/passkeys/new"] {
        let page = browser.get(path).await;
        assert_eq!(page.location(), Some(format!("/me/confirm?next={path}").as_str()), "{page:?}");
    }
    for (path, fields) in [
        ("/api/security/add-app", vec![("form[code]", "123456")]),
        ("/api/security/renew-codes", vec![]),
        ("/api/security/remove-app", vec![]),
        ("/api/passkeys/begin-adding", vec![]),
        ("/api/passkeys/add", vec![("form[name]", "A"), ("form[answer]", "{}")]),
        ("/api/passkeys/remove", vec![("id", "psk_nosuch")]),
        ("/api/logins/end", vec![("id", "ses_nosuch")]),
        ("/api/logins/end-others", vec![]),
    ] {
        let page = browser.call(path, &fields).await;
        assert_eq!(page.status, 403, "{path}: {page:?}");
        assert!(page.body.contains("\"step_up_needed\""), "{path}: {page:?}");
    }
    let before = browser.session();
    let page = confirm(&browser, "", "/me/security/app").await;
    assert_eq!(page.location(), Some("/me/security/app"), "{page:?}");
    assert_ne!(browser.session(), before, "more is open: another cookie");
    let page = browser.get("/me/security/app").await;
    assert_eq!(page.status, 200, "{page:?}");
    let page = confirm(&browser, "", "https://evil.example").await;
    assert_eq!(page.location(), Some("/me"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_customer_turns_a_second_factor_on_and_is_asked_for_it(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as(EMAIL).await;
    let elsewhere = site.logged_in_as(EMAIL).await;
    confirm(&browser, "", "/me/security/app").await;
    let page = browser.get("/me/security/app").await;
    let key = regex::Regex::new("<code>([A-Z2-7 ]{39,})<").unwrap();
    let key = key.captures(&page.body).unwrap_or_else(|| panic!("no key: {page:?}"))[1].replace(' ', "");
    let again = browser.get("/me/security/app").await;
    assert!(again.body.replace(' ', "").contains(&key), "the page loaded anew shows another secret");
    let code = Secret::from_base32(&key).unwrap().code(step_at(site.state.clock.now()));
    let page = browser.post_form("/api/security/add-app", &[("form[code]", &code)]).await;
    assert_eq!(page.location(), Some("/login/recovery-codes"), "{page:?}");
    let codes = browser.get("/login/recovery-codes").await;
    let recovery = regex::Regex::new("<li><code>([^<]{16,})<").unwrap();
    let recovery =
        recovery.captures(&codes.body).unwrap_or_else(|| panic!("no codes: {codes:?}"))[1].to_owned();
    let page = browser.post_form("/api/second-factor/kept", &[]).await;
    assert_eq!(page.location(), Some("/me/security"));
    assert!(elsewhere.get("/home").await.location().is_some_and(|to| to.starts_with("/login")));

    let other = site.browser();
    let page = other.log_in(EMAIL, &password()).await;
    assert_eq!(page.location(), Some("/login/code"), "{page:?}");
    assert!(other.get("/home").await.location().is_some_and(|to| to.starts_with("/login")));
    let page = other.give_code(&recovery).await;
    assert_eq!(page.location(), Some("/home"), "{page:?}");
    let page = confirm(&other, "", "/me/security").await;
    assert!(page.location().is_some_and(|to| to.starts_with("/me/confirm")), "the password alone: {page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn other_logins_are_listed_and_ended(db: PgPool) {
    let site = Site::open(db).await;
    let (browser, elsewhere) = (site.logged_in_as(EMAIL).await, site.logged_in_as(EMAIL).await);
    let page = browser.get("/me/logins").await;
    assert!(page.body.contains("192.0.2.") && page.body.contains("Linux"), "{page:?}");
    confirm(&browser, "", "/me/logins").await;
    let id = page.field("id").unwrap_or_else(|| panic!("no other login: {page:?}"));
    let page = browser.post_form("/api/logins/end", &[("id", &id)]).await;
    assert_eq!(page.location(), Some("/me/logins"), "{page:?}");
    assert!(elsewhere.get("/home").await.location().is_some_and(|to| to.starts_with("/login")));
    assert_eq!(browser.get("/home").await.status, 200);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_passkeys_answer_without_a_question_opens_nothing(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let page = browser.call("/api/passkeys/log-in", &[("form[answer]", "{}")]).await;
    assert_eq!(page.status, 401, "{page:?}");
    assert!(page.body.contains("passkey_refused"), "{page:?}");
    let options = browser.call("/api/passkeys/begin-log-in", &[]).await;
    assert!(options.body.contains("challenge") && options.body.contains("drop.example"), "{options:?}");
    let page = browser.call("/api/passkeys/log-in", &[("form[answer]", "not json")]).await;
    assert_eq!(page.status, 401, "{page:?}");
}
