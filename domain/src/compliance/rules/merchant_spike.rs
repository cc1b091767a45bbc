//! Merchant spike: a shop that suddenly takes much more than it did.

use serde::{Deserialize, Serialize};

use super::history::History;
use super::levels::{level, minor};
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// What is sudden, and what is much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// So many times a usual day is medium …
    pub factor: u32,
    /// … and so many times high.
    pub high_factor: u32,
    /// Not below this amount in a day.
    pub floor_kroner: u32,
    /// A shop must have had so many days before there is a usual one.
    pub days_min: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { factor: 3, high_factor: 6, floor_kroner: 20_000, days_min: 14 }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::MerchantSpike;
    const REASON: &'static str = "Hvitvaskingsloven § 24: takings that do not fit what is known of the business. Three \
        times the usual volume per 24 hours is the published value (Tazama). A usual day is the mean of the last 30, \
        closed ones included; a good Saturday of a small shop stays below 20,000.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("factor", self.factor, 2, 100),
            Range::new("high_factor", self.high_factor, self.factor, 1_000),
            Range::new("floor_kroner", self.floor_kroner, 100, 10_000_000),
            Range::new("days_min", self.days_min, 1, 30),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        let takings = history.takings.filter(|it| it.days >= self.days_min.max(1))?;
        let today = takings.today_minor;
        if today < minor(self.floor_kroner) {
            return None;
        }
        let usual = takings.before_minor / i64::from(takings.days);
        let times = |factor: u32| usual.saturating_mul(factor.into()).max(1);
        let levels = [(times(self.factor), Severity::Medium), (times(self.high_factor), Severity::High)];
        let (severity, score) = level(today, &levels)?;
        let figures =
            Figures::Spike { today: nok(today), usual: nok(usual), days: takings.days, factor: self.factor };
        let evidence = Evidence { transactions: vec![history.payment.transaction], figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Shop, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::Takings;
    use super::super::testing::{Scene, kr};
    use super::*;
    use Severity::{High, Medium};

    #[test]
    fn the_boundaries() {
        for (today, usual, days, wanted) in [
            (kr(30_000) - 1, kr(10_000), 30, None),
            (kr(30_000), kr(10_000), 30, Some(Medium)),
            (kr(60_000) - 1, kr(10_000), 30, Some(Medium)),
            (kr(60_000), kr(10_000), 30, Some(High)),
            (kr(20_000) - 1, kr(1_000), 30, None),
            (kr(20_000), kr(1_000), 14, Some(High)),
            (kr(20_000), kr(1_000), 13, None),
            (kr(20_000), 0, 30, Some(High)),
        ] {
            let mut scene = Scene::shopping(kr(100));
            scene.takings = Some(Takings { today_minor: today, before_minor: usual * i64::from(days), days });
            assert_eq!(scene.severity::<Parameters>(), wanted, "{today} {usual} {days}");
        }
        assert_eq!(Scene::shopping(kr(99_999)).severity::<Parameters>(), None);
    }
}
