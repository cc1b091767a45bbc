//! A bank with books of its own, for tests in which everything happens by chance.
use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::bank::payment_state::TransactionStatus;
use domain::bank::payment_state::TransactionStatus::{Accc, Acsc, Acsp, Canc, Rcvd, Rjct};
use domain::clock::Entropy;
use domain::clock::testing::SeededEntropy;
use uuid::Uuid;

use crate::accounts::gateway::{BankEndpoint, BankError};
use crate::payments::gateway::{Initiated, Initiation, PaymentInitiation, StatusAnswer};

/// What the bank knows of one payment.
pub struct Payment {
    pub words: Vec<TransactionStatus>,
    pub debited: i64,
    pub returned: i64,
    pub amount: i64,
}

/// A bank with books of its own, and a network that loses, delays and repeats what it says.
pub struct ModelBank {
    pub payments: Mutex<HashMap<Uuid, Payment>>,
    chance: SeededEntropy,
    /// Per mille of exchanges that go wrong.
    pub trouble: Mutex<u64>,
}

impl ModelBank {
    pub fn new(seed: u64) -> Self {
        Self { payments: Mutex::default(), chance: SeededEntropy::new(seed), trouble: Mutex::new(600) }
    }

    pub fn roll(&self, below: u64) -> u64 {
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
    pub fn live(&self) {
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
