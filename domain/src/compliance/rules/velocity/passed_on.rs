//! Money that goes on as soon as it has come: the mark of a pass-through account.

use chrono::Duration;

use super::super::history::{ACCOUNT_DAYS, History, PAYMENTS_MAX, Pace, count, days, hours, split, sum};
use super::super::levels::{minor, score};
use super::super::payment::{Payment, micros};
use super::super::report::{Figures, Finding, nok};
use super::Parameters;
use crate::compliance::finding::Severity;

/// Payments that are tried as the beginning of what is passed on.
const PASSED_ON_TRIED_MAX: usize = 16;
/// With fewer earlier payments it cannot be told what an account otherwise moves.
const OTHERWISE_COUNT_MIN: u32 = 3;
/// Where a file has just begun, so long must be known before an account with few payments is called new.
const KNOWN_DAYS_MIN: u32 = 5;

/// What came in since some moment, and what went out since then before this payment; the sums have it in.
struct Passed<'a> {
    received: &'a [Payment],
    sent: &'a [Payment],
    came_minor: i64,
    went_minor: i64,
}

impl Parameters {
    /// What came in since some moment of the window has gone on, nearly whole, and it is much for this account.
    pub(super) fn passed_on(&self, history: &History<'_>) -> Option<Finding> {
        let (before, window) = split(history.received, history.payment, hours(self.passed_on_hours));
        if window.is_empty() || !history.payment.kind.is_transfer() {
            return None;
        }
        let mut received = 0_i64;
        for (index, first) in window.iter().enumerate().rev().take(PASSED_ON_TRIED_MAX) {
            received = received.saturating_add(first.amount_minor);
            let sent = &history.own[history.own.partition_point(|it| it.at < first.at)..];
            let total = sum(sent).saturating_add(history.payment.amount_minor);
            let went = Passed { received: &window[index..], sent, came_minor: received, went_minor: total };
            if self.is_nearly(&went) && self.is_much_for(history, before, &went) {
                return Some(self.passed(history, &went));
            }
        }
        None
    }

    fn is_nearly(&self, passed: &Passed<'_>) -> bool {
        passed.came_minor >= minor(self.passed_on_floor_kroner)
            && passed.went_minor <= passed.came_minor
            && i128::from(passed.went_minor) * 100
                >= i128::from(passed.came_minor) * i128::from(self.passed_on_percent)
    }

    /// Much against what the account is otherwise paid in such a time, and the largest of these payments against what
    /// it moved at once before; or the account is new.
    fn is_much_for(&self, history: &History<'_>, before: &[Payment], passed: &Passed<'_>) -> bool {
        let window = hours(self.passed_on_hours);
        let pace = Pace {
            measured: passed.came_minor,
            least: minor(self.passed_on_floor_kroner),
            earlier: sum(history.usual_part(before, window)),
            factor: self.passed_on_factor,
            window,
            reach_days: ACCOUNT_DAYS,
        };
        if !history.stands_out(&pace, history.received) {
            return false;
        }
        let own = &history.own[..history.own.len() - passed.sent.len()];
        let earlier = count(own.len()) + count(before.len());
        if earlier < OTHERWISE_COUNT_MIN {
            let known = history.payment.at.before(days(KNOWN_DAYS_MIN));
            return history.known_since.is_none_or(|since| since <= known);
        }
        let moved = i128::from(sum(own)) + i128::from(sum(before));
        let together = passed.received.iter().chain(passed.sent).chain([history.payment]);
        let largest = together.map(|it| it.amount_minor).max().unwrap_or_default();
        i128::from(largest) * i128::from(earlier) >= moved * i128::from(self.passed_on_factor)
    }

    fn passed(&self, history: &History<'_>, passed: &Passed<'_>) -> Finding {
        let lasted = passed.received.first().map_or(0, |first| history.payment.at.micros_since(first.at));
        let minutes = u32::try_from(Duration::microseconds(lasted).num_minutes()).unwrap_or(u32::MAX);
        let mut counted: Vec<Payment> = passed.received.iter().chain(passed.sent).copied().collect();
        counted.sort_unstable_by_key(|it| (it.at, it.transaction));
        counted.push(*history.payment);
        // Both sides together may be more than a finding names.
        counted.drain(..counted.len().saturating_sub(PAYMENTS_MAX));
        let is_fast = lasted <= micros(hours(self.passed_on_hours)) / 4;
        let severity = if is_fast { Severity::High } else { Severity::Medium };
        let grade = score(severity, passed.came_minor, minor(self.passed_on_floor_kroner));
        let figures =
            Figures::PassedOn { received: nok(passed.came_minor), sent: nok(passed.went_minor), minutes };
        self.found((severity, grade), &counted, figures)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{DAY, HOUR, Scene, kr, other};
    use super::*;
    use Severity::{High, Medium};

    #[test]
    fn money_that_goes_on() {
        for (sent, minutes_ago, wanted) in [
            (kr(18_000) - 1, HOUR, None),
            (kr(18_000), HOUR, Some(High)),
            (kr(20_000), HOUR, Some(High)),
            (kr(20_000) + 1, HOUR, None),
            (kr(19_000), 6 * HOUR, Some(High)),
            (kr(19_000), 6 * HOUR + 1, Some(Medium)),
            (kr(19_000), DAY, Some(Medium)),
            (kr(19_000), DAY + 1, None),
        ] {
            let scene = Scene::sending(sent).received(minutes_ago, kr(20_000));
            assert_eq!(scene.severity::<Parameters>(), wanted, "{sent} after {minutes_ago}");
        }
        let little = Scene::sending(kr(9_500)).received(HOUR, kr(10_000) - 1);
        assert_eq!(little.severity::<Parameters>(), None);
    }

    #[test]
    fn in_parts_in_and_out() {
        let several_in = (0..5).fold(Scene::sending(kr(29_000)), |scene, n| scene.received(n + 1, kr(6_000)));
        assert_eq!(
            several_in.figures::<Parameters>(),
            Some(Figures::PassedOn { received: nok(kr(30_000)), sent: nok(kr(29_000)), minutes: 5 })
        );
        let several_out = (0..2).fold(Scene::sending(kr(9_000)).received(HOUR, kr(30_000)), |scene, n| {
            scene.own_to(other(n), 30, kr(10_000))
        });
        let finding = several_out.finding(&Parameters::default()).unwrap();
        assert_eq!((finding.severity, finding.evidence.transactions.len()), (High, 4));
    }

    #[test]
    fn who_always_moves_such_amounts_passes_nothing_on() {
        let usual = |amount| {
            let scene = Scene::sending(kr(19_000)).received(HOUR, kr(20_000));
            (10..14).fold(scene, |scene, day| scene.own(day * DAY, amount))
        };
        assert_eq!(usual(kr(6_600)).severity::<Parameters>(), Some(High));
        assert_eq!(usual(kr(6_700)).severity::<Parameters>(), None);
        // A shop that is paid so much each day, in small amounts, and pays a supplier.
        let takings = |daily: i64| {
            let scene = Scene::sending(kr(19_000)).received(HOUR, kr(20_000));
            (2..30).fold(scene, |scene, day| scene.received(day * DAY, kr(daily)))
        };
        assert_eq!(takings(3_000).severity::<Parameters>(), Some(High));
        assert_eq!(takings(4_000).severity::<Parameters>(), None);
        let begins = Scene::sending(kr(19_000)).received(HOUR, kr(20_000));
        assert_eq!(begins.clone().known_for(5 * DAY - 1).severity::<Parameters>(), None);
        assert_eq!(begins.known_for(5 * DAY).severity::<Parameters>(), Some(High));
    }
}
