//! The schedules of the domain's property test, with fewer cases, over the real service and a database.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use domain::bank::payment_state::TransactionStatus;
use domain::bank::payment_state::TransactionStatus::{Accc, Acsc, Acsp, Canc, Rcvd, Rjct};
use domain::clock::Entropy;
use domain::clock::testing::SeededEntropy;
use domain::ids::TransactionId;
use sqlx::PgPool;
use uuid::Uuid;

use super::super::gateway::{Initiated, Initiation, PaymentInitiation, StatusAnswer};
use super::super::service::{advance, reconcile};
use crate::accounts::gateway::{BankEndpoint, BankError};
use crate::testing::{World, demo_payment, request, world};

const SCHEDULES: u64 = 16;
const STEPS: usize = 30;
/// A hundred days of looks, further and further apart: with nothing in the way everything is over long before.
const LOOKS_MAX: usize = 120;

/// What the bank knows of one payment.
struct Payment {
    words: Vec<TransactionStatus>,
    debited: i64,
    returned: i64,
    amount: i64,
}

/// A bank with books of its own, and a network that loses, delays and repeats what it says.
struct ModelBank {
    payments: Mutex<HashMap<Uuid, Payment>>,
    chance: SeededEntropy,
    /// Per mille of exchanges that go wrong.
    trouble: Mutex<u64>,
}

impl ModelBank {
    fn new(seed: u64) -> Self {
        Self { payments: Mutex::default(), chance: SeededEntropy::new(seed), trouble: Mutex::new(600) }
    }

    fn roll(&self, below: u64) -> u64 {
        let mut bytes = [0_u8; 8];
        self.chance.fill(&mut bytes);
        u64::from_le_bytes(bytes) % below
    }

    /// Does this exchange go wrong?
    fn fails(&self) -> bool {
        self.roll(1_000) < *self.trouble.lock().unwrap()
    }

    fn no_answer() -> BankError {
        BankError::NoAnswer("lost".to_owned())
    }

    /// Moves one payment by chance, as customers and banks do.
    fn live(&self) {
        for payment in self.payments.lock().unwrap().values_mut() {
            let next = match (payment.words.last(), self.roll(6)) {
                (Some(Rcvd), 0 | 1) => Acsp,
                (Some(Rcvd), 2) => Rjct,
                (Some(Acsp), 0..=2) => Acsc,
                (Some(Acsp), 3) => Rjct,
                (Some(Acsc), 0 | 1) => Accc,
                (Some(Acsc), 2) => Rjct,
                _ => continue,
            };
            match (payment.words.last(), next) {
                (_, Acsc) => payment.debited += payment.amount,
                (Some(Acsc), Rjct) => payment.returned += payment.amount,
                _ => {}
            }
            payment.words.push(next);
        }
    }
}

#[async_trait]
impl PaymentInitiation for ModelBank {
    async fn initiate(&self, initiation: &Initiation) -> Result<Initiated, BankError> {
        if self.fails() && self.roll(3) == 0 {
            return Err(BankError::NotReached("no connection".to_owned()));
        }
        if self.fails() && self.roll(2) == 0 {
            return Err(Self::no_answer());
        }
        let amount = initiation.amount.minor();
        let new = || Payment { words: vec![Rcvd], debited: 0, returned: 0, amount };
        self.payments.lock().unwrap().entry(initiation.request_id).or_insert_with(new);
        if self.fails() {
            return Err(Self::no_answer());
        }
        let payment_id = initiation.request_id.to_string();
        let sca_redirect = Some(format!("http://bank.test/sca/{payment_id}"));
        Ok(Initiated { payment_id, status: Rcvd, sca_redirect })
    }

    async fn status(&self, _: &BankEndpoint, _: &str, id: &str, _: Uuid) -> Result<StatusAnswer, BankError> {
        let payments = self.payments.lock().unwrap();
        let words = &payments[&id.parse().unwrap()].words;
        let present = *words.last().unwrap();
        match (self.fails(), self.roll(2)) {
            (true, 0) => Err(Self::no_answer()),
            (true, _) => {
                let old = usize::try_from(self.roll(words.len() as u64)).unwrap();
                Ok(StatusAnswer { status: words[old], reason: None })
            }
            (false, _) => Ok(StatusAnswer { status: present, reason: None }),
        }
    }

    async fn cancel(&self, _: &BankEndpoint, _: &str, id: &str, _: Uuid) -> Result<(), BankError> {
        let mut payments = self.payments.lock().unwrap();
        let payment = payments.get_mut(&id.parse().unwrap()).unwrap();
        if payment.words.last() != Some(&Rcvd) {
            return Err(BankError::Refused { code: "CANCELLATION_INVALID".to_owned() });
        }
        payment.words.push(Canc);
        if self.fails() { Err(Self::no_answer()) } else { Ok(()) }
    }
}

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
        let payments = bank.payments.lock().unwrap();
        assert!(payments.len() <= 1, "schedule {seed}: more than one payment");
        let moved: i64 = payments.values().map(|payment| payment.debited - payment.returned).sum();
        let words: Vec<_> = payments.values().map(|payment| payment.words.clone()).collect();
        let amount = crate::db::money(amount, "NOK").unwrap().minor();
        let ours = if status == "completed" { amount } else { 0 };
        assert_ne!(status, "processing", "schedule {seed}: {state}; the bank: {words:?}");
        assert_eq!(ours, moved, "schedule {seed}: {state}; the bank: {words:?}");
        // The next schedule has the day's limit to itself.
        drop(payments);
        sqlx::query("update transactions set created_at = created_at - interval '40 days'")
            .execute(&db)
            .await
            .unwrap();
    }
}
