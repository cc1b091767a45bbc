//! Reports in words.
use domain::access::KycStatus;
use domain::compliance::report::{Gap, Indicator, State, Step};
use domain::compliance::rules::Figures;
use domain::history::PaymentKind;
use domain::money::Money;
use domain::remittance::corridor::Country;

pub use crate::backoffice::words::rule_text;
use crate::i18n::{Locale, td_string};
use crate::ui::{country_name_in, format};

#[must_use]
pub fn state_text(locale: Locale, state: State) -> &'static str {
    match state {
        State::Draft => td_string!(locale, reports.state_draft),
        State::Proposed => td_string!(locale, reports.state_proposed),
        State::Submitted => td_string!(locale, reports.state_submitted),
        State::Acknowledged => td_string!(locale, reports.state_acknowledged),
        State::Withdrawn => td_string!(locale, reports.state_withdrawn),
    }
}

#[must_use]
pub fn step_text(locale: Locale, step: Step) -> &'static str {
    match step {
        Step::Begin => td_string!(locale, reports.did_begin),
        Step::Propose => td_string!(locale, reports.did_propose),
        Step::Return => td_string!(locale, reports.did_return),
        Step::Submit => td_string!(locale, reports.did_submit),
        Step::Acknowledge => td_string!(locale, reports.did_acknowledge),
        Step::Withdraw => td_string!(locale, reports.did_withdraw),
    }
}

#[must_use]
pub fn gap_text(locale: Locale, gap: Gap) -> &'static str {
    match gap {
        Gap::Suspicion => td_string!(locale, reports.gap_suspicion),
        Gap::Action => td_string!(locale, reports.gap_action),
        Gap::Indicators => td_string!(locale, reports.gap_indicators),
        Gap::Statements => td_string!(locale, reports.gap_statements),
        Gap::StatementPayments => td_string!(locale, reports.gap_statement_payments),
        Gap::Alerts => td_string!(locale, reports.gap_alerts),
        Gap::BirthDate => td_string!(locale, reports.gap_birth_date),
        Gap::NationalId => td_string!(locale, reports.gap_national_id),
        Gap::Address => td_string!(locale, reports.gap_address),
        Gap::Occupation => td_string!(locale, reports.gap_occupation),
    }
}

#[must_use]
pub fn indicator_text(locale: Locale, indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Structuring => td_string!(locale, reports.indicator_structuring),
        Indicator::UnusualPattern => td_string!(locale, reports.indicator_unusual_pattern),
        Indicator::UnusualAmount => td_string!(locale, reports.indicator_unusual_amount),
        Indicator::HighRiskCountry => td_string!(locale, reports.indicator_high_risk_country),
        Indicator::CommonBeneficiary => td_string!(locale, reports.indicator_common_beneficiary),
        Indicator::PassThrough => td_string!(locale, reports.indicator_pass_through),
        Indicator::ShopTakings => td_string!(locale, reports.indicator_shop_takings),
        Indicator::SourceOfFunds => td_string!(locale, reports.indicator_source_of_funds),
        Indicator::NoPurpose => td_string!(locale, reports.indicator_no_purpose),
        Indicator::Identity => td_string!(locale, reports.indicator_identity),
        Indicator::Sanctions => td_string!(locale, reports.indicator_sanctions),
        Indicator::TerrorFinancing => td_string!(locale, reports.indicator_terror_financing),
        Indicator::Fraud => td_string!(locale, reports.indicator_fraud),
        Indicator::Other => td_string!(locale, reports.indicator_other),
    }
}

/// A country in words, where Drop knows it.
#[must_use]
pub fn country_text(locale: Locale, code: &str) -> String {
    let known = code.parse::<Country>();
    known.map_or_else(|_| code.to_owned(), |country| country_name_in(locale, country).to_owned())
}

#[must_use]
pub fn kind_text(locale: Locale, kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Remittance => td_string!(locale, reports.kind_remittance),
        PaymentKind::QrPayment => td_string!(locale, reports.kind_qr_payment),
        PaymentKind::Refund => td_string!(locale, reports.kind_refund),
    }
}

#[must_use]
pub fn identity_text(locale: Locale, identity: KycStatus) -> &'static str {
    match identity {
        KycStatus::Pending => td_string!(locale, reports.identity_pending),
        KycStatus::Approved => td_string!(locale, reports.identity_approved),
        KycStatus::Rejected => td_string!(locale, reports.identity_rejected),
    }
}

/// How many of something, with the one or the other word.
#[must_use]
pub fn alerts_text(locale: Locale, count: i64) -> String {
    if count == 1 {
        td_string!(locale, reports.one_alert).to_owned()
    } else {
        td_string!(locale, reports.many_alerts, count = count)
    }
}

#[must_use]
pub fn payments_text(locale: Locale, count: usize) -> String {
    if count == 1 {
        td_string!(locale, reports.one_payment).to_owned()
    } else {
        td_string!(locale, reports.many_payments, count = count)
    }
}

/// What a rule has counted, as a sentence that somebody outside this house understands.
#[must_use]
pub fn figures_text(locale: Locale, figures: &Figures) -> String {
    let money = |amount: &Money| format::money(locale, *amount);
    match figures {
        Figures::JustUnder { threshold, count, total, of, senders, window_hours } => {
            let (threshold, total) = (money(threshold), money(total));
            let (count, of, hours) = (*count, *of, *window_hours);
            if *senders > 1 {
                td_string!(
                    locale,
                    reports.found_just_under_by_several,
                    count = count,
                    of = of,
                    threshold = threshold,
                    hours = hours,
                    total = total,
                    senders = *senders
                )
            } else {
                td_string!(
                    locale,
                    reports.found_just_under,
                    count = count,
                    of = of,
                    threshold = threshold,
                    hours = hours,
                    total = total
                )
            }
        }
        Figures::Many { count, total, window_hours, .. } => td_string!(
            locale,
            reports.found_many,
            count = *count,
            total = money(total),
            hours = *window_hours
        ),
        Figures::Much { total, count, window_hours, .. } => td_string!(
            locale,
            reports.found_much,
            count = *count,
            total = money(total),
            hours = *window_hours
        ),
        Figures::PassedOn { received, sent, minutes } => {
            let (received, sent) = (money(received), money(sent));
            td_string!(locale, reports.found_passed_on, received = received, sent = sent, minutes = *minutes)
        }
        Figures::Corridor { country, listed_since, total, window_days, .. } => {
            let since = format::date(locale, *listed_since, chrono::NaiveDate::default());
            td_string!(
                locale,
                reports.found_corridor,
                country = country_text(locale, &country.to_string()),
                since = since,
                total = money(total),
                days = *window_days
            )
        }
        Figures::Large { amount, boundary } => {
            td_string!(locale, reports.found_large, amount = money(amount), boundary = money(boundary))
        }
        other => other_figures_text(locale, other),
    }
}

fn other_figures_text(locale: Locale, figures: &Figures) -> String {
    let money = |amount: &Money| format::money(locale, *amount);
    match figures {
        Figures::FarAboveOwn { amount, largest_before, of, .. } => {
            let (amount, largest) = (money(amount), money(largest_before));
            td_string!(locale, reports.found_far_above, amount = amount, largest = largest, count = *of)
        }
        Figures::NewAccount { age_hours, count, total, window_hours } => td_string!(
            locale,
            reports.found_new_account,
            age = *age_hours,
            count = *count,
            total = money(total),
            hours = *window_hours
        ),
        Figures::Newcomers { count, total, window_hours, .. } => td_string!(
            locale,
            reports.found_newcomers,
            count = *count,
            total = money(total),
            hours = *window_hours
        ),
        Figures::Quiet { quiet_days, amount, .. } => {
            td_string!(locale, reports.found_quiet, days = *quiet_days, amount = money(amount))
        }
        Figures::Round { count, of, unit, window_days } => td_string!(
            locale,
            reports.found_round,
            count = *count,
            of = *of,
            unit = money(unit),
            days = *window_days
        ),
        Figures::Repeated { count, amount, window_minutes } => td_string!(
            locale,
            reports.found_repeated,
            count = *count,
            amount = money(amount),
            minutes = *window_minutes
        ),
        Figures::OwnShop { amount } => {
            td_string!(locale, reports.found_own_shop, amount = money(amount))
        }
        Figures::OnePayer { count, total, takings, window_days } => td_string!(
            locale,
            reports.found_one_payer,
            count = *count,
            total = money(total),
            takings = money(takings),
            days = *window_days
        ),
        Figures::Spike { today, usual, days, .. } => {
            td_string!(locale, reports.found_spike, today = money(today), usual = money(usual), days = *days)
        }
        // Those above; one that a rule adds is told as the rule tells it.
        known => known.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn figures_become_sentences_in_both_languages() {
        let nok = |kroner: i64| Money::new(kroner * 100, Currency::Nok);
        let split = Figures::JustUnder {
            threshold: nok(8_000),
            count: 9,
            total: nok(71_910),
            of: 9,
            senders: 1,
            window_hours: 168,
        };
        let nb = figures_text(Locale::nb, &split).replace('\u{a0}', " ");
        assert!(nb.contains("9 av 9") && nb.contains("8 000,00 kr") && nb.contains("71 910,00 kr"), "{nb}");
        let en = figures_text(Locale::en, &split).replace('\u{a0}', " ");
        assert!(en.contains("9 of 9") && en.contains("NOK 71,910.00"), "{en}");
        let spike = Figures::Spike { today: nok(90_000), usual: nok(9_000), days: 30, factor: 6 };
        assert!(figures_text(Locale::nb, &spike).replace('\u{a0}', " ").contains("90 000,00 kr"));
    }
}
