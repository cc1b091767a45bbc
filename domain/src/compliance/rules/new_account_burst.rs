//! New-account burst: an account that has just been opened and sends much at once.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::history::{History, count, days, hours, is_transfer, since, sum};
use super::levels::{level, minor};
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// What is new, and what is much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// An account is new for so long.
    pub age_days: u32,
    /// Its transfers are counted over so long.
    pub window_hours: u32,
    /// So many are medium.
    pub count: u32,
    /// So much is medium, in at least `sum_count` of them.
    pub sum_kroner: u32,
    /// See there.
    pub sum_count: u32,
    /// So many times a boundary is high.
    pub high_factor: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { age_days: 14, window_hours: 48, count: 5, sum_kroner: 30_000, sum_count: 3, high_factor: 2 }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::NewAccountBurst;
    const REASON: &'static str = "Hvitvaskingsloven § 24: the relationship is followed from its beginning, when there \
        is no own history to compare with. No source gives numbers. A first remittance, and a second, are what the \
        account was opened for; five within two days, or 30,000 in three, are a month's errands of most customers.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("age_days", self.age_days, 1, 170),
            Range::new("window_hours", self.window_hours, 1, 720),
            Range::new("count", self.count, 2, 120),
            Range::new("sum_kroner", self.sum_kroner, 1_000, 10_000_000),
            Range::new("sum_count", self.sum_count, 1, 100),
            Range::new("high_factor", self.high_factor, 1, 10),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        let opened = history.opened_at.filter(|it| *it >= history.payment.at.before(days(self.age_days)))?;
        if !history.payment.kind.is_transfer() {
            return None;
        }
        let window = since(history.own, history.payment, hours(self.window_hours)).iter();
        let counted: Vec<Payment> = window.chain([history.payment]).filter(is_transfer).copied().collect();
        let (many, total) = (count(counted.len()), sum(&counted));
        let by_count = level(many.into(), &self.levels(self.count.into()));
        let by_sum = level(total, &self.levels(minor(self.sum_kroner))).filter(|_| many >= self.sum_count);
        let (severity, score) = by_count.max(by_sum)?;
        let age = Duration::microseconds(history.payment.at.micros_since(opened)).num_hours();
        let figures = Figures::NewAccount {
            age_hours: u32::try_from(age).unwrap_or_default(),
            count: many,
            total: nok(total),
            window_hours: self.window_hours,
        };
        let transactions = counted.iter().map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

impl Parameters {
    fn levels(&self, least: i64) -> [(i64, Severity); 2] {
        [(least, Severity::Medium), (least.saturating_mul(self.high_factor.into()), Severity::High)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, HOUR, Scene, kr};
    use super::*;
    use Severity::{High, Medium};

    fn burst(amount: i64, earlier: u32, minutes_ago: i64, age: i64) -> Scene {
        (0..earlier).fold(Scene::sending(amount).opened(age), |scene, _| scene.own(minutes_ago, amount))
    }

    #[test]
    fn the_count() {
        for (earlier, wanted) in [(3, None), (4, Some(Medium)), (8, Some(Medium)), (9, Some(High))] {
            assert_eq!(burst(kr(100), earlier, HOUR, DAY).severity::<Parameters>(), wanted, "{earlier}");
        }
    }

    #[test]
    fn the_sum() {
        assert_eq!(burst(kr(10_000) - 1, 2, HOUR, DAY).severity::<Parameters>(), None);
        assert_eq!(burst(kr(10_000), 2, HOUR, DAY).severity::<Parameters>(), Some(Medium));
        assert_eq!(burst(kr(20_000), 2, HOUR, DAY).severity::<Parameters>(), Some(High));
        // One large first remittance is a first remittance.
        assert_eq!(burst(kr(50_000), 1, HOUR, DAY).severity::<Parameters>(), None);
    }

    #[test]
    fn the_window_and_the_age() {
        assert_eq!(burst(kr(100), 4, 48 * HOUR, 3 * DAY).severity::<Parameters>(), Some(Medium));
        assert_eq!(burst(kr(100), 4, 48 * HOUR + 1, 3 * DAY).severity::<Parameters>(), None);
        assert_eq!(burst(kr(100), 4, HOUR, 14 * DAY).severity::<Parameters>(), Some(Medium));
        assert_eq!(burst(kr(100), 4, HOUR, 14 * DAY + 1).severity::<Parameters>(), None);
        let mut unknown = burst(kr(100), 4, HOUR, DAY);
        unknown.opened_at = None;
        assert_eq!(unknown.severity::<Parameters>(), None);
    }

    #[test]
    fn coffee_is_no_burst() {
        let scene = (0..9).fold(Scene::shopping(kr(39)).opened(DAY), |scene, n| scene.own(n + 1, kr(39)));
        assert_eq!(scene.severity::<Parameters>(), None);
    }
}
