//! Merchant self-payment: an owner in their own shop, or one payer who makes most of a shop's takings.

use serde::{Deserialize, Serialize};

use super::history::{History, count, days, is_in, since, sum};
use super::levels::{level, minor, score};
use super::payment::{Kind, Payment};
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// How much of a shop may be one payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Over how long takings are looked at.
    pub window_days: u32,
    /// This share of them by one payer is medium …
    pub share_percent: u32,
    /// … in at least so many payments …
    pub count: u32,
    /// … of at least this sum.
    pub sum_kroner: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { window_days: 30, share_percent: 80, count: 10, sum_kroner: 10_000 }
    }
}

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::MerchantSelfPayment;
    const REASON: &'static str = "Hvitvaskingsloven § 25: no legitimate purpose. A shop that is paid by its own owner, \
        or almost only by one person, turns money of unknown origin into takings. No source gives numbers: a shop with \
        ten purchases of one payer that are four fifths of what it took in a month has no other customers.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("window_days", self.window_days, 1, 30),
            Range::new("share_percent", self.share_percent, 1, 100),
            Range::new("count", self.count, 2, 120),
            Range::new("sum_kroner", self.sum_kroner, 100, 10_000_000),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        let Kind::Shop(shop) = history.payment.kind else { return None };
        if history.owns_shop {
            let figures = Figures::OwnShop { amount: nok(history.payment.amount_minor) };
            return Some(Finding {
                rule: Self::RULE,
                severity: Severity::High,
                score: score(Severity::High, history.payment.amount_minor, minor(self.sum_kroner)),
                subject: Subject::Sender,
                evidence: Evidence { transactions: vec![history.payment.transaction], figures },
            });
        }
        let window = since(history.to_account, history.payment, days(self.window_days));
        let sales: Vec<Payment> =
            window.iter().filter(|it| is_in(it, shop)).chain([history.payment]).copied().collect();
        self.one_payer(history, &sales)
    }
}

impl Parameters {
    fn one_payer(&self, history: &History<'_>, sales: &[Payment]) -> Option<Finding> {
        if count(sales.len()) < self.count {
            return None;
        }
        let payer = history.payment.sender;
        let of_payer: Vec<Payment> = sales.iter().filter(|it| it.sender == payer).copied().collect();
        let (total, takings) = (sum(&of_payer), sum(sales));
        let is_most = i128::from(total) * 100 >= i128::from(takings) * i128::from(self.share_percent);
        if count(of_payer.len()) < self.count || !is_most {
            return None;
        }
        let (severity, score) = level(total, &[(minor(self.sum_kroner), Severity::Medium)])?;
        let figures = Figures::OnePayer {
            count: count(of_payer.len()),
            total: nok(total),
            takings: nok(takings),
            window_days: self.window_days,
        };
        let transactions = of_payer.iter().map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Shop, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, Scene, kr, other};
    use super::*;
    use Severity::{High, Medium};

    #[test]
    fn an_owner_in_their_own_shop() {
        let mut scene = Scene::shopping(kr(129));
        assert_eq!(scene.severity::<Parameters>(), None);
        scene.owns_shop = true;
        assert_eq!(scene.severity::<Parameters>(), Some(High));
    }

    fn regular(mine: u32, others: u32, amount: i64) -> Scene {
        let scene = (0..mine).fold(Scene::shopping(amount), |scene, _| scene.own(DAY, amount));
        (0..others).fold(scene, |scene, n| scene.by(other(n), DAY, amount))
    }

    #[test]
    fn one_payer() {
        for (mine, others, amount, wanted) in [
            (8, 0, kr(2_000), None),
            (9, 0, kr(1_000), Some(Medium)),
            (9, 0, kr(1_000) - 1, None),
            (19, 5, kr(1_000), Some(Medium)),
            (19, 6, kr(1_000), None),
        ] {
            let severity = regular(mine, others, amount).severity::<Parameters>();
            assert_eq!(severity, wanted, "{mine} and {others} of {amount}");
        }
        let finding = regular(9, 0, kr(1_000)).finding(&Parameters::default()).unwrap();
        assert_eq!(finding.subject, Subject::Shop);
    }

    #[test]
    fn the_window_and_transfers() {
        let old = (0..9).fold(Scene::shopping(kr(1_000)), |scene, _| scene.own(30 * DAY + 1, kr(1_000)));
        assert_eq!(old.severity::<Parameters>(), None);
        let at = (0..9).fold(Scene::shopping(kr(1_000)), |scene, _| scene.own(30 * DAY, kr(1_000)));
        assert_eq!(at.severity::<Parameters>(), Some(Medium));
        let transfers = (0..20).fold(Scene::sending(kr(1_000)), |scene, _| scene.own(DAY, kr(1_000)));
        assert_eq!(transfers.severity::<Parameters>(), None);
    }
}
