//! What stands on the pages for the codes of rules.
use domain::compliance::finding::RuleMode;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

pub fn mode(locale: Locale, mode: RuleMode) -> &'static str {
    match mode {
        RuleMode::Off => td_string!(locale, rules.mode_off),
        RuleMode::Test => td_string!(locale, rules.mode_test),
        RuleMode::Live => td_string!(locale, rules.mode_live),
    }
}

pub fn mode_tag(locale: Locale, of: RuleMode) -> impl IntoView + use<> {
    let class = match of {
        RuleMode::Off => "tag bad",
        RuleMode::Test => "tag wait",
        RuleMode::Live => "tag good",
    };
    view! { <span class=class>{mode(locale, of)}</span> }
}

/// A parameter as officers call it; one that has no words yet by its own name.
pub fn parameter(locale: Locale, name: &str) -> String {
    match name {
        "thresholds_kroner" => td_string!(locale, rules.p_thresholds_kroner).to_owned(),
        "margin_percent" => td_string!(locale, rules.p_margin_percent).to_owned(),
        "window_hours" => td_string!(locale, rules.p_window_hours).to_owned(),
        "window_days" => td_string!(locale, rules.p_window_days).to_owned(),
        "window_minutes" => td_string!(locale, rules.p_window_minutes).to_owned(),
        "low_count" => td_string!(locale, rules.p_low_count).to_owned(),
        "medium_count" => td_string!(locale, rules.p_medium_count).to_owned(),
        "high_count" => td_string!(locale, rules.p_high_count).to_owned(),
        "critical_count" => td_string!(locale, rules.p_critical_count).to_owned(),
        "share_percent" => td_string!(locale, rules.p_share_percent).to_owned(),
        "over_factor" => td_string!(locale, rules.p_over_factor).to_owned(),
        "hour_count" => td_string!(locale, rules.p_hour_count).to_owned(),
        "day_count" => td_string!(locale, rules.p_day_count).to_owned(),
        "day_sum_kroner" => td_string!(locale, rules.p_day_sum_kroner).to_owned(),
        "high_factor" => td_string!(locale, rules.p_high_factor).to_owned(),
        "usual_factor" => td_string!(locale, rules.p_usual_factor).to_owned(),
        "sum_usual_factor" => td_string!(locale, rules.p_sum_usual_factor).to_owned(),
        "critical_hour_count" => td_string!(locale, rules.p_critical_hour_count).to_owned(),
        "critical_floor_kroner" => td_string!(locale, rules.p_critical_floor_kroner).to_owned(),
        "passed_on_floor_kroner" => td_string!(locale, rules.p_passed_on_floor_kroner).to_owned(),
        "passed_on_percent" => td_string!(locale, rules.p_passed_on_percent).to_owned(),
        "passed_on_hours" => td_string!(locale, rules.p_passed_on_hours).to_owned(),
        "passed_on_factor" => td_string!(locale, rules.p_passed_on_factor).to_owned(),
        "countries" => td_string!(locale, rules.p_countries).to_owned(),
        "low_kroner" => td_string!(locale, rules.p_low_kroner).to_owned(),
        "medium_kroner" => td_string!(locale, rules.p_medium_kroner).to_owned(),
        "high_kroner" => td_string!(locale, rules.p_high_kroner).to_owned(),
        "remittance_kroner" => td_string!(locale, rules.p_remittance_kroner).to_owned(),
        "payment_kroner" => td_string!(locale, rules.p_payment_kroner).to_owned(),
        "own_factor" => td_string!(locale, rules.p_own_factor).to_owned(),
        "own_floor_kroner" => td_string!(locale, rules.p_own_floor_kroner).to_owned(),
        "own_count_min" => td_string!(locale, rules.p_own_count_min).to_owned(),
        "own_days" => td_string!(locale, rules.p_own_days).to_owned(),
        "age_days" => td_string!(locale, rules.p_age_days).to_owned(),
        "count" => td_string!(locale, rules.p_count).to_owned(),
        "sum_kroner" => td_string!(locale, rules.p_sum_kroner).to_owned(),
        "sum_count" => td_string!(locale, rules.p_sum_count).to_owned(),
        "short_hours" => td_string!(locale, rules.p_short_hours).to_owned(),
        "short_count" => td_string!(locale, rules.p_short_count).to_owned(),
        "long_hours" => td_string!(locale, rules.p_long_hours).to_owned(),
        "long_count" => td_string!(locale, rules.p_long_count).to_owned(),
        "quiet_days" => td_string!(locale, rules.p_quiet_days).to_owned(),
        "unit_kroner" => td_string!(locale, rules.p_unit_kroner).to_owned(),
        "floor_kroner" => td_string!(locale, rules.p_floor_kroner).to_owned(),
        "factor" => td_string!(locale, rules.p_factor).to_owned(),
        "days_min" => td_string!(locale, rules.p_days_min).to_owned(),
        other => other.replace('_', " "),
    }
}
