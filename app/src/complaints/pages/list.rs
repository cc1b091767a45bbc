//! Everything that one has complained about, and the way to a new complaint.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::complaints::api::load_complaints;
use crate::complaints::model::{ComplaintLine, Complaints, Progress, complaint_path};
use crate::complaints::words::category_text;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn ComplaintsPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| (), |()| load_complaints());
    view! {
        <Title text=td_string!(locale, complaints.title) />
        <h1>{td_string!(locale, complaints.title)}</h1>
        {loaded(page, |complaints: Complaints| view! { <List complaints=complaints /> })}
    }
}

#[component]
fn List(complaints: Complaints) -> impl IntoView {
    let locale = use_locale();
    if complaints.lines.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Edit class="icon big" /></span>
                <h2>{td_string!(locale, complaints.mine_none)}</h2>
                <p>{td_string!(locale, complaints.mine_none_text)}</p>
                <a class="btn" href="/complaints/new">{td_string!(locale, complaints.new)}</a>
            </div>
        }
        .into_any();
    }
    let now = complaints.now;
    let lines = complaints.lines.into_iter().map(|one| line(locale, one, now)).collect_view();
    view! {
        <section class="card"><ul class="rows">{lines}</ul></section>
        <p><a class="btn plain" href="/complaints/new">{td_string!(locale, complaints.new)}</a></p>
    }
    .into_any()
}

fn line(locale: Locale, one: ComplaintLine, now: DateTime<Utc>) -> impl IntoView {
    let about = format!(
        "{} · {}",
        category_text(locale, one.category),
        format::date(locale, oslo_date(one.created_at), oslo_date(now))
    );
    let (class, text) = progress_text(locale, one.progress);
    view! {
        <li>
            <a class="row" href=complaint_path(one.id.as_str())>
                <span class="text"><b>{one.subject}</b><span class="quiet">{about}</span></span>
                <span class=class>{text}</span>
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        </li>
    }
}

/// The tag of how far it is.
pub(super) fn progress_text(locale: Locale, progress: Progress) -> (&'static str, &'static str) {
    match progress {
        Progress::Received => ("tag wait", td_string!(locale, complaints.progress_received)),
        Progress::AtWork => ("tag info", td_string!(locale, complaints.progress_at_work)),
        Progress::Answered => ("tag good", td_string!(locale, complaints.progress_answered)),
    }
}
