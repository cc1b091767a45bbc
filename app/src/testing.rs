//! What service tests share: a process's state on a test database, people in it, and a bank that does as it is told.
mod model_bank;
pub mod planting;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeZone, Utc};
use domain::access::{Actor, KycStatus, Role};
use domain::bank::consent::ConsentStatus;
use domain::bank::payment_state::TransactionStatus;
use domain::clock::testing::{FixedClock, SeededEntropy};
use domain::money::{Currency, Money};
use leptos::config::LeptosOptions;
use sqlx::PgPool;
use uuid::Uuid;

use crate::accounts::gateway::{
    AccountAtBank, AccountInformation, BalanceRequest, BankEndpoint, BankError, ConsentCall, ConsentCreated,
    ConsentRequest,
};
use crate::context::{AppSettings, AppState, RequestInfo};
use crate::identity::passwords::Passwords;
use crate::payments::gateway::{Initiated, Initiation, PaymentInitiation, StatusAnswer};
use crate::vault::{Keys, Vault};

pub use model_bank::ModelBank;

/// A bank in memory. It knows a payment by its X-Request-ID, as real ones do.
#[derive(Default)]
pub struct FakeBank {
    pub payments: Mutex<HashMap<Uuid, Initiation>>,
    /// Answers to give instead, first to last: `true` does the work before it fails.
    pub initiation_failures: Mutex<Vec<(bool, BankError)>>,
    pub statuses: Mutex<Vec<StatusAnswer>>,
    /// Payments that were called off.
    pub called_off: Mutex<Vec<String>>,
    /// Answers to a calling off instead of "done", first to last.
    pub cancel_failures: Mutex<Vec<BankError>>,
    pub balance_readings: Mutex<Vec<BalanceRequest>>,
    pub balance_failures: Mutex<Vec<BankError>>,
    pub consent: Mutex<Option<ConsentStatus>>,
    pub accounts: Mutex<Vec<AccountAtBank>>,
    pub ended: Mutex<Vec<String>>,
    /// Answers to give instead of a list of accounts, and instead of ending a consent.
    pub accounts_failures: Mutex<Vec<BankError>>,
    pub ending_failures: Mutex<Vec<BankError>>,
}

impl FakeBank {
    pub fn answer_statuses(&self, statuses: &[(TransactionStatus, Option<&str>)]) {
        let answers = statuses
            .iter()
            .map(|(status, reason)| StatusAnswer { status: *status, reason: reason.map(str::to_owned) });
        *self.statuses.lock().unwrap() = answers.collect();
    }
}

#[async_trait]
impl PaymentInitiation for FakeBank {
    async fn initiate(&self, initiation: &Initiation) -> Result<Initiated, BankError> {
        let failure = self.initiation_failures.lock().unwrap().pop();
        if !matches!(failure, Some((false, _))) {
            self.payments.lock().unwrap().insert(initiation.request_id, initiation.clone());
        }
        match failure {
            Some((_, error)) => Err(error),
            None => Ok(Initiated {
                payment_id: initiation.request_id.to_string(),
                status: TransactionStatus::Rcvd,
                sca_redirect: Some(format!("http://bank.test/sca/{}", initiation.request_id)),
            }),
        }
    }

    /// Gives the scripted answers in order, and the last one for ever.
    async fn status(&self, _: &BankEndpoint, _: &str, _: &str, _: Uuid) -> Result<StatusAnswer, BankError> {
        let mut statuses = self.statuses.lock().unwrap();
        match statuses.len() {
            0 => Ok(StatusAnswer { status: TransactionStatus::Rcvd, reason: None }),
            1 => Ok(statuses[0].clone()),
            _ => Ok(statuses.remove(0)),
        }
    }

    async fn cancel(&self, _: &BankEndpoint, _: &str, payment_id: &str, _: Uuid) -> Result<(), BankError> {
        if let Some(failure) = self.cancel_failures.lock().unwrap().pop() {
            return Err(failure);
        }
        self.called_off.lock().unwrap().push(payment_id.to_owned());
        self.answer_statuses(&[(TransactionStatus::Canc, None)]);
        Ok(())
    }
}

#[async_trait]
impl AccountInformation for FakeBank {
    async fn balance(&self, request: &BalanceRequest) -> Result<Money, BankError> {
        self.balance_readings.lock().unwrap().push(request.clone());
        if let Some(failure) = self.balance_failures.lock().unwrap().pop() {
            return Err(failure);
        }
        Ok(Money::new(4_322_000, Currency::Nok))
    }

    async fn create_consent(&self, request: &ConsentRequest) -> Result<ConsentCreated, BankError> {
        let consent_ref = format!("consent-{}", request.request_id);
        let sca_redirect = Some(format!("http://bank.test/sca/{consent_ref}"));
        Ok(ConsentCreated { consent_ref, status: ConsentStatus::Received, sca_redirect })
    }

    async fn consent_status(&self, _: &ConsentCall) -> Result<ConsentStatus, BankError> {
        Ok(self.consent.lock().unwrap().unwrap_or(ConsentStatus::Received))
    }

    async fn accounts(&self, _: &ConsentCall) -> Result<Vec<AccountAtBank>, BankError> {
        if let Some(failure) = self.accounts_failures.lock().unwrap().pop() {
            return Err(failure);
        }
        Ok(self.accounts.lock().unwrap().clone())
    }

    async fn end_consent(&self, call: &ConsentCall) -> Result<(), BankError> {
        if let Some(failure) = self.ending_failures.lock().unwrap().pop() {
            return Err(failure);
        }
        self.ended.lock().unwrap().push(call.consent_ref.clone());
        Ok(())
    }
}

/// A test's world.
pub struct World {
    pub state: AppState,
    pub clock: Arc<FixedClock>,
    pub bank: Arc<FakeBank>,
}

#[must_use]
pub fn start_of_test() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap()
}

/// A world with demo people, rates and banks.
pub async fn world(db: PgPool) -> World {
    let clock = Arc::new(FixedClock::new(start_of_test()));
    let entropy = Arc::new(SeededEntropy::new(7));
    let bank = Arc::new(FakeBank::default());
    let state = AppState {
        db,
        clock: clock.clone(),
        entropy: entropy.clone(),
        passwords: Passwords::new(2, entropy.clone()).unwrap(),
        breaches: Arc::new(crate::identity::gateway::NobodyAsked),
        vault: Vault::new(Keys::built_in(), entropy),
        accounts_at_banks: bank.clone(),
        payments_at_banks: bank.clone(),
        rates: Arc::new(crate::demo::SeededRates(clock.clone())),
        register: Arc::new(crate::demo::BuiltInRegister),
        post: Arc::new(crate::mail::gateway::Nowhere),
        push: Arc::new(crate::notifications::push::gateway::Off),
        live: crate::live::Live::default(),
        lists: crate::compliance::screening::Lists::default(),
        monitoring: crate::compliance::monitoring::Monitoring::default(),
        settings: Arc::new(AppSettings {
            base_url: "http://localhost:3000".to_owned(),
            demo: true,
            secure_cookies: false,
            rates: crate::rates::RateSettings::default(),
            register: crate::merchant::shops::RegisterSettings::default(),
            operator: crate::about::model::Operator::default(),
            kyc_auto_approval: false,
            mail: crate::mail::gateway::MailSettings::default(),
            push: None,
            breaches_url: None,
        }),
        leptos: LeptosOptions::builder().output_name("drop").build(),
    };
    crate::demo::service::seed_demo(&state, "http://bank.test", "http://bank.test").await.expect("seeding");
    World { state, clock, bank }
}

#[must_use]
pub fn demo_customer() -> Actor {
    Actor { user_id: "usr_demo1".parse().unwrap(), role: Role::Merchant, kyc: KycStatus::Approved }
}

#[must_use]
pub fn other_customer() -> Actor {
    Actor { user_id: "usr_demo2".parse().unwrap(), role: Role::User, kyc: KycStatus::Approved }
}

#[must_use]
pub fn request() -> RequestInfo {
    RequestInfo {
        request_id: "req-test".to_owned(),
        ip: "203.0.113.7".parse().unwrap(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64)".to_owned(),
    }
}

/// Fixes a price as the demo customer: 2,000 NOK to Serbia.
pub async fn demo_quote(world: &World) -> domain::ids::QuoteId {
    let form = crate::remittance::model::QuoteForm {
        recipient: "rcp_demo1".to_owned(),
        send_amount: "2 000".to_owned(),
        ..Default::default()
    };
    crate::remittance::service::create_quote(&world.state, &demo_customer(), &form).await.expect("a quote")
}

/// Orders the payment of [`demo_quote`].
pub async fn demo_payment(world: &World) -> domain::ids::TransactionId {
    let form = crate::remittance::model::ConfirmForm {
        quote: demo_quote(world).await.into_string(),
        account: "bac_demo1".to_owned(),
        idempotency_key: world.state.entropy.hex(16),
    };
    let confirmed =
        crate::remittance::service::confirm(&world.state, &demo_customer(), &request(), &form).await;
    confirmed.expect("a payment")
}
