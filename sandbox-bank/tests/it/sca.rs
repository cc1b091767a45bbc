//! The approval page: the code, its limits, and what happens on the way back.

use axum::http::StatusCode;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::{NOK_URI, OK_URI, TestBank};

#[sqlx::test(migrations = false)]
async fn the_customer_rejects(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    bank.get(&payment.page, &[]).await;
    let answer = bank.decide(&payment.page, "code=&decision=reject").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, NOK_URI));
    assert_eq!(
        bank.status(&payment).await,
        json!({
            "transactionStatus": "RJCT",
            "transactionStatusReason": "CUST",
            "psuMessage": "Du avviste betalingen i banken.",
        })
    );
}

#[sqlx::test(migrations = false)]
async fn five_wrong_codes_end_it(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    let code = bank.get(&payment.page, &[]).await.device_code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let form = format!("code={wrong}&decision=approve");
    for left in (1..=4).rev() {
        let answer = bank.decide(&payment.page, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(&format!("Du har {left} forsøk igjen")));
        assert!(answer.text.contains("aria-invalid"));
    }
    let last = bank.decide(&payment.page, &form).await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(last.text.contains("Feil engangskode for mange ganger") && last.text.contains(NOK_URI));
    let late = bank.decide(&payment.page, &format!("code={code}&decision=approve")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let status = bank.status(&payment).await;
    assert_eq!(status["transactionStatus"], json!("RJCT"));
    assert_eq!(status["transactionStatusReason"], json!("NARR"));
    let sca = bank.get(&format!("{}/authorisations/{}", payment.path, payment.authorisation), &[]).await;
    assert_eq!(sca.json(), json!({ "scaStatus": "failed" }));
}

#[sqlx::test(migrations = false)]
async fn a_code_expires_after_five_idle_minutes(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    let code = bank.get(&payment.page, &[]).await.device_code();
    bank.wait_seconds(5 * 60);
    let late = bank.decide(&payment.page, &format!("code={code}&decision=approve")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("Engangskoden er utløpt"));
    assert_ne!(late.device_code(), code);
    bank.wait_seconds(4 * 60);
    // Five digits and a space, as people copy it.
    let (first, second) = (late.device_code(), late.device_code());
    let spaced = format!("code={}+{}&decision=approve", &first[..3], &second[3..]);
    assert_eq!(bank.decide(&payment.page, &spaced).await.header("location"), OK_URI);
}

#[sqlx::test(migrations = false)]
async fn approving_twice_shows_that_it_is_decided(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    let code = bank.get(&payment.page, &[]).await.device_code();
    let form = format!("code={code}&decision=approve");
    assert_eq!(bank.decide(&payment.page, &form).await.status, StatusCode::SEE_OTHER);
    let again = bank.decide(&payment.page, &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("Betalingen er godkjent") && again.text.contains(OK_URI));
    assert_eq!(bank.get(&payment.page, &[]).await.status, StatusCode::OK);
    let ids = bank.get(&format!("{}/authorisations", payment.path), &[]).await.json();
    assert_eq!(ids, json!({ "authorisationIds": [payment.authorisation] }));
}

#[sqlx::test(migrations = false)]
async fn pages_are_guarded_by_their_headers(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let payment = bank.pay("10.00").await;
    let page = bank.get(&payment.page, &[]).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' http://localhost:3000"), "{policy}");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text.contains("<html lang=\"nb\">") && page.text.contains("Sandkassebank – for testing"));
    assert_eq!(bank.get("/assets/bank.css", &[]).await.header("content-type"), "text/css; charset=utf-8");
    for missing in ["/dnb/sca/payments/auth-0", "/nobank/sca/payments/auth-0", "/nordea/sca/consents/x"] {
        let answer = bank.get(missing, &[]).await;
        assert_eq!((answer.status, answer.text.contains("Siden finnes ikke")), (StatusCode::NOT_FOUND, true));
    }
    let elsewhere = payment.page.replace("/dnb/", "/nordea/");
    assert_eq!(bank.get(&elsewhere, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bank.get("/", &[]).await.status, StatusCode::OK);
}
