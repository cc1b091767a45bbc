//! A remittance from the quote to the bank's booking, through the real router.
use std::time::Duration;

use sqlx::PgPool;

use crate::harness::{Site, approve_at_bank};

async fn status(db: &PgPool, transaction: &str) -> String {
    sqlx::query_scalar("select status from transactions where id = $1")
        .bind(transaction)
        .fetch_one(db)
        .await
        .unwrap()
}

async fn reconcile_until_final(site: &Site) {
    for _ in 0..200 {
        app::payments::service::reconcile(&site.state).await.unwrap();
        let open: i64 =
            sqlx::query_scalar("select count(*) from payment_orders where next_attempt_at is not null")
                .fetch_one(&site.db)
                .await
                .unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the orders do not become final");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_remittance_is_paid_once(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let quote = browser.quote("rcp_demo1", "2000").await;
    let review = browser.get(&format!("/send/review?quote={quote}")).await;
    let key = review.field("form[idempotency_key]").unwrap_or_else(|| panic!("no key: {review:?}"));
    let first = browser.confirm(&quote, "bac_demo1", &key).await;
    let link = first.location().expect("a link to the bank").to_owned();
    assert!(link.starts_with(&format!("{}/dnb/sca/payments/", site.bank)), "{link}");
    // The same form again, and another form of the same quote: the same payment.
    for key in [key.as_str(), "another"] {
        assert!(browser.confirm(&quote, "bac_demo1", key).await.location().is_some());
    }
    let ids: Vec<String> = sqlx::query_scalar("select id from transactions where quote_id = $1")
        .bind(&quote)
        .fetch_all(&site.db)
        .await
        .unwrap();
    assert_eq!(ids.len(), 1);
    assert_eq!(status(&site.db, &ids[0]).await, "processing");
    assert!(approve_at_bank(&link).await.is_redirection());
    reconcile_until_final(&site).await;
    assert_eq!(status(&site.db, &ids[0]).await, "completed");
    let booked: Vec<rust_decimal::Decimal> =
        sqlx::query_scalar("select amount from sandbox_bank.bookings").fetch_all(&site.db).await.unwrap();
    assert_eq!(booked, [rust_decimal::Decimal::new(-201_000, 2)]);
    let page = browser.get(&format!("/activity/{}", ids[0])).await;
    assert!(page.status.is_success() && page.body.contains("Milica"), "{page:?}");
}
