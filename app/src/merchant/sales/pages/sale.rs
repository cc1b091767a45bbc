//! One sale: how it stands, what it cost, what was paid back of it.
use domain::merchant::refund::SaleState;
use leptos::prelude::*;
use leptos_meta::Title;

use super::figures::SaleTag;
use super::param;
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_sale;
use crate::merchant::sales::model::{RefundRow, SaleView, sale_path};
use crate::ui::{Icon, IconName, StatusTag, follow, format, loaded, page_resource};

#[component]
pub fn SalePage() -> impl IntoView {
    let locale = use_locale();
    let (shop, sale) = (param("shop"), param("txn"));
    let view = page_resource(move || (shop.get(), sale.get()), |(shop, sale)| load_sale(shop, sale));
    let shown = RwSignal::new(None::<String>);
    follow("sale", shown, move || view.refetch());
    view! {
        <Title text=td_string!(locale, sales.title) />
        {loaded(view, move |view: SaleView| {
            let id = view.shop.id.to_string();
            Effect::new(move |_| shown.set(Some(id.clone())));
            view! {
                <ShopFrame shop=view.shop.id.to_string() name=view.shop.name.clone()>
                    <OneSale view=view />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn OneSale(view: SaleView) -> impl IntoView {
    let locale = use_locale();
    let own_page = sale_path(view.shop.id.as_str(), view.sale.id.as_str());
    let title = td_string!(locale, sales.sale, reference = view.sale.id.reference());
    let came_back = view.sale.state == SaleState::CameBack;
    let (may_refund, left) = (view.left.is_positive(), view.left);
    let refunds = view.refunds.clone();
    view! {
        <h1>{title}</h1>
        {came_back.then(|| view! {
            <div class="notice bad" role="status"><Icon name=IconName::Alert /><div><p>{td_string!(locale, sales.came_back)}</p></div></div>
        })}
        <section class="card">
            <p class="big-money"><format::Amount value=view.sale.amount /></p>
            <p role="status"><SaleTag state=view.sale.state /></p>
            <Facts view=view.clone() />
            <p class="quiet">{td_string!(locale, sales.payer_why)}</p>
        </section>
        {(!refunds.is_empty()).then(|| view! { <Refunds refunds=refunds view=view.clone() /> })}
        {may_refund.then(|| view! {
            <section class="card">
                <h2>{td_string!(locale, sales.refund_title)}</h2>
                <AmountForm action=format!("{own_page}/refund") left=format::money(locale, left) value=left.to_decimal_string() error=None />
            </section>
        })}
    }
}

#[component]
fn Facts(view: SaleView) -> impl IntoView {
    let locale = use_locale();
    let moment = |at| format::date_and_time(locale, at, view.now);
    let sale = view.sale;
    let code = sale.code.unwrap_or_else(|| td_string!(locale, sales.till).to_owned());
    view! {
        <dl class="pairs">
            <div><dt>{td_string!(locale, activity.date)}</dt><dd>{moment(sale.created_at)}</dd></div>
            {view.completed_at.map(|at| view! { <div><dt>{td_string!(locale, sales.paid_at)}</dt><dd>{moment(at)}</dd></div> })}
            {view.came_back_at.map(|at| view! { <div><dt>{td_string!(locale, sales.came_back_at)}</dt><dd>{moment(at)}</dd></div> })}
            <div><dt>{td_string!(locale, sales.payer)}</dt><dd>{sale.payer}</dd></div>
            <div><dt>{td_string!(locale, sales.code)}</dt><dd>{code}</dd></div>
            {sale.note.map(|note| view! { <div><dt>{td_string!(locale, sales.note)}</dt><dd>{note}</dd></div> })}
            <div><dt>{td_string!(locale, activity.reference)}</dt><dd class="ltr">{sale.id.reference()}</dd></div>
            <div><dt>{td_string!(locale, sales.fee)}</dt><dd><format::Amount value=sale.fee /></dd></div>
            <div><dt>{td_string!(locale, sales.refunded)}</dt><dd><format::Amount value=sale.refunded /></dd></div>
            <div><dt>{td_string!(locale, sales.left)}</dt><dd><format::Amount value=view.left /></dd></div>
        </dl>
    }
}

/// Each refund leads to its own receipt, which follows it.
#[component]
fn Refunds(refunds: Vec<RefundRow>, view: SaleView) -> impl IntoView {
    let locale = use_locale();
    let lines = refunds.into_iter().map(|refund| {
        let when = format::date_and_time(locale, refund.created_at, view.now);
        view! {
            <li>
                <a class="row" href=format!("/activity/{}", refund.id)>
                    <span class="text"><b>{td_string!(locale, sales.refund_made)}</b><span class="quiet">{when}</span></span>
                    <span class="amount"><format::Amount value=refund.amount.negated() /><StatusTag status=refund.status /></span>
                </a>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{td_string!(locale, sales.refunds)}</h2>
            <ul class="rows">{lines.collect_view()}</ul>
        </section>
    }
}

/// Asks how much to pay back. It writes the address of the review, so that it works without JavaScript.
#[component]
pub fn AmountForm(action: String, left: String, value: String, error: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let invalid = error.as_ref().map(|_| "true");
    let described =
        if error.is_some() { "refund-amount-hint refund-amount-error" } else { "refund-amount-hint" };
    view! {
        <form method="get" action=action class="form">
            <div class="field short" data-invalid=invalid>
                <label for="refund-amount">{td_string!(locale, sales.refund_amount)}</label>
                <p class="hint" id="refund-amount-hint">{td_string!(locale, sales.refund_lead, left = left)}</p>
                <input
                    id="refund-amount"
                    name="amount"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength="24"
                    required=true
                    value=value
                    aria-invalid=invalid
                    aria-describedby=described
                />
                {error.map(|text| view! {
                    <p class="error" id="refund-amount-error"><Icon name=IconName::Alert class="icon small" />{text}</p>
                })}
            </div>
            <div class="form-actions"><button class="btn" type="submit">{td_string!(locale, sales.refund_review)}</button></div>
        </form>
    }
}
