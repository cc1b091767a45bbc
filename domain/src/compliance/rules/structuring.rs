//! Structuring: several transfers just under an amount from which more is asked.

use serde::{Deserialize, Serialize};

use super::history::{History, count, hours, is_transfer, since, sum};
use super::levels::{level, minor};
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// When amounts look split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The amounts that somebody may want to stay under.
    pub thresholds_kroner: Vec<u32>,
    /// How far under one an amount still counts as just under it.
    pub margin_percent: u32,
    /// In how long they are counted.
    pub window_hours: u32,
    /// So many are medium …
    pub medium_count: u32,
    /// … so many high …
    pub high_count: u32,
    /// … and so many of one customer critical: the payment waits.
    pub critical_count: u32,
    /// At least this share of the transfers in the window is just under.
    pub share_percent: u32,
    /// At least so many times as many are just under as are just over: whoever pays all amounts alike avoids none.
    pub over_factor: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            thresholds_kroner: vec![8_000, 10_000, 50_000, 100_000],
            margin_percent: 10,
            window_hours: 168,
            medium_count: 3,
            high_count: 5,
            critical_count: 8,
            share_percent: 40,
            over_factor: 3,
        }
    }
}

/// Thresholds that one rule may have.
const THRESHOLDS_MAX: u32 = 10;

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::Structuring;
    const REASON: &'static str = "Hvitvaskingsloven § 10: due diligence from NOK 8,000 for money transfers and from \
        NOK 100,000 otherwise, linked transactions summed, so amounts just under these are counted together. 10,000 \
        with a margin of 1,000 and a count of 3 is the published preset (Tazama); 50,000 is Drop's own limit. Eight \
        in a week are no chance: the payment waits (§ 27).";

    fn ranges(&self) -> Vec<Range> {
        let mut ranges = vec![
            Range::new(
                "thresholds_kroner (how many)",
                count(self.thresholds_kroner.len()),
                1,
                THRESHOLDS_MAX,
            ),
            Range::new("margin_percent", self.margin_percent, 1, 50),
            Range::new("window_hours", self.window_hours, 1, 720),
            Range::new("medium_count", self.medium_count, 2, 100),
            Range::new("high_count", self.high_count, self.medium_count, 100),
            Range::new("critical_count", self.critical_count, self.high_count, 120),
            Range::new("share_percent", self.share_percent, 0, 100),
            Range::new("over_factor", self.over_factor, 0, 20),
        ];
        let each = self.thresholds_kroner.iter();
        ranges.extend(each.map(|it| Range::new("thresholds_kroner", *it, 1_000, 1_000_000)));
        ranges
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        if !history.payment.kind.is_transfer() {
            return None;
        }
        let threshold =
            *self.thresholds_kroner.iter().find(|it| self.is_just_under(history.payment, **it))?;
        self.of_one_customer(history, threshold).or_else(|| self.to_one_account(history, threshold))
    }
}

/// How the transfers of a window lie around a threshold.
struct Around<'a> {
    under: Vec<&'a Payment>,
    over: u32,
    of: u32,
}

impl Parameters {
    fn is_just_under(&self, payment: &Payment, threshold: u32) -> bool {
        let top = minor(threshold);
        (top - self.margin(threshold)..top).contains(&payment.amount_minor)
    }

    fn margin(&self, threshold: u32) -> i64 {
        minor(threshold) * i64::from(self.margin_percent) / 100
    }

    fn around<'a>(&self, history: &History<'a>, slice: &'a [Payment], threshold: u32) -> Option<Around<'a>> {
        let window = since(slice, history.payment, hours(self.window_hours));
        let all = || window.iter().chain([history.payment]).filter(is_transfer);
        // Most payments end here, without a list being made.
        let many = count(all().filter(|it| self.is_just_under(it, threshold)).count());
        if many < self.medium_count {
            return None;
        }
        let over = minor(threshold)..minor(threshold) + self.margin(threshold);
        let around = Around {
            under: all().filter(|it| self.is_just_under(it, threshold)).collect(),
            over: count(all().filter(|it| over.contains(&it.amount_minor)).count()),
            of: count(all().count()),
        };
        let is_share = many.saturating_mul(100) >= self.share_percent.saturating_mul(around.of);
        (is_share && many >= self.over_factor.saturating_mul(around.over)).then_some(around)
    }

    fn of_one_customer(&self, history: &History<'_>, threshold: u32) -> Option<Finding> {
        let around = self.around(history, history.own, threshold)?;
        let levels = [
            (i64::from(self.medium_count), Severity::Medium),
            (i64::from(self.high_count), Severity::High),
            (i64::from(self.critical_count), Severity::Critical),
        ];
        self.finding(&around, threshold, &levels, Subject::Sender)
    }

    /// One amount, brought by several: never critical, since each of them has sent little.
    fn to_one_account(&self, history: &History<'_>, threshold: u32) -> Option<Finding> {
        let around = self.around(history, history.to_account, threshold)?;
        let levels =
            [(i64::from(self.medium_count), Severity::Medium), (i64::from(self.high_count), Severity::High)];
        self.finding(&around, threshold, &levels, Subject::Account)
    }

    fn finding(
        &self,
        around: &Around<'_>,
        threshold: u32,
        levels: &[(i64, Severity)],
        subject: Subject,
    ) -> Option<Finding> {
        let many = count(around.under.len());
        let (severity, score) = level(many.into(), levels)?;
        let mut senders: Vec<_> = around.under.iter().map(|it| it.sender).collect();
        senders.sort_unstable();
        senders.dedup();
        let under: Vec<Payment> = around.under.iter().map(|it| **it).collect();
        let figures = Figures::JustUnder {
            threshold: nok(minor(threshold)),
            count: many,
            total: nok(sum(&under)),
            of: around.of,
            senders: count(senders.len()),
            window_hours: self.window_hours,
        };
        let transactions = under.iter().map(|it| it.transaction).collect();
        Some(Finding {
            rule: Self::RULE,
            severity,
            score,
            subject,
            evidence: Evidence { transactions, figures },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, HOUR, Scene, kr, other};
    use super::*;
    use Severity::{Critical, High, Medium};

    fn many(amount: i64, earlier: u32) -> Scene {
        (1..=earlier)
            .fold(Scene::sending(amount), |scene, n| scene.own_to(other(n), i64::from(n) * HOUR, amount))
    }

    #[test]
    fn the_count() {
        for (earlier, wanted) in [
            (0, None),
            (1, None),
            (2, Some(Medium)),
            (3, Some(Medium)),
            (4, Some(High)),
            (6, Some(High)),
            (7, Some(Critical)),
            (20, Some(Critical)),
        ] {
            assert_eq!(many(kr(7_990), earlier).severity::<Parameters>(), wanted, "{earlier} before");
        }
    }

    #[test]
    fn the_band_under_each_threshold() {
        for (amount, wanted) in [
            (kr(7_200) - 1, None),
            (kr(7_200), Some(Medium)),
            (kr(8_000) - 1, Some(Medium)),
            (kr(8_000), None),
            (kr(9_000) - 1, None),
            (kr(9_000), Some(Medium)),
            (kr(10_000), None),
            (kr(45_000), Some(Medium)),
            (kr(50_000), None),
            (kr(90_000), Some(Medium)),
            (kr(100_000), None),
        ] {
            assert_eq!(many(amount, 2).severity::<Parameters>(), wanted, "{amount} øre");
        }
    }

    #[test]
    fn the_window() {
        let two = |minutes| Scene::sending(kr(7_900)).own(HOUR, kr(7_900)).own(minutes, kr(7_900));
        assert_eq!(two(7 * DAY - 1).severity::<Parameters>(), Some(Medium));
        assert_eq!(two(7 * DAY).severity::<Parameters>(), Some(Medium));
        assert_eq!(two(7 * DAY + 1).severity::<Parameters>(), None);
    }

    #[test]
    fn a_small_share_is_chance() {
        let with_others = |others: u32| {
            (0..others).fold(many(kr(7_900), 2), |scene, n| scene.own_to(other(50 + n), HOUR, kr(500)))
        };
        assert_eq!(with_others(4).severity::<Parameters>(), Some(Medium));
        assert_eq!(with_others(5).severity::<Parameters>(), None);
    }

    #[test]
    fn whoever_also_sends_just_over_avoids_nothing() {
        let over = many(kr(7_900), 2).own(HOUR, kr(8_100));
        assert_eq!(over.severity::<Parameters>(), Some(Medium));
        assert_eq!(over.own(HOUR, kr(8_000)).severity::<Parameters>(), None);
    }

    #[test]
    fn several_to_one_account() {
        let scene = (1..=8).fold(Scene::sending(kr(9_500)), |scene, n| scene.by(other(n), HOUR, kr(9_500)));
        let finding = scene.finding(&Parameters::default()).unwrap();
        assert_eq!((finding.severity, finding.subject), (High, Subject::Account));
        let Figures::JustUnder { count: 9, senders: 9, total, .. } = finding.evidence.figures else {
            panic!("{finding:?}");
        };
        assert_eq!(total, nok(kr(85_500)));
        assert_eq!(finding.evidence.transactions.len(), 9);
    }

    #[test]
    fn prices_in_shops_are_no_transfers() {
        let scene = Scene::shopping(kr(7_990)).own(HOUR, kr(7_990)).own(HOUR, kr(7_990));
        assert_eq!(scene.severity::<Parameters>(), None);
    }
}
