//! Figures of the overview in words.
use domain::compliance::finding::{RuleName, Severity};

use super::model::{Age, COUNTED_MAX};
use crate::i18n::{td_string, use_locale};

pub(super) fn severity_text(severity: Severity) -> &'static str {
    let locale = use_locale();
    match severity {
        Severity::Low => td_string!(locale, overview.low),
        Severity::Medium => td_string!(locale, overview.medium),
        Severity::High => td_string!(locale, overview.high),
        Severity::Critical => td_string!(locale, overview.critical),
    }
}

pub(super) fn age_text(age: Age) -> &'static str {
    let locale = use_locale();
    match age {
        Age::Day => td_string!(locale, overview.age_day),
        Age::ThreeDays => td_string!(locale, overview.age_three_days),
        Age::Week => td_string!(locale, overview.age_week),
        Age::Month => td_string!(locale, overview.age_month),
        Age::Older => td_string!(locale, overview.age_older),
    }
}

pub(super) fn rule_text(rule: RuleName) -> &'static str {
    let locale = use_locale();
    match rule {
        RuleName::Structuring => td_string!(locale, overview.structuring),
        RuleName::Velocity => td_string!(locale, overview.velocity),
        RuleName::HighRiskCorridor => td_string!(locale, overview.high_risk_corridor),
        RuleName::LargeAmount => td_string!(locale, overview.large_amount),
        RuleName::NewAccountBurst => td_string!(locale, overview.new_account_burst),
        RuleName::FanOut => td_string!(locale, overview.fan_out),
        RuleName::SharedBeneficiary => td_string!(locale, overview.shared_beneficiary),
        RuleName::DormantReactivated => td_string!(locale, overview.dormant_reactivated),
        RuleName::RoundAmounts => td_string!(locale, overview.round_amounts),
        RuleName::RapidRepeat => td_string!(locale, overview.rapid_repeat),
        RuleName::MerchantSelfPayment => td_string!(locale, overview.merchant_self_payment),
        RuleName::MerchantSpike => td_string!(locale, overview.merchant_spike),
    }
}

/// A count, or that there are at least so many.
pub(super) fn counted(count: i64) -> String {
    if count >= COUNTED_MAX { format!("{COUNTED_MAX}+") } else { count.to_string() }
}

/// `45 min`, `3 t` or `2 d`: as exact as somebody plans by.
pub(super) fn lasted(minutes: i64) -> String {
    let locale = use_locale();
    match minutes {
        ..60 => td_string!(locale, overview.minutes, count = minutes).to_string(),
        60..2880 => td_string!(locale, overview.hours, count = minutes / 60).to_string(),
        _ => td_string!(locale, overview.days, count = minutes / 1440).to_string(),
    }
}
