//! Shared beneficiary: several customers who were not there before to one bank account (fan-in).

use serde::{Deserialize, Serialize};

use super::history::{ACCOUNT_DAYS, History, Pace, count, hours, newcomers, split, sum};
use super::levels::level;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// How many, in how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The short window.
    pub short_hours: u32,
    /// New senders in it that are medium.
    pub short_count: u32,
    /// The long window.
    pub long_hours: u32,
    /// New senders in it that are medium.
    pub long_count: u32,
    /// So many times a count is high.
    pub high_factor: u32,
    /// So many times the account's own pace of the last days is usual: the counts are those beyond it.
    pub usual_factor: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            short_hours: 24,
            short_count: 5,
            long_hours: 168,
            long_count: 10,
            high_factor: 2,
            usual_factor: 3,
        }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::SharedBeneficiary;
    const REASON: &'static str = "Hvitvaskingsloven § 25: linked transactions of several customers. Five senders within \
        24 hours is the published value for fan-in (Tazama); twice as many within a week finds the slower kind. \
        Siblings who support one parent are fewer, and were there before. No source speaks of shared beneficiaries \
        across customers as such.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("short_hours", self.short_hours, 1, 720),
            Range::new("short_count", self.short_count, 2, 120),
            Range::new("long_hours", self.long_hours, self.short_hours, 720),
            Range::new("long_count", self.long_count, self.short_count, 120),
            Range::new("high_factor", self.high_factor, 1, 10),
            Range::new("usual_factor", self.usual_factor, 0, 100),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        // A shop is there to be paid by many.
        if !history.payment.kind.is_transfer() {
            return None;
        }
        let short = self.within(history, self.short_hours, self.short_count);
        let long = self.within(history, self.long_hours, self.long_count);
        match (short, long) {
            (Some(short), Some(long)) if long.severity > short.severity => Some(long),
            (short, long) => short.or(long),
        }
    }
}

impl Parameters {
    fn within(&self, history: &History<'_>, window_hours: u32, least: u32) -> Option<Finding> {
        let window = hours(window_hours);
        let (earlier, inside) = split(history.to_account, history.payment, window);
        if count(inside.len()) + 1 < least {
            return None;
        }
        let new = newcomers((earlier, inside), history.payment, |it| it.sender);
        let pace = Pace {
            measured: new.into(),
            least: least.into(),
            earlier: count(history.usual_part(earlier, window).len()).into(),
            factor: self.usual_factor,
            window,
            reach_days: ACCOUNT_DAYS,
        };
        if !history.stands_out(&pace, history.to_account) {
            return None;
        }
        let levels = [(least, Severity::Medium), (least.saturating_mul(self.high_factor), Severity::High)];
        let (severity, score) = level(new.into(), &levels.map(|(least, it)| (least.into(), it)))?;
        let figures = Figures::Newcomers {
            count: new,
            boundary: least,
            total: nok(sum(inside) + history.payment.amount_minor),
            window_hours,
        };
        let transactions = inside.iter().chain([history.payment]).map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Account, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, HOUR, SHOP, Scene, kr, other};
    use super::*;
    use crate::compliance::rules::Kind;
    use Severity::{High, Medium};

    fn by(senders: u32, minutes_ago: i64) -> Scene {
        (0..senders).fold(Scene::sending(kr(100)), |scene, n| scene.by(other(n), minutes_ago, kr(100)))
    }

    #[test]
    fn the_counts_and_the_windows() {
        for (senders, minutes_ago, wanted) in [
            (3, DAY, None),
            (4, DAY, Some(Medium)),
            (4, DAY + 1, None),
            (9, DAY, Some(High)),
            (8, 7 * DAY, None),
            (9, 7 * DAY, Some(Medium)),
            (9, 7 * DAY + 1, None),
            (19, 7 * DAY, Some(High)),
        ] {
            let scene = by(senders, minutes_ago);
            assert_eq!(scene.severity::<Parameters>(), wanted, "{senders}, {minutes_ago} min ago");
        }
    }

    #[test]
    fn who_paid_there_before_is_not_new() {
        let tenants = (0..4).fold(by(4, HOUR), |scene, n| scene.by(other(n), 28 * DAY, kr(100)));
        assert_eq!(tenants.severity::<Parameters>(), None);
        let same = (0..9).fold(Scene::sending(kr(100)), |scene, n| scene.own(n + 1, kr(100)));
        assert_eq!(same.severity::<Parameters>(), None);
    }

    #[test]
    fn an_account_that_is_always_paid_by_many() {
        let busy = |daily: u32| {
            (0..daily * 28).fold(by(9, HOUR), |scene, n| {
                scene.by(other(100 + n), i64::from(n / daily + 2) * DAY, kr(100))
            })
        };
        assert_eq!(busy(1).severity::<Parameters>(), Some(High));
        assert_eq!(busy(4).severity::<Parameters>(), None);
    }

    #[test]
    fn shops_are_paid_by_many() {
        let mut scene = by(20, HOUR);
        scene.payment.kind = Kind::Shop(SHOP);
        assert_eq!(scene.severity::<Parameters>(), None);
    }
}
