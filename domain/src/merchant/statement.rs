//! What a shop took in: entries, added up for a day or a month.
//!
//! An entry is a thing that happened to the shop's money, on the day on which it happened. It is never changed: what
//! comes back later is another entry, on that later day. So the statement of a day that is over stays what it was.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::bank::payment_state::TransactionState;
use crate::calendar::{first_of_month, oslo_midnight};
use crate::filter::YEARS;
use crate::money::{Currency, Money, MoneyError};

/// An entry is dated when its transaction begins to be written, which can last past midnight: so long after its end a
/// day is still open. Far more than the longest transaction takes.
pub const CLOSING_MINUTES: i64 = 5;

text_enum! {
    /// `sale_entries.kind`: what happened.
    pub enum EntryKind {
        /// A sale was paid.
        Sale = "sale",
        /// A paid sale came back to the payer.
        Reversal = "reversal",
        /// The shop paid back.
        Refund = "refund",
        /// A refund came back to the shop.
        RefundReversal = "refund_reversal",
    }
}

/// Which way a payment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopPayment {
    /// From a payer to the shop.
    Sale,
    /// From the shop to a payer.
    Refund,
}

impl EntryKind {
    /// What a change of a payment means for the shop's money; nothing, while no money has moved.
    #[must_use]
    pub const fn of(payment: ShopPayment, before: TransactionState, after: TransactionState) -> Option<Self> {
        use TransactionState::{Completed, Failed};
        match (before, after, payment) {
            (Completed, Completed, _) => None,
            (_, Completed, ShopPayment::Sale) => Some(Self::Sale),
            (_, Completed, ShopPayment::Refund) => Some(Self::Refund),
            (Completed, Failed, ShopPayment::Sale) => Some(Self::Reversal),
            (Completed, Failed, ShopPayment::Refund) => Some(Self::RefundReversal),
            _ => None,
        }
    }

    /// An entry's amount and fee as the shop sees them, of a payment of `amount` with this `fee`. A sale that comes
    /// back takes its fee along; a refund gives no fee back, because the sale was made.
    #[must_use]
    pub const fn signed(self, amount: Money, fee: Money) -> (Money, Money) {
        let no_fee = Money::zero(fee.currency());
        match self {
            Self::Sale => (amount, fee),
            Self::Reversal => (amount.negated(), fee.negated()),
            Self::Refund => (amount.negated(), no_fee),
            Self::RefundReversal => (amount, no_fee),
        }
    }
}

/// Sums over entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sales, less those that came back.
    pub sales: i64,
    /// Refunds, less those that came back.
    pub refunds: i64,
    /// What payers paid, less what came back.
    pub gross: Money,
    /// What was paid back. On a day on which an older refund came back it can be less than nothing.
    pub refunded: Money,
    /// The sum of each sale's own fee; never a share of a sum.
    pub fee: Money,
}

impl Default for Totals {
    fn default() -> Self {
        let nothing = Money::zero(Currency::Nok);
        Self { sales: 0, refunds: 0, gross: nothing, refunded: nothing, fee: nothing }
    }
}

impl Totals {
    /// One entry, with the signs that it is stored with.
    #[must_use]
    pub const fn of(kind: EntryKind, amount: Money, fee: Money) -> Self {
        let nothing = Money::zero(amount.currency());
        match kind {
            EntryKind::Sale => Self { sales: 1, refunds: 0, gross: amount, refunded: nothing, fee },
            EntryKind::Reversal => Self { sales: -1, refunds: 0, gross: amount, refunded: nothing, fee },
            EntryKind::Refund => {
                Self { sales: 0, refunds: 1, gross: nothing, refunded: amount.negated(), fee }
            }
            EntryKind::RefundReversal => {
                Self { sales: 0, refunds: -1, gross: nothing, refunded: amount.negated(), fee }
            }
        }
    }

    /// Both together.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            sales: self.sales.checked_add(other.sales).ok_or(MoneyError::Overflow)?,
            refunds: self.refunds.checked_add(other.refunds).ok_or(MoneyError::Overflow)?,
            gross: self.gross.checked_add(other.gross)?,
            refunded: self.refunded.checked_add(other.refunded)?,
            fee: self.fee.checked_add(other.fee)?,
        })
    }

    /// All of them together.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        all.into_iter().try_fold(Self::default(), Self::plus)
    }

    /// What is left for the shop: gross, less refunds, less the fee.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn net(self) -> Result<Money, MoneyError> {
        self.gross.checked_sub(self.refunded)?.checked_sub(self.fee)
    }

    /// The average sale in whole øre, rounded down; none without a sale.
    #[must_use]
    pub fn average(self) -> Option<Money> {
        (self.sales > 0).then(|| Money::new(self.gross.minor() / self.sales, self.gross.currency()))
    }

    /// Nothing happened.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Not a day or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a day or a month")]
pub struct NotAPeriod;

/// What a statement is about: a day or a month in Oslo. Written `2026-11-27` or `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// One day.
    Day(NaiveDate),
    /// The month that begins with this day.
    Month(NaiveDate),
}

impl Period {
    /// The month that `day` lies in.
    #[must_use]
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(first_of_month(day))
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(first) => first + Months::new(1) - Days::new(1),
        }
    }

    /// Can nothing be added to it any more?
    #[must_use]
    pub fn is_closed(self, now: DateTime<Utc>) -> bool {
        oslo_midnight(self.last() + Days::new(1)) + TimeDelta::minutes(CLOSING_MINUTES) <= now
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(first) => write!(f, "{}", first.format("%Y-%m")),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (period, day) = match text.len() {
            7 => {
                let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d");
                first.map(|first| (Self::Month(first), first))
            }
            10 => NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|day| (Self::Day(day), day)),
            _ => return Err(NotAPeriod),
        }
        .map_err(|_| NotAPeriod)?;
        // One spelling for each: `2026-1-007` is none.
        if YEARS.contains(&day.year()) && period.to_string() == text { Ok(period) } else { Err(NotAPeriod) }
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests;
