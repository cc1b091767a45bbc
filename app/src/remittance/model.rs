//! What the Send pages show, and the forms that they post.
use chrono::{DateTime, NaiveDate, Utc};
use domain::bank::payment_state::TransactionState;
use domain::fx::Rate;
use domain::identity::IdentityStep;
use domain::ids::{BankAccountId, QuoteId, RecipientId, TransactionId};
use domain::money::Money;
use domain::remittance::corridor::Country;
use domain::remittance::limit::{Left, Limits};
use domain::remittance::quote::Rates;
use serde::{Deserialize, Serialize};

use crate::accounts::model::AccountView;
use crate::error::AppError;
use crate::form::Flash;

/// Recipients that a customer has at the most; one page shows them all.
pub const RECIPIENTS_MAX: u32 = 200;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientView {
    pub id: RecipientId,
    pub name: String,
    pub country: Country,
    /// In blocks of four, as it is printed on paper.
    pub iban: String,
    pub bank_name: Option<String>,
}

/// The first step: who there is, and how far we are with who the customer is: nobody sends before that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientStep {
    pub recipients: Vec<RecipientView>,
    pub identity: IdentityStep,
}

/// A recipient's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientDetails {
    pub recipient: RecipientView,
    /// Off the list; what was paid remains.
    pub removed: bool,
    /// The last ones, newest first, whatever account they went to.
    pub payments: Vec<PaymentLine>,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    pub id: TransactionId,
    pub status: TransactionState,
    /// What left, or will leave, the customer's account.
    pub amount: Money,
    pub receive: Option<Money>,
    pub created_at: DateTime<Utc>,
}

/// What the form of a recipient begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientFormStep {
    pub flash: Flash,
    /// The customer's other recipients: an account that one of them has is recognised while it is typed.
    pub known: Vec<RecipientView>,
}

impl RecipientFormStep {
    /// Goes on with what was typed and turned back. Which recipient it is about says the page, not what was typed.
    #[must_use]
    pub fn with_typed(mut self, mut typed: Flash) -> Self {
        typed.values.remove("recipient");
        self.flash.values.append(&mut typed.values);
        self.flash.error = typed.error;
        self
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RecipientForm {
    /// Who is changed, and the version that the form was filled from; empty for a new one.
    #[serde(default)]
    pub recipient: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub iban: String,
}

/// Everything that the amount step needs to price in the browser exactly as the server will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountStep {
    pub recipient: RecipientView,
    /// None while the currency has no fresh rate: then nothing can be priced.
    pub rates: Option<Rates>,
    pub limits: Limits,
    /// Sent in the last 24 hours and 30 days.
    pub used_day: Money,
    pub used_month: Money,
    /// When money sent now should be there.
    pub delivery_by: NaiveDate,
    /// The server's time: rates are fresh or stale by this clock, not by the browser's.
    pub now: DateTime<Utc>,
}

impl AmountStep {
    /// What may still be sent.
    #[must_use]
    pub fn left(&self) -> Left {
        self.limits.left(self.used_day, self.used_month)
    }
}

/// Which of the two amounts the customer fixed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct QuoteForm {
    #[serde(default)]
    pub recipient: String,
    #[serde(default)]
    pub send_amount: String,
    #[serde(default)]
    pub receive_amount: String,
    /// `send` or `receive`: the field that was typed in last.
    #[serde(default)]
    pub side: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteView {
    pub id: QuoteId,
    pub recipient: RecipientView,
    /// The recipient has another account now, or is gone: this price holds no longer.
    pub recipient_gone: Option<AppError>,
    pub send: Money,
    pub fee: Money,
    pub debit: Money,
    pub receive: Money,
    pub rate: Rate,
    pub mid_rate: Rate,
    pub rate_as_of: NaiveDate,
    pub margin: Money,
    /// The price that this one took the place of.
    pub before: Option<PriceBefore>,
    pub expires_at: DateTime<Utc>,
    /// The latest day on which the money should be there.
    pub delivery_by: NaiveDate,
    pub now: DateTime<Utc>,
}

/// What a renewed price is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBefore {
    pub rate: Rate,
    pub debit: Money,
    pub receive: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStep {
    pub quote: QuoteView,
    /// The payment that this price has become.
    pub paid: Option<TransactionId>,
    pub accounts: Vec<AccountView>,
    /// Goes with the confirmation: however often the form is sent, one payment is made.
    pub idempotency_key: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfirmForm {
    #[serde(default)]
    pub quote: String,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub idempotency_key: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RenewForm {
    #[serde(default)]
    pub quote: String,
}

/// The amount step for sending as much to a recipient as before.
#[must_use]
pub fn send_again_path(recipient: &RecipientId, send: Option<Money>) -> String {
    let amount = send.map(|send| format!("&form%5Bsend_amount%5D={}", send.to_decimal_string()));
    format!("/send/amount?recipient={recipient}{}", amount.unwrap_or_default())
}

/// The amount step of a recipient; the list of recipients when the id is not one.
#[must_use]
pub fn amount_path(recipient: &str) -> String {
    match recipient.parse::<RecipientId>() {
        Ok(id) => format!("/send/amount?recipient={id}"),
        Err(_) => "/send".to_owned(),
    }
}

/// The page on which a recipient is changed; the list of recipients when the id is not one.
#[must_use]
pub fn edit_path(recipient: &str) -> String {
    match recipient.parse::<RecipientId>() {
        Ok(id) => format!("/recipients/{id}/edit"),
        Err(_) => "/send".to_owned(),
    }
}

/// The review step of a quote; the list of recipients when the id is not one.
#[must_use]
pub fn review_path(quote: &str) -> String {
    match quote.parse::<QuoteId>() {
        Ok(id) => format!("/send/review?quote={id}"),
        Err(_) => "/send".to_owned(),
    }
}

/// The review step of a renewed price, with the account that was chosen for the price before.
#[must_use]
pub fn renewed_path(quote: &QuoteId, account: &str) -> String {
    match account.parse::<BankAccountId>() {
        Ok(account) => format!("/send/review?quote={quote}&account={account}"),
        Err(_) => format!("/send/review?quote={quote}"),
    }
}
