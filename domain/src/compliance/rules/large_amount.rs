//! Large amount: as such, or against everything that the customer has sent before.

use serde::{Deserialize, Serialize};

use super::history::{History, count, days, is_transfer, since};
use super::levels::{level, minor};
use super::payment::Kind;
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// What is large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// A remittance from this amount.
    pub remittance_kroner: u32,
    /// Any other payment from this amount.
    pub payment_kroner: u32,
    /// So many times the largest earlier transfer.
    pub own_factor: u32,
    /// Not below this amount.
    pub own_floor_kroner: u32,
    /// With at least so many earlier transfers to compare with.
    pub own_count_min: u32,
    /// Of so many days.
    pub own_days: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            remittance_kroner: 40_000,
            payment_kroner: 100_000,
            own_factor: 6,
            own_floor_kroner: 20_000,
            own_count_min: 8,
            own_days: 180,
        }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::LargeAmount;
    const REASON: &'static str = "Hvitvaskingsloven § 25: always looked into when a transaction is unusually large, or \
        unusual for the customer. 100,000 is the amount of § 10; of remittances, which Drop limits to 50,000, the last \
        fifth is large. Published values against history over three months are 1.5 and 3 times (Tazama), against a \
        mean; against the largest of at least eight, six times keeps chance out.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("remittance_kroner", self.remittance_kroner, 1_000, 10_000_000),
            Range::new("payment_kroner", self.payment_kroner, 1_000, 10_000_000),
            Range::new("own_factor", self.own_factor, 2, 100),
            Range::new("own_floor_kroner", self.own_floor_kroner, 0, 10_000_000),
            Range::new("own_count_min", self.own_count_min, 1, 100),
            Range::new("own_days", self.own_days, 1, 180),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        self.as_such(history).or_else(|| self.against_own(history))
    }
}

impl Parameters {
    fn as_such(&self, history: &History<'_>) -> Option<Finding> {
        let boundary = minor(match history.payment.kind {
            Kind::Remittance => self.remittance_kroner,
            Kind::Shop(_) | Kind::Transfer => self.payment_kroner,
        });
        let amount = history.payment.amount_minor;
        let figures = Figures::Large { amount: nok(amount), boundary: nok(boundary) };
        found(history, (amount, boundary), Severity::Medium, figures)
    }

    fn against_own(&self, history: &History<'_>) -> Option<Finding> {
        let amount = history.payment.amount_minor;
        if amount < minor(self.own_floor_kroner) || !history.payment.kind.is_transfer() {
            return None;
        }
        let earlier = since(history.own, history.payment, days(self.own_days)).iter().filter(is_transfer);
        let (of, largest) =
            earlier.fold((0_usize, 0_i64), |(of, most), it| (of + 1, most.max(it.amount_minor)));
        if count(of) < self.own_count_min {
            return None;
        }
        let boundary = largest.saturating_mul(self.own_factor.into());
        let figures = Figures::FarAboveOwn {
            amount: nok(amount),
            largest_before: nok(largest),
            of: count(of),
            factor: self.own_factor,
        };
        found(history, (amount, boundary), Severity::Low, figures)
    }
}

fn found(
    history: &History<'_>,
    (amount, boundary): (i64, i64),
    least: Severity,
    figures: Figures,
) -> Option<Finding> {
    let twice = if least == Severity::Low { Severity::Medium } else { Severity::High };
    let (severity, score) = level(amount, &[(boundary, least), (boundary.saturating_mul(2), twice)])?;
    let evidence = Evidence { transactions: vec![history.payment.transaction], figures };
    Some(Finding { rule: Parameters::RULE, severity, score, subject: Subject::Sender, evidence })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, Scene, kr};
    use super::*;
    use Severity::{High, Low, Medium};

    #[test]
    fn as_such() {
        for (kind, amount, wanted) in [
            (Kind::Remittance, kr(40_000) - 1, None),
            (Kind::Remittance, kr(40_000), Some(Medium)),
            (Kind::Remittance, kr(50_000), Some(Medium)),
            (Kind::Transfer, kr(100_000) - 1, None),
            (Kind::Transfer, kr(100_000), Some(Medium)),
            (Kind::Transfer, kr(200_000) - 1, Some(Medium)),
            (Kind::Transfer, kr(200_000), Some(High)),
        ] {
            let mut scene = Scene::sending(amount);
            scene.payment.kind = kind;
            assert_eq!(scene.severity::<Parameters>(), wanted, "{kind:?} {amount}");
        }
        assert_eq!(Scene::shopping(kr(100_000)).severity::<Parameters>(), Some(Medium));
        assert_eq!(Scene::shopping(kr(99_999)).severity::<Parameters>(), None);
    }

    fn after(amount: i64, times: i64, earlier: i64, days_ago: i64) -> Scene {
        (0..times).fold(Scene::sending(amount), |scene, n| scene.own(days_ago * DAY - n, earlier))
    }

    #[test]
    fn against_own() {
        for (scene, wanted) in [
            (after(kr(20_000) - 1, 8, kr(3_333), 10), None),
            (after(kr(20_000), 8, kr(3_333), 10), Some(Low)),
            (after(kr(20_000) - 1, 8, kr(100), 10), None),
            (after(kr(20_000), 8, kr(100), 10), Some(Medium)),
            (after(kr(20_000), 7, kr(100), 10), None),
            (after(kr(20_000), 8, kr(3_334), 10), None),
            (after(kr(20_000), 8, kr(3_333), 180), Some(Low)),
            (after(kr(40_000), 8, kr(3_333), 10), Some(Medium)),
        ] {
            assert_eq!(scene.severity::<Parameters>(), wanted, "{:?}", scene.payment);
        }
        let mut too_old = after(kr(20_000), 7, kr(3_333), 10);
        too_old = too_old.own(180 * DAY + 1, kr(3_333));
        assert_eq!(too_old.severity::<Parameters>(), None);
    }
}
