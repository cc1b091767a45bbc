//! A change of a rule: the parameters, what they would have raised over the last days, and the proposal.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::compliance::finding::{RuleMode, RuleName};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::what_if::{Changes, WhatIf};
use super::words;
use crate::backoffice::rules::api::{PROPOSE, ProposeRule, load_change};
use crate::backoffice::rules::model::{
    ChangePage as Page, ChangeQuery, Parameter, ParameterKind, Tried, change_path, rule_path,
};
use crate::backoffice::words::{rule_about, rule_name};
use crate::error::FieldErrors;
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, TextArea, field_text, form_state,
    loaded, page_resource,
};

/// Longer than any list of thresholds or countries.
const VALUE_MAX_CHARS: u32 = 500;

#[component]
pub fn ChangePage(rule: String) -> impl IntoView {
    let again = is_second_look();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let mode = address.get("mode").unwrap_or_default();
            let values = address.latest_values().map(|(name, value)| (name.to_string(), value.to_owned()));
            let values = values.filter(|(name, _)| !matches!(name.as_str(), "mode" | "again")).collect();
            ChangeQuery { mode, values }
        })
    });
    let page = page_resource(
        move || (rule.clone(), query.get()),
        move |(rule, query)| load_change(rule, query, again),
    );
    loaded(page, |page| view! { <Change page=page /> })
}

#[component]
fn Change(page: Page) -> impl IntoView {
    let locale = use_locale();
    let name = rule_name(locale, page.name);
    let title = td_string!(locale, rules.change_title, rule = name);
    let back = rule_path(page.name.as_str());
    let waiting = page.is_waiting.then(|| {
        view! { <div class="notice wait"><Icon name=IconName::Clock /><div><p>{td_string!(locale, rules.another_waits)}</p></div></div> }
    });
    let (query, flash, now) = (page.query.clone(), page.flash, page.now);
    let may_propose = !page.is_waiting;
    let tried = page.tried.map(|tried| {
        view! { <Outcome rule=page.name query=query tried=tried may_propose=may_propose flash=flash now=now /> }
    });
    view! {
        <Title text=title.clone() />
        <header class="desk-head">
            <div class="stack tight">
                <a class="quiet" href=back>{name}</a>
                <h1>{title}</h1>
            </div>
        </header>
        <p>{rule_about(locale, page.name)}</p>
        {waiting}
        <ChangeForm rule=page.name mode=page.mode parameters=page.parameters query=page.query errors=page.errors />
        {tried}
    }
}

/// Everything that can be changed. It is sent to the page itself: trying something out changes nothing.
#[component]
fn ChangeForm(
    rule: RuleName,
    mode: RuleMode,
    parameters: Vec<Parameter>,
    query: ChangeQuery,
    errors: FieldErrors,
) -> impl IntoView {
    let locale = use_locale();
    let chosen = if query.is_empty() { mode.as_str().to_owned() } else { query.mode.clone() };
    let modes = RuleMode::ALL.iter().map(|mode| {
        let selected = mode.as_str() == chosen;
        view! { <option value=mode.as_str() selected=selected>{words::mode(locale, *mode)}</option> }
    });
    let modes = modes.collect_view();
    let mode_error = errors.get("mode").copied().map(field_text);
    let mode_invalid = mode_error.map(|_| "true");
    let error_id = mode_error.map(|_| "change-mode-error");
    let fields = parameters.into_iter().map(|parameter| {
        let typed = query.values.get(&parameter.name).cloned();
        let error = errors.get(&parameter.name).copied().map(field_text);
        view! { <ParameterField parameter=parameter typed=typed error=error /> }
    });
    let fields = fields.collect_view();
    view! {
        <form method="get" action=change_path(rule.as_str(), "", &BTreeMap::new()) class="panel form">
            <h2>{td_string!(locale, rules.try_title)}</h2>
            <div class="field short" data-invalid=mode_invalid>
                <label for="change-mode">{td_string!(locale, rules.col_mode)}</label>
                <p class="hint" id="change-mode-hint">{td_string!(locale, rules.mode_hint)}</p>
                <select id="change-mode" name="mode" aria-invalid=mode_invalid aria-describedby=error_id.unwrap_or("change-mode-hint")>{modes}</select>
                {mode_error.map(|text| view! { <p class="error" id="change-mode-error"><Icon name=IconName::Alert class="icon small" />{text}</p> })}
            </div>
            <div class="parameters">{fields}</div>
            <div class="form-actions">
                <button class="btn" type="submit"><Icon name=IconName::Activity />{td_string!(locale, rules.try_out)}</button>
                <a class="btn plain" href=change_path(rule.as_str(), "", &BTreeMap::new())>{td_string!(locale, rules.as_in_force)}</a>
            </div>
        </form>
    }
}

#[component]
fn ParameterField(parameter: Parameter, typed: Option<String>, error: Option<&'static str>) -> impl IntoView {
    let locale = use_locale();
    let id = format!("change-{}", parameter.name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if error.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
    let invalid = error.map(|_| "true");
    let range = td_string!(locale, rules.range, least = parameter.least, most = parameter.most);
    let hint = match parameter.kind {
        ParameterKind::Number => range,
        ParameterKind::Numbers => format!("{} {range}", td_string!(locale, rules.numbers_hint)),
        ParameterKind::Countries => td_string!(locale, rules.countries_hint).to_owned(),
    };
    let value = typed.unwrap_or(parameter.value);
    let input = if parameter.kind == ParameterKind::Countries {
        view! {
            <textarea id=id.clone() name=parameter.name.clone() rows=3 maxlength=VALUE_MAX_CHARS aria-invalid=invalid aria-describedby=described>{value}</textarea>
        }
        .into_any()
    } else {
        let inputmode = (parameter.kind == ParameterKind::Number).then_some("numeric");
        view! {
            <input id=id.clone() name=parameter.name.clone() type="text" value=value inputmode=inputmode maxlength=VALUE_MAX_CHARS autocomplete="off" required=true aria-invalid=invalid aria-describedby=described />
        }
        .into_any()
    };
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id>{words::parameter(locale, &parameter.name)}</label>
            <p class="hint" id=hint_id>{hint}</p>
            {input}
            {error.map(|text| view! { <p class="error" id=error_id><Icon name=IconName::Alert class="icon small" />{text}</p> })}
        </div>
    }
}

/// What was tried, what it would have raised, and the form that proposes just that.
#[component]
fn Outcome(
    rule: RuleName,
    query: ChangeQuery,
    tried: Tried,
    may_propose: bool,
    flash: Flash,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ProposeRule, _>();
    let state = form_state(PROPOSE, action, flash);
    let hidden = query.values.into_iter().map(|(name, value)| {
        let name = format!("form[{name}]");
        view! { <input type="hidden" name=name value=value /> }
    });
    let hidden = hidden.collect_view();
    let form = may_propose.then(|| {
        view! {
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[rule]" value=rule.as_str() />
                <input type="hidden" name="form[mode]" value=query.mode />
                {hidden}
                <TextArea state=state name="reason" label=td_string!(locale, rules.reason) hint=td_string!(locale, rules.reason_hint) />
                <div class="form-actions">
                    <SubmitButton state=state class="btn">{td_string!(locale, rules.propose)}</SubmitButton>
                </div>
            </PostForm>
        }
    });
    view! {
        <section class="panel" id="outcome">
            <h2>{td_string!(locale, rules.outcome)}</h2>
            <Changes changes=tried.changes />
            <WhatIf what_if=tried.what_if now=now />
            {form}
        </section>
    }
}
