//! What a rule has found: how grave, and on what evidence, so that a person can follow it figure by figure.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::payment::{CountryCode, Handle};
use crate::compliance::finding::{RuleName, Severity};
use crate::money::{Currency, Money};

/// 0 to 100; a graver finding always scores higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Score(u8);

impl Score {
    const MOST: u8 = 100;

    /// More than 100 is 100.
    #[must_use]
    pub const fn new(score: u8) -> Self {
        Self(if score > Self::MOST { Self::MOST } else { score })
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Whom a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Whoever pays.
    Sender,
    /// Whoever is paid. Drop's customer in this is the sender; in a file it is an account like others.
    Account,
    /// The owner of the shop that is paid.
    Shop,
}

/// What one rule found in one payment. `Id` is how transactions are named: handles inside, ids where it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding<Id = Handle> {
    /// Which rule.
    pub rule: RuleName,
    /// How grave.
    pub severity: Severity,
    /// Orders findings.
    pub score: Score,
    /// Whom it is about.
    pub subject: Subject,
    /// On what it rests.
    pub evidence: Evidence<Id>,
}

/// The transactions and the figures behind a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence<Id = Handle> {
    /// Oldest first; the payment that was looked at is the last.
    pub transactions: Vec<Id>,
    /// What was counted, and against which boundary.
    pub figures: Figures,
}

impl Finding {
    /// The same with transactions named by their ids.
    #[must_use]
    pub fn named<Id>(&self, name: impl FnMut(Handle) -> Id) -> Finding<Id> {
        Finding {
            rule: self.rule,
            severity: self.severity,
            score: self.score,
            subject: self.subject,
            evidence: Evidence {
                transactions: self.evidence.transactions.iter().copied().map(name).collect(),
                figures: self.evidence.figures.clone(),
            },
        }
    }
}

pub(super) fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::Nok)
}

/// The figures of each rule, with the boundaries that were in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figures {
    /// Amounts just under a threshold.
    JustUnder {
        /// The threshold.
        threshold: Money,
        /// How many.
        count: u32,
        /// Their sum.
        total: Money,
        /// Of how many transfers in the window.
        of: u32,
        /// Different senders; one when they are all the customer's own.
        senders: u32,
        /// Length of the window.
        window_hours: u32,
    },
    /// Many payments in a short time.
    Many {
        /// How many.
        count: u32,
        /// Their sum.
        total: Money,
        /// The least count that is notable.
        boundary: u32,
        /// Length of the window.
        window_hours: u32,
    },
    /// Much money in a short time.
    Much {
        /// The sum.
        total: Money,
        /// Of how many payments.
        count: u32,
        /// The least sum that is notable.
        boundary: Money,
        /// Length of the window.
        window_hours: u32,
    },
    /// Money that goes on as soon as it has come.
    PassedOn {
        /// What came in.
        received: Money,
        /// What went on.
        sent: Money,
        /// Within so many minutes.
        minutes: u32,
    },
    /// Money to a country on the list.
    Corridor {
        /// The country.
        country: CountryCode,
        /// Since when it is on the list.
        listed_since: NaiveDate,
        /// Sent there in the window.
        total: Money,
        /// The boundary that was reached.
        boundary: Money,
        /// Length of the window.
        window_days: u32,
    },
    /// A large amount as such.
    Large {
        /// The amount.
        amount: Money,
        /// The boundary.
        boundary: Money,
    },
    /// An amount far above all the customer's earlier ones.
    FarAboveOwn {
        /// The amount.
        amount: Money,
        /// The largest before.
        largest_before: Money,
        /// Of how many.
        of: u32,
        /// How many times as large is notable.
        factor: u32,
    },
    /// A new account that sends much at once.
    NewAccount {
        /// Its age in whole hours.
        age_hours: u32,
        /// Transfers in the window.
        count: u32,
        /// Their sum.
        total: Money,
        /// Length of the window.
        window_hours: u32,
    },
    /// Recipients, or senders, who were not there before.
    Newcomers {
        /// How many.
        count: u32,
        /// The least count that is notable.
        boundary: u32,
        /// The sum of the payments in the window.
        total: Money,
        /// Length of the window.
        window_hours: u32,
    },
    /// An account that was quiet.
    Quiet {
        /// Whole days since the payment before, or since the account was opened.
        quiet_days: u32,
        /// The least that is notable.
        boundary_days: u32,
        /// The amount with which it begins again.
        amount: Money,
    },
    /// Round amounts.
    Round {
        /// How many.
        count: u32,
        /// Of how many transfers in the window.
        of: u32,
        /// Multiples of this.
        unit: Money,
        /// Length of the window.
        window_days: u32,
    },
    /// The same amount to the same account.
    Repeated {
        /// How many times, this one included.
        count: u32,
        /// The amount.
        amount: Money,
        /// Length of the window.
        window_minutes: u32,
    },
    /// An owner who pays in their own shop.
    OwnShop {
        /// The amount.
        amount: Money,
    },
    /// One payer who makes most of a shop's takings.
    OnePayer {
        /// Payments of that payer in the window.
        count: u32,
        /// Their sum.
        total: Money,
        /// What the shop took in the window.
        takings: Money,
        /// Length of the window.
        window_days: u32,
    },
    /// Takings far above a shop's usual ones.
    Spike {
        /// Today, this payment included.
        today: Money,
        /// Of a usual day.
        usual: Money,
        /// Over how many days that is.
        days: u32,
        /// How many times as much is notable.
        factor: u32,
    },
}

impl fmt::Display for Figures {
    /// One line for an officer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JustUnder { threshold, count, total, of, senders, window_hours } => write!(
                f,
                "{count} of {of} transfers just under {threshold} in {window_hours} h, {total} in all, by {senders} sender(s)"
            ),
            Self::Many { count, total, boundary, window_hours } => {
                write!(f, "{count} payments in {window_hours} h (notable from {boundary}), {total} in all")
            }
            Self::Much { total, count, boundary, window_hours } => {
                write!(f, "{total} in {count} payments in {window_hours} h (notable from {boundary})")
            }
            Self::PassedOn { received, sent, minutes } => {
                write!(f, "of {received} received, {sent} went on within {minutes} min")
            }
            Self::Corridor { country, listed_since, total, boundary, window_days } => write!(
                f,
                "{total} to {country}, listed since {listed_since}, in {window_days} days (notable from {boundary})"
            ),
            Self::Large { amount, boundary } => write!(f, "{amount} at once (notable from {boundary})"),
            Self::FarAboveOwn { amount, largest_before, of, factor } => write!(
                f,
                "{amount}; the largest of {of} before was {largest_before} (notable from {factor} times that)"
            ),
            Self::NewAccount { age_hours, count, total, window_hours } => {
                write!(f, "{count} transfers of {total} in {window_hours} h by an account {age_hours} h old")
            }
            Self::Newcomers { count, boundary, total, window_hours } => {
                write!(f, "{count} new ones in {window_hours} h (notable from {boundary}), {total} in all")
            }
            Self::Quiet { quiet_days, boundary_days, amount } => {
                write!(f, "{amount} after {quiet_days} quiet days (notable from {boundary_days})")
            }
            Self::Round { count, of, unit, window_days } => {
                write!(f, "{count} of {of} transfers in {window_days} days are multiples of {unit}")
            }
            Self::Repeated { count, amount, window_minutes } => {
                write!(f, "{amount} to one account {count} times in {window_minutes} min")
            }
            Self::OwnShop { amount } => write!(f, "the owner paid {amount} in the shop"),
            Self::OnePayer { count, total, takings, window_days } => write!(
                f,
                "one payer's {count} payments are {total} of the {takings} that the shop took in {window_days} days"
            ),
            Self::Spike { today, usual, days, factor } => write!(
                f,
                "{today} today; a usual day of the last {days} takes {usual} (notable from {factor} times that)"
            ),
        }
    }
}
