//! All that a report says: what the draft shows, what is sealed when it is submitted, and what its documents are made of.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Indicator;
use crate::access::KycStatus;
use crate::bank::payment_state::TransactionState;
use crate::compliance::finding::Severity;
use crate::fx::Rate;
use crate::history::PaymentKind;
use crate::ids::{AlertId, KycCaseId, ReportId, TransactionId, UserId};
use crate::money::{Currency, Money};

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Which.
    pub id: ReportId,
    /// Its number, once it was submitted.
    pub reference: Option<String>,
    /// When that was.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who said that it is whole.
    pub prepared_by: Option<Signatory>,
    /// Who looked at it and handed it in.
    pub approved_by: Option<Signatory>,
    /// Whom it is about.
    pub person: Reported,
    /// Why it is suspicious.
    pub suspicion: String,
    /// What was done about it.
    pub action: String,
    /// What kind of suspicion it is.
    pub indicators: Vec<Indicator>,
    /// What happened.
    pub statements: Vec<Statement>,
    /// The payments of all statements, the oldest first.
    pub payments: Vec<ReportedPayment>,
    /// The alerts that it is about.
    pub alerts: Vec<AlertOnFile>,
}

impl Content {
    /// The payment of this id.
    #[must_use]
    pub fn payment(&self, id: &TransactionId) -> Option<&ReportedPayment> {
        self.payments.iter().find(|payment| payment.id == *id)
    }

    /// What was paid in all payments together; nothing when that is more than can be counted.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let none = Money::zero(Currency::Nok);
        self.payments.iter().try_fold(none, |sum, payment| sum.checked_add(payment.principal())).ok()
    }
}

/// An officer who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub first_name: String,
    /// Their name.
    pub last_name: String,
}

impl Signatory {
    /// As people say it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The customer, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub first_name: String,
    /// Their name.
    pub last_name: String,
    /// When they were born.
    pub birth_date: Option<NaiveDate>,
    /// Their national identity number, masked.
    pub number: Option<NumberOnFile>,
    /// Two letters.
    pub nationality: Option<String>,
    /// Where they live.
    pub street: Option<String>,
    /// Four digits.
    pub postal_code: Option<String>,
    /// Where they live.
    pub city: Option<String>,
    /// What they do, in their own words.
    pub occupation: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Where they get mail.
    pub email: String,
    /// Since when they are a customer.
    pub customer_since: DateTime<Utc>,
    /// Whether their identity is established.
    pub identity: KycStatus,
}

impl Reported {
    /// As people say it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A number that is sealed where it was handed in; here stands only where, and what may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberOnFile {
    /// `120488 *****`.
    pub masked: String,
    /// The submission that holds it.
    pub case: KycCaseId,
}

/// One thing that happened, with the payments that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Which: they may have gaps.
    pub number: i32,
    /// What happened.
    pub text: String,
    /// In which payments.
    pub payments: Vec<TransactionId>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedPayment {
    /// Which.
    pub id: TransactionId,
    /// When it was ordered.
    pub at: DateTime<Utc>,
    /// What kind.
    pub kind: PaymentKind,
    /// How it stands, or stood when the report was submitted.
    pub status: TransactionState,
    /// What left the account, Drop's fee with it.
    pub amount: Money,
    /// Of a remittance: what was sent on.
    pub sent: Option<Money>,
    /// Of a remittance: what arrives.
    pub received: Option<Money>,
    /// Of a remittance.
    pub rate: Option<Rate>,
    /// Who paid; another customer where several pay to one account.
    pub payer: UserId,
    /// Their name.
    pub payer_name: String,
    /// From which bank.
    pub from_bank: Option<String>,
    /// From which account.
    pub from_account: Option<String>,
    /// To whom.
    pub to_name: String,
    /// To which account.
    pub to_account: Option<String>,
    /// Two letters.
    pub to_country: String,
    /// It waits for an officer (§ 27).
    pub held: bool,
}

impl ReportedPayment {
    /// What was paid, without Drop's fee.
    #[must_use]
    pub fn principal(&self) -> Money {
        self.sent.unwrap_or(self.amount)
    }
}

/// An alert that the report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertOnFile {
    /// Which.
    pub id: AlertId,
    /// The rule that raised it.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// When.
    pub raised_at: DateTime<Utc>,
}
