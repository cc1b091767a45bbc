//! One sale, three customers, a bank and a network that do as they please: whatever happens, in whatever order, one
//! payment has the sale at a time, and the books agree.
use std::sync::Arc;

use chrono::Duration;
use domain::clock::testing::SeededEntropy;
use domain::ids::TransactionId;
use domain::merchant::paying::Obstacle;
use sqlx::PgPool;

use super::{Code, PayError, a_sale, advance, holder, kari_pays, reconcile, request, third_pays, world};
use crate::testing::{ModelBank, World};

const SCHEDULES: u64 = 12;
const STEPS: usize = 40;
/// With nothing in the way everything is over long before.
const LOOKS_MAX: usize = 120;

#[derive(Debug, sqlx::FromRow)]
struct Payment {
    id: String,
    status: String,
    attention: Option<String>,
    request_id: uuid::Uuid,
}

async fn payments(db: &PgPool, code: &Code) -> Vec<Payment> {
    sqlx::query_as(
        "select t.id, t.status, o.attention, o.request_id from transactions t
         join payment_orders o on o.transaction_id = t.id where t.qr_code_id = $1 order by t.created_at, t.id",
    )
    .bind(code.id.as_str())
    .fetch_all(db)
    .await
    .unwrap()
}

fn with_status<'a>(payments: &'a [Payment], status: &str) -> Vec<&'a str> {
    payments.iter().filter(|it| it.status == status).map(|it| it.id.as_str()).collect()
}

/// Somebody scans the code and pays, if they may.
async fn somebody_pays(
    world: &World,
    code: &Code,
    token: &str,
    who: u64,
    key: &str,
) -> Option<TransactionId> {
    let before = payments(&world.state.db, code).await;
    let open = before.iter().any(|it| it.status != "failed");
    let answer = match who {
        0 => kari_pays(world, token, "50", key).await,
        _ => third_pays(world, token, "50", key).await,
    };
    match answer {
        // A customer who has the sale already is led to their own payment.
        Ok(id) => {
            assert!(!open || before.iter().any(|it| it.id == id.as_str()), "taken from somebody: {before:?}");
            Some(id)
        }
        Err(PayError::CannotPay(Obstacle::BeingPaid | Obstacle::Paid)) => {
            assert!(open, "refused though nobody pays: {before:?}");
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}

async fn check(world: &World, code: &Code, seed: u64) {
    let all = payments(&world.state.db, code).await;
    let (paid, under_way) = (with_status(&all, "completed"), with_status(&all, "processing"));
    let has_it = if paid.is_empty() { &under_way } else { &paid };
    let holder = holder(&world.state.db, code).await;
    match holder.as_deref() {
        Some(holder) => assert!(has_it.contains(&holder), "schedule {seed}: {holder} in {all:?}"),
        None => assert!(has_it.is_empty(), "schedule {seed}: nobody has it: {all:?}"),
    }
    let twice = all.iter().any(|it| it.attention.as_deref() == Some("paid_twice"));
    assert!(paid.len() < 2 || twice, "schedule {seed}: paid twice, and nobody looks: {all:?}");
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

fn agree(bank: &ModelBank, all: &[Payment], seed: u64) {
    let at_bank = bank.payments.lock().unwrap();
    for it in all {
        let moved = at_bank.get(&it.request_id).map_or(0, |payment| payment.debited - payment.returned);
        let ours = if it.status == "completed" { 5_000 } else { 0 };
        assert_eq!(ours, moved, "schedule {seed}: {it:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn however_it_goes_one_payment_has_the_sale_and_the_books_agree(db: PgPool) {
    let mut paid_twice = 0;
    for seed in 0..SCHEDULES {
        let mut world = world(db.clone()).await;
        let bank = Arc::new(ModelBank::new(seed));
        world.state.payments_at_banks = bank.clone();
        // Other ids for every schedule: they share the database.
        world.state.entropy = Arc::new(SeededEntropy::new(2_000 + seed));
        let (code, token) = a_sale(&world, "50").await;
        // This sale waits as long as the schedule takes.
        sqlx::query("update qr_codes set expires_at = expires_at + interval '1 year'")
            .execute(&db)
            .await
            .unwrap();
        let mut last = None;
        for number in 0..STEPS {
            match bank.roll(10) {
                0..=1 => {
                    let key = format!("{seed}-{number}");
                    last = somebody_pays(&world, &code, &token, bank.roll(2), &key).await.or(last);
                }
                2..=4 => bank.live(),
                5 => {
                    if let Some(id) = &last {
                        advance(&world.state, id, request().ip).await.unwrap();
                    }
                }
                6 => world.clock.advance(Duration::minutes(6)),
                _ => {
                    world.clock.advance(Duration::seconds(70));
                    reconcile(&world.state).await.unwrap();
                }
            }
            check(&world, &code, seed).await;
        }
        finish(&world, &bank, seed).await;
        check(&world, &code, seed).await;
        let all = payments(&db, &code).await;
        agree(&bank, &all, seed);
        paid_twice += usize::from(with_status(&all, "completed").len() > 1);
    }
    assert!(paid_twice < usize::try_from(SCHEDULES).unwrap(), "a bank that calls off what is not approved");
}
