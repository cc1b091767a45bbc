//! One shop: who it is, what was sold lately, alerts about its owner, and the form that stops it or lets it go on.
use chrono::{DateTime, Utc};
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;

use super::words::{register_tag, status_tag};
use crate::backoffice::merchants::api::{DecideShop, SHOP_FORM, load_staff_shop};
use crate::backoffice::merchants::model::{AlertLine, Change, Lately, Register, SHOPS_PATH, ShopView};
use crate::backoffice::parts::{Event, Timeline, done};
use crate::backoffice::words::{rule_text, severity_tag};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, TextArea, ago, form_state, format, loaded, page_resource,
};

/// The longest that `merchant_events.reason` may be.
const REASON_MAX_CHARS: u32 = 300;

#[component]
pub fn ShopPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<DecideShop, _>();
    let decided = done(action);
    let shop = page_resource(move || (id.clone(), decided.get()), |(id, _)| load_staff_shop(id));
    view! {
        <Title text=td_string!(locale, merchants.shop) />
        {loaded(shop, move |shop: ShopView| view! { <Shop shop=shop action=action /> })}
    }
}

#[component]
fn Shop(shop: ShopView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (lately, alerts, now) = (shop.lately.clone(), shop.alerts.clone(), shop.now);
    let events = events(shop.changes.clone());
    view! {
        <header class="desk-head">
            <h1>{shop.line.name.clone()}</h1>
            <div class="cluster">
                {status_tag(locale, shop.line.status)}
                {register_tag(locale, &shop.line.register)}
                <a class="btn plain small" href=SHOPS_PATH>{td_string!(locale, merchants.to_list)}</a>
            </div>
        </header>
        <LatelyFigures lately=lately />
        <div class="case">
            <div>
                <Facts shop=shop.clone() />
                <Alerts alerts=alerts now=now />
            </div>
            <aside>
                <Verdict shop=shop action=action />
                <Timeline title=td_string!(locale, merchants.history) events=events now=now />
            </aside>
        </div>
    }
}

fn events(changes: Vec<Change>) -> Vec<Event> {
    let locale = use_locale();
    let event = |one: Change| {
        let what = match (one.before, one.after) {
            (before, after) if before == Some(after) => td_string!(locale, merchants.did_confirm),
            (None, _) => td_string!(locale, merchants.did_open),
            (_, ShopStatus::Suspended) => td_string!(locale, merchants.did_suspend),
            (_, ShopStatus::Closed) => td_string!(locale, merchants.did_close),
            (_, ShopStatus::Active) => td_string!(locale, merchants.did_resume),
        };
        Event { at: one.at, by: one.by, what: what.to_owned(), why: one.reason }
    };
    changes.into_iter().map(event).collect()
}

#[component]
fn LatelyFigures(lately: Lately) -> impl IntoView {
    let locale = use_locale();
    let figures = [
        (lately.sales.to_string(), td_string!(locale, merchants.sales)),
        (format::money(locale, lately.turnover), td_string!(locale, merchants.turnover)),
        (format::money(locale, lately.refunded), td_string!(locale, merchants.refunds)),
        (lately.payers.to_string(), td_string!(locale, merchants.payers)),
        (format::money(locale, lately.from_owner), td_string!(locale, merchants.own_share)),
    ];
    let figures =
        figures.map(|(figure, words)| view! { <li><div><b>{figure}</b><span>{words}</span></div></li> });
    view! {
        <section class="stack tight" aria-labelledby="lately">
            <h2 id="lately">{td_string!(locale, merchants.figures)}</h2>
            <ul class="counts">{figures.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Facts(shop: ShopView) -> impl IntoView {
    let locale = use_locale();
    let line = shop.line;
    let opened = format::date_and_time(locale, line.opened_at, shop.now);
    view! {
        <section class="panel">
            <h2>{td_string!(locale, merchants.shop)}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, merchants.org_number)}</dt><dd class="ltr">{line.org_number}</dd></div>
                {shop.registered_name.map(|name| view! {
                    <div><dt>{td_string!(locale, merchants.registered_name)}</dt><dd>{name}</dd></div>
                })}
                {shop.address.map(|address| view! {
                    <div><dt>{td_string!(locale, merchants.address)}</dt><dd>{address}</dd></div>
                })}
                <div><dt>{td_string!(locale, merchants.account)}</dt><dd class="ltr">{shop.account}</dd></div>
                <div>
                    <dt>{td_string!(locale, merchants.owner)}</dt>
                    <dd><a href=format!("/admin/customers/{}", line.owner)>{line.owner_name}</a></dd>
                </div>
                <div><dt>{td_string!(locale, merchants.opened_at)}</dt><dd>{opened}</dd></div>
            </dl>
        </section>
    }
}

#[component]
fn Alerts(alerts: Vec<AlertLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let none =
        alerts.is_empty().then(|| view! { <p class="quiet">{td_string!(locale, merchants.no_alerts)}</p> });
    let lines = alerts.into_iter().map(|alert| {
        let name = rule_text(locale, &alert.rule);
        view! {
            <div>
                <dt><a href=format!("/admin/alerts/{}", alert.id)>{name}</a> " " {severity_tag(locale, alert.severity)}</dt>
                <dd>{ago(alert.at, now)}</dd>
            </div>
        }
    });
    let lines = lines.collect::<Vec<_>>();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, merchants.alerts)}</h2>
            {none}
            {(!lines.is_empty()).then(|| view! { <dl class="facts">{lines}</dl> })}
        </section>
    }
}

/// Stops an open shop, or lets a stopped one go on; confirms one that the register speaks against or is silent about.
#[component]
fn Verdict(shop: ShopView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(SHOP_FORM, action, shop.flash);
    let turn = match shop.line.status {
        ShopStatus::Active => Some((
            "suspend",
            td_string!(locale, merchants.suspend),
            td_string!(locale, merchants.suspend_text),
            "btn danger",
        )),
        ShopStatus::Suspended => Some((
            "resume",
            td_string!(locale, merchants.resume),
            td_string!(locale, merchants.resume_text),
            "btn",
        )),
        ShopStatus::Closed => None,
    };
    let confirm = (shop.line.register != Register::Confirmed).then(|| {
        let (name, text) =
            (td_string!(locale, merchants.confirm), td_string!(locale, merchants.confirm_text));
        ("confirm", name, text, "btn")
    });
    let steps: Vec<_> = [confirm, turn].into_iter().flatten().collect();
    if steps.is_empty() {
        return view! {
            <section class="panel">
                <h2>{td_string!(locale, merchants.closed)}</h2>
                <p>{td_string!(locale, merchants.closed_text)}</p>
            </section>
        }
        .into_any();
    }
    let about =
        steps.iter().map(|(_, name, text, _)| view! { <p><b>{*name}</b>": "{*text}</p> }).collect_view();
    let buttons = steps.iter().map(|(step, name, _, class)| {
        view! {
            <button class=*class type="submit" name="form[step]" value=*step aria-busy=move || state.pending.get().to_string() disabled=move || state.pending.get()>
                {*name}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, merchants.decide)}</h2>
            {about}
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[shop]" value=shop.line.id.to_string() />
                <TextArea state=state name="reason" label=td_string!(locale, merchants.reason) hint=td_string!(locale, merchants.reason_hint) maxlength=REASON_MAX_CHARS />
                <div class="form-actions">{buttons}</div>
            </PostForm>
        </section>
    }
    .into_any()
}
