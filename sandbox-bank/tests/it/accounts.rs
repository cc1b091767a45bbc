//! Account information: what a consent shows, and how often.

use axum::http::StatusCode;
use sandbox_bank::demo;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::TestBank;

const ATTENDED: [(&str, &str); 2] = [("consent-id", demo::DNB_CONSENT), ("psu-ip-address", "2001:db8::7")];
const UNATTENDED: [(&str, &str); 1] = [("consent-id", demo::DNB_CONSENT)];

#[sqlx::test(migrations = false)]
async fn a_demo_consent_reads_its_account(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let list = bank.get("/dnb/v1/accounts?withBalance=true", &ATTENDED).await.json();
    let account = &list["accounts"][0];
    assert_eq!(list["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(account["resourceId"], json!(demo::DNB_RESOURCE));
    assert_eq!(account["iban"], json!(demo::DNB_IBAN));
    assert_eq!(account["bban"], json!(demo::DNB_KONTONR));
    assert_eq!(account["balances"][0]["balanceAmount"]["amount"], json!(demo::DNB_OPENING));
    for (slug, consent, resource, opening) in [
        ("sparebank1", demo::SPAREBANK1_CONSENT, demo::SPAREBANK1_RESOURCE, demo::SPAREBANK1_OPENING),
        ("nordea", demo::NORDEA_CONSENT, demo::NORDEA_RESOURCE, demo::NORDEA_OPENING),
    ] {
        let path = format!("/{slug}/v1/accounts/{resource}/balances");
        let balances = bank.get(&path, &[("consent-id", consent)]).await.json();
        assert_eq!(balances["balances"][0]["balanceType"], json!("interimAvailable"));
        assert_eq!(balances["balances"][0]["balanceAmount"], json!({ "currency": "NOK", "amount": opening }));
    }
    let other = bank.get("/dnb/v1/accounts/test-dnb-1/balances", &ATTENDED).await;
    assert_eq!((other.status, other.code().as_str()), (StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"));
}

#[sqlx::test(migrations = false)]
async fn reads_without_the_customer_are_rationed(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let path = "/dnb/v1/accounts/demo-dnb-1/balances";
    for _ in 0..4 {
        assert_eq!(bank.get(path, &UNATTENDED).await.status, StatusCode::OK);
    }
    let fifth = bank.get(path, &UNATTENDED).await;
    assert_eq!((fifth.status, fifth.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "ACCESS_EXCEEDED"));
    assert_eq!(bank.get(path, &ATTENDED).await.status, StatusCode::OK);
    assert_eq!(bank.get("/dnb/v1/accounts", &UNATTENDED).await.status, StatusCode::OK);
    bank.wait_seconds(24 * 3600);
    assert_eq!(bank.get(path, &UNATTENDED).await.status, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn transactions_show_what_is_booked_and_what_is_pending(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (booked, pending) = (bank.pay("10.00").await, bank.pay("20.00").await);
    bank.approve(&booked).await;
    bank.wait_seconds(10);
    bank.approve(&pending).await;
    let path = "/dnb/v1/accounts/demo-dnb-1/transactions?dateFrom=2026-01-01";
    let both = bank.get(&format!("{path}&bookingStatus=both"), &ATTENDED).await.json();
    assert_eq!(both["transactions"]["booked"][0]["transactionAmount"]["amount"], json!("-10.00"));
    assert_eq!(both["transactions"]["booked"][0]["bookingDate"], json!("2026-01-15"));
    assert_eq!(both["transactions"]["pending"][0]["transactionAmount"]["amount"], json!("-20.00"));
    let later = "/dnb/v1/accounts/demo-dnb-1/transactions?dateFrom=2026-01-16&bookingStatus=booked";
    assert_eq!(bank.get(later, &ATTENDED).await.json()["transactions"]["booked"], json!([]));
    for wrong in ["?bookingStatus=booked", "?dateFrom=x&bookingStatus=booked", "?dateFrom=2026-01-01"] {
        let answer = bank.get(&format!("/dnb/v1/accounts/demo-dnb-1/transactions{wrong}"), &ATTENDED).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
    }
}

#[sqlx::test(migrations = false)]
async fn a_test_makes_its_own_account(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let body = json!({ "bank": "handelsbanken", "psuName": "Test", "balance": "99.50", "withConsent": true });
    let made = bank.call("POST", "/sandbox/accounts", &[], &body.to_string()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    assert!(made["kontonr"].as_str().unwrap().starts_with("9046"));
    let consent = made["consentId"].as_str().unwrap();
    let path = format!("/handelsbanken/v1/accounts/{}/balances", made["resourceId"].as_str().unwrap());
    let balances = bank.get(&path, &[("consent-id", consent)]).await.json();
    assert_eq!(balances["balances"][1]["balanceAmount"]["amount"], json!("99.50"));
    let taken = json!({ "bank": "dnb", "psuName": "Test", "balance": "1.00", "iban": demo::DNB_IBAN });
    let taken = bank.call("POST", "/sandbox/accounts", &[], &taken.to_string()).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
}
