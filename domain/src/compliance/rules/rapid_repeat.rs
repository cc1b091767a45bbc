//! Rapid repeat: the same amount to the same account again, minutes later.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::history::{History, count, since};
use super::levels::{level, minor};
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// How often, how fast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Each follows within this time.
    pub window_minutes: u32,
    /// So many are low …
    pub low_count: u32,
    /// … and so many medium.
    pub medium_count: u32,
    /// Smaller amounts are not looked at.
    pub floor_kroner: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { window_minutes: 15, low_count: 3, medium_count: 5, floor_kroner: 1_000 }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::RapidRepeat;
    const REASON: &'static str = "Hvitvaskingsloven § 25: no visible purpose, and § 10: linked transactions are one. \
        Published: the same payee in two of the last three, follow-ups within five minutes (Tazama). A second one may \
        be a mistake; the third within a quarter of an hour is meant.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("window_minutes", self.window_minutes, 1, 1_440),
            Range::new("low_count", self.low_count, 2, 120),
            Range::new("medium_count", self.medium_count, self.low_count, 120),
            Range::new("floor_kroner", self.floor_kroner, 0, 1_000_000),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        let payment = history.payment;
        let window = since(history.own, payment, Duration::minutes(self.window_minutes.into()));
        if payment.amount_minor < minor(self.floor_kroner) || count(window.len()) + 1 < self.low_count {
            return None;
        }
        let is_same =
            |it: &&Payment| it.account == payment.account && it.amount_minor == payment.amount_minor;
        let same: Vec<&Payment> = window.iter().filter(is_same).chain([payment]).collect();
        let levels = [(self.low_count.into(), Severity::Low), (self.medium_count.into(), Severity::Medium)];
        let (severity, score) = level(count(same.len()).into(), &levels)?;
        let figures = Figures::Repeated {
            count: count(same.len()),
            amount: nok(payment.amount_minor),
            window_minutes: self.window_minutes,
        };
        let transactions = same.iter().map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Scene, kr, other};
    use super::*;
    use Severity::{Low, Medium};

    #[test]
    fn the_count_the_window_the_floor() {
        for (earlier, minutes_ago, amount, wanted) in [
            (1, 1, kr(1_000), None),
            (2, 15, kr(1_000), Some(Low)),
            (2, 16, kr(1_000), None),
            (2, 15, kr(1_000) - 1, None),
            (3, 15, kr(1_000), Some(Low)),
            (4, 15, kr(1_000), Some(Medium)),
        ] {
            let scene = (0..earlier).fold(Scene::sending(amount), |scene, _| scene.own(minutes_ago, amount));
            assert_eq!(scene.severity::<Parameters>(), wanted, "{earlier} {minutes_ago} {amount}");
        }
    }

    #[test]
    fn another_amount_or_account_is_another_payment() {
        let scene = Scene::sending(kr(1_000)).own(1, kr(1_000));
        assert_eq!(scene.clone().own(1, kr(1_001)).severity::<Parameters>(), None);
        assert_eq!(scene.clone().own_to(other(1), 1, kr(1_000)).severity::<Parameters>(), None);
        assert_eq!(scene.own(1, kr(1_000)).severity::<Parameters>(), Some(Low));
    }
}
