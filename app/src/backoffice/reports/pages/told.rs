//! What a report tells: whom it is about, why it is suspicious, and what happened. A draft is written on here.
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::report::{Content, Indicator, Reported, ReportedStatement, State, TEXT_MAX_CHARS};
use leptos::prelude::*;

use super::parts::{payment_cells, payment_heads};
use crate::backoffice::parts::Lines;
use crate::backoffice::reports::api::EDIT_FORM;
use crate::backoffice::reports::model::{ReportView, statement_path};
use crate::backoffice::reports::words::{identity_text, indicator_text, payments_text};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, FormState, PostAction, PostForm, SubmitButton, TextArea, form_state, format};

/// As the fields take them.
const TEXT_MAX: u32 = 8_000;
const _: () = assert!(TEXT_MAX_CHARS == TEXT_MAX as usize);
const SUSPICION_ROWS: u32 = 10;
const ACTION_ROWS: u32 = 5;

/// Why it is suspicious and what was done: a form while it is a draft.
#[component]
pub(super) fn Texts(view: ReportView, action: PostAction) -> impl IntoView {
    if view.state == State::Draft {
        view! { <Form view=view action=action /> }.into_any()
    } else {
        view! { <Written content=view.content /> }.into_any()
    }
}

#[component]
fn Form(view: ReportView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (content, mut flash) = (view.content, view.flashes.edit);
    if flash.error.is_none() {
        let mut values = BTreeMap::from([
            ("suspicion".to_owned(), content.suspicion),
            ("action".to_owned(), content.action),
        ]);
        values.extend(content.indicators.iter().map(|it| (format!("indicators[{it}]"), "true".to_owned())));
        flash = Flash { error: None, values };
    }
    let state = form_state(EDIT_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form panel">
            <ErrorSummary state=state />
            <input type="hidden" name="form[report]" value=content.id.to_string() />
            <input type="hidden" name="form[version]" value=view.version.to_string() />
            <TextArea
                state=state
                name="suspicion"
                label=td_string!(locale, reports.suspicion)
                hint=td_string!(locale, reports.suspicion_hint)
                required=false
                rows=SUSPICION_ROWS
                maxlength=TEXT_MAX
            />
            <TextArea
                state=state
                name="action"
                label=td_string!(locale, reports.action)
                hint=td_string!(locale, reports.action_hint)
                required=false
                rows=ACTION_ROWS
                maxlength=TEXT_MAX
            />
            <Indicators state=state />
            <div class="form-actions"><SubmitButton state=state class="btn">{td_string!(locale, reports.save)}</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn Indicators(state: FormState) -> impl IntoView {
    let locale = use_locale();
    let boxes = Indicator::ALL.iter().map(|&indicator| {
        let id = format!("indicator-{indicator}");
        let checked = state.value(&format!("indicators[{indicator}]")) == "true";
        view! {
            <div class="check">
                <input id=id.clone() type="checkbox" name=format!("form[indicators][{indicator}]") value="true" checked=checked />
                <label for=id>{indicator_text(locale, indicator)}</label>
            </div>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="group checks" id=state.field_id("indicators")>
            <legend>{td_string!(locale, reports.indicators)}</legend>
            {boxes}
        </fieldset>
    }
}

#[component]
fn Written(content: Content) -> impl IntoView {
    let locale = use_locale();
    let kinds = content.indicators.into_iter().map(|it| view! { <li>{indicator_text(locale, it)}</li> });
    let kinds = kinds.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.suspicion)}</h2>
            <Paragraphs text=content.suspicion />
            <h2>{td_string!(locale, reports.action)}</h2>
            <Paragraphs text=content.action />
            <h2>{td_string!(locale, reports.indicators)}</h2>
            <ul>{kinds}</ul>
        </section>
    }
}

#[component]
fn Paragraphs(text: String) -> impl IntoView {
    let locale = use_locale();
    if text.is_empty() {
        return view! { <p class="quiet">{td_string!(locale, reports.nothing_written)}</p> }.into_any();
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view().into_any()
}

/// What happened, one thing after the other, each with its payments.
#[component]
pub(super) fn Statements(view: ReportView) -> impl IntoView {
    let locale = use_locale();
    let (content, now) = (view.content, view.now);
    let is_draft = view.state == State::Draft;
    let total = content.total().filter(|_| !content.payments.is_empty()).map(|total| {
        let (total, payments) = (format::money(locale, total), payments_text(locale, content.payments.len()));
        td_string!(locale, reports.total, total = total, payments = payments)
    });
    let add = is_draft.then(|| {
        view! {
            <a class="btn plain small" href=statement_path(content.id.as_str(), "new")>{td_string!(locale, reports.statement_add)}</a>
        }
    });
    let each = content.statements.iter().enumerate().map(|(index, statement)| {
        view! { <Statement content=content.clone() statement=statement.clone() place=index + 1 is_draft=is_draft now=now /> }
    });
    let each = each.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.statements)}</h2>
            {total.map(|total| view! { <p class="quiet">{total}</p> })}
            {each}
            {add}
        </section>
    }
}

#[component]
fn Statement(
    content: Content,
    statement: ReportedStatement,
    place: usize,
    is_draft: bool,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, reports.statement, number = place);
    let edit = is_draft.then(|| {
        let path = statement_path(content.id.as_str(), &statement.number.to_string());
        let name = format!("{}: {title}", td_string!(locale, reports.statement_edit));
        view! { <a class="btn plain small" href=path aria-label=name>{td_string!(locale, reports.statement_edit)}</a> }
    });
    let payments: Vec<_> = statement.payments.iter().filter_map(|id| content.payment(id).cloned()).collect();
    let table = if payments.is_empty() {
        view! { <p class="quiet">{td_string!(locale, reports.statement_no_payments)}</p> }.into_any()
    } else {
        let lines = payments
            .into_iter()
            .map(|payment| view! { <tr role="row">{payment_cells(locale, payment, now)}</tr> });
        let lines = lines.collect_view();
        view! { <Lines label=title.clone() heads=payment_heads(locale)>{lines}</Lines> }.into_any()
    };
    view! {
        <div class="desk-head"><h3>{title}</h3>{edit}</div>
        <Paragraphs text=statement.text />
        {table}
    }
}

/// The customer, as far as they are known.
#[component]
pub(super) fn Person(person: Reported, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let unknown = || td_string!(locale, reports.unknown).to_owned();
    let day = |day: NaiveDate| format::date(locale, day, NaiveDate::default());
    let address = person.street.as_ref().map(|street| {
        format!(
            "{street}, {} {}",
            person.postal_code.clone().unwrap_or_default(),
            person.city.clone().unwrap_or_default()
        )
    });
    let facts = [
        (td_string!(locale, reports.name), person.name()),
        (td_string!(locale, reports.birth_date), person.birth_date.map_or_else(unknown, day)),
        (td_string!(locale, reports.national_id), person.number.map_or_else(unknown, |number| number.masked)),
        (td_string!(locale, reports.nationality), person.nationality.unwrap_or_else(unknown)),
        (td_string!(locale, reports.address), address.unwrap_or_else(unknown)),
        (td_string!(locale, reports.occupation), person.occupation.unwrap_or_else(unknown)),
        (td_string!(locale, reports.phone), person.phone.unwrap_or_else(unknown)),
        (td_string!(locale, reports.email), person.email),
        (
            td_string!(locale, reports.customer_since),
            format::date_and_time(locale, person.customer_since, now),
        ),
        (td_string!(locale, reports.identity), identity_text(locale, person.identity).to_owned()),
    ];
    let facts = facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let facts = facts.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.person)}</h2>
            <dl class="facts">{facts}</dl>
            <p><a href=format!("/admin/customers/{}", person.id)>{td_string!(locale, reports.to_customer)}</a></p>
        </section>
    }
}
