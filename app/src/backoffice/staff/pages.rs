//! The list of staff, and one of them.
use domain::access::Role;
use domain::compliance::staff::StaffDecision;
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{DecideStaff, load_person, load_staff};
use super::model::{Decided, OpenLogin, Person, PersonPage as Page, StaffList, person_path};
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::ui::format::{date, date_and_time};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SelectField, SubmitButton, TextArea, ago, form_state, loaded,
    page_resource,
};

#[component]
pub fn StaffListPage() -> impl IntoView {
    let locale = use_locale();
    let staff = page_resource(|| (), |()| load_staff());
    view! {
        <Title text=td_string!(locale, staff.title) />
        <header class="desk-head"><h1 id="staff-title">{td_string!(locale, staff.title)}</h1></header>
        {loaded(staff, |staff| view! { <People staff=staff /> })}
    }
}

#[component]
fn People(staff: StaffList) -> impl IntoView {
    let locale = use_locale();
    let now = staff.now;
    let headings = [
        td_string!(locale, staff.name),
        td_string!(locale, staff.role),
        td_string!(locale, staff.state),
        td_string!(locale, staff.factor),
        td_string!(locale, staff.last_seen),
        td_string!(locale, staff.logins),
    ];
    let heads = headings.map(|text| view! { <th role="columnheader" scope="col">{text}</th> }).collect_view();
    let rows = staff.people.into_iter().map(|person| {
        let seen = person.last_seen_at.map_or_else(|| td_string!(locale, staff.never).to_owned(), |at| ago(at, now));
        let factor = factor_text(&person);
        view! {
            <tr role="row">
                <td role="cell" class="lead">
                    <a href=person_path(person.id.as_str())>{person.name.clone()}</a>
                    {person.is_me.then(|| view! { " " <span class="quiet">{td_string!(locale, staff.me)}</span> })}
                    <br /><span class="quiet">{person.email.clone()}</span>
                </td>
                <td role="cell" data-label=headings[1]>{role_text(person.role)}</td>
                <td role="cell" data-label=headings[2]><State person=person.clone() /></td>
                <td role="cell" data-label=headings[3]>{factor}</td>
                <td role="cell" data-label=headings[4]>{seen}</td>
                <td role="cell" data-label=headings[5]>{person.open_logins}</td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap" role="region" aria-labelledby="staff-title" tabindex="0">
            <table class="table dense" role="table">
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="quiet">{td_string!(locale, staff.add_hint)}</p>
    }
}

#[component]
fn State(person: Person) -> impl IntoView {
    let locale = use_locale();
    match person.deactivated_at {
        Some(_) => view! { <span class="tag bad">{td_string!(locale, staff.deactivated)}</span> },
        None => view! { <span class="tag good">{td_string!(locale, staff.active)}</span> },
    }
}

fn role_text(role: Role) -> &'static str {
    let locale = use_locale();
    match role {
        Role::Admin => td_string!(locale, staff.lead),
        Role::Compliance => td_string!(locale, staff.officer),
        Role::User | Role::Merchant => "–",
    }
}

fn factor_text(person: &Person) -> String {
    let locale = use_locale();
    match person.enrolled_at {
        Some(_) => td_string!(locale, staff.codes_left, count = person.codes_left),
        None => td_string!(locale, staff.no_factor).to_owned(),
    }
}

#[component]
pub fn StaffPersonPage(id: String) -> impl IntoView {
    let again = is_second_look();
    let page = page_resource(move || id.clone(), move |id| load_person(id, again));
    view! { {loaded(page, |page| view! { <OnePerson page=page /> })} }
}

#[component]
fn OnePerson(page: Page) -> impl IntoView {
    let locale = use_locale();
    let (person, now) = (page.person, page.now);
    let day = |at: chrono::DateTime<chrono::Utc>| {
        date(locale, domain::calendar::oslo_date(at), domain::calendar::oslo_date(now))
    };
    let seen =
        person.last_seen_at.map_or_else(|| td_string!(locale, staff.never).to_owned(), |at| ago(at, now));
    let factor = factor_text(&person);
    view! {
        <Title text=person.name.clone() />
        <header class="desk-head">
            <h1>{person.name.clone()}</h1>
            <div class="cluster"><State person=person.clone() /><a href="/admin/staff">{td_string!(locale, staff.all)}</a></div>
        </header>
        <section class="panel">
            <dl class="facts">
                <div><dt>{td_string!(locale, identity.email)}</dt><dd class="ltr">{person.email.clone()}</dd></div>
                <div><dt>{td_string!(locale, staff.role)}</dt><dd>{role_text(person.role)}</dd></div>
                <div><dt>{td_string!(locale, staff.since)}</dt><dd>{day(person.since)}</dd></div>
                <div><dt>{td_string!(locale, staff.factor)}</dt><dd>{factor}</dd></div>
                <div><dt>{td_string!(locale, staff.last_seen)}</dt><dd>{seen}</dd></div>
            </dl>
            <p><a href=format!("/admin/audit?person={}", person.email)>{td_string!(locale, staff.audit)}</a></p>
        </section>
        <Logins logins=page.logins now=now />
        <Decision person=person flash=page.flash />
        <Decisions decisions=page.decisions now=now />
    }
}

#[component]
fn Logins(logins: Vec<OpenLogin>, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let none = logins.is_empty();
    let rows = logins.into_iter().map(|login| {
        let since = td_string!(locale, staff.login_since, when = date_and_time(locale, login.since, now));
        view! {
            <div>
                <dt>{login.device} " " <span class="ltr">{login.address}</span></dt>
                <dd>{since} ", " {td_string!(locale, staff.login_seen, when = ago(login.last_seen_at, now))}</dd>
            </div>
        }
    });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, staff.logins)}</h2>
            {none.then(|| view! { <p class="quiet">{td_string!(locale, staff.no_logins)}</p> })}
            <dl class="facts">{rows.collect_view()}</dl>
        </section>
    }
}

#[component]
fn Decision(person: Person, flash: crate::form::Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<DecideStaff, _>();
    let state = form_state("staff", action, flash);
    if person.is_me {
        return view! { <p class="quiet">{td_string!(locale, staff.not_oneself)}</p> }.into_any();
    }
    let standing = person.standing();
    let open = StaffDecision::ALL.iter().copied().filter(|decision| decision.is_open(standing));
    let options = open.map(|decision| (decision.to_string(), decision_text(decision).to_owned())).collect();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, staff.decide)}</h2>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[person]" value=person.id.to_string() />
                <SelectField state=state name="decision" label=td_string!(locale, staff.what) options=options />
                <TextArea state=state name="reason" label=td_string!(locale, staff.reason)
                    hint=td_string!(locale, staff.reason_hint) rows=3 maxlength=2000 />
                <div class="form-actions">
                    <SubmitButton state=state>{td_string!(locale, staff.carry_out)}</SubmitButton>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn decision_text(decision: StaffDecision) -> &'static str {
    let locale = use_locale();
    match decision {
        StaffDecision::Deactivate => td_string!(locale, staff.deactivate),
        StaffDecision::Reactivate => td_string!(locale, staff.reactivate),
        StaffDecision::ResetFactor => td_string!(locale, staff.reset_factor),
        StaffDecision::EndLogins => td_string!(locale, staff.end_logins),
    }
}

#[component]
fn Decisions(decisions: Vec<Decided>, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    (!decisions.is_empty()).then(|| {
        let rows = decisions.into_iter().map(|decided| {
            view! {
                <li>
                    <p class="when">{date_and_time(locale, decided.at, now)} " · " {decided.by}</p>
                    <p><b>{decision_text(decided.decision)}</b></p>
                    <p>{decided.reason}</p>
                </li>
            }
        });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, staff.history)}</h2>
                <ol class="log">{rows.collect_view()}</ol>
            </section>
        }
    })
}
