//! Dates and times. How they are put together is among the words of a language (`locales/*/dates.json`), so that a
//! browser holds the months of its language only.
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::calendar::{oslo, oslo_date};

use crate::i18n::{Locale, td_string};

/// `20. november` or `20 November`, with the year when it is not this one.
#[must_use]
pub fn date(locale: Locale, date: NaiveDate, today: NaiveDate) -> String {
    let (day, year) = (date.day(), date.year());
    let month = nth(td_string!(locale, dates.months), date.month0());
    if year == today.year() {
        td_string!(locale, dates.day, day = day, month = month)
    } else {
        td_string!(locale, dates.day_and_year, day = day, month = month, year = year)
    }
}

/// `fredag 20. november` or `Friday 20 November`.
#[must_use]
pub fn weekday_and_date(locale: Locale, day: NaiveDate, today: NaiveDate) -> String {
    let text = date(locale, day, today);
    td_string!(locale, dates.weekday_and_date, weekday = weekday(locale, day), date = text)
}

/// `november 2026` or `November 2026`. Alone a month may have another form: `listopad`, but `20 listopada`.
#[must_use]
pub fn month_and_year(locale: Locale, day: NaiveDate) -> String {
    let month = nth(td_string!(locale, dates.months_alone), day.month0());
    td_string!(locale, dates.month_and_year, month = month, year = day.year())
}

/// `27.11.` or `27/11`: where there is little room.
#[must_use]
pub fn short_date(locale: Locale, day: NaiveDate) -> String {
    td_string!(locale, dates.short, day = day.day(), month = day.month())
}

/// The clock in Oslo: `14:05`, in every language.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    let local = oslo(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `20. november kl. 14:05` or `20 November at 14:05`.
#[must_use]
pub fn date_and_time(locale: Locale, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let day = date(locale, oslo_date(at), oslo_date(now));
    td_string!(locale, dates.date_and_time, date = day, time = time(at))
}

/// `fredag` or `Friday`.
#[must_use]
pub fn weekday(locale: Locale, date: NaiveDate) -> &'static str {
    nth(td_string!(locale, dates.weekdays), date.weekday().num_days_from_monday())
}

/// A name out of a list of words.
fn nth(names: &'static str, index: u32) -> &'static str {
    names.split(' ').nth(index as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn times_are_oslo_times() {
        let summer = Utc.with_ymd_and_hms(2026, 7, 1, 22, 30, 0).unwrap();
        assert_eq!(date_and_time(Locale::nb, summer, summer), "2. juli kl. 00:30");
        let winter = Utc.with_ymd_and_hms(2025, 12, 24, 14, 5, 0).unwrap();
        assert_eq!(date_and_time(Locale::en, winter, summer), "24 December 2025 at 15:05");
    }

    #[test]
    fn each_language_writes_dates_its_own_way() {
        let at = Utc.with_ymd_and_hms(2026, 11, 20, 13, 5, 0).unwrap();
        let (day, next_year) = (oslo_date(at), NaiveDate::from_ymd_opt(2027, 1, 1).unwrap());
        for (locale, weekday, whole, alone, moment, short) in [
            (
                Locale::nb,
                "fredag 20. november",
                "20. november 2026",
                "november 2026",
                "20. november kl. 14:05",
                "20.11.",
            ),
            (
                Locale::en,
                "Friday 20 November",
                "20 November 2026",
                "November 2026",
                "20 November at 14:05",
                "20/11",
            ),
            (
                Locale::pl,
                "piątek, 20 listopada",
                "20 listopada 2026",
                "listopad 2026",
                "20 listopada o 14:05",
                "20.11",
            ),
            (
                Locale::sr,
                "petak, 20. novembar",
                "20. novembar 2026.",
                "novembar 2026.",
                "20. novembar u 14:05",
                "20.11.",
            ),
            (
                Locale::bs,
                "petak, 20. novembar",
                "20. novembar 2026.",
                "novembar 2026.",
                "20. novembar u 14:05",
                "20.11.",
            ),
            (Locale::tr, "20 Kasım Cuma", "20 Kasım 2026", "Kasım 2026", "20 Kasım 14:05", "20.11"),
            (Locale::ur, "جمعہ، 20 نومبر", "20 نومبر 2026", "نومبر 2026", "20 نومبر، 14:05", "20/11"),
        ] {
            assert_eq!(weekday_and_date(locale, day, day), weekday);
            assert_eq!(date(locale, day, next_year), whole);
            assert_eq!(month_and_year(locale, day), alone);
            assert_eq!(date_and_time(locale, at, at), moment);
            assert_eq!(short_date(locale, day), short);
        }
    }

    #[test]
    fn each_language_names_twelve_months_and_seven_days() {
        for locale in Locale::ALL {
            for months in [td_string!(locale, dates.months), td_string!(locale, dates.months_alone)] {
                let names: std::collections::BTreeSet<_> = months.split(' ').collect();
                assert_eq!(names.len(), 12, "{locale:?}: {months}");
            }
            assert_eq!(td_string!(locale, dates.weekdays).split(' ').count(), 7, "{locale:?}");
        }
    }
}
