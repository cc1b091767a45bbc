//! What went before a payment, bounded in time and number: a rule can cost no more than that.

use chrono::Duration;

use super::payment::{At, Handle, Kind, Payment, micros};

/// Payments of one side that a rule sees at most, the newest ones. Somebody with more than these in a window has
/// crossed every boundary that counts.
pub const PAYMENTS_MAX: usize = 128;
/// How far back a customer's own payments are seen.
pub const OWN_DAYS: i64 = 180;
/// How far back payments to one account are seen.
pub const ACCOUNT_DAYS: i64 = 30;
/// How far back it is looked for what is usual.
pub const USUAL_DAYS: i64 = 30;
/// The days of a shop's takings that today is compared with.
pub const TAKINGS_DAYS: i64 = 30;

const DAY_MICROS: i64 = 86_400_000_000;
/// What is usual is known from half a window on, and from two days on.
const KNOWN_DAYS_MIN: i64 = 2;

/// The day of an instant in UTC, as a number. A shop's day is this one: an hour at night moves no boundary that matters.
#[must_use]
pub const fn day_of(at: At) -> i64 {
    at.micros_since(At::EPOCH).div_euclid(DAY_MICROS)
}

impl At {
    pub(super) const EPOCH: Self = Self::from_micros(0);
}

/// Earlier payments, oldest first, as many as rules may see. The order in which they are given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past(Vec<Payment>);

impl Past {
    /// Keeps what is not older than `days` before `payment`, not later, and not the payment itself.
    #[must_use]
    pub fn new(payments: impl IntoIterator<Item = Payment>, payment: &Payment, days: i64) -> Self {
        let from = payment.at.before(Duration::days(days));
        let mut kept: Vec<_> = payments
            .into_iter()
            .filter(|it| (from..=payment.at).contains(&it.at) && it.transaction != payment.transaction)
            .collect();
        kept.sort_unstable_by_key(|it| (it.at, it.transaction));
        kept.drain(..kept.len().saturating_sub(PAYMENTS_MAX));
        Self(kept)
    }

    /// Oldest first.
    #[must_use]
    pub fn as_slice(&self) -> &[Payment] {
        &self.0
    }
}

/// What a shop took today before this payment, and on the days before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Takings {
    /// In øre.
    pub today_minor: i64,
    /// The sum of the last [`TAKINGS_DAYS`] days before today, or of as many as the shop has had.
    pub before_minor: i64,
    /// How many days those are, from the first sale on.
    pub days: u32,
}

/// One payment and what went before it. All slices are oldest first.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The payment that is looked at; it is not among the earlier ones.
    pub payment: &'a Payment,
    /// The sender's earlier payments.
    pub own: &'a [Payment],
    /// Everybody's earlier payments to the same account, the sender's too.
    pub to_account: &'a [Payment],
    /// What the sender was paid. Drop sees nobody's incoming money; a file of transfers shows both sides.
    pub received: &'a [Payment],
    /// When the sender became a customer, or was first seen.
    pub opened_at: Option<At>,
    /// The sender owns the shop that is paid.
    pub owns_shop: bool,
    /// Of the shop that is paid.
    pub takings: Option<Takings>,
    /// Nothing is known of the time before: a file begins somewhere. None where all of the past is known.
    pub known_since: Option<At>,
}

/// Of a slice in order of time: what is not older than `hours` before `payment`, and what is.
pub(super) fn split<'a>(
    payments: &'a [Payment],
    payment: &Payment,
    time: Duration,
) -> (&'a [Payment], &'a [Payment]) {
    let from = payment.at.before(time);
    payments.split_at(payments.partition_point(|it| it.at < from))
}

/// The newer part alone.
pub(super) fn since<'a>(payments: &'a [Payment], payment: &Payment, time: Duration) -> &'a [Payment] {
    split(payments, payment, time).1
}

pub(super) fn hours(count: u32) -> Duration {
    Duration::hours(i64::from(count))
}

pub(super) fn days(count: u32) -> Duration {
    Duration::days(i64::from(count))
}

pub(super) fn sum(payments: &[Payment]) -> i64 {
    payments.iter().fold(0_i64, |sum, it| sum.saturating_add(it.amount_minor))
}

/// A count of things, bounded by [`PAYMENTS_MAX`].
pub(super) fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

/// What is measured in a window against what is usual.
pub(super) struct Pace {
    /// What the window holds, this payment included: a number, or an amount.
    pub measured: i64,
    /// The least that is notable.
    pub least: i64,
    /// The same measure of the earlier payments of the slice.
    pub earlier: i64,
    /// So many times the usual is still usual.
    pub factor: u32,
    /// Length of the window.
    pub window: Duration,
    /// How far back the slice reaches at most.
    pub reach_days: i64,
}

impl History<'_> {
    /// Is this much in the window, beyond what is `factor` times the usual? What is usual is the pace of up to
    /// [`USUAL_DAYS`] days before the window. Adding the two rather than taking the larger keeps chance out: who pays at
    /// random three times a day pays nine times on some days of the year. Where a file has just begun nothing is known of
    /// what is usual, and nothing stands out. `slice` is where `earlier` comes from: one that is full tells only of its
    /// own time.
    pub(super) fn stands_out(&self, pace: &Pace, slice: &[Payment]) -> bool {
        if pace.measured < pace.least {
            return false;
        }
        let begins = self.payment.at.before(pace.window);
        let mut from = begins.before(Duration::days(USUAL_DAYS));
        from = from.max(self.payment.at.before(Duration::days(pace.reach_days)));
        if let Some(known) = self.known_since {
            from = from.max(known);
        }
        if let (Some(oldest), PAYMENTS_MAX..) = (slice.first(), slice.len()) {
            from = from.max(oldest.at);
        }
        let (span, window) = (begins.micros_since(from), micros(pace.window));
        if span < (window / 2).max(KNOWN_DAYS_MIN * DAY_MICROS) {
            return false;
        }
        let over = i128::from(pace.measured - pace.least);
        let [earlier, span, window] = [pace.earlier, span, window].map(i128::from);
        over * span >= i128::from(pace.factor) * earlier * window
    }

    /// Of a slice: what lies in the time that tells what is usual, before the window.
    pub(super) fn usual_part<'a>(&self, earlier: &'a [Payment], window: Duration) -> &'a [Payment] {
        let from = self.payment.at.before(window).before(Duration::days(USUAL_DAYS));
        &earlier[earlier.partition_point(|it| it.at < from)..]
    }
}

/// Which handles have come by. A table on the stack: rules see at most twice [`PAYMENTS_MAX`] and one more.
pub(super) struct Seen([u32; Self::SLOTS]);

impl Seen {
    const SLOTS: usize = 4 * PAYMENTS_MAX;
    const FREE: u32 = u32::MAX;

    pub(super) const fn none() -> Self {
        Self([Self::FREE; Self::SLOTS])
    }

    /// True the first time.
    pub(super) fn first_time(&mut self, handle: Handle) -> bool {
        let number = handle.number();
        let mut slot = number.wrapping_mul(0x9e37_79b1) as usize % Self::SLOTS;
        for _ in 0..Self::SLOTS {
            match self.0[slot] {
                Self::FREE => {
                    self.0[slot] = number;
                    return true;
                }
                taken if taken == number => return false,
                _ => slot = (slot + 1) % Self::SLOTS,
            }
        }
        false
    }
}

/// How many come up in the window, this payment included, that were not there before it.
pub(super) fn newcomers(
    (earlier, window): (&[Payment], &[Payment]),
    payment: &Payment,
    of: impl Fn(&Payment) -> Handle,
) -> u32 {
    let mut seen = Seen::none();
    for it in earlier {
        seen.first_time(of(it));
    }
    let new = window.iter().chain([payment]).filter(|it| seen.first_time(of(it)));
    count(new.count())
}

/// Transfers, without what is spent in shops.
pub(super) fn is_transfer(payment: &&Payment) -> bool {
    payment.kind.is_transfer()
}

/// Was the same shop paid?
pub(super) fn is_in(payment: &Payment, shop: Handle) -> bool {
    payment.kind == Kind::Shop(shop)
}
