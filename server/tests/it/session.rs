//! Cookies and logins: a new id at every login, nothing usable in the database, and an end that is one.
use sqlx::PgPool;

use crate::harness::{PASSWORD, Site};

async fn logged_in(site: &crate::harness::Browser<'_>) -> bool {
    let page = site.call("/api/activity/home", &[]).await;
    assert!(page.status.is_success() || page.body.contains("logged_out"), "{page:?}");
    page.status.is_success()
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_login_has_a_new_id(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    // A failed attempt leaves a flash in a session of nobody.
    browser.log_in("demo@drop.example", "wrong").await;
    let before = browser.session().expect("a session for the flash");
    assert!(!logged_in(&browser).await);
    browser.log_in("demo@drop.example", "fjord-lampe-42").await;
    let first = browser.session().unwrap();
    assert_ne!(before, first);
    assert!(logged_in(&browser).await);
    browser.log_in("demo@drop.example", "fjord-lampe-42").await;
    assert_ne!(first, browser.session().unwrap());
    // The id from before the login was never worth anything, and the first login ended with the second.
    for old in [before, first] {
        let fixed = site.browser();
        fixed.cookies.lock().unwrap().insert("__Host-drop".to_owned(), old);
        assert!(!logged_in(&fixed).await);
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn logging_out_ends_it_on_the_server(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer("ny@example.no").await;
    let stolen = browser.session().unwrap();
    assert!(logged_in(&browser).await);
    browser.post_form("/api/identity/logout", &[]).await;
    assert_eq!(browser.session(), None);
    let thief = site.browser();
    thief.cookies.lock().unwrap().insert("__Host-drop".to_owned(), stolen);
    assert!(!logged_in(&thief).await);
    assert_eq!(browser.log_in("ny@example.no", PASSWORD).await.location(), Some("/home"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_revoked_login_is_locked_out_at_once(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer("ny@example.no").await;
    assert!(logged_in(&browser).await);
    sqlx::query("update sessions set revoked = true").execute(&site.db).await.unwrap();
    assert!(!logged_in(&browser).await);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_cookie_is_not_in_the_database(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer("ny@example.no").await;
    let cookie = browser.session().unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "select table_schema::text, table_name::text from information_schema.tables
         where table_schema in ('public', 'tower_sessions') and table_type = 'BASE TABLE'",
    )
    .fetch_all(&site.db)
    .await
    .unwrap();
    assert!(tables.len() > 20);
    for (schema, table) in tables {
        let query = format!(r#"select count(*) from "{schema}"."{table}" as row where row::text like $1"#);
        let found: i64 =
            sqlx::query_scalar(&query).bind(format!("%{cookie}%")).fetch_one(&site.db).await.unwrap();
        assert_eq!(found, 0, "{schema}.{table}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_idle_login_ends(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.new_customer("ny@example.no").await;
    sqlx::query("update sessions set last_seen_at = now() - interval '31 minutes'")
        .execute(&site.db)
        .await
        .unwrap();
    assert!(!logged_in(&browser).await);
}
