//! How old something is, in words. From the server's clock: the same on server and browser.
use chrono::{DateTime, Utc};

use super::format;
use crate::i18n::{td_string, use_locale};

/// In whole minutes or hours, and from a day on as a date.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let locale = use_locale();
    let minutes = (now - at).num_minutes().max(0);
    match minutes {
        0 => td_string!(locale, common.just_now).to_owned(),
        1 => td_string!(locale, common.minute_ago).to_owned(),
        2..60 => td_string!(locale, common.minutes_ago, count = minutes),
        60..120 => td_string!(locale, common.hour_ago).to_owned(),
        120..1440 => td_string!(locale, common.hours_ago, count = minutes / 60),
        _ => format::date_and_time(locale, at, now),
    }
}
