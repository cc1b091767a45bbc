//! What the overview shows.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::finding::{RuleName, Severity};
use domain::money::Money;
use serde::{Deserialize, Serialize};

/// Numbers are counted up to here, so that a house with a million alerts has its overview at once; one that reaches it
/// says "at least".
pub const COUNTED_MAX: i64 = 20_000;

/// The ages in which open alerts are counted, youngest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Age {
    Day,
    ThreeDays,
    Week,
    Month,
    Older,
}

impl Age {
    pub const ALL: [Self; 5] = [Self::Day, Self::ThreeDays, Self::Week, Self::Month, Self::Older];
}

/// Open alerts of one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grave {
    pub severity: Severity,
    pub open: i64,
    /// Past their time.
    pub overdue: i64,
}

/// Something with a date by which it has to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub open: i64,
    pub overdue: i64,
}

/// Alerts that were closed lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub count: i64,
    pub in_time: i64,
    /// Half of them were closed faster.
    pub median_minutes: Option<i64>,
    /// For each of the last days, oldest first.
    pub days: Vec<(NaiveDate, i64)>,
}

/// How often one rule was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRate {
    pub rule: RuleName,
    pub closed: i64,
    pub false_positives: i64,
}

impl RuleRate {
    /// In whole per cent.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.closed == 0 { 0 } else { (self.false_positives * 100 + self.closed / 2) / self.closed }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The gravest first.
    pub alerts: Vec<Grave>,
    pub unassigned: i64,
    pub mine: i64,
    pub escalated: i64,
    /// For each of [`Age::ALL`].
    pub ages: Vec<i64>,
    pub closed: Closed,
    /// The most often wrong first.
    pub rules: Vec<RuleRate>,
    pub holds: i64,
    pub held: Money,
    pub hits: i64,
    pub kyc: i64,
    pub drafts: i64,
    pub complaints: Due,
    pub requests: Due,
    pub now: DateTime<Utc>,
}

impl Overview {
    #[must_use]
    pub fn open(&self) -> i64 {
        self.alerts.iter().map(|grave| grave.open).sum()
    }

    #[must_use]
    pub fn overdue(&self) -> i64 {
        self.alerts.iter().map(|grave| grave.overdue).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_rounded_to_whole_per_cent() {
        for (closed, false_positives, percent) in [(0, 0, 0), (3, 1, 33), (3, 2, 67), (8, 1, 13), (5, 5, 100)]
        {
            let rate = RuleRate { rule: RuleName::Structuring, closed, false_positives };
            assert_eq!(rate.percent(), percent, "{false_positives} of {closed}");
        }
    }
}
