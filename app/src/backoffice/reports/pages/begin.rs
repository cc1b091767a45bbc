//! A new report: about which alerts, and whether they go to a draft that there is.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::backoffice::reports::api::{BEGIN_FORM, BeginReport, load_new_report};
use crate::backoffice::reports::model::{AlertChoice, NewReport, ReportLine, report_path};
use crate::backoffice::reports::words::alerts_text;
use crate::backoffice::words::{rule_text, severity_tag};
use crate::form::is_second_look;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, format, loaded,
    page_resource,
};

#[component]
pub fn NewReportPage() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let alert = Memo::new(move |_| map.with(|map| map.get("alert").unwrap_or_default()));
    let again = is_second_look();
    let new = page_resource(move || alert.get(), move |alert| load_new_report(alert, again));
    view! {
        <Title text=td_string!(locale, reports.new_title) />
        {loaded(new, |new: NewReport| view! { <New new=new /> })}
    }
}

#[component]
fn New(new: NewReport) -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, reports.new_about, name = new.name.clone());
    let to_alert = format!("/admin/alerts/{}", new.alert);
    let is_offered = new.alerts.iter().any(|choice| choice.id == new.alert);
    let body = match new.reported_in.clone() {
        Some(report) => view! {
            <div class="notice info" role="status">
                <Icon name=IconName::Info />
                <div><p>{td_string!(locale, reports.already)}</p></div>
                <a class="btn small" href=report_path(report.as_str())>{td_string!(locale, reports.to_report)}</a>
            </div>
        }
        .into_any(),
        None if !is_offered => view! {
            <div class="notice wait" role="status">
                <Icon name=IconName::Info />
                <div><p>{td_string!(locale, reports.not_reportable)}</p></div>
                <a class="btn small" href=to_alert.clone()>{td_string!(locale, reports.to_alert)}</a>
            </div>
        }
        .into_any(),
        None => view! { <Choices new=new /> }.into_any(),
    };
    view! {
        <header class="desk-head">
            <h1>{title}</h1>
            <a class="btn plain small" href=to_alert>{td_string!(locale, reports.to_alert)}</a>
        </header>
        {body}
    }
}

#[component]
fn Choices(new: NewReport) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<BeginReport, _>();
    let state = form_state(BEGIN_FORM, action, new.flash);
    let (alert, now) = (new.alert.clone(), new.now);
    let alerts =
        new.alerts.into_iter().map(|choice| alert_choice(locale, choice, &alert, now)).collect_view();
    let drafts = new.drafts;
    view! {
        <PostForm action=action attr:class="form panel">
            <ErrorSummary state=state />
            <p class="quiet">{td_string!(locale, reports.new_lead)}</p>
            <input type="hidden" name="form[alert]" value=new.alert.to_string() />
            <fieldset class="group checks" id=state.field_id("alerts")>
                <legend>{td_string!(locale, reports.new_alerts)}</legend>
                {alerts}
                {move || state.field_error("alerts").map(|text| view! { <p class="error">{text}</p> })}
            </fieldset>
            {(!drafts.is_empty()).then(|| view! { <Drafts state=state drafts=drafts now=now /> })}
            <div class="form-actions"><SubmitButton state=state class="btn">{td_string!(locale, reports.begin)}</SubmitButton></div>
        </PostForm>
    }
}

fn alert_choice(
    locale: Locale,
    choice: AlertChoice,
    first: &domain::ids::AlertId,
    now: DateTime<Utc>,
) -> impl IntoView + use<> {
    let id = format!("alert-{}", choice.id);
    let checked = choice.id == *first;
    let when = format::date_and_time(locale, choice.raised_at, now);
    let about = td_string!(locale, reports.new_findings, count = choice.findings, when = when);
    view! {
        <div class="check">
            <input id=id.clone() type="checkbox" name=format!("form[alerts][{}]", choice.id) value="true" checked=checked />
            <label for=id>
                {rule_text(locale, &choice.rule)} " " {severity_tag(locale, choice.severity)}
                " " <span class="quiet">{about}</span>
            </label>
        </div>
    }
}

/// The drafts about the same customer: one case is one report.
#[component]
fn Drafts(state: FormState, drafts: Vec<ReportLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let choices = drafts.into_iter().map(|draft| {
        let when = format::date_and_time(locale, draft.begun_at, now);
        let head = td_string!(locale, reports.into_draft, when = when);
        let (alerts, who) = (alerts_text(locale, draft.alerts), draft.begun_by.unwrap_or_default());
        let more = td_string!(locale, reports.into_draft_text, alerts = alerts, who = who);
        choice(draft.id.to_string(), head, more, false)
    });
    let (head, more) = (
        td_string!(locale, reports.new_report).to_owned(),
        td_string!(locale, reports.new_report_text).to_owned(),
    );
    view! {
        <fieldset class="group" id=state.field_id("into")>
            <legend>{td_string!(locale, reports.new_into)}</legend>
            <div class="choices">{choice(String::new(), head, more, true)} {choices.collect_view()}</div>
        </fieldset>
    }
}

fn choice(code: String, head: String, more: String, checked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="form[into]" value=code checked=checked />
            <span class="choice-body"><b>{head}</b><span class="quiet">{more}</span></span>
        </label>
    }
}
