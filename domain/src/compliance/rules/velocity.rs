//! Velocity: many payments, or much money, in a short time, or money that goes on as soon as it has come.

mod passed_on;

use serde::{Deserialize, Serialize};

use super::history::{History, OWN_DAYS, Pace, count, hours, is_transfer, since, split, sum};
use super::levels::{level, minor, score};
use super::payment::Payment;
use super::report::{Evidence, Figures, Finding, Score, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// What is fast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Payments in one hour that are medium.
    pub hour_count: u32,
    /// Payments in 24 hours that are medium.
    pub day_count: u32,
    /// Money in 24 hours that is medium, in at least three payments.
    pub day_sum_kroner: u32,
    /// So many times a boundary is high.
    pub high_factor: u32,
    /// So many times the customer's own pace of the last 30 days is usual: the boundaries are beyond it.
    pub usual_factor: u32,
    /// The same for money, whose days differ more than their numbers do.
    pub sum_usual_factor: u32,
    /// Transfers in one hour that are critical, when together they are also `day_sum_kroner`: the payment waits.
    pub critical_hour_count: u32,
    /// Transfers below this do not count for that.
    pub critical_floor_kroner: u32,
    /// Money that was received counts as passed on from this amount.
    pub passed_on_floor_kroner: u32,
    /// At least this share of it goes on.
    pub passed_on_percent: u32,
    /// Within this time.
    pub passed_on_hours: u32,
    /// It is so many times what the account otherwise moves.
    pub passed_on_factor: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            hour_count: 10,
            day_count: 20,
            day_sum_kroner: 40_000,
            high_factor: 2,
            usual_factor: 3,
            sum_usual_factor: 10,
            critical_hour_count: 30,
            critical_floor_kroner: 1_000,
            passed_on_floor_kroner: 10_000,
            passed_on_percent: 90,
            passed_on_hours: 24,
            passed_on_factor: 3,
        }
    }
}

/// A large sum in fewer payments is [`super::large_amount`]'s.
const SUM_COUNT_MIN: i64 = 3;

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::Velocity;
    const REASON: &'static str = "Hvitvaskingsloven §§ 24 and 25: what is unusual for the customer is looked into. A \
        volume of three times the usual per 24 hours is the published value (Tazama). 40,000 is four fifths of what \
        Drop lets through in a day. Thirty transfers of 1,000 or more within an hour are no family's errand: the \
        payment waits (§ 27). Money that goes on within a day, nine tenths of it, is the mark of a pass-through account.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("hour_count", self.hour_count, 2, 120),
            Range::new("day_count", self.day_count, 2, 120),
            Range::new("day_sum_kroner", self.day_sum_kroner, 1_000, 10_000_000),
            Range::new("high_factor", self.high_factor, 1, 10),
            Range::new("usual_factor", self.usual_factor, 0, 100),
            Range::new("sum_usual_factor", self.sum_usual_factor, 0, 100),
            Range::new("critical_hour_count", self.critical_hour_count, self.hour_count, 120),
            Range::new("critical_floor_kroner", self.critical_floor_kroner, 0, 100_000),
            Range::new("passed_on_floor_kroner", self.passed_on_floor_kroner, 100, 10_000_000),
            Range::new("passed_on_percent", self.passed_on_percent, 50, 100),
            Range::new("passed_on_hours", self.passed_on_hours, 1, 168),
            Range::new("passed_on_factor", self.passed_on_factor, 0, 100),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        // The gravest; of equals the first.
        [
            self.critical(history),
            self.many(history, 1, self.hour_count),
            self.many(history, 24, self.day_count),
        ]
        .into_iter()
        .chain([self.much(history), self.passed_on(history)])
        .flatten()
        .reduce(|best, it| if (it.severity, it.score) > (best.severity, best.score) { it } else { best })
    }
}

impl Parameters {
    fn critical(&self, history: &History<'_>) -> Option<Finding> {
        if count(history.own.len()) + 1 < self.critical_hour_count || !history.payment.kind.is_transfer() {
            return None;
        }
        let hour = since(history.own, history.payment, hours(1));
        let floor = minor(self.critical_floor_kroner);
        let counted = |it: &&Payment| is_transfer(it) && it.amount_minor >= floor;
        let counted: Vec<Payment> = hour.iter().chain([history.payment]).filter(counted).copied().collect();
        let many = count(counted.len());
        let enough = many >= self.critical_hour_count && sum(&counted) >= minor(self.day_sum_kroner);
        enough.then(|| {
            let grade = score(Severity::Critical, many.into(), self.critical_hour_count.into());
            self.found(
                (Severity::Critical, grade),
                &counted,
                many_figures(&counted, 1, self.critical_hour_count),
            )
        })
    }

    fn many(&self, history: &History<'_>, window_hours: u32, least: u32) -> Option<Finding> {
        let (earlier, window) = split(history.own, history.payment, hours(window_hours));
        let measured = count(window.len() + 1).into();
        let pace = Pace {
            measured,
            least: least.into(),
            earlier: count(history.usual_part(earlier, hours(window_hours)).len()).into(),
            factor: self.usual_factor,
            window: hours(window_hours),
            reach_days: OWN_DAYS,
        };
        if !history.stands_out(&pace, history.own) {
            return None;
        }
        let counted: Vec<Payment> = window.iter().chain([history.payment]).copied().collect();
        let grade = level(measured, &self.levels(least.into()))?;
        Some(self.found(grade, &counted, many_figures(&counted, window_hours, least)))
    }

    fn much(&self, history: &History<'_>) -> Option<Finding> {
        let (earlier, window) = split(history.own, history.payment, hours(24));
        let many = count(window.len() + 1);
        let (measured, least) = (sum(window) + history.payment.amount_minor, minor(self.day_sum_kroner));
        if i64::from(many) < SUM_COUNT_MIN || measured < least {
            return None;
        }
        let earlier = sum(history.usual_part(earlier, hours(24)));
        let pace = Pace {
            measured,
            least,
            earlier,
            factor: self.sum_usual_factor,
            window: hours(24),
            reach_days: OWN_DAYS,
        };
        if !history.stands_out(&pace, history.own) {
            return None;
        }
        let counted: Vec<Payment> = window.iter().chain([history.payment]).copied().collect();
        let figures =
            Figures::Much { total: nok(measured), count: many, boundary: nok(least), window_hours: 24 };
        Some(self.found(level(measured, &self.levels(least))?, &counted, figures))
    }

    fn levels(&self, least: i64) -> [(i64, Severity); 2] {
        [(least, Severity::Medium), (least.saturating_mul(self.high_factor.into()), Severity::High)]
    }

    fn found(&self, (severity, score): (Severity, Score), counted: &[Payment], figures: Figures) -> Finding {
        let transactions = counted.iter().map(|it| it.transaction).collect();
        Finding {
            rule: Self::RULE,
            severity,
            score,
            subject: Subject::Sender,
            evidence: Evidence { transactions, figures },
        }
    }
}

fn many_figures(counted: &[Payment], window_hours: u32, boundary: u32) -> Figures {
    Figures::Many { count: count(counted.len()), total: nok(sum(counted)), boundary, window_hours }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, HOUR, Scene, kr, other};
    use super::*;
    use Severity::{Critical, High, Medium};

    fn payments(earlier: u32, minutes_ago: i64, amount: i64) -> Scene {
        (0..earlier).fold(Scene::sending(amount), |scene, n| scene.own_to(other(n), minutes_ago, amount))
    }

    #[test]
    fn many_in_an_hour_and_in_a_day() {
        for (earlier, minutes_ago, wanted) in [
            (8, HOUR, None),
            (9, HOUR, Some(Medium)),
            (9, HOUR + 1, None),
            (19, HOUR, Some(High)),
            (18, DAY, None),
            (19, DAY, Some(Medium)),
            (19, DAY + 1, None),
            (39, DAY, Some(High)),
        ] {
            let scene = payments(earlier, minutes_ago, kr(100));
            assert_eq!(scene.severity::<Parameters>(), wanted, "{earlier} before, {minutes_ago} min ago");
        }
    }

    #[test]
    fn much_in_a_day() {
        let much = |amount| Scene::sending(amount).own(DAY, kr(15_000)).own(HOUR, kr(15_000));
        assert_eq!(much(kr(10_000) - 1).severity::<Parameters>(), None);
        assert_eq!(much(kr(10_000)).severity::<Parameters>(), Some(Medium));
        assert_eq!(much(kr(50_000)).severity::<Parameters>(), Some(High));
        let in_two = Scene::sending(kr(25_000)).own(HOUR, kr(20_000));
        assert_eq!(in_two.severity::<Parameters>(), None);
    }

    #[test]
    fn what_is_usual_is_not_found() {
        let busy = |daily: i64| {
            (2..30).fold(payments(29, HOUR * 2, kr(100)), |scene, day| {
                (0..daily).fold(scene, |scene, _| scene.own(day * DAY, kr(100)))
            })
        };
        assert_eq!(busy(1).severity::<Parameters>(), Some(Medium));
        // More than the history holds is judged by the time that it covers.
        assert_eq!(busy(10).severity::<Parameters>(), None);
    }

    #[test]
    fn at_the_beginning_of_a_file_nothing_is_unusual() {
        assert_eq!(payments(19, 10, kr(100)).known_for(49 * HOUR - 1).severity::<Parameters>(), None);
        assert_eq!(payments(19, 10, kr(100)).known_for(49 * HOUR).severity::<Parameters>(), Some(High));
    }

    #[test]
    fn critical_needs_number_size_and_sum() {
        assert_eq!(payments(28, 50, kr(1_400)).severity::<Parameters>(), Some(High));
        assert_eq!(payments(29, 50, kr(1_400)).severity::<Parameters>(), Some(Critical));
        assert_eq!(payments(29, HOUR + 1, kr(1_400)).severity::<Parameters>(), Some(Medium));
        // Below 1,000, or below 40,000 together.
        assert_eq!(payments(60, 50, kr(999)).severity::<Parameters>(), Some(High));
        assert_eq!(payments(29, 50, kr(1_300)).severity::<Parameters>(), Some(High));
    }
}
