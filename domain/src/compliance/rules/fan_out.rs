//! Fan-out: one customer to many recipients who were not there before.

use serde::{Deserialize, Serialize};

use super::history::{History, OWN_DAYS, Pace, count, hours, newcomers, split, sum};
use super::levels::level;
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// How many, in how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The short window.
    pub short_hours: u32,
    /// New recipients in it that are medium.
    pub short_count: u32,
    /// The long window.
    pub long_hours: u32,
    /// New recipients in it that are medium.
    pub long_count: u32,
    /// So many times a count is high.
    pub high_factor: u32,
    /// So many times the customer's own pace of the last 30 days is usual: the counts are those beyond it.
    pub usual_factor: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            short_hours: 8,
            short_count: 5,
            long_hours: 72,
            long_count: 10,
            high_factor: 2,
            usual_factor: 3,
        }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::FanOut;
    const REASON: &'static str = "Hvitvaskingsloven § 25: a pattern without a visible purpose. Five recipients within \
        eight hours is the published value (Tazama); twice as many within three days finds the slower kind. Recipients \
        who were paid before do not count, so that a payday for the family is none.";

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
        let (earlier, inside) = split(history.own, history.payment, window);
        if count(inside.len()) + 1 < least {
            return None;
        }
        let transfers: Vec<Payment> = inside.iter().filter(|it| it.kind.is_transfer()).copied().collect();
        let new = newcomers((earlier, &transfers), history.payment, |it| it.account);
        let pace = Pace {
            measured: new.into(),
            least: least.into(),
            earlier: count(history.usual_part(earlier, window).len()).into(),
            factor: self.usual_factor,
            window,
            reach_days: OWN_DAYS,
        };
        if !history.stands_out(&pace, history.own) {
            return None;
        }
        let levels = [(least, Severity::Medium), (least.saturating_mul(self.high_factor), Severity::High)];
        let (severity, score) = level(new.into(), &levels.map(|(least, it)| (least.into(), it)))?;
        let figures = Figures::Newcomers {
            count: new,
            boundary: least,
            total: nok(sum(&transfers) + history.payment.amount_minor),
            window_hours,
        };
        let transactions = transfers.iter().chain([history.payment]).map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, HOUR, Scene, kr, other};
    use super::*;
    use Severity::{High, Medium};

    fn to(recipients: u32, minutes_ago: i64) -> Scene {
        (0..recipients).fold(Scene::sending(kr(100)), |scene, n| scene.own_to(other(n), minutes_ago, kr(100)))
    }

    #[test]
    fn the_counts_and_the_windows() {
        for (recipients, minutes_ago, wanted) in [
            (3, 8 * HOUR, None),
            (4, 8 * HOUR, Some(Medium)),
            (4, 8 * HOUR + 1, None),
            (9, 8 * HOUR, Some(High)),
            (8, 72 * HOUR, None),
            (9, 72 * HOUR, Some(Medium)),
            (9, 72 * HOUR + 1, None),
            (19, 72 * HOUR, Some(High)),
        ] {
            let scene = to(recipients, minutes_ago);
            assert_eq!(scene.severity::<Parameters>(), wanted, "{recipients}, {minutes_ago} min ago");
        }
    }

    #[test]
    fn who_was_paid_before_is_not_new() {
        let family = (0..4).fold(to(4, HOUR), |scene, n| scene.own_to(other(n), 28 * DAY, kr(100)));
        assert_eq!(family.severity::<Parameters>(), None);
        let again = (0..9).fold(Scene::sending(kr(100)), |scene, n| scene.own(n + 1, kr(100)));
        assert_eq!(again.severity::<Parameters>(), None);
    }

    #[test]
    fn who_always_pays_many_is_a_business() {
        // One a day is a third in eight hours: ten are five more than three times that. Nine a day are three.
        let busy = |daily: u32| {
            (0..daily * 38).fold(to(9, HOUR), |scene, n| {
                scene.own_to(other(100 + n), i64::from(n / daily + 2) * DAY, kr(100))
            })
        };
        assert_eq!(busy(1).severity::<Parameters>(), Some(High));
        assert_eq!(busy(9).severity::<Parameters>(), None);
    }

    #[test]
    fn a_walk_through_town_is_none() {
        let mut scene = to(20, HOUR);
        scene.payment.kind = super::super::payment::Kind::Shop(other(1));
        assert_eq!(scene.severity::<Parameters>(), None);
    }
}
