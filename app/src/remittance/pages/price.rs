//! A price as a customer reads it: what leaves, what it costs, what arrives.
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo_date;
use domain::fx::Rate;
use domain::money::{Currency, Money};
use domain::remittance::limit::LimitExceeded;
use domain::remittance::quote::{QuoteError, Terms};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::format::{self, Amount};

/// The rate as a sentence, with the mid-market rate and its date beside it.
#[component]
pub fn RateSentence(
    rate: Rate,
    mid_rate: Rate,
    to: Currency,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <p class="rate">
            {move || {
                td_string!(
                    locale,
                    send.rate_sentence,
                    rate = format::rate(locale, rate),
                    currency = to.code(),
                    mid = format::rate(locale, mid_rate),
                    as_of = format::date(locale, as_of, oslo_date(now))
                )
            }}
        </p>
    }
}

/// The sums of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    pub send: Money,
    pub fee: Money,
    pub margin: Money,
    pub debit: Money,
    pub receive: Money,
}

impl Sums {
    #[must_use]
    pub const fn of(terms: &Terms) -> Self {
        let Terms { send, fee, margin, debit, receive, .. } = *terms;
        Self { send, fee, margin, debit, receive }
    }
}

/// Why an amount has no price, in words.
#[must_use]
pub fn quote_problem(locale: Locale, problem: QuoteError) -> String {
    let money = |amount: Money| format::money(locale, amount);
    match problem {
        QuoteError::Limit(LimitExceeded::TooSmall { min }) => {
            td_string!(locale, send.at_least, amount = money(min))
        }
        QuoteError::Limit(LimitExceeded::TooLarge { max }) => {
            td_string!(locale, send.at_most, amount = money(max))
        }
        QuoteError::StaleRate { .. } => td_string!(locale, errors.rate_stale).to_string(),
        QuoteError::Limit(LimitExceeded::Day { left }) => {
            td_string!(locale, errors.day_limit, left = money(left))
        }
        QuoteError::Limit(LimitExceeded::Month { left }) => {
            td_string!(locale, errors.month_limit, left = money(left))
        }
        QuoteError::Money(_) | QuoteError::WrongCurrency => {
            td_string!(locale, errors.amount_malformed).to_string()
        }
    }
}

#[component]
pub fn PriceSummary(
    sums: Sums,
    #[prop(optional)] delivery: Option<(NaiveDate, DateTime<Utc>)>,
) -> impl IntoView {
    let locale = use_locale();
    let delivery = delivery.map(|(day, now)| {
        view! {
            <div>
                <dt>{td_string!(locale, send.delivery)}</dt>
                <dd>{move || format::weekday_and_date(locale, day, oslo_date(now))}</dd>
            </div>
        }
    });
    view! {
        <dl class="sum">
            <div><dt>{td_string!(locale, send.amount)}</dt><dd><Amount value=sums.send /></dd></div>
            <div><dt>{td_string!(locale, send.fee)}</dt><dd><Amount value=sums.fee /></dd></div>
            <div class="total"><dt>{td_string!(locale, send.debit)}</dt><dd><Amount value=sums.debit /></dd></div>
            <div><dt>{td_string!(locale, send.receives)}</dt><dd><Amount value=sums.receive /></dd></div>
            <div><dt>{td_string!(locale, send.margin)}</dt><dd><Amount value=sums.margin /></dd></div>
            {delivery}
        </dl>
    }
}
