//! Staff at the door: password, second factor, and the way out.
use std::sync::Arc;

use chrono::Duration;
use domain::clock::testing::FixedClock;
use domain::second_factor::{Secret, step_at};
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

const OFFICER: &str = "officer@drop.example";

async fn clocked(db: PgPool) -> (Site, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new("2026-11-27T09:00:00Z".parse().unwrap()));
    (Site::open_at(db, clock.clone()).await, clock)
}

async fn password_given<'a>(site: &'a Site, email: &str) -> (Browser<'a>, Page) {
    let browser = site.browser();
    let password = app::demo::staff_logins().remove(0).password;
    let page = browser.log_in(email, &password).await;
    (browser, page)
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_password_alone_opens_nothing(db: PgPool) {
    let (site, clock) = clocked(db).await;
    let (browser, page) = password_given(&site, OFFICER).await;
    assert_eq!(page.location(), Some("/login/code"));
    let half_way = browser.session().unwrap();
    assert!(browser.get("/admin").await.location().unwrap().starts_with("/login"));
    assert!(browser.get("/login/code").await.body.contains("Kode fra appen"));
    let logins: i64 = sqlx::query_scalar("select count(*) from sessions").fetch_one(&site.db).await.unwrap();
    assert_eq!(logins, 0, "no login is in the register");

    let page = browser.give_code(&site.code_now()).await;
    assert_eq!(page.location(), Some("/admin"), "{page:?}");
    assert_ne!(browser.session().unwrap(), half_way, "another session id with the rights");
    assert!(browser.get("/admin").await.status.is_success());

    clock.advance(Duration::minutes(14));
    assert!(browser.get("/admin").await.status.is_success());
    clock.advance(Duration::minutes(16));
    assert!(browser.get("/admin").await.location().is_some(), "staff who are away for 15 minutes are out");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_code_opens_once_and_guessing_is_slowed(db: PgPool) {
    let (site, clock) = clocked(db).await;
    let code = site.code_now();
    let (first, _) = password_given(&site, OFFICER).await;
    assert_eq!(first.give_code(&code).await.location(), Some("/admin"));
    let (second, _) = password_given(&site, OFFICER).await;
    assert_eq!(second.give_code(&code).await.location(), Some("/login/code?again=1"), "seen by somebody");
    let page = second.get("/login/code?again=1").await;
    assert!(page.body.contains("Koden er feil eller allerede brukt"), "{page:?}");
    assert!(!page.body.contains(&code), "what was typed is not kept");
    clock.advance(Duration::seconds(60));
    assert_eq!(second.give_code(&site.code_now()).await.location(), Some("/admin"));

    let (guessing, _) = password_given(&site, OFFICER).await;
    for _ in 0..5 {
        assert_eq!(guessing.give_code("000000").await.location(), Some("/login/code?again=1"));
    }
    clock.advance(Duration::seconds(10));
    assert_eq!(guessing.give_code("000001").await.status, 429);
    let failed: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'auth.code_failed'")
        .fetch_one(&site.db)
        .await
        .unwrap();
    assert_eq!(failed, 6);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn ten_minutes_after_the_password_it_is_asked_for_again(db: PgPool) {
    let (site, clock) = clocked(db).await;
    let (browser, _) = password_given(&site, OFFICER).await;
    clock.advance(Duration::minutes(10));
    let page = browser.give_code(&site.code_now()).await;
    assert_eq!(page.location(), Some("/login"), "{page:?}");
    assert!(browser.get("/admin").await.location().is_some());
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn staff_without_a_second_factor_enrol_first(db: PgPool) {
    let (site, clock) = clocked(db).await;
    sqlx::query("delete from second_factors").execute(&site.db).await.unwrap();
    let (browser, page) = password_given(&site, OFFICER).await;
    assert_eq!(page.location(), Some("/login/second-factor"));
    assert!(browser.get("/admin").await.location().is_some());

    let page = browser.get("/login/second-factor").await;
    assert!(page.body.contains("data:image/svg+xml;base64,"), "{page:?}");
    let key = regex::Regex::new(r"[A-Z2-7]{4}( [A-Z2-7]{4}){7}").unwrap();
    let key = key.find(&page.body).expect("the key to type").as_str().replace(' ', "");
    let again = browser.get("/login/second-factor").await;
    assert!(again.body.replace(' ', "").contains(&key), "the same secret until it is enrolled");
    let secret = Secret::from_base32(&key).unwrap();

    let wrong = browser.post_form("/api/second-factor/enrol", &[("form[code]", "000000")]).await;
    assert_eq!(wrong.location(), Some("/login/second-factor?again=1"), "{wrong:?}");
    let code = secret.code(step_at(site.state.clock.now()));
    let page = browser.post_form("/api/second-factor/enrol", &[("form[code]", &code)]).await;
    assert_eq!(page.location(), Some("/login/recovery-codes"), "{page:?}");

    let page = browser.get("/login/recovery-codes").await;
    let one = regex::Regex::new(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}").unwrap();
    let codes: Vec<String> = one.find_iter(&page.body).map(|code| code.as_str().to_owned()).collect();
    assert!(codes.len() >= 10, "{page:?}");
    let kept = browser.post_form("/api/second-factor/kept", &[]).await;
    assert_eq!(kept.location(), Some("/admin"), "{kept:?}");
    assert!(!browser.get("/login/recovery-codes").await.body.contains(&codes[0]), "shown once");
    assert!(browser.get("/admin").await.status.is_success());

    // The telephone is lost.
    clock.advance(Duration::minutes(1));
    for (is_good, code) in
        [(true, codes[0].to_lowercase()), (false, codes[0].clone()), (true, codes[1].clone())]
    {
        let (other, page) = password_given(&site, OFFICER).await;
        assert_eq!(page.location(), Some("/login/code"));
        let fields = [("form[code]", code.as_str()), ("form[way]", "recovery")];
        let page = other.post_form("/api/second-factor/code", &fields).await;
        let wanted = if is_good { "/admin" } else { "/login/recovery?again=1" };
        assert_eq!(page.location(), Some(wanted), "{code}: {page:?}");
    }
    let stored: Vec<String> = sqlx::query_scalar(
        "select secret from second_factors union all select code_hash from recovery_codes",
    )
    .fetch_all(&site.db)
    .await
    .unwrap();
    assert_eq!(stored.len(), 11);
    let told = stored.concat();
    assert!(!told.contains(&key) && codes.iter().all(|code| !told.contains(&code.replace('-', ""))));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_login_without_the_second_factor_is_nobodys(db: PgPool) {
    let site = Site::open(db).await;
    let officer = site.officer().await;
    sqlx::query("update sessions set second_factor_at = null").execute(&site.db).await.unwrap();
    assert!(officer.get("/admin").await.location().unwrap().starts_with("/login"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn staff_are_led_to_their_own_pages_only(db: PgPool) {
    let site = Site::open(db).await;
    for (next, wanted) in
        [("/admin/audit?x=1", "/admin/audit?x=1"), ("/home", "/admin"), ("//evil.example", "/admin")]
    {
        let browser = site.browser();
        let password = app::demo::staff_logins().remove(0).password;
        let fields = [("form[email]", OFFICER), ("form[password]", password.as_str()), ("form[next]", next)];
        browser.post_form("/api/identity/login", &fields).await;
        sqlx::query("update second_factors set last_step = 0").execute(&site.db).await.unwrap();
        assert_eq!(browser.give_code(&site.code_now()).await.location(), Some(wanted));
    }
    let customer = site.browser();
    let password = app::demo::customer_logins().remove(0).password;
    let fields = [
        ("form[email]", "demo@drop.example"),
        ("form[password]", password.as_str()),
        ("form[next]", "/admin"),
    ];
    assert_eq!(customer.post_form("/api/identity/login", &fields).await.location(), Some("/home"));
}
