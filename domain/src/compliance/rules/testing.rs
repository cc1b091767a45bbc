//! What the tests of rules share: one payment at noon, and payments so many minutes before it.

use chrono::{DateTime, Duration, TimeZone, Utc};

use super::history::{ACCOUNT_DAYS, History, OWN_DAYS, Past, Takings};
use super::payment::{At, CountryCode, Handle, Kind, Payment};
use super::report::{Figures, Finding};
use super::rule::RuleParameters;
use crate::compliance::finding::Severity;

pub(super) const ME: Handle = Handle::new(1);
pub(super) const ACCOUNT: Handle = Handle::new(2);
pub(super) const SHOP: Handle = Handle::new(3);
pub(super) const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;

pub(super) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 12, 0, 0).unwrap()
}

/// In øre.
pub(super) const fn kr(kroner: i64) -> i64 {
    kroner * 100
}

/// Another party than the ones above.
pub(super) const fn other(number: u32) -> Handle {
    Handle::new(100 + number)
}

#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub payment: Payment,
    pub own: Vec<Payment>,
    pub to_account: Vec<Payment>,
    pub received: Vec<Payment>,
    pub opened_at: Option<At>,
    pub owns_shop: bool,
    pub takings: Option<Takings>,
    pub known_since: Option<At>,
    next: u32,
}

impl Scene {
    /// I send this much, in øre, to [`ACCOUNT`] at noon.
    pub fn sending(amount_minor: i64) -> Self {
        let payment = Payment {
            transaction: Handle::new(0),
            at: noon().into(),
            sender: ME,
            account: ACCOUNT,
            kind: Kind::Transfer,
            country: None,
            amount_minor,
        };
        Self {
            payment,
            own: Vec::new(),
            to_account: Vec::new(),
            received: Vec::new(),
            opened_at: Some(noon().into()).map(|at: At| at.before(Duration::days(400))),
            owns_shop: false,
            takings: None,
            known_since: None,
            next: 1,
        }
    }

    /// I pay this much in [`SHOP`].
    pub fn shopping(amount_minor: i64) -> Self {
        let mut scene = Self::sending(amount_minor);
        scene.payment.kind = Kind::Shop(SHOP);
        scene
    }

    fn earlier(&mut self, minutes_ago: i64, amount_minor: i64) -> Payment {
        self.next += 1;
        Payment {
            transaction: Handle::new(1_000_000 - self.next),
            at: self.payment.at.before(Duration::minutes(minutes_ago)),
            amount_minor,
            ..self.payment
        }
    }

    /// I sent to an account before.
    pub fn own_to(mut self, account: Handle, minutes_ago: i64, amount_minor: i64) -> Self {
        let payment = Payment { account, ..self.earlier(minutes_ago, amount_minor) };
        self.own.push(payment);
        if account == self.payment.account {
            self.to_account.push(payment);
        }
        self
    }

    /// I sent to the same account before.
    pub fn own(self, minutes_ago: i64, amount_minor: i64) -> Self {
        let account = self.payment.account;
        self.own_to(account, minutes_ago, amount_minor)
    }

    /// Somebody else sent to the account before.
    pub fn by(mut self, sender: Handle, minutes_ago: i64, amount_minor: i64) -> Self {
        let payment = Payment { sender, ..self.earlier(minutes_ago, amount_minor) };
        self.to_account.push(payment);
        self
    }

    /// I was paid before.
    pub fn received(mut self, minutes_ago: i64, amount_minor: i64) -> Self {
        let payment = Payment { sender: other(0), account: ME, ..self.earlier(minutes_ago, amount_minor) };
        self.received.push(payment);
        self
    }

    pub fn into_country(mut self, country: &str) -> Self {
        self.payment.country = Some(CountryCode::parse(country).unwrap());
        self
    }

    pub fn opened(mut self, minutes_ago: i64) -> Self {
        self.opened_at = Some(self.payment.at.before(Duration::minutes(minutes_ago)));
        self
    }

    /// The file begins so many minutes before.
    pub fn known_for(mut self, minutes: i64) -> Self {
        self.known_since = Some(self.payment.at.before(Duration::minutes(minutes)));
        self
    }

    pub fn finding(&self, rule: &impl RuleParameters) -> Option<Finding> {
        self.with_history(|history| rule.check(history))
    }

    pub fn with_history<T>(&self, look: impl FnOnce(&History<'_>) -> T) -> T {
        let own = Past::new(self.own.iter().copied(), &self.payment, OWN_DAYS);
        let to_account = Past::new(self.to_account.iter().copied(), &self.payment, ACCOUNT_DAYS);
        let received = Past::new(self.received.iter().copied(), &self.payment, ACCOUNT_DAYS);
        look(&History {
            payment: &self.payment,
            own: own.as_slice(),
            to_account: to_account.as_slice(),
            received: received.as_slice(),
            opened_at: self.opened_at,
            owns_shop: self.owns_shop,
            takings: self.takings,
            known_since: self.known_since,
        })
    }

    /// How grave the default rule calls it.
    pub fn severity<R: RuleParameters>(&self) -> Option<Severity> {
        self.finding(&R::default()).map(|finding| finding.severity)
    }

    pub fn figures<R: RuleParameters>(&self) -> Option<Figures> {
        self.finding(&R::default()).map(|finding| finding.evidence.figures)
    }
}
