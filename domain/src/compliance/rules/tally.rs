//! From findings to alerts: what one rule finds about one party again and again is one alert while that is open.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;

use super::payment::{At, Handle};
use super::report::{Figures, Finding, Score};
use crate::compliance::finding::{RuleName, Severity};

/// How long an alert of a trial counts as open: a week lies between the day that a high one may stay open and the ten
/// business days of a low one.
pub const OPEN_DAYS: i64 = 7;

/// One alert of a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Which rule.
    pub rule: RuleName,
    /// Whom it is about.
    pub party: Handle,
    /// The gravest of its findings.
    pub severity: Severity,
    /// The highest of its findings.
    pub score: Score,
    /// When the first was found.
    pub at: At,
    /// How many findings.
    pub findings: u32,
    /// All transactions that they name, if they are asked for.
    pub transactions: BTreeSet<Handle>,
    /// Of the finding with the highest score.
    pub figures: Figures,
}

/// Collects alerts.
#[derive(Debug, Default)]
pub struct Tally {
    open_for: Option<Duration>,
    keeps_transactions: bool,
    open: HashMap<(RuleName, Handle), usize>,
    alerts: Vec<Alert>,
}

impl Tally {
    /// Alerts close after [`OPEN_DAYS`], and do not list their transactions: for counting.
    #[must_use]
    pub fn counting() -> Self {
        Self { open_for: Some(Duration::days(OPEN_DAYS)), ..Self::default() }
    }

    /// Alerts never close, and list their transactions: one for each rule and party.
    #[must_use]
    pub fn listing() -> Self {
        Self { keeps_transactions: true, ..Self::default() }
    }

    /// Adds what was found at this time about this party.
    pub fn add(&mut self, finding: Finding, at: At, party: Handle) {
        let key = (finding.rule, party);
        let open = self.open.get(&key).and_then(|index| self.alerts.get_mut(*index));
        let still = |alert: &Alert| self.open_for.is_none_or(|time| alert.at >= at.before(time));
        match open.filter(|alert| still(alert)) {
            Some(alert) => {
                alert.findings = alert.findings.saturating_add(1);
                alert.severity = alert.severity.max(finding.severity);
                if finding.score > alert.score {
                    (alert.score, alert.figures) = (finding.score, finding.evidence.figures);
                }
                if self.keeps_transactions {
                    alert.transactions.extend(finding.evidence.transactions);
                }
            }
            None => {
                self.open.insert(key, self.alerts.len());
                let named = finding.evidence.transactions.into_iter().filter(|_| self.keeps_transactions);
                self.alerts.push(Alert {
                    rule: finding.rule,
                    party,
                    severity: finding.severity,
                    score: finding.score,
                    at,
                    findings: 1,
                    transactions: named.collect(),
                    figures: finding.evidence.figures,
                });
            }
        }
    }

    /// In the order in which they were raised.
    #[must_use]
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::{Evidence, Subject, nok};
    use super::super::testing::noon;
    use super::*;

    fn finding(severity: Severity, score: u8, transactions: &[u32]) -> Finding {
        Finding {
            rule: RuleName::LargeAmount,
            severity,
            score: Score::new(score),
            subject: Subject::Sender,
            evidence: Evidence {
                transactions: transactions.iter().copied().map(Handle::new).collect(),
                figures: Figures::Large { amount: nok(score.into()), boundary: nok(1) },
            },
        }
    }

    #[test]
    fn one_alert_while_it_is_open() {
        let (me, other) = (Handle::new(1), Handle::new(2));
        let at = |days| At::from(noon() + Duration::days(days));
        let mut tally = Tally::counting();
        tally.add(finding(Severity::High, 60, &[1]), at(0), me);
        tally.add(finding(Severity::Low, 20, &[2]), at(7), me);
        tally.add(finding(Severity::Low, 20, &[3]), at(7), other);
        tally.add(finding(Severity::Low, 20, &[4]), at(8), me);
        let raised: Vec<_> = tally.alerts().iter().map(|it| (it.party, it.findings, it.severity)).collect();
        assert_eq!(raised, [(me, 2, Severity::High), (other, 1, Severity::Low), (me, 1, Severity::Low)]);
        assert!(tally.alerts().iter().all(|it| it.transactions.is_empty()));
    }

    #[test]
    fn a_list_has_one_for_each_party_with_all_its_transactions() {
        let mut tally = Tally::listing();
        tally.add(finding(Severity::Low, 20, &[1, 2]), noon().into(), Handle::new(1));
        let later = noon() + Duration::days(300);
        tally.add(finding(Severity::High, 70, &[2, 9]), later.into(), Handle::new(1));
        let [alert] = tally.alerts() else { panic!("{tally:?}") };
        assert_eq!(alert.transactions.iter().map(|it| it.place()).collect::<Vec<_>>(), [1, 2, 9]);
        assert_eq!((alert.severity, alert.score, alert.at), (Severity::High, Score::new(70), noon().into()));
        assert_eq!(alert.figures, Figures::Large { amount: nok(70), boundary: nok(1) });
    }
}
