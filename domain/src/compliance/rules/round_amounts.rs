//! Round amounts: a habit of large round ones.

use serde::{Deserialize, Serialize};

use super::history::{History, count, days, is_transfer, since};
use super::levels::{level, minor};
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// What is round, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// A multiple of this is round.
    pub unit_kroner: u32,
    /// Below this amount everybody rounds.
    pub floor_kroner: u32,
    /// Over how long they are counted.
    pub window_days: u32,
    /// So many are low …
    pub low_count: u32,
    /// … and so many medium.
    pub medium_count: u32,
    /// At least this share of the transfers in the window.
    pub share_percent: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            unit_kroner: 1_000,
            floor_kroner: 5_000,
            window_days: 30,
            low_count: 6,
            medium_count: 12,
            share_percent: 80,
        }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::RoundAmounts;
    const REASON: &'static str = "Hvitvaskingsloven § 25: no visible purpose. No source gives numbers. People send \
        round amounts home once or twice a month; six of 5,000 or more within a month, and hardly anything else, are a \
        habit that is worth knowing beside other findings, and never more than that.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("unit_kroner", self.unit_kroner, 100, 100_000),
            Range::new("floor_kroner", self.floor_kroner, 100, 1_000_000),
            Range::new("window_days", self.window_days, 1, 180),
            Range::new("low_count", self.low_count, 2, 120),
            Range::new("medium_count", self.medium_count, self.low_count, 120),
            Range::new("share_percent", self.share_percent, 0, 100),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        if !history.payment.kind.is_transfer() || !self.is_round(history.payment) {
            return None;
        }
        let window = since(history.own, history.payment, days(self.window_days));
        if count(window.len()) + 1 < self.low_count {
            return None;
        }
        let all = || window.iter().chain([history.payment]).filter(is_transfer);
        let round: Vec<&Payment> = all().filter(|it| self.is_round(it)).collect();
        let (many, of) = (count(round.len()), count(all().count()));
        if many.saturating_mul(100) < of.saturating_mul(self.share_percent) {
            return None;
        }
        let levels = [(self.low_count.into(), Severity::Low), (self.medium_count.into(), Severity::Medium)];
        let (severity, score) = level(many.into(), &levels)?;
        let figures = Figures::Round {
            count: many,
            of,
            unit: nok(minor(self.unit_kroner)),
            window_days: self.window_days,
        };
        let transactions = round.iter().map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

impl Parameters {
    fn is_round(&self, payment: &Payment) -> bool {
        payment.amount_minor >= minor(self.floor_kroner)
            && payment.amount_minor % minor(self.unit_kroner).max(1) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, Scene, kr};
    use super::*;
    use Severity::{Low, Medium};

    fn habit(earlier: u32, minutes_ago: i64, amount: i64) -> Scene {
        (0..earlier).fold(Scene::sending(amount), |scene, _| scene.own(minutes_ago, amount))
    }

    #[test]
    fn how_many_how_large_how_round() {
        for (earlier, amount, wanted) in [
            (4, kr(5_000), None),
            (5, kr(5_000), Some(Low)),
            (10, kr(5_000), Some(Low)),
            (11, kr(5_000), Some(Medium)),
            (11, kr(4_000), None),
            (11, kr(5_500), None),
            (11, kr(5_000) + 1, None),
        ] {
            assert_eq!(habit(earlier, DAY, amount).severity::<Parameters>(), wanted, "{earlier} {amount}");
        }
    }

    #[test]
    fn the_window_and_the_share() {
        assert_eq!(habit(5, 30 * DAY, kr(5_000)).severity::<Parameters>(), Some(Low));
        assert_eq!(habit(5, 30 * DAY + 1, kr(5_000)).severity::<Parameters>(), None);
        let others =
            |number: i64| (0..number).fold(habit(7, DAY, kr(5_000)), |scene, _| scene.own(DAY, kr(1_234)));
        assert_eq!(others(2).severity::<Parameters>(), Some(Low));
        assert_eq!(others(3).severity::<Parameters>(), None);
    }

    #[test]
    fn prices_are_not_habits() {
        let scene = (0..9).fold(Scene::shopping(kr(5_000)), |scene, _| scene.own(DAY, kr(5_000)));
        assert_eq!(scene.severity::<Parameters>(), None);
    }
}
