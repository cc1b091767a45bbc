//! Dormant reactivated: an account that was quiet for long, and then sends much.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::history::{History, days};
use super::levels::{level, minor};
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// How long, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Without a payment for so long, an account is dormant.
    pub quiet_days: u32,
    /// A transfer from this amount is medium …
    pub medium_kroner: u32,
    /// … and from this one high.
    pub high_kroner: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { quiet_days: 90, medium_kroner: 10_000, high_kroner: 40_000 }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::DormantReactivated;
    const REASON: &'static str = "Hvitvaskingsloven § 25: unusual for the customer. Dormancy of about three months is \
        the published value (Tazama). Who sends at Christmas and at Bajram only is no finding: below 10,000, the \
        published regulatory threshold, nothing is said.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("quiet_days", self.quiet_days, 7, 180),
            Range::new("medium_kroner", self.medium_kroner, 100, 10_000_000),
            Range::new("high_kroner", self.high_kroner, self.medium_kroner, 10_000_000),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        if !history.payment.kind.is_transfer() {
            return None;
        }
        let before = history.own.last().map(|it| it.at).or(history.opened_at)?;
        if before > history.payment.at.before(days(self.quiet_days)) {
            return None;
        }
        let amount = history.payment.amount_minor;
        let levels =
            [(minor(self.medium_kroner), Severity::Medium), (minor(self.high_kroner), Severity::High)];
        let (severity, score) = level(amount, &levels)?;
        let quiet = Duration::microseconds(history.payment.at.micros_since(before)).num_days();
        let figures = Figures::Quiet {
            quiet_days: u32::try_from(quiet).unwrap_or_default(),
            boundary_days: self.quiet_days,
            amount: nok(amount),
        };
        let evidence = Evidence { transactions: vec![history.payment.transaction], figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, Scene, kr};
    use super::*;
    use Severity::{High, Medium};

    #[test]
    fn how_long_and_how_much() {
        for (amount, minutes_ago, wanted) in [
            (kr(10_000), 90 * DAY - 1, None),
            (kr(10_000), 90 * DAY, Some(Medium)),
            (kr(10_000), 90 * DAY + 1, Some(Medium)),
            (kr(10_000) - 1, 120 * DAY, None),
            (kr(40_000) - 1, 120 * DAY, Some(Medium)),
            (kr(40_000), 120 * DAY, Some(High)),
        ] {
            let scene = Scene::sending(amount).own(minutes_ago, kr(100));
            assert_eq!(scene.severity::<Parameters>(), wanted, "{amount} after {minutes_ago} min");
        }
    }

    #[test]
    fn without_a_payment_the_opening_counts() {
        let opened = |minutes_ago| Scene::sending(kr(10_000)).opened(minutes_ago);
        assert_eq!(opened(90 * DAY).severity::<Parameters>(), Some(Medium));
        assert_eq!(opened(90 * DAY - 1).severity::<Parameters>(), None);
        assert_eq!(opened(400 * DAY).own(DAY, kr(1)).severity::<Parameters>(), None);
        let mut unknown = opened(400 * DAY);
        unknown.opened_at = None;
        assert_eq!(unknown.severity::<Parameters>(), None);
    }

    #[test]
    fn a_purchase_wakes_nobody() {
        assert_eq!(Scene::shopping(kr(50_000)).own(100 * DAY, kr(1)).severity::<Parameters>(), None);
    }
}
