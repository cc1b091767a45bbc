//! The lists: how fresh each is, what each import changed, and how far everybody is screened again.
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{Head, LISTS, words};
use crate::backoffice::screening::api::load_lists;
use crate::backoffice::screening::model::{ListsPage as Page, RunLine, SourceLine, VersionLine};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, ago, format, loaded, page_resource};

/// How often a page looks by itself while a run goes on, and how often at the most: one that is forgotten in some tab must
/// not keep its login alive.
const LOOK_INTERVAL_SECONDS: u64 = 3;
const LOOKS_MAX: u32 = 100;

#[component]
pub fn ListsPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| (), |()| load_lists());
    let running = RwSignal::new(false);
    let looks = StoredValue::new(0_u32);
    Effect::new(move |_| {
        if !running.get() {
            return;
        }
        let look = move || {
            if looks.get_value() < LOOKS_MAX {
                looks.update_value(|count| *count += 1);
                page.refetch();
            }
        };
        if let Ok(handle) = set_interval_with_handle(look, Duration::from_secs(LOOK_INTERVAL_SECONDS)) {
            on_cleanup(move || handle.clear());
        }
    });
    view! {
        <Title text=td_string!(locale, hits.lists_title) />
        <Head title=td_string!(locale, hits.lists_title) at=LISTS />
        {loaded(page, move |page| {
            let runs = page.runs.iter().any(RunLine::is_running);
            if running.get_untracked() != runs {
                running.set(runs);
            }
            view! { <Lists page=page /> }
        })}
    }
}

#[component]
fn Lists(page: Page) -> impl IntoView {
    let locale = use_locale();
    let now = page.now;
    let stale = page.sources.iter().filter(|line| line.is_stale).count();
    let stale = (stale > 0).then(|| {
        view! {
            <div class="notice wait"><Icon name=IconName::Alert /><div><p>{td_string!(locale, hits.stale_text)}</p></div></div>
        }
    });
    let failed = (page.failed > 0).then(|| {
        let text = if page.failed >= page.failed_limit {
            td_string!(locale, hits.failed_many, count = page.failed_limit)
        } else {
            td_string!(locale, hits.failed, count = page.failed)
        };
        view! { <div class="notice bad"><Icon name=IconName::Alert /><div><p>{text}</p></div></div> }
    });
    let running = page.runs.iter().find(|run| run.is_running()).cloned();
    let sources =
        page.sources.into_iter().map(|line| view! { <SourceRow line=line now=now /> }).collect_view();
    let versions =
        page.versions.into_iter().map(|line| view! { <VersionRow line=line now=now /> }).collect_view();
    view! {
        {stale}
        {failed}
        {running.map(|run| view! { <Progress run=run now=now /> })}
        <section class="panel">
            <h2 id="sources-title">{td_string!(locale, hits.sources_title)}</h2>
            <div class="table-wrap" role="region" aria-labelledby="sources-title" tabindex="0">
                <table class="table dense" role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            {heads(&[
                                (td_string!(locale, hits.col_source), false),
                                (td_string!(locale, hits.col_fresh), false),
                                (td_string!(locale, hits.col_published), false),
                                (td_string!(locale, hits.col_imported), false),
                                (td_string!(locale, hits.col_entries), true),
                            ])}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{sources}</tbody>
                </table>
            </div>
            <p class="quiet">{td_string!(locale, hits.import_text)}</p>
        </section>
        <Runs runs=page.runs now=now />
        <section class="panel">
            <h2 id="versions-title">{td_string!(locale, hits.versions_title)}</h2>
            <div class="table-wrap" role="region" aria-labelledby="versions-title" tabindex="0">
                <table class="table dense" role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            {heads(&[
                                (td_string!(locale, hits.col_version), false),
                                (td_string!(locale, hits.col_source), false),
                                (td_string!(locale, hits.col_imported), false),
                                (td_string!(locale, hits.col_entries), true),
                                (td_string!(locale, hits.col_added), true),
                                (td_string!(locale, hits.col_changed), true),
                                (td_string!(locale, hits.col_removed), true),
                                (td_string!(locale, hits.col_checksum), false),
                            ])}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{versions}</tbody>
                </table>
            </div>
        </section>
    }
}

fn heads(names: &[(&'static str, bool)]) -> impl IntoView + use<> {
    let heads = names.iter().map(|(name, is_figure)| {
        let class = is_figure.then_some("end");
        view! { <th role="columnheader" scope="col" class=class>{*name}</th> }
    });
    heads.collect_view()
}

/// A whole number with its groups.
fn figure(locale: Locale, number: i32) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = match locale {
        Locale::en => ',',
        _ => '\u{a0}',
    };
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[component]
fn SourceRow(line: SourceLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let (class, fresh) = match (&line.version, line.is_stale) {
        (None, _) => ("tag bad", td_string!(locale, hits.never)),
        (Some(_), true) => ("tag wait", td_string!(locale, hits.stale)),
        (Some(_), false) => ("tag good", td_string!(locale, hits.fresh)),
    };
    let version = line.version.as_ref();
    let published = version.and_then(|it| it.published_at).map(|at| format::date_and_time(locale, at, now));
    let imported = version.map(|it| ago(it.imported_at, now));
    let entries = version.map(|it| figure(locale, it.entries));
    view! {
        <tr role="row">
            <td role="cell" class="lead">{words::source(locale, line.source)}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_fresh)><span class=class>{fresh}</span></td>
            <td role="cell" data-label=td_string!(locale, hits.col_published)>{published.unwrap_or_else(|| "–".to_owned())}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_imported)>{imported.unwrap_or_else(|| "–".to_owned())}</td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_entries)>{entries}</td>
        </tr>
    }
}

#[component]
fn VersionRow(line: VersionLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let current =
        line.current.then(|| view! { <span class="tag info">{td_string!(locale, hits.current)}</span> });
    view! {
        <tr role="row">
            <td role="cell" class="lead">{line.version} " " {current}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_source)>{words::source(locale, line.source)}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_imported)>{format::date_and_time(locale, line.imported_at, now)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_entries)>{figure(locale, line.entries)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_added)>{figure(locale, line.added)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_changed)>{figure(locale, line.changed)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_removed)>{figure(locale, line.removed)}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_checksum)><code>{line.checksum}</code></td>
        </tr>
    }
}

/// How far the run is that goes on now.
#[component]
fn Progress(run: RunLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let total = run.total.max(1);
    let text = td_string!(
        locale,
        hits.progress,
        done = figure(locale, run.done),
        total = figure(locale, run.total),
        hits = figure(locale, run.hits)
    );
    let since = td_string!(locale, hits.progress_since, at = ago(run.started_at, now));
    view! {
        <section class="panel">
            <div class="top">
                <h2 id="progress-title">{td_string!(locale, hits.progress_title)}</h2>
                <a class="btn plain small" href=LISTS rel="external"><Icon name=IconName::Refresh />{td_string!(locale, hits.refresh)}</a>
            </div>
            <progress class="progress" max=total value=run.done.min(total) aria-labelledby="progress-title"></progress>
            <p>{text} " " <span class="quiet">{since}</span></p>
        </section>
    }
}

#[component]
fn Runs(runs: Vec<RunLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let rows = runs.into_iter().map(|run| {
        let (class, state) = match run.state.as_str() {
            "running" => ("tag wait", td_string!(locale, hits.run_running)),
            "done" => ("tag good", td_string!(locale, hits.run_done)),
            _ => ("tag", td_string!(locale, hits.run_replaced)),
        };
        let finished = run.finished_at.map(|at| format::date_and_time(locale, at, now));
        let done = format!("{} / {}", figure(locale, run.done), figure(locale, run.total));
        view! {
            <tr role="row">
                <td role="cell" class="lead">{run.list_version}</td>
                <td role="cell" data-label=td_string!(locale, hits.col_state)><span class=class>{state}</span></td>
                <td role="cell" class="end" data-label=td_string!(locale, hits.col_done)>{done}</td>
                <td role="cell" class="end" data-label=td_string!(locale, hits.col_new_hits)>{figure(locale, run.hits)}</td>
                <td role="cell" data-label=td_string!(locale, hits.col_started)>{format::date_and_time(locale, run.started_at, now)}</td>
                <td role="cell" data-label=td_string!(locale, hits.col_finished)>{finished.unwrap_or_else(|| "–".to_owned())}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    if rows.is_empty() {
        return view! { <section class="panel"><h2>{td_string!(locale, hits.runs_title)}</h2><p>{td_string!(locale, hits.runs_none)}</p></section> }.into_any();
    }
    view! {
        <section class="panel">
            <h2 id="runs-title">{td_string!(locale, hits.runs_title)}</h2>
            <div class="table-wrap" role="region" aria-labelledby="runs-title" tabindex="0">
                <table class="table dense" role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            {heads(&[
                                (td_string!(locale, hits.col_version), false),
                                (td_string!(locale, hits.col_state), false),
                                (td_string!(locale, hits.col_done), true),
                                (td_string!(locale, hits.col_new_hits), true),
                                (td_string!(locale, hits.col_started), false),
                                (td_string!(locale, hits.col_finished), false),
                            ])}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
