//! Norwegian time: Oslo's clock, business days, ages.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

const WINTER_SECONDS: i32 = 3_600;
const SUMMER_SECONDS: i32 = 7_200;

/// The instant on Oslo's clock. Summer time runs from the last Sunday of March to the last Sunday of
/// October, both at 01:00 UTC (directive 2000/84/EC; exact since 1996).
#[must_use]
pub fn oslo(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    let utc = instant.naive_utc();
    let year = instant.year();
    let starts = last_sunday(year, 3).and_time(change_of_clock());
    let ends = last_sunday(year, 10).and_time(change_of_clock());
    instant.with_timezone(&offset(starts <= utc && utc < ends))
}

/// The date on Oslo's calendar.
#[must_use]
pub fn oslo_date(instant: DateTime<Utc>) -> NaiveDate {
    oslo(instant).date_naive()
}

/// The first day of a day's month.
#[must_use]
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first day of a day's year.
#[must_use]
pub fn first_of_year(day: NaiveDate) -> NaiveDate {
    day.with_ordinal(1).unwrap_or(day)
}

/// The instant at which `date` begins in Oslo. The clock never changes at midnight, so there is one.
#[must_use]
pub fn oslo_midnight(date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN).and_utc();
    // At 23:00 UTC of the day before, the same offset is in force as at midnight in Oslo.
    let offset_seconds = oslo(midnight - TimeDelta::hours(1)).offset().local_minus_utc();
    midnight - TimeDelta::seconds(i64::from(offset_seconds))
}

/// Norway's public holidays of a year, in no order; two may fall on one date (lov 1995-02-24-12,
/// lov 1947-04-26-1).
#[must_use]
pub fn holidays(year: i32) -> [NaiveDate; 12] {
    let easter = easter_sunday(year);
    let before = |days| easter - Days::new(days);
    let after = |days| easter + Days::new(days);
    [
        date(year, 1, 1),
        date(year, 5, 1),
        date(year, 5, 17),
        date(year, 12, 25),
        date(year, 12, 26),
        before(3),
        before(2),
        easter,
        after(1),
        after(39),
        after(49),
        after(50),
    ]
}

/// Monday to Friday and no public holiday. 24 and 31 December are business days.
#[must_use]
pub fn is_business_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays(day.year()).contains(&day)
}

/// The date `days` business days after `start`, which is day 0 whether it is a business day or not
/// (PSD2 art. 101(2) counts from receipt).
#[must_use]
pub fn add_business_days(start: NaiveDate, days: u32) -> NaiveDate {
    let mut day = start;
    let mut left = days;
    while left > 0 {
        day = day + Days::new(1);
        if is_business_day(day) {
            left -= 1;
        }
    }
    day
}

/// How many business days lie after `from`, up to and including `to`; negative when `to` is earlier.
#[must_use]
pub fn business_days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let mut day = first;
    let mut count = 0;
    while day < last {
        day = day + Days::new(1);
        count += i64::from(is_business_day(day));
    }
    sign * count
}

/// Whole years of age. Someone born on 29 February has their birthday on 1 March in other years; nobody
/// is younger than 0.
#[must_use]
pub fn age_on(birth: NaiveDate, today: NaiveDate) -> u32 {
    today.years_since(birth).unwrap_or(0)
}

fn change_of_clock() -> NaiveTime {
    NaiveTime::MIN + TimeDelta::hours(1)
}

#[expect(clippy::expect_used, reason = "one and two hours are offsets")]
fn offset(summer: bool) -> FixedOffset {
    FixedOffset::east_opt(if summer { SUMMER_SECONDS } else { WINTER_SECONDS }).expect("less than a day")
}

fn last_sunday(year: i32, month_of_31_days: u32) -> NaiveDate {
    let last = date(year, month_of_31_days, 31);
    last - Days::new(u64::from(last.weekday().num_days_from_sunday()))
}

/// The Gregorian Easter (Meeus, Jones, Butcher).
fn easter_sunday(year: i32) -> NaiveDate {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let (leaps, left) = (century.div_euclid(4), century.rem_euclid(4));
    let correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - leaps - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * left + 2 * rest.div_euclid(4) - epact - rest.rem_euclid(4)).rem_euclid(7);
    let shift = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days_after_march_22 = epact + weekday - 7 * shift;
    date(year, 3, 22) + Days::new(u64::from(days_after_march_22.unsigned_abs()))
}

#[expect(clippy::expect_used, reason = "years come from a date, months and days from this file")]
fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn complaint_deadlines() {
        for (received, fifteen, thirty_five) in [
            ("2026-03-20", "2026-04-15", "2026-05-15"),
            ("2026-04-27", "2026-05-20", "2026-06-18"),
            ("2026-12-11", "2027-01-05", "2027-02-02"),
            ("2027-05-03", "2027-05-26", "2027-06-23"),
        ] {
            assert_eq!(add_business_days(day(received), 15), day(fifteen));
            assert_eq!(add_business_days(day(received), 35), day(thirty_five));
            assert_eq!(business_days_between(day(received), day(fifteen)), 15);
            assert_eq!(business_days_between(day(thirty_five), day(received)), -35);
        }
        assert_eq!(add_business_days(day("2026-04-04"), 0), day("2026-04-04"));
    }

    #[test]
    fn holidays_and_working_eves() {
        for text in [
            "2026-04-02",
            "2026-04-03",
            "2026-04-06",
            "2026-05-14",
            "2026-05-25",
            "2026-01-01",
            "2026-05-01",
            "2026-12-25",
        ] {
            assert!(!is_business_day(day(text)), "{text}");
        }
        for text in ["2026-12-24", "2026-12-31", "2026-04-01", "2026-05-15"] {
            assert!(is_business_day(day(text)), "{text}");
        }
        for (year, easter) in [
            (1961, "1961-04-02"),
            (2000, "2000-04-23"),
            (2024, "2024-03-31"),
            (2038, "2038-04-25"),
            (2285, "2285-03-22"),
        ] {
            assert_eq!(easter_sunday(year), day(easter));
        }
    }

    #[test]
    fn ages() {
        for (birth, today, age) in [
            ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18),
            ("2008-06-15", "2026-06-14", 17),
            ("2008-06-15", "2026-06-15", 18),
            ("2030-01-01", "2026-01-01", 0),
        ] {
            assert_eq!(age_on(day(birth), day(today)), age, "{birth} on {today}");
        }
    }

    #[test]
    fn late_evening_is_tomorrow_in_oslo() {
        let instant: DateTime<Utc> = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(oslo_date(instant), day("2026-07-01"));
        assert_eq!(oslo_midnight(day("2026-07-01")).to_rfc3339(), "2026-06-30T22:00:00+00:00");
    }

    proptest! {
        #[test]
        fn oslo_agrees_with_the_time_zone_database(seconds in 820_454_400_i64..4_102_444_800) {
            let instant = DateTime::from_timestamp(seconds, 0).unwrap();
            let oracle = instant.with_timezone(&chrono_tz::Europe::Oslo);
            prop_assert_eq!(oslo(instant).naive_local(), oracle.naive_local());
        }

        #[test]
        fn oslo_agrees_around_each_change(year in 1996_i32..2100, spring in proptest::bool::ANY, seconds in -7_200_i64..7_200) {
            let change = last_sunday(year, if spring { 3 } else { 10 }).and_time(change_of_clock()).and_utc();
            let instant = change + TimeDelta::seconds(seconds);
            let oracle = instant.with_timezone(&chrono_tz::Europe::Oslo);
            prop_assert_eq!(oslo(instant).naive_local(), oracle.naive_local());
        }

        #[test]
        fn a_day_begins_at_midnight(days in 0_u64..40_000) {
            let date = day("1996-01-01") + Days::new(days);
            let start = oslo(oslo_midnight(date));
            prop_assert_eq!((start.date_naive(), start.hour(), start.minute()), (date, 0, 0));
        }

        #[test]
        fn adding_business_days_lands_on_one(days in 0_u64..20_000, count in 1_u32..60) {
            let start = day("2020-01-01") + Days::new(days);
            let end = add_business_days(start, count);
            prop_assert!(is_business_day(end));
            prop_assert_eq!(business_days_between(start, end), i64::from(count));
        }
    }
}
