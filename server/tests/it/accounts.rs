//! Linked banks by form posts of a browser without JavaScript, with the sandbox bank behind them.
use sqlx::PgPool;

use crate::harness::Site;

/// A reading is tried three times, so each is one page's failure.
const ATTEMPTS: u32 = 3;

async fn fail_next(site: &Site, bank: &str, calls: u32) {
    let request = reqwest::Client::new().put(format!("{}/sandbox/faults?bank={bank}", site.bank));
    let body = format!(r#"{{"fail_next":{calls}}}"#);
    let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
    assert!(answer.status().is_success());
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_bank_that_does_not_answer_is_named_and_the_others_are_read(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    fail_next(&site, "sparebank1", ATTEMPTS).await;
    let page = browser.post_form("/api/accounts/refresh", &[("back", "accounts")]).await;
    assert_eq!(page.location(), Some("/accounts"), "{page:?}");
    let page = browser.get("/accounts").await;
    assert!(page.body.contains("SpareBank 1 svarte ikke."), "{page:?}");
    assert!(page.body.contains("Hent saldo nå"), "{page:?}");
    let home = browser.get("/home").await;
    assert!(home.body.contains("SpareBank 1 svarte ikke."), "{home:?}");

    sqlx::query("update bank_accounts set balance_asked_at = null").execute(&site.db).await.unwrap();
    let page = browser.post_form("/api/accounts/refresh", &[("back", "home")]).await;
    assert_eq!(page.location(), Some("/home"), "{page:?}");
    assert!(!browser.get("/home").await.body.contains("svarte ikke"), "all is well again");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_bank_that_is_down_when_one_comes_back_loses_nothing(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer("ny@drop.example").await;
    let page = browser.post_form("/api/accounts/link", &[("bank", "handelsbanken")]).await;
    assert!(page.location().is_some_and(|to| to.starts_with(&site.bank)), "{page:?}");
    let id: String = sqlx::query_scalar("select id from bank_consents where status = 'received'")
        .fetch_one(&site.db)
        .await
        .unwrap();
    fail_next(&site, "handelsbanken", ATTEMPTS).await;
    let page = browser.get(&format!("/accounts/return/{id}")).await;
    assert_eq!(page.location(), Some("/accounts?bank=silent"), "{page:?}");
    let page = browser.get("/accounts?bank=silent").await;
    assert!(page.body.contains("er godkjenningen trygg i banken"), "{page:?}");
    assert!(page.body.contains("Jeg har godkjent") && page.body.contains("Godkjenn i banken"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_bank_that_is_down_does_not_keep_a_consent_alive(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    fail_next(&site, "dnb", ATTEMPTS).await;
    let page = browser.post_form("/api/accounts/unlink", &[("id", "bcn_demo_dnb")]).await;
    assert_eq!(page.location(), Some("/accounts"), "{page:?}");
    assert!(browser.get("/accounts").await.body.contains("Banken har ikke bekreftet ennå"));
    sqlx::query("update bank_consents set bank_end_due_at = now() where id = 'bcn_demo_dnb'")
        .execute(&site.db)
        .await
        .unwrap();
    assert_eq!(app::accounts::service::end_at_banks(&site.state).await.unwrap(), 1);
    let page = browser.get("/accounts").await;
    assert!(page.body.contains("Du har koblet fra banken"), "{page:?}");
}
