//! A quote: what is sent, what it costs, what arrives, and until when that holds.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::corridor::Country;
use super::fee::fee_for;
use super::limit::{LimitExceeded, Limits};
use crate::calendar::oslo_date;
use crate::fx::Rate;
use crate::money::{Currency, Money, MoneyError, Rounding, div_round};

/// How long a quote holds.
pub const QUOTE_VALID_MINUTES: i64 = 30;
/// A rate that its source has not confirmed for longer is refused.
pub const RATE_MAX_AGE_HOURS: i64 = 24;
/// The date of a confirmed rate lies at most this far back. Central banks publish on business days only; the longest
/// that Norges Bank rests is from the Wednesday before Easter, at 16:00, to the Tuesday after it, or over Christmas.
pub const RATE_DATE_MAX_AGE_DAYS: u64 = 6;

/// The side of the amount that the customer typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// What leaves, in NOK, before the fee.
    Send(Money),
    /// What should arrive, in the recipient's currency.
    Receive(Money),
}

/// The exchange rates of a moment, both in recipient units per krone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// What the customer gets.
    pub customer: Rate,
    /// The mid-market rate, shown beside it (PSD2 art. 45; regulation (EU) 2021/1230 art. 4).
    pub mid: Rate,
    /// The day of the mid-market rate, as its source dates it.
    pub as_of: NaiveDate,
    /// When the source last said that this is its current rate.
    pub confirmed_at: DateTime<Utc>,
}

impl Rates {
    /// May a price be made of these rates? They were confirmed within [`RATE_MAX_AGE_HOURS`], and their own day is
    /// neither more than [`RATE_DATE_MAX_AGE_DAYS`] back nor still to come.
    #[must_use]
    pub fn are_fresh(&self, now: DateTime<Utc>) -> bool {
        let today = oslo_date(now);
        let confirmed = now - self.confirmed_at <= TimeDelta::hours(RATE_MAX_AGE_HOURS);
        confirmed && self.as_of <= today && self.as_of + Days::new(RATE_DATE_MAX_AGE_DAYS) >= today
    }
}

/// The terms a customer can accept. Always: `debit = send + fee` and `receive = rate.apply(send)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What is converted, NOK.
    pub send: Money,
    /// What Drop takes on top, NOK.
    pub fee: Money,
    /// What leaves the customer's account, NOK.
    pub debit: Money,
    /// What arrives, in the recipient's currency.
    pub receive: Money,
    /// The customer's rate.
    pub rate: Rate,
    /// The mid-market rate.
    pub mid_rate: Rate,
    /// The day of the mid-market rate.
    pub rate_as_of: NaiveDate,
    /// What the difference of the two rates costs, NOK; never negative.
    pub margin: Money,
    /// Until when the terms hold.
    pub expires_at: DateTime<Utc>,
}

impl Terms {
    /// Do the terms no longer hold at `now`?
    #[must_use]
    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        now >= self.expires_at
    }
}

/// Why there is no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QuoteError {
    /// The rates are not fresh: see [`Rates::are_fresh`].
    #[error("the rates are of {as_of}")]
    StaleRate {
        /// Their day.
        as_of: NaiveDate,
    },
    /// The amount breaks a limit.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The amount is not in kroner, or not in the currency of the country.
    #[error("the amount is in the wrong currency")]
    WrongCurrency,
}

/// Makes the terms of a remittance. The limits per remittance are checked here; the sums over 24 hours
/// and 30 days when the remittance is sent, with [`Limits::check`].
///
/// For a wanted [`Side::Receive`] the customer sends the least whole øre that gives at least that much.
/// What arrives is then computed from what is sent, as for [`Side::Send`]: where one øre is worth more
/// than one minor unit abroad, it can exceed the wish by less than the worth of one øre, and it never
/// falls short.
///
/// # Errors
/// See [`QuoteError`].
pub fn quote(
    side: Side,
    country: Country,
    rates: &Rates,
    limits: &Limits,
    now: DateTime<Utc>,
) -> Result<Terms, QuoteError> {
    if !rates.are_fresh(now) {
        return Err(QuoteError::StaleRate { as_of: rates.as_of });
    }
    let rate = rates.customer;
    let send = match side {
        Side::Send(send) if send.currency() == Currency::Nok => send,
        Side::Receive(wanted) if wanted.currency() == country.currency() => {
            rate.smallest_source(wanted, Currency::Nok)?
        }
        Side::Send(_) | Side::Receive(_) => return Err(QuoteError::WrongCurrency),
    };
    limits.check(send, Money::zero(Currency::Nok), Money::zero(Currency::Nok))?;
    let fee = fee_for(send)?;
    Ok(Terms {
        send,
        fee,
        debit: send.checked_add(fee)?,
        receive: rate.apply(send, country.currency(), Rounding::HalfUp)?,
        rate,
        mid_rate: rates.mid,
        rate_as_of: rates.as_of,
        margin: margin(send, rates)?,
        expires_at: now + TimeDelta::minutes(QUOTE_VALID_MINUTES),
    })
}

/// What the customer's rate costs against the mid-market rate: send × (mid − customer) / mid, half-up.
fn margin(send: Money, rates: &Rates) -> Result<Money, MoneyError> {
    let difference = i128::from(rates.mid.scaled()) - i128::from(rates.customer.scaled());
    let product = i128::from(send.minor()) * difference.max(0);
    let minor = div_round(product, i128::from(rates.mid.scaled()), Rounding::HalfUp)?;
    Ok(Money::new(minor, send.currency()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-06-15T10:00:00Z".parse().unwrap()
    }

    fn nok(minor: i64) -> Money {
        Money::new(minor, Currency::Nok)
    }

    fn rates(customer: &str, mid: &str) -> Rates {
        Rates {
            customer: Rate::parse(customer).unwrap(),
            mid: Rate::parse(mid).unwrap(),
            as_of: oslo_date(now()),
            confirmed_at: now(),
        }
    }

    fn quote_rs(side: Side, rates: &Rates) -> Result<Terms, QuoteError> {
        quote(side, Country::Rs, rates, &Limits::default(), now())
    }

    #[test]
    fn the_example_of_the_product() {
        let sides = [Side::Send(nok(200_000)), Side::Receive(Money::new(2_340_000, Currency::Rsd))];
        for side in sides {
            let terms = quote_rs(side, &rates("11.7", "11.7")).unwrap();
            assert_eq!(terms.send.to_string(), "2000.00 NOK");
            assert_eq!(terms.fee.to_string(), "10.00 NOK");
            assert_eq!(terms.debit.to_string(), "2010.00 NOK");
            assert_eq!(terms.receive.to_string(), "23400.00 RSD");
            assert!(terms.margin.is_zero());
            assert!(!terms.is_expired(now() + TimeDelta::seconds(1_799)));
            assert!(terms.is_expired(now() + TimeDelta::minutes(30)));
        }
    }

    #[test]
    fn the_margin_is_shown_in_kroner() {
        let margin =
            |customer, mid| quote_rs(Side::Send(nok(200_000)), &rates(customer, mid)).unwrap().margin;
        assert_eq!(margin("11.5245", "11.7"), nok(3_000));
        assert_eq!(margin("11.8", "11.7"), nok(0));
    }

    #[test]
    fn a_wish_between_two_ore_is_exceeded() {
        let wanted = Money::new(1_000_000, Currency::Rsd);
        let terms = quote_rs(Side::Receive(wanted), &rates("11.7", "11.7")).unwrap();
        assert_eq!((terms.send, terms.receive.minor()), (nok(85_471), 1_000_011));
    }

    #[test]
    fn refusals() {
        let good = rates("11.7", "11.7");
        let wrong = [Side::Send(Money::new(1, Currency::Eur)), Side::Receive(Money::new(1, Currency::Bam))];
        for side in wrong {
            assert_eq!(quote_rs(side, &good), Err(QuoteError::WrongCurrency));
        }
        let too_small = Err(QuoteError::Limit(LimitExceeded::TooSmall { min: nok(10_000) }));
        for side in
            [Side::Send(nok(9_999)), Side::Send(nok(-1)), Side::Receive(Money::new(-5, Currency::Rsd))]
        {
            assert_eq!(quote_rs(side, &good), too_small);
        }
        let huge = quote_rs(Side::Receive(Money::new(i64::MAX, Currency::Rsd)), &good);
        assert_eq!(huge, Err(QuoteError::Limit(LimitExceeded::TooLarge { max: nok(5_000_000) })));
        let tiny_rate = rates("0.00000001", "0.00000001");
        let overflow = quote_rs(Side::Receive(Money::new(i64::MAX, Currency::Rsd)), &tiny_rate);
        assert_eq!(overflow, Err(QuoteError::Money(MoneyError::Overflow)));
    }

    #[test]
    fn rates_grow_stale() {
        let good = rates("11.7", "11.7");
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        for (as_of, confirmed_at, asked, fresh) in [
            // Confirmed a day ago, and a second longer ago.
            ("2026-06-15", "2026-06-15T10:00:00Z", "2026-06-16T10:00:00Z", true),
            ("2026-06-15", "2026-06-15T10:00:00Z", "2026-06-16T10:00:01Z", false),
            // Friday's rate on a Sunday, while the source still gives it.
            ("2026-06-12", "2026-06-14T09:30:00Z", "2026-06-14T10:00:00Z", true),
            // The Wednesday before Easter, late on the Tuesday after it, and on the Wednesday in Oslo.
            ("2026-04-01", "2026-04-07T21:00:00Z", "2026-04-07T21:59:59Z", true),
            ("2026-04-01", "2026-04-07T21:00:00Z", "2026-04-07T22:00:00Z", false),
            // Tomorrow's rate does not exist yet.
            ("2026-06-16", "2026-06-15T10:00:00Z", "2026-06-15T10:00:00Z", false),
        ] {
            let rates = Rates { as_of: as_of.parse().unwrap(), confirmed_at: at(confirmed_at), ..good };
            assert_eq!(rates.are_fresh(at(asked)), fresh, "{as_of} {confirmed_at} {asked}");
            let asked = at(asked);
            let answer = quote(Side::Send(nok(20_000)), Country::Rs, &rates, &Limits::default(), asked);
            let stale = Err(QuoteError::StaleRate { as_of: rates.as_of });
            assert!(if fresh { answer.is_ok() } else { answer == stale });
        }
    }

    /// Whatever day it is, the last rate that was published by then may be used: no holiday closes the corridors.
    #[test]
    fn no_holiday_is_longer_than_a_rate_lasts() {
        use chrono::Datelike;
        let mut day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let mut published = day;
        while day.year() < 2100 {
            // On the day itself the new rate comes in the afternoon: until then the last one has to do.
            assert!(published + Days::new(RATE_DATE_MAX_AGE_DAYS) >= day, "{published} on {day}");
            let closed_eve = day.month() == 12 && matches!(day.day(), 24 | 31);
            if crate::calendar::is_business_day(day) && !closed_eve {
                published = day;
            }
            day = day + Days::new(1);
        }
    }

    fn any_rates() -> impl Strategy<Value = Rates> {
        (5_000_000_i64..5_000_000_000, 9_000_i64..=10_000).prop_map(|(mid, share)| Rates {
            customer: Rate::from_scaled(mid / 10_000 * share).unwrap(),
            mid: Rate::from_scaled(mid).unwrap(),
            as_of: oslo_date(now()),
            confirmed_at: now(),
        })
    }

    proptest! {
        #[test]
        fn terms_add_up(send in 10_000_i64..=5_000_000, rates in any_rates(), country in prop::sample::select(Country::ALL)) {
            let terms = quote(Side::Send(nok(send)), country, &rates, &Limits::default(), now()).unwrap();
            prop_assert_eq!(terms.send.minor(), send);
            prop_assert_eq!(terms.send.checked_add(terms.fee), Ok(terms.debit));
            prop_assert_eq!(terms.rate.apply(terms.send, country.currency(), Rounding::HalfUp), Ok(terms.receive));
            prop_assert!(terms.margin.minor() >= 0 && terms.margin.minor() <= send / 5);
        }

        #[test]
        fn a_wish_is_never_undershot(wanted in 1_i64..300_000_000, rates in any_rates(), country in prop::sample::select(Country::ALL)) {
            let side = Side::Receive(Money::new(wanted, country.currency()));
            if let Ok(terms) = quote(side, country, &rates, &Limits::default(), now()) {
                prop_assert!(terms.receive.minor() >= wanted);
                prop_assert_eq!(terms.rate.apply(terms.send, country.currency(), Rounding::HalfUp), Ok(terms.receive));
                let one_ore_less = nok(terms.send.minor() - 1);
                let less = terms.rate.apply(one_ore_less, country.currency(), Rounding::HalfUp).unwrap();
                prop_assert!(less.minor() < wanted);
                let again = quote(Side::Send(terms.send), country, &rates, &Limits::default(), now());
                prop_assert_eq!(again, Ok(terms));
            }
        }
    }
}
