//! Customers send through two servers on one database while servers are killed, PostgreSQL crashes and the bank
//! misbehaves. When all is quiet again the books of Drop and of the bank agree to the øre.
//!
//! `DROP_CHAOS_SECONDS` sets how long it rages, `DROP_CHAOS_SEED` repeats the chances of an earlier run, and
//! `DROP_CHAOS_CUSTOMERS` how many send at once. Timing is not repeated by a seed; the verdict does not depend on it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test ends where its expectation does"
)]

mod bank;
mod books;
mod chance;
mod cluster;
mod customers;
mod monkey;
mod site;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::PgPoolOptions;

use bank::Bank;
use chance::Chance;
use cluster::Cluster;
use customers::Customer;
use site::Server;

const SECONDS: u64 = 25;
const SECONDS_MAX: u64 = 4 * 3600;
const CUSTOMERS: u64 = 4;
const CUSTOMERS_MAX: u64 = 50;

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_books_agree_whatever_breaks() {
    // reqwest's own provider of cryptography is switched off: the workspace has one, and it is ring.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let seed = setting("DROP_CHAOS_SEED").unwrap_or_else(|| u64::from(uuid::Uuid::new_v4().as_fields().0));
    let length = Duration::from_secs(setting("DROP_CHAOS_SECONDS").unwrap_or(SECONDS).min(SECONDS_MAX));
    let many = setting("DROP_CHAOS_CUSTOMERS").unwrap_or(CUSTOMERS).clamp(1, CUSTOMERS_MAX);
    eprintln!("chaos: DROP_CHAOS_SEED={seed}, {many} customers, {} s", length.as_secs());

    let cluster = Cluster::start().await;
    let db = PgPoolOptions::new().max_connections(30).connect(&cluster.url).await.unwrap();
    let bank = Arc::new(Bank::open(db.clone()).await);
    let mut servers = [Server::new(&cluster.url, &bank.url), Server::new(&cluster.url, &bank.url)];
    servers[0].run(&["migrate"]);
    servers[0].run(&["seed", "--demo"]);
    let sites: Vec<String> = servers.iter().map(|server| server.url.clone()).collect();
    for server in &mut servers {
        server.start().await;
    }

    let mut customers = Vec::new();
    for number in 1..=usize::try_from(many).unwrap() {
        customers.push(Arc::new(Customer::new(&db, &bank, &sites, number, seed).await));
    }
    let deadline = Instant::now() + length;
    let sending: Vec<_> = customers
        .iter()
        .cloned()
        .map(|customer| tokio::spawn(async move { customer.send_until(deadline).await }))
        .collect();
    let damage = monkey::rage(&mut servers, &cluster, &bank, &Chance::new(seed), length).await;
    eprintln!("chaos: {damage:?}");

    // Everything works again.
    for server in &mut servers {
        server.start().await;
    }
    bank.behave().await;
    for customer in sending {
        customer.await.unwrap();
    }
    bank.let_approvals_lapse();
    books::await_quiet(&db).await;
    let forms: Vec<_> =
        customers.iter().flat_map(|customer| std::mem::take(&mut *customer.forms.lock().unwrap())).collect();
    books::compare_all(&db, &forms).await;
    servers[1].run(&["audit", "verify"]);
    assert!(damage.restarts_of_the_database > 0 || length < Duration::from_secs(2), "the database stayed up");
    db.close().await;
}
