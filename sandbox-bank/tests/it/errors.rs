//! Refusals: always `tppMessages`, always naming what is wrong, always with the caller's X-Request-ID.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{OK_URI, PRODUCT, TestBank, payment_body};

#[sqlx::test(migrations = false)]
async fn every_wrong_field_is_named(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let path = format!("/dnb/v1/payments/{PRODUCT}");
    let nothing: Value = json!(null);
    for (pointer, name, value) in [
        ("/instructedAmount/amount", "instructedAmount.amount", json!("0.00")),
        ("/instructedAmount/amount", "instructedAmount.amount", json!("1.234")),
        ("/instructedAmount/amount", "instructedAmount.amount", json!("-1.00")),
        ("/instructedAmount/amount", "instructedAmount.amount", json!("1e3")),
        ("/instructedAmount/amount", "instructedAmount.amount", json!(12)),
        ("/instructedAmount/currency", "instructedAmount.currency", json!("nok")),
        ("/instructedAmount/currency", "exchangeRateInformation", json!("RSD")),
        ("/debtorAccount/iban", "debtorAccount.iban", json!("NO7112345678904")),
        ("/debtorAccount", "debtorAccount.iban", nothing.clone()),
        ("/creditorAccount/iban", "creditorAccount.iban", json!("RS35260005601001611378")),
        ("/creditorAccount", "creditorAccount.bban", json!({ "bban": "86011117948" })),
        ("/creditorAccount", "creditorAccount", json!({ "iban": "NO7112345678903" })),
        ("/creditorName", "creditorName", nothing.clone()),
        ("/creditorName", "creditorName", json!("x".repeat(71))),
        ("/endToEndIdentification", "endToEndIdentification", json!("x".repeat(36))),
        ("/remittanceInformationUnstructured", "remittanceInformationUnstructured", json!("x".repeat(141))),
    ] {
        let mut body = payment_body("10.00");
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = bank.post(&path, &bank.request_id(), &body).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
        assert!(answer.text.contains(name), "{}", answer.text);
    }
    let mut body = payment_body("10.00");
    body["requestedExecutionDate"] = json!("2026-01-14");
    assert_eq!(bank.post(&path, &bank.request_id(), &body).await.code(), "EXECUTION_DATE_INVALID");
    body = payment_body("10.00");
    body["debtorAccount"]["iban"] = json!("NO9386011117947");
    body["creditorAccount"]["iban"] = json!("NO7112345678903");
    let unknown = bank.post(&path, &bank.request_id(), &body).await;
    assert_eq!((unknown.status, unknown.code().as_str()), (StatusCode::BAD_REQUEST, "RESOURCE_UNKNOWN"));
}

#[sqlx::test(migrations = false)]
async fn a_payment_abroad_is_accepted(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let mut body = payment_body("2000.00");
    body["creditorAccount"]["iban"] = json!("RS35260005601001611379");
    body["creditorAddress"] = json!({ "country": "RS" });
    body["chargeBearer"] = json!("SHAR");
    for product in ["cross-border-credit-transfers", "norwegian-cross-border-credit-transfers"] {
        let path = format!("/dnb/v1/payments/{product}");
        assert_eq!(bank.post(&path, &bank.request_id(), &body).await.status, StatusCode::CREATED);
    }
    body["creditorAccount"] = json!({ "bban": "86011117947" });
    let path = format!("/dnb/v1/payments/{PRODUCT}");
    assert_eq!(bank.post(&path, &bank.request_id(), &body).await.status, StatusCode::CREATED);
}

#[sqlx::test(migrations = false)]
async fn headers_are_required(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let (path, body) = (format!("/dnb/v1/payments/{PRODUCT}"), payment_body("10.00").to_string());
    let id = bank.request_id();
    let (id, ip, uri) =
        (("x-request-id", id.as_str()), ("psu-ip-address", "192.0.2.7"), ("tpp-redirect-uri", OK_URI));
    for (headers, name) in [
        (vec![ip, uri], "X-Request-ID"),
        (vec![("x-request-id", "7"), ip, uri], "X-Request-ID"),
        (vec![id, uri], "PSU-IP-Address"),
        (vec![id, ("psu-ip-address", "here"), uri], "PSU-IP-Address"),
        (vec![id, ip], "TPP-Redirect-URI"),
        (vec![id, ip, ("tpp-redirect-uri", "javascript:alert(1)")], "TPP-Redirect-URI"),
    ] {
        let answer = bank.call("POST", &path, &headers, &body).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
        assert!(answer.text.contains(name), "{}", answer.text);
    }
    assert_eq!(bank.get("/dnb/v1/accounts", &[]).await.code(), "FORMAT_ERROR");
    for wrong in ["", "[]", "{", r#"{"creditorName":"\u0000"}"#] {
        let answer = bank.call("POST", &path, &[id, ip, uri], wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
        assert_eq!(answer.header("x-request-id"), id.1);
    }
}

#[sqlx::test(migrations = false)]
async fn unknown_paths_and_methods_answer_in_the_standards_shape(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    for (method, path, status, code) in [
        ("GET", "/nobank/v1/accounts", StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"),
        ("GET", "/dnb/v1/nothing", StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"),
        ("GET", "/nothing", StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"),
        ("PUT", "/dnb/v1/consents", StatusCode::METHOD_NOT_ALLOWED, "SERVICE_INVALID"),
        ("POST", "/dnb/v1/payments/sepa", StatusCode::NOT_FOUND, "PRODUCT_UNKNOWN"),
        ("GET", "/dnb/v1/payments/sepa/pay-1", StatusCode::NOT_FOUND, "PRODUCT_UNKNOWN"),
    ] {
        let id = bank.request_id();
        let answer = bank.call(method, path, &[("x-request-id", &id)], "").await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{method} {path}");
        assert_eq!(answer.header("x-request-id"), id);
    }
    let payment = bank.pay("1.00").await;
    for path in [
        payment.path.replace("norwegian-domestic", "cross-border"),
        payment.path.replace("/dnb/", "/nordea/"),
        format!("{}/authorisations/x", payment.path),
    ] {
        assert_eq!(bank.get(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(bank.call("GET", "/health", &[], "").await.json(), json!({ "status": "ok" }));
}
