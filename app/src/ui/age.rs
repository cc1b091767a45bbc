//! How old something is, in words. From the server's clock: the same on server and browser.
use chrono::{DateTime, Utc};

use super::format;
use crate::i18n::{tu_string, use_i18n};

/// In whole minutes or hours, and from a day on as a date.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let i18n = use_i18n();
    let minutes = (now - at).num_minutes().max(0);
    match minutes {
        0 => tu_string!(i18n, common.just_now).to_owned(),
        1 => tu_string!(i18n, common.minute_ago).to_owned(),
        2..60 => tu_string!(i18n, common.minutes_ago, count = minutes).to_string(),
        60..120 => tu_string!(i18n, common.hour_ago).to_owned(),
        120..1440 => tu_string!(i18n, common.hours_ago, count = minutes / 60).to_string(),
        _ => format::date_and_time(i18n.get_locale_untracked(), at, now),
    }
}
