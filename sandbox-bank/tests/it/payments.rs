//! A payment's life: from its order to the payee's account, once.

use axum::http::StatusCode;
use sandbox_bank::demo;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::{NOK_URI, OK_URI, PRODUCT, Payment, TestBank, payment_body};

#[sqlx::test(migrations = false)]
async fn a_payment_goes_from_order_to_credit(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("2010.00").await;
    assert_eq!(bank.status(&payment).await, json!({ "transactionStatus": "RCVD" }));

    let page = bank.get(&payment.page, &[]).await;
    assert!(page.text.contains("Ahmetov &lt;Kebab&gt;") && page.text.contains("2\u{a0}010,00\u{a0}NOK"));
    let approved = bank.approve(&payment).await;
    assert_eq!((approved.status, approved.header("location")), (StatusCode::SEE_OTHER, OK_URI));

    let status = bank.status(&payment).await;
    assert_eq!(status, json!({ "transactionStatus": "ACSP", "fundsAvailable": true }));
    let books = bank.books(demo::DNB_IBAN).await;
    assert_eq!((&books["balance"], &books["reserved"]), (&json!("45230.00"), &json!("2010.00")));

    bank.wait_seconds(10);
    assert_eq!(bank.status_code(&payment).await, "ACSC");
    let books = bank.books(demo::DNB_IBAN).await;
    assert_eq!((&books["balance"], &books["reserved"]), (&json!("43220.00"), &json!("0.00")));
    assert_eq!(books["bookings"][0]["paymentId"], json!(payment.id));
    assert_eq!(books["bookings"][0]["endToEndIdentification"], json!("drop-1"));
    assert_eq!(books["bookings"][0]["amount"], json!("-2010.00"));

    bank.wait_seconds(20);
    assert_eq!(bank.status_code(&payment).await, "ACCC");
    assert_eq!(bank.books(demo::DNB_IBAN).await["bookings"].as_array().unwrap().len(), 1);
    let details = bank.get(&payment.path, &[]).await.json();
    assert_eq!(details["transactionStatus"], json!("ACCC"));
    assert_eq!(details["creditorName"], json!("Ahmetov <Kebab>"));
}

#[sqlx::test(migrations = false)]
async fn a_payment_that_nobody_reads_is_booked_by_the_books(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("100.00").await;
    bank.approve(&payment).await;
    bank.wait_seconds(3600);
    assert_eq!(bank.books(demo::DNB_IBAN).await["balance"], json!("45130.00"));
    assert_eq!(bank.status_code(&payment).await, "ACCC");
}

#[sqlx::test(migrations = false)]
async fn the_request_id_makes_a_payment_unique(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (path, id) = (format!("/dnb/v1/payments/{PRODUCT}"), bank.request_id());
    let first = bank.post(&path, &id, &payment_body("10.00")).await;
    assert_eq!(first.header("aspsp-sca-approach"), "REDIRECT");
    assert!(first.header("location").starts_with("http://localhost:3001/dnb/v1/payments/"));
    assert_eq!(first.header("x-request-id"), id);
    bank.approve(&Payment::of(&first)).await;
    let again = bank.post(&path, &id, &payment_body("10.00")).await;
    assert_eq!((again.status, &again.text), (StatusCode::CREATED, &first.text));
    let other = bank.post(&path, &id, &payment_body("11.00")).await;
    assert_eq!((other.status, other.code().as_str()), (StatusCode::BAD_REQUEST, "PARAMETER_NOT_CONSISTENT"));
    let elsewhere =
        bank.post("/dnb/v1/payments/cross-border-credit-transfers", &id, &payment_body("10.00")).await;
    assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
}

#[sqlx::test(migrations = false)]
async fn the_same_order_twenty_times_at_once_is_one_payment(pool: PgPool) {
    let bank = TestBank::open(pool.clone()).await;
    let id = bank.request_id();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (bank, id) = (bank.clone(), id.clone());
            tokio::spawn(async move {
                bank.post(&format!("/dnb/v1/payments/{PRODUCT}"), &id, &payment_body("10.00")).await
            })
        })
        .collect();
    let mut ids = Vec::new();
    for call in calls {
        ids.push(Payment::of(&call.await.unwrap()).id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let count: i64 =
        sqlx::query_scalar("select count(*) from sandbox_bank.payments").fetch_one(&pool).await.unwrap();
    assert_eq!(count, 1);
}

#[sqlx::test(migrations = false)]
async fn twenty_status_reads_at_once_book_once(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = std::sync::Arc::new(bank.pay("500.00").await);
    bank.approve(&payment).await;
    bank.wait_seconds(60);
    let reads: Vec<_> = (0..20)
        .map(|number| {
            let (bank, payment) = (bank.clone(), std::sync::Arc::clone(&payment));
            tokio::spawn(async move {
                if number % 4 == 0 {
                    bank.books(demo::DNB_IBAN).await;
                }
                bank.status_code(&payment).await
            })
        })
        .collect();
    for read in reads {
        assert_eq!(read.await.unwrap(), "ACCC");
    }
    let books = bank.books(demo::DNB_IBAN).await;
    assert_eq!(books["balance"], json!("44730.00"));
    assert_eq!(books["bookings"].as_array().unwrap().len(), 1);
}

#[sqlx::test(migrations = false)]
async fn what_is_reserved_cannot_be_spent_again(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (first, second) = (bank.pay("45000.00").await, bank.pay("45000.00").await);
    assert_eq!(bank.approve(&first).await.header("location"), OK_URI);
    let refused = bank.approve(&second).await;
    assert_eq!((refused.status, refused.header("location")), (StatusCode::SEE_OTHER, NOK_URI));
    let status = bank.status(&second).await;
    assert_eq!(status["transactionStatus"], json!("RJCT"));
    assert_eq!(status["fundsAvailable"], json!(false));
    assert_eq!(status["transactionStatusReason"], json!("AM04"));
}

#[sqlx::test(migrations = false)]
async fn only_an_unapproved_payment_is_cancelled(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (early, late) = (bank.pay("10.00").await, bank.pay("10.00").await);
    let id = bank.request_id();
    let headers = [("x-request-id", id.as_str())];
    assert_eq!(bank.call("DELETE", &early.path, &headers, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(bank.status_code(&early).await, "CANC");
    assert!(bank.get(&early.page, &[]).await.text.contains("Allerede avgjort"));
    bank.approve(&late).await;
    let refused = bank.call("DELETE", &late.path, &headers, "").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "CANCELLATION_INVALID")
    );
}

#[sqlx::test(migrations = false)]
async fn an_unapproved_payment_expires(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    bank.wait_seconds(30 * 60 - 1);
    assert_eq!(bank.status_code(&payment).await, "RCVD");
    bank.wait_seconds(1);
    let status = bank.status(&payment).await;
    assert_eq!(status["transactionStatus"], json!("RJCT"));
    assert_eq!(status["transactionStatusReason"], json!("DS24"));
}
