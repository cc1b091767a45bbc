//! The keypad, and the last sales beside it.
use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo_date;
use domain::merchant::ShopStatus;
use domain::merchant::refund::SaleState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::keypad::AmountField;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::pages::SaleTag;
use crate::merchant::till::api::{NewSale, SALE_FORM, load_till};
use crate::merchant::till::model::{SaleLine, Till, till_path};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, TextField, form_state, format, loaded,
    page_resource,
};

/// The whole of a reference may be typed, with its hyphen.
const SOUGHT_MAX_CHARS: u32 = 20;
const REFERENCE_MAX_CHARS: u32 = 40;

#[component]
pub fn TillPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let shop = params.with(|params| params.get("shop").unwrap_or_default());
        (shop, query.with(|query| query.get("ref").unwrap_or_default()))
    });
    let again = is_second_look();
    let till = page_resource(move || asked.get(), move |(shop, sought)| load_till(shop, sought, again));
    view! {
        <Title text=td_string!(locale, till.title) />
        {loaded(till, |till| view! { <OneTill till=till /> })}
    }
}

#[component]
fn OneTill(till: Till) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<NewSale, _>();
    let has_reference = till.flash.values.get("reference").is_some_and(|text| !text.is_empty());
    let state = form_state(SALE_FORM, action, till.flash.clone());
    let shop = till.shop.id.to_string();
    let status = till.shop.status;
    let name = till.shop.name.clone();
    view! {
        <ShopFrame shop=shop.clone() name=name status=status>
            <h1 class="visually-hidden">{td_string!(locale, till.title)}</h1>
            <div class="till-desk">
                {(status == ShopStatus::Active).then(|| {
                    view! {
                        <PostForm action=action attr:class="form card till-form">
                            <ErrorSummary state=state />
                            <input type="hidden" name="form[shop]" value=shop.clone() />
                            <AmountField state=state />
                            // Seldom needed, and the button must be in sight on a phone.
                            <details class="till-more" open=has_reference>
                                <summary class="btn link">{td_string!(locale, till.add_reference)}</summary>
                                <TextField
                                    state=state
                                    name="reference"
                                    label=td_string!(locale, till.reference)
                                    hint=td_string!(locale, till.reference_hint)
                                    required=false
                                    maxlength=REFERENCE_MAX_CHARS
                                />
                            </details>
                            <SubmitButton state=state>{td_string!(locale, till.show_code)}</SubmitButton>
                        </PostForm>
                    }
                })}
                <Recent till=till />
            </div>
        </ShopFrame>
    }
}

#[component]
fn Recent(till: Till) -> impl IntoView {
    let locale = use_locale();
    let all = till_path(till.shop.id.as_str());
    let empty = till.recent.is_empty();
    let sought = till.sought.clone();
    let (shop, now) = (till.shop.id.clone(), till.now);
    let rows = till.recent.into_iter().map(move |sale| {
        let href = format!("/shops/{shop}/sales/{}", sale.id);
        view! { <li><SaleRow sale=sale href=href now=now /></li> }
    });
    let none = match &sought {
        Some(end) => td_string!(locale, till.none_found, end = end.clone()),
        None => td_string!(locale, till.no_sales).to_owned(),
    };
    view! {
        <section class="card">
            <h2>{td_string!(locale, till.recent)}</h2>
            <form class="search" method="get" action=all.clone() role="search">
                <div class="field">
                    <label for="till-ref">{td_string!(locale, till.sought)}</label>
                    <div class="affix">
                        <Icon name=IconName::Search />
                        <input id="till-ref" type="search" name="ref" value=sought.clone() maxlength=SOUGHT_MAX_CHARS autocomplete="off" />
                        <button class="btn link" type="submit">{td_string!(locale, till.find)}</button>
                    </div>
                </div>
            </form>
            {empty.then(|| view! { <p class="quiet">{none}</p> })}
            {(!empty).then(|| view! { <ul class="rows">{rows.collect_view()}</ul> })}
            {sought.map(|_| view! { <a class="btn plain small" href=all rel="external">{td_string!(locale, till.all_recent)}</a> })}
        </section>
    }
}

#[component]
fn SaleRow(sale: SaleLine, href: String, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(now);
    let when = if oslo_date(sale.created_at) == today {
        format::time(sale.created_at)
    } else {
        format::date_and_time(locale, sale.created_at, now)
    };
    // What is paid back of it stands on its own page.
    let state = match sale.status {
        TransactionState::Processing => SaleState::Processing,
        TransactionState::Completed => SaleState::Paid,
        TransactionState::Failed => SaleState::Failed,
    };
    let about = sale.about.map(|about| format!("{about} · ")).unwrap_or_default();
    view! {
        <a class="row" href=href>
            <span class="text">
                <b class="num">{sale.id.reference()}</b>
                <span class="quiet">{about}{when}</span>
            </span>
            <span class="amount">
                <format::Amount value=sale.amount />
                <SaleTag state=state />
            </span>
        </a>
    }
}
