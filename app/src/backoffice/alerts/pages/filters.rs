//! What the queue is narrowed to: figures that lead to their part of it, a form that writes the address, and saved views.
use domain::compliance::alert::{AlertStatus, Outcome};
use domain::compliance::finding::{RuleName, Severity};
use domain::filter::SEARCH_MAX_CHARS;
use leptos::prelude::*;
use leptos_router::components::Form;

use super::parts::reload_after;
use super::words::{outcome_text, standing_text};
use crate::backoffice::alerts::api::{RemoveView, SaveView, VIEW_FORM};
use crate::backoffice::alerts::model::{Counts, OfficerChoice, SavedView};
use crate::backoffice::alerts::query::{AlertQuery, ME, NOBODY, OVERDUE, QUEUE, Standing, path_of};
use crate::backoffice::words::{rule_name, severity_text};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, TextField, form_state};

const VIEW_NAME_MAX_CHARS: u32 = 40;

/// The queue in figures; each leads to what it counts.
#[component]
pub fn Figures(counts: Counts, query: AlertQuery) -> impl IntoView {
    let locale = use_locale();
    let only = |change: fn(&mut AlertQuery)| {
        let mut query = AlertQuery::default();
        change(&mut query);
        query
    };
    let escalated = |query: &mut AlertQuery| AlertStatus::Escalated.as_str().clone_into(&mut query.status);
    let figures = [
        (counts.active, td_string!(locale, alerts.figure_active), AlertQuery::default()),
        (counts.mine, td_string!(locale, alerts.figure_mine), only(|query| ME.clone_into(&mut query.who))),
        (
            counts.free,
            td_string!(locale, alerts.figure_free),
            only(|query| NOBODY.clone_into(&mut query.who)),
        ),
        (
            counts.overdue,
            td_string!(locale, alerts.figure_overdue),
            only(|query| OVERDUE.clone_into(&mut query.due)),
        ),
        (
            counts.critical,
            td_string!(locale, alerts.figure_critical),
            only(|query| Severity::Critical.as_str().clone_into(&mut query.severity)),
        ),
        (counts.escalated, td_string!(locale, alerts.figure_escalated), only(escalated)),
        (
            counts.snoozed,
            td_string!(locale, alerts.figure_snoozed),
            only(|query| Standing::Snoozed.code().clone_into(&mut query.status)),
        ),
    ];
    let figures = figures.map(move |(count, words, to)| {
        let current = (to == query).then_some("true");
        let count = if counts.capped { format!("{count}+") } else { count.to_string() };
        view! { <li><a href=to.path(&[]) aria-current=current><b>{count}</b><span>{words}</span></a></li> }
    });
    view! { <ul class="counts tight" aria-label=td_string!(locale, alerts.figures)>{figures.collect_view()}</ul> }
}

/// The form, and what was saved of it.
#[component]
pub fn Filters(
    query: AlertQuery,
    officers: Vec<OfficerChoice>,
    views: Vec<SavedView>,
    view_flash: Flash,
) -> impl IntoView {
    let locale = use_locale();
    let statuses =
        Standing::ALL.map(move |one| (one.code().to_owned(), standing_text(locale, one).to_owned()));
    let severities = Severity::ALL.iter().rev();
    let severities = severities.map(move |one| (one.to_string(), severity_text(locale, *one).to_owned()));
    let rules = RuleName::ALL.iter().map(move |one| (one.to_string(), rule_name(locale, *one).to_owned()));
    let outcomes =
        Outcome::ALL.iter().map(move |one| (one.to_string(), outcome_text(locale, *one).to_owned()));
    let me = [
        (ME.to_owned(), td_string!(locale, alerts.me).to_owned()),
        (NOBODY.to_owned(), td_string!(locale, alerts.nobody).to_owned()),
    ];
    let people = me.into_iter().chain(officers.into_iter().map(move |one| (one.id.into_string(), one.name)));
    let overdue = [(OVERDUE.to_owned(), td_string!(locale, alerts.f_overdue).to_owned())];
    let typed = query.clone();
    view! {
        <aside class="queue-filters" aria-label=td_string!(locale, alerts.filters)>
            <Form method="GET" action=QUEUE attr:class="form panel tight" attr:role="search">
                <div class="field">
                    <label for="alerts-q">{td_string!(locale, alerts.search)}</label>
                    <p class="hint" id="alerts-q-hint">{td_string!(locale, alerts.search_hint)}</p>
                    <input
                        id="alerts-q"
                        type="search"
                        name="q"
                        value=typed.q
                        maxlength=SEARCH_MAX_CHARS
                        autocomplete="off"
                        aria-describedby="alerts-q-hint"
                        data-key="/"
                    />
                </div>
                <Choice name="status" label=td_string!(locale, alerts.f_status) value=typed.status options=statuses.into() />
                <Choice name="severity" label=td_string!(locale, alerts.f_severity) value=typed.severity options=severities.collect() any=true />
                <Choice name="rule" label=td_string!(locale, alerts.f_rule) value=typed.rule options=rules.collect() any=true />
                <Choice name="who" label=td_string!(locale, alerts.f_who) value=typed.who options=people.collect() any=true />
                <Choice name="due" label=td_string!(locale, alerts.f_due) value=typed.due options=overdue.into() any=true />
                <Choice name="outcome" label=td_string!(locale, alerts.f_outcome) value=typed.outcome options=outcomes.collect() any=true />
                <Day name="from" label=td_string!(locale, alerts.f_from) value=typed.from />
                <Day name="to" label=td_string!(locale, alerts.f_to) value=typed.to />
                <div class="form-actions">
                    <button class="btn small" type="submit">{td_string!(locale, alerts.show)}</button>
                    <a class="btn plain small" href=QUEUE>{td_string!(locale, alerts.clear)}</a>
                </div>
            </Form>
            <Views query=query views=views flash=view_flash />
        </aside>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    value: String,
    options: Vec<(String, String)>,
    /// Nothing may be chosen.
    #[prop(optional)]
    any: bool,
) -> impl IntoView {
    let locale = use_locale();
    let id = format!("alerts-{name}");
    let options = options.into_iter().map(move |(code, words)| {
        let selected = code == value.trim();
        view! { <option value=code selected=selected>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                {any.then(|| view! { <option value="">{td_string!(locale, alerts.any)}</option> })}
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Day(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    let id = format!("alerts-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id name=name type="date" value=value autocomplete="off" />
        </div>
    }
}

/// What this officer has narrowed the queue to before, and a name for what it is narrowed to now.
#[component]
fn Views(query: AlertQuery, views: Vec<SavedView>, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let none = views.is_empty();
    let remove = PostAction::to::<RemoveView, _>();
    let save = PostAction::to::<SaveView, _>();
    reload_after(remove);
    reload_after(save);
    let state = form_state(VIEW_FORM, save, flash);
    let saved = views.into_iter().map(move |one| {
        let label = td_string!(locale, alerts.remove_view, name = one.name.clone());
        view! {
            <li>
                <a href=path_of(&one.query)>{one.name}</a>
                <PostForm action=remove>
                    <input type="hidden" name="id" value=one.id.to_string() />
                    <button class="icon-btn" type="submit" aria-label=label><Icon name=IconName::Cross class="icon small" /></button>
                </PostForm>
            </li>
        }
    });
    view! {
        <section class="panel tight">
            <h2>{td_string!(locale, alerts.views)}</h2>
            {none.then(|| view! { <p class="quiet">{td_string!(locale, alerts.no_views)}</p> })}
            {(!none).then(|| view! { <ul class="saved-views">{saved.collect_view()}</ul> })}
            {(!query.is_empty()).then(|| view! {
                <PostForm action=save attr:class="form">
                    <ErrorSummary state=state />
                    <input type="hidden" name="form[query]" value=query.text(&[]) />
                    <TextField state=state name="name" label=td_string!(locale, alerts.view_name) maxlength=VIEW_NAME_MAX_CHARS />
                    <SubmitButton state=state class="btn plain small">{td_string!(locale, alerts.save_view)}</SubmitButton>
                </PostForm>
            })}
        </section>
    }
}
