//! The sandbox bank inside the test's process: it survives what happens to the servers, and its clock can be moved.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::Value;
use sqlx::PgPool;

pub struct Bank {
    pub url: String,
    minutes_ahead: Arc<AtomicI64>,
    http: reqwest::Client,
}

impl Bank {
    pub async fn open(db: PgPool) -> Self {
        sandbox_bank::migrate(&db).await.unwrap();
        sandbox_bank::seed_demo(&db).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let minutes_ahead = Arc::new(AtomicI64::new(0));
        let (ahead, system) = (minutes_ahead.clone(), sandbox_bank::system_clock());
        let options = sandbox_bank::Options {
            public_url: url.parse().unwrap(),
            settle_after: Duration::from_millis(400),
            credit_after: Duration::from_millis(800),
            clock: Arc::new(move || system() + TimeDelta::minutes(ahead.load(Ordering::SeqCst))),
        };
        tokio::spawn(async move { axum::serve(listener, sandbox_bank::router(db, options)).await });
        Self { url, minutes_ahead, http: reqwest::Client::new() }
    }

    /// What nobody has approved by then lapses at the bank.
    pub fn let_approvals_lapse(&self) {
        self.minutes_ahead.store(31, Ordering::SeqCst);
    }

    /// Sets the fault switches. The database may be away just now: then the bank goes on as it was.
    pub async fn switch(&self, faults: &str) {
        let request = self.http.put(format!("{}/sandbox/faults", self.url));
        let _ = request.timeout(Duration::from_secs(5)).body(faults.to_owned()).send().await;
    }

    pub async fn behave(&self) {
        let answer = self.http.delete(format!("{}/sandbox/faults", self.url)).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// A customer of the bank with money and a valid consent.
    pub async fn new_account(&self, owner: &str) -> Value {
        let body = serde_json::json!({ "bank": "dnb", "psuName": owner, "balance": "100000.00", "withConsent": true });
        let request = self.http.post(format!("{}/sandbox/accounts", self.url)).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }
}
