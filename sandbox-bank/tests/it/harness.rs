//! A bank with a clock that the test moves, and the calls that every test makes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use sandbox_bank::{Options, demo, migrate, router, seed_demo};
use serde_json::{Value, json};
use sqlx::PgPool;
use tower::ServiceExt;
use uuid::Uuid;

pub const PRODUCT: &str = "norwegian-domestic-credit-transfers";
pub const OK_URI: &str = "http://localhost:3000/pay/ok";
pub const NOK_URI: &str = "http://localhost:3000/pay/nok";
const BODY_MAX: usize = 10_000_000;

#[derive(Clone)]
pub struct TestBank {
    app: Router,
    offset_seconds: Arc<AtomicI64>,
    next_request: Arc<AtomicU64>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn code(&self) -> String {
        self.json()["tppMessages"][0]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The one-time code that the page shows.
    pub fn device_code(&self) -> String {
        let start = self.text.split("<output id=\"device-code\">").nth(1).expect("a device code");
        start.chars().take(6).collect()
    }
}

impl TestBank {
    /// Payments settle 10 seconds after approval and arrive 20 seconds later.
    pub async fn open(pool: PgPool) -> Self {
        migrate(&pool).await.unwrap();
        migrate(&pool).await.unwrap();
        seed_demo(&pool).await.unwrap();
        seed_demo(&pool).await.unwrap();
        let offset_seconds = Arc::new(AtomicI64::new(0));
        let offset = Arc::clone(&offset_seconds);
        let start: DateTime<Utc> = "2026-01-15T12:00:00Z".parse().unwrap();
        let options = Options {
            settle_after: std::time::Duration::from_secs(10),
            credit_after: std::time::Duration::from_secs(20),
            clock: Arc::new(move || start + TimeDelta::seconds(offset.load(Ordering::SeqCst))),
            ..Options::default()
        };
        Self { app: router(pool, options), offset_seconds, next_request: Arc::new(AtomicU64::new(1)) }
    }

    pub fn wait_seconds(&self, seconds: i64) {
        self.offset_seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn request_id(&self) -> String {
        Uuid::from_u128(u128::from(self.next_request.fetch_add(1, Ordering::SeqCst))).to_string()
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), BODY_MAX).await.unwrap();
        Answer { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let id = self.request_id();
        let mut all = vec![("x-request-id", id.as_str())];
        all.extend_from_slice(headers);
        self.call("GET", path, &all, "").await
    }

    pub async fn post(&self, path: &str, request_id: &str, body: &Value) -> Answer {
        let headers = [
            ("x-request-id", request_id),
            ("psu-ip-address", "192.0.2.7"),
            ("tpp-redirect-uri", OK_URI),
            ("tpp-nok-redirect-uri", NOK_URI),
        ];
        self.call("POST", path, &headers, &body.to_string()).await
    }

    pub async fn faults(&self, switches: &Value) {
        let answer = self.call("PUT", "/sandbox/faults?bank=dnb", &[], &switches.to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    pub async fn books(&self, iban: &str) -> Value {
        let answer = self.get(&format!("/sandbox/books?iban={iban}"), &[]).await;
        let account = answer.json()["accounts"][0].clone();
        assert_eq!(account["balanced"], json!(true));
        account
    }

    pub async fn pay(&self, amount: &str) -> Payment {
        let body = payment_body(amount);
        let answer = self.post(&format!("/dnb/v1/payments/{PRODUCT}"), &self.request_id(), &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        Payment::of(&answer)
    }

    pub async fn status(&self, payment: &Payment) -> Value {
        let answer = self.get(&format!("{}/status", payment.path), &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// The status code alone.
    pub async fn status_code(&self, payment: &Payment) -> String {
        self.status(payment).await["transactionStatus"].as_str().unwrap().to_owned()
    }

    pub async fn decide(&self, page: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.call("POST", page, &headers, form).await
    }

    pub async fn approve(&self, payment: &Payment) -> Answer {
        let code = self.get(&payment.page, &[]).await.device_code();
        self.decide(&payment.page, &format!("code={code}&decision=approve")).await
    }
}

pub struct Payment {
    pub id: String,
    pub path: String,
    pub page: String,
    pub authorisation: String,
}

impl Payment {
    pub fn of(answer: &Answer) -> Self {
        let body = answer.json();
        let id = body["paymentId"].as_str().unwrap().to_owned();
        let page = path_of(&body["_links"]["scaRedirect"]["href"]);
        let authorisation = page.rsplit('/').next().unwrap().to_owned();
        Self { path: path_of(&body["_links"]["self"]["href"]), id, page, authorisation }
    }
}

/// The path of an absolute `href`.
pub fn path_of(href: &Value) -> String {
    href.as_str().unwrap().strip_prefix("http://localhost:3001").expect("an absolute address").to_owned()
}

pub fn payment_body(amount: &str) -> Value {
    json!({
        "endToEndIdentification": "drop-1",
        "instructedAmount": { "currency": "NOK", "amount": amount },
        "debtorAccount": { "iban": demo::DNB_IBAN },
        "creditorName": "Ahmetov <Kebab>",
        "creditorAccount": { "iban": "NO9386011117947" },
        "remittanceInformationUnstructured": "Lunsj & kaffe",
    })
}
