//! The schedules of the domain's property test, with fewer cases, over the real service and a database.
use std::sync::Arc;

use chrono::Duration;
use domain::clock::testing::SeededEntropy;
use domain::ids::TransactionId;
use sqlx::PgPool;

use super::super::service::{advance, reconcile};
use crate::testing::{ModelBank, World, demo_payment, request, world};

const SCHEDULES: u64 = 16;
const STEPS: usize = 30;
/// A hundred days of looks, further and further apart: with nothing in the way everything is over long before.
const LOOKS_MAX: usize = 120;

/// One of the things that can happen next.
async fn step(world: &World, bank: &ModelBank, id: &TransactionId) {
    match bank.roll(10) {
        0..=2 => bank.live(),
        3 => {
            advance(&world.state, id, request().ip).await.unwrap();
        }
        // A worker dies: its claim stays, and whatever it has not written is not written.
        4 => {
            let until = world.state.clock.now() + Duration::seconds(20);
            sqlx::query("update payment_orders set claimed_until = $2, attempts = attempts + 1 where transaction_id = $1")
                .bind(id.as_str())
                .bind(until)
                .execute(&world.state.db)
                .await
                .unwrap();
        }
        5 => world.clock.advance(Duration::minutes(12)),
        _ => {
            world.clock.advance(Duration::seconds(70));
            reconcile(&world.state).await.unwrap();
        }
    }
}

async fn finish(world: &World, bank: &ModelBank, seed: u64) {
    *bank.trouble.lock().unwrap() = 0;
    for _ in 0..LOOKS_MAX {
        let open: i64 =
            sqlx::query_scalar("select count(*) from payment_orders where next_attempt_at is not null")
                .fetch_one(&world.state.db)
                .await
                .unwrap();
        if open == 0 {
            return;
        }
        bank.live();
        world.clock.advance(Duration::hours(20));
        reconcile(&world.state).await.unwrap();
    }
    panic!("schedule {seed}: never over");
}

/// Our books and the bank's, for the one payment that there is.
fn agree(bank: &ModelBank, seed: u64, status: &str, state: &str, amount: i64) {
    let payments = bank.payments.lock().unwrap();
    assert!(payments.len() <= 1, "schedule {seed}: more than one payment");
    let moved: i64 = payments.values().map(|payment| payment.debited - payment.returned).sum();
    let words: Vec<_> = payments.values().map(|payment| payment.words.clone()).collect();
    let ours = if status == "completed" { amount } else { 0 };
    assert_ne!(status, "processing", "schedule {seed}: {state}; the bank: {words:?}");
    assert_eq!(ours, moved, "schedule {seed}: {state}; the bank: {words:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn every_schedule_ends_in_one_state_and_the_books_agree(db: PgPool) {
    for seed in 0..SCHEDULES {
        let mut world = world(db.clone()).await;
        let bank = Arc::new(ModelBank::new(seed));
        world.state.payments_at_banks = bank.clone();
        // Other ids for every schedule: they share the database.
        world.state.entropy = Arc::new(SeededEntropy::new(1_000 + seed));
        let id = demo_payment(&world).await;
        for _ in 0..STEPS {
            step(&world, &bank, &id).await;
        }
        finish(&world, &bank, seed).await;
        let (status, state, amount): (String, String, rust_decimal::Decimal) = sqlx::query_as(
            "select t.status, o.state, o.amount from transactions t
             join payment_orders o on o.transaction_id = t.id where t.id = $1",
        )
        .bind(id.as_str())
        .fetch_one(&db)
        .await
        .unwrap();
        agree(&bank, seed, &status, &state, crate::db::money(amount, "NOK").unwrap().minor());
        // The next schedule has the day's limit to itself.
        sqlx::query("update transactions set created_at = created_at - interval '40 days'")
            .execute(&db)
            .await
            .unwrap();
    }
}
