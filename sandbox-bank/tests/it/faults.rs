//! The fault switches: each misbehaves as often as it was told, and the books stay right.

use std::time::Duration;

use axum::http::StatusCode;
use sandbox_bank::demo;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::{OK_URI, PRODUCT, Payment, TestBank, payment_body};

#[sqlx::test(migrations = false)]
async fn a_payment_that_hangs_was_accepted(pool: PgPool) {
    let bank = TestBank::open(pool.clone()).await;
    bank.faults(&json!({ "accept_then_hang_next": 1 })).await;
    let (path, id, body) = (format!("/dnb/v1/payments/{PRODUCT}"), bank.request_id(), payment_body("10.00"));
    let hung = tokio::time::timeout(Duration::from_secs(1), bank.post(&path, &id, &body)).await;
    assert!(hung.is_err(), "no answer within a second");
    let stored: String =
        sqlx::query_scalar("select id from sandbox_bank.payments").fetch_one(&pool).await.unwrap();
    let retried = bank.post(&path, &id, &body).await;
    assert_eq!((retried.status, Payment::of(&retried).id), (StatusCode::CREATED, stored));
}

#[sqlx::test(migrations = false)]
async fn status_reads_repeat_themselves_and_lag(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    bank.approve(&payment).await;
    assert_eq!(bank.status_code(&payment).await, "ACSP");
    bank.wait_seconds(10);
    bank.faults(&json!({ "duplicate_status_next": 2 })).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(bank.status_code(&payment).await);
    }
    assert_eq!(seen, ["ACSP", "ACSP", "ACSC"]);
    bank.wait_seconds(20);
    assert_eq!(bank.status_code(&payment).await, "ACCC");
    bank.faults(&json!({ "out_of_order_status_next": 1 })).await;
    assert_eq!(bank.status_code(&payment).await, "ACSC");
    assert_eq!(bank.status_code(&payment).await, "ACCC");
}

#[sqlx::test(migrations = false)]
async fn the_bank_rejects_and_returns(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (rejected, returned) = (bank.pay("10.00").await, bank.pay("20.00").await);
    bank.approve(&rejected).await;
    bank.faults(&json!({ "reject_next": 1, "return_next": 1 })).await;
    let status = bank.status(&rejected).await;
    assert_eq!(status["transactionStatusReason"], json!("MS03"));

    bank.approve(&returned).await;
    bank.wait_seconds(10);
    assert_eq!(bank.status_code(&returned).await, "ACSC");
    assert_eq!(bank.books(demo::DNB_IBAN).await["balance"], json!("45210.00"));
    bank.wait_seconds(20);
    let status = bank.status(&returned).await;
    assert_eq!(status["transactionStatus"], json!("RJCT"));
    assert_eq!(status["transactionStatusReason"], json!("AC04"));
    let books = bank.books(demo::DNB_IBAN).await;
    assert_eq!(books["balance"], json!(demo::DNB_OPENING));
    assert_eq!(books["bookings"].as_array().unwrap().len(), 2);
    assert_eq!(books["bookings"][0]["kind"], json!("return"));
}

#[sqlx::test(migrations = false)]
async fn calls_fail_as_often_as_told_and_pages_never(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    bank.faults(&json!({ "fail_next": 2, "delay_ms": 20 })).await;
    assert_eq!(bank.approve(&payment).await.header("location"), OK_URI);
    for _ in 0..2 {
        let answer = bank.get(&payment.path, &[]).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE")
        );
    }
    assert_eq!(bank.get(&payment.path, &[]).await.status, StatusCode::OK);
    let shown = bank.get("/sandbox/faults", &[]).await.json();
    assert_eq!(shown["dnb"]["delay_ms"], json!(20));
    assert_eq!(shown["dnb"]["fail_next"], json!(0));
    assert_eq!(shown["all"]["delay_ms"], json!(0));
    let cleared = bank.call("DELETE", "/sandbox/faults", &[], "").await.json();
    assert_eq!(cleared["dnb"]["delay_ms"], json!(0));

    let everywhere = bank.call("PUT", "/sandbox/faults", &[], r#"{"fail_next":1}"#).await;
    assert_eq!(everywhere.json()["all"]["fail_next"], json!(1));
    assert_eq!(bank.get("/nordea/v1/accounts", &[]).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(bank.get(&payment.path, &[]).await.status, StatusCode::OK);
    for wrong in [r#"{"fail_next":-1}"#, r#"{"explode":1}"#, r#"{"delay_ms":99999999}"#, "x"] {
        let answer = bank.call("PUT", "/sandbox/faults", &[], wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
    }
}
