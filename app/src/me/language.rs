//! Language, and the currency that is shown beside kroner.
use domain::money::Currency;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::api::{CURRENCY_FORM, ChooseCurrency, LANGUAGE_PAGE, load_choices};
use super::model::Choices;
use crate::form::is_second_look;
use crate::i18n::{Locale, td_string, use_locale};
use crate::identity::api::SetLanguage;
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, RadioField, SubmitButton, form_state, loaded,
    page_resource,
};

/// Kroner first: nothing beside them.
const CURRENCIES: [Currency; 7] =
    [Currency::Nok, Currency::Eur, Currency::Pln, Currency::Rsd, Currency::Bam, Currency::Try, Currency::Pkr];

#[component]
pub fn LanguagePage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let choices = page_resource(move || again, load_choices);
    view! {
        <Title text=td_string!(locale, me.language) />
        <h1>{td_string!(locale, me.language)}</h1>
        <Saved />
        <Languages />
        {loaded(choices, |choices| view! { <Beside choices=choices /> })}
        <p><a href="/me">{td_string!(locale, common.me)}</a></p>
    }
}

#[component]
fn Saved() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    move || {
        query.with(|query| query.get("saved").is_some()).then(|| {
            view! {
                <div class="notice good" role="status">
                    <Icon name=IconName::Check />
                    <div><p>{td_string!(locale, me.saved)}</p></div>
                </div>
            }
        })
    }
}

/// A button for each, in its own words. A plain form: the page is loaded anew in the language.
#[component]
fn Languages() -> impl IntoView {
    let now = use_locale();
    let buttons = Locale::ALL.into_iter().map(|locale| {
        let current = (locale == now).then_some("true");
        view! {
            <li>
                <button class="row" type="submit" name="language" value=locale.as_str() aria-current=current
                    lang=locale.tag() dir=locale.direction().as_str()>
                    <span class="text"><b>{locale.own_name()}</b></span>
                    {current.map(|_| view! { <Icon name=IconName::Check /> })}
                </button>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{td_string!(now, common.language)}</h2>
            <form method="post" action=SetLanguage::url()>
                <input type="hidden" name="back" value=LANGUAGE_PAGE />
                <ul class="rows">{buttons.collect_view()}</ul>
            </form>
        </section>
    }
}

#[component]
fn Beside(choices: Choices) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ChooseCurrency, _>();
    let mut flash = choices.flash;
    flash.values.entry("currency".to_owned()).or_insert_with(|| choices.currency.code().to_owned());
    let state = form_state(CURRENCY_FORM, action, flash);
    let options = CURRENCIES.map(|currency| {
        let name = format!("{} ({currency})", currency_name(locale, currency));
        let more = if currency == Currency::Nok { td_string!(locale, me.currency_none) } else { "" };
        (currency.code().to_owned(), name, more.to_owned())
    });
    view! {
        <section class="card">
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <RadioField state=state name="currency" legend=td_string!(locale, me.currency) options=options.to_vec()>
                    <p class="hint">{td_string!(locale, me.currency_hint)}</p>
                </RadioField>
                <div class="form-actions">
                    <SubmitButton state=state>{td_string!(locale, me.save)}</SubmitButton>
                </div>
            </PostForm>
        </section>
    }
}

fn currency_name(locale: Locale, currency: Currency) -> &'static str {
    match currency {
        Currency::Nok => td_string!(locale, me.currency_nok),
        Currency::Rsd => td_string!(locale, me.currency_rsd),
        Currency::Bam => td_string!(locale, me.currency_bam),
        Currency::Pln => td_string!(locale, me.currency_pln),
        Currency::Pkr => td_string!(locale, me.currency_pkr),
        Currency::Try => td_string!(locale, me.currency_try),
        Currency::Eur => td_string!(locale, me.currency_eur),
    }
}
