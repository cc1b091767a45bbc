//! What a rule has counted, and against which boundary, in a sentence.
use chrono::NaiveDate;
use domain::compliance::rules::{CountryCode, Figures};
use domain::money::Money;
use domain::remittance::corridor::Country;

use crate::i18n::{Locale, td_string};
use crate::ui::{country_name_in, format};

/// One sentence or two for an officer.
pub fn figures_text(locale: Locale, figures: &Figures, today: NaiveDate) -> String {
    let money = |amount: &Money| format::money(locale, *amount);
    match figures {
        Figures::JustUnder { threshold, count, total, of, senders, window_hours } => td_string!(
            locale,
            alerts.just_under,
            threshold = money(threshold),
            count = *count,
            total = money(total),
            of = *of,
            senders = *senders,
            hours = *window_hours
        ),
        Figures::Many { count, total, boundary, window_hours } => td_string!(
            locale,
            alerts.many,
            count = *count,
            total = money(total),
            boundary = *boundary,
            hours = *window_hours
        ),
        Figures::Much { total, count, boundary, window_hours } => td_string!(
            locale,
            alerts.much,
            total = money(total),
            count = *count,
            boundary = money(boundary),
            hours = *window_hours
        ),
        Figures::PassedOn { received, sent, minutes } => td_string!(
            locale,
            alerts.passed_on,
            received = money(received),
            sent = money(sent),
            minutes = *minutes
        ),
        Figures::Corridor { country, listed_since, total, boundary, window_days } => td_string!(
            locale,
            alerts.corridor,
            country = country_text(locale, *country),
            since = format::date(locale, *listed_since, today),
            total = money(total),
            boundary = money(boundary),
            days = *window_days
        ),
        Figures::Large { .. } | Figures::FarAboveOwn { .. } | Figures::Quiet { .. } => {
            amount_text(locale, figures)
        }
        Figures::Newcomers { count, boundary, total, window_hours } => td_string!(
            locale,
            alerts.newcomers,
            count = *count,
            boundary = *boundary,
            total = money(total),
            hours = *window_hours
        ),
        _ => pattern_text(locale, figures),
    }
}

/// What rests on one amount.
fn amount_text(locale: Locale, figures: &Figures) -> String {
    let money = |amount: &Money| format::money(locale, *amount);
    match figures {
        Figures::Large { amount, boundary } => {
            td_string!(locale, alerts.large, amount = money(amount), boundary = money(boundary))
        }
        Figures::FarAboveOwn { amount, largest_before, of, factor } => td_string!(
            locale,
            alerts.far_above_own,
            amount = money(amount),
            largest = money(largest_before),
            of = *of,
            factor = *factor
        ),
        Figures::Quiet { quiet_days, boundary_days, amount } => td_string!(
            locale,
            alerts.quiet,
            days = *quiet_days,
            boundary = *boundary_days,
            amount = money(amount)
        ),
        other => other.to_string(),
    }
}

/// What rests on a habit, or on a shop.
fn pattern_text(locale: Locale, figures: &Figures) -> String {
    let money = |amount: &Money| format::money(locale, *amount);
    match figures {
        Figures::NewAccount { age_hours, count, total, window_hours } => td_string!(
            locale,
            alerts.new_account,
            age = *age_hours,
            count = *count,
            total = money(total),
            hours = *window_hours
        ),
        Figures::Round { count, of, unit, window_days } => td_string!(
            locale,
            alerts.round,
            count = *count,
            of = *of,
            unit = money(unit),
            days = *window_days
        ),
        Figures::Repeated { count, amount, window_minutes } => td_string!(
            locale,
            alerts.repeated,
            count = *count,
            amount = money(amount),
            minutes = *window_minutes
        ),
        Figures::OwnShop { amount } => {
            td_string!(locale, alerts.own_shop, amount = money(amount))
        }
        Figures::OnePayer { count, total, takings, window_days } => td_string!(
            locale,
            alerts.one_payer,
            count = *count,
            total = money(total),
            takings = money(takings),
            days = *window_days
        ),
        Figures::Spike { today, usual, days, factor } => td_string!(
            locale,
            alerts.spike,
            today = money(today),
            usual = money(usual),
            days = *days,
            factor = *factor
        ),
        other => other.to_string(),
    }
}

fn country_text(locale: Locale, code: CountryCode) -> String {
    let code = code.to_string();
    code.parse::<Country>().map_or(code, |country| country_name_in(locale, country).to_owned())
}
