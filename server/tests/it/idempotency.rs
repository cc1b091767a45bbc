//! One form, one payment: the three behaviours of a repeated command, through the real router.
use sqlx::{Acquire, PgPool};

use crate::harness::{Browser, Page, Site};

async fn payments(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from payment_orders").fetch_one(db).await.unwrap()
}

async fn keys(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from idempotency_keys").fetch_one(db).await.unwrap()
}

/// Confirms as the browser's wasm does, so that errors come as codes.
async fn call(browser: &Browser<'_>, quote: &str, account: &str, key: &str) -> Page {
    let fields = [("form[quote]", quote), ("form[account]", account), ("form[idempotency_key]", key)];
    browser.call("/api/remittance/confirm", &fields).await
}

fn is_refused(page: &Page, code: &str) -> bool {
    !page.status.is_success() && page.body.contains(&format!("\"{code}\""))
}

/// Where the payment of a quote waits for approval.
async fn link(site: &Site, quote: &str) -> String {
    let id: String = sqlx::query_scalar("select id from transactions where quote_id = $1")
        .bind(quote)
        .fetch_one(&site.db)
        .await
        .unwrap();
    let link = app::payments::service::approval_link(&site.state, &id.parse().unwrap()).await;
    link.unwrap().expect("it waits for approval")
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_same_form_is_answered_again_and_another_is_refused(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (quote, other) = (browser.quote("rcp_demo1", "200").await, browser.quote("rcp_demo1", "300").await);
    let first = browser.confirm(&quote, "bac_demo1", "key-1").await;
    assert_eq!(first.location(), Some(link(&site, &quote).await.as_str()));
    let again = browser.confirm(&quote, "bac_demo1", "key-1").await;
    assert_eq!(again.location(), first.location(), "the first answer again");
    for (quote, account) in [(&other, "bac_demo1"), (&quote, "bac_demo2")] {
        let page = call(&browser, quote, account, "key-1").await;
        assert!(is_refused(&page, "key_reused"), "{page:?}");
    }
    assert_eq!((payments(&db).await, keys(&db).await), (1, 1));
    // A second tab of the same price leads to the same payment, and its key is spent as well.
    assert_eq!(browser.confirm(&quote, "bac_demo1", "key-2").await.location(), first.location());
    assert!(is_refused(&call(&browser, &other, "bac_demo1", "key-2").await, "key_reused"));
    assert_eq!(payments(&db).await, 1);
    // Keys are each customer's own.
    let kari = site.logged_in_as("kari@drop.example").await;
    let quote = kari.quote("rcp_demo4", "200").await;
    assert!(kari.confirm(&quote, "bac_demo3", "key-1").await.location().is_some());
    assert_eq!(payments(&db).await, 2);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_command_under_way_is_not_carried_out_beside_itself(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let quote = browser.quote("rcp_demo1", "200").await;
    // Another server is at it: it holds the key's lock until its transaction ends.
    let mut connection = db.acquire().await.unwrap();
    let mut elsewhere = connection.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('usr_demo1:key-1', 0))")
        .execute(&mut *elsewhere)
        .await
        .unwrap();
    let page = call(&browser, &quote, "bac_demo1", "key-1").await;
    assert!(is_refused(&page, "still_processing"), "{page:?}");
    let plain = browser.confirm(&quote, "bac_demo1", "key-1").await;
    let back = plain.location().expect("back to the review").to_owned();
    assert!(back.starts_with("/send/review?quote="), "{back}");
    assert_eq!((payments(&db).await, keys(&db).await), (0, 0));
    elsewhere.rollback().await.unwrap();
    assert!(browser.confirm(&quote, "bac_demo1", "key-1").await.location().is_some());
    assert_eq!((payments(&db).await, keys(&db).await), (1, 1));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nothing_is_stored_for_a_form_that_was_turned_back(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let quote = browser.quote("rcp_demo1", "200").await;
    for account in ["", "bac_demo3", "no account"] {
        let page = call(&browser, &quote, account, "key-1").await;
        assert!(is_refused(&page, "form") && page.body.contains("account"), "{page:?}");
    }
    for key in ["", "with blanks in it", &"k".repeat(256)] {
        assert!(is_refused(&call(&browser, &quote, "bac_demo1", key).await, "key_reused"));
    }
    assert_eq!((payments(&db).await, keys(&db).await), (0, 0));
    assert!(
        browser.confirm(&quote, "bac_demo1", "key-1").await.location().is_some(),
        "the key is still free"
    );
    assert_eq!((payments(&db).await, keys(&db).await), (1, 1));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_key_is_kept_for_a_day_and_pruned_after_two(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (quote, other) = (browser.quote("rcp_demo1", "200").await, browser.quote("rcp_demo1", "300").await);
    let first = browser.confirm(&quote, "bac_demo1", "key-1").await;
    let age = async |hours: i32| {
        sqlx::query("update idempotency_keys set created_at = now() - make_interval(hours => $1)")
            .bind(hours)
            .execute(&db)
            .await
            .unwrap();
        app::idempotency::service::prune(&site.state).await.unwrap()
    };
    assert_eq!(age(25).await, 0);
    assert_eq!(browser.confirm(&quote, "bac_demo1", "key-1").await.location(), first.location());
    assert!(is_refused(&call(&browser, &other, "bac_demo1", "key-1").await, "key_reused"));
    assert_eq!(age(49).await, 1);
    // Forgotten, and harmless: the price has been paid with, and makes no second payment.
    assert_eq!(browser.confirm(&quote, "bac_demo1", "key-1").await.location(), first.location());
    assert_eq!(payments(&db).await, 1);
}
