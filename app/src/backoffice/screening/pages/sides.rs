//! Both sides of a match, line by line: ours and the list's.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::compliance::screening::Agreement;
use domain::compliance::watchlist::{NameQuality, SubjectKind};
use leptos::prelude::*;

use super::words;
use crate::backoffice::screening::model::{Comparison, EntryView, SubjectView};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::format;

#[component]
pub fn Sides(
    subject: SubjectView,
    entry: Option<EntryView>,
    comparison: Option<Comparison>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let customer = (subject.kind != SubjectKind::Customer).then(|| {
        let href = format!("/admin/customers/{}", subject.customer_id);
        view! { <a href=href>{subject.customer.clone()}</a> }.into_any()
    });
    let profile = (subject.kind == SubjectKind::Customer).then(|| {
        let href = format!("/admin/customers/{}", subject.customer_id);
        view! { <p><a href=href>{td_string!(locale, hits.to_customer)}</a></p> }
    });
    let mut rows = vec![names(locale, &subject, entry.as_ref())];
    rows.extend(rest(locale, &subject, entry.as_ref(), comparison.as_ref()));
    rows.push(since(locale, &subject, entry.as_ref(), now));
    let owner =
        customer.map(|customer| Row::new(td_string!(locale, hits.row_customer), customer, ().into_any()));
    rows.extend(owner);
    let rows = rows.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{row.name}</th>
                <td>{row.ours}</td>
                <td>{row.theirs}</td>
                <td>{row.says}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, hits.sides_title)}</h2>
            <div class="sides-wrap" role="region" aria-label=td_string!(locale, hits.sides_title) tabindex="0">
                <table class="sides">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{words::kind(locale, subject.kind)}</th>
                            <th scope="col">{td_string!(locale, hits.side_list)}</th>
                            <th scope="col">{td_string!(locale, hits.side_says)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {profile}
        </section>
    }
}

struct Row {
    name: &'static str,
    ours: AnyView,
    theirs: AnyView,
    says: AnyView,
}

impl Row {
    fn new(name: &'static str, ours: AnyView, theirs: AnyView) -> Self {
        Self { name, ours, theirs, says: ().into_any() }
    }
}

/// Lines of text; a dash where nothing is known.
fn lines(texts: Vec<String>) -> AnyView {
    if texts.is_empty() {
        return "–".into_any();
    }
    let texts = texts.into_iter().map(|text| view! { <li>{text}</li> });
    view! { <ul>{texts.collect_view()}</ul> }.into_any()
}

fn names(locale: Locale, subject: &SubjectView, entry: Option<&EntryView>) -> Row {
    let theirs = entry.map(|entry| {
        let names = entry.names.iter().map(|(quality, name)| match quality {
            NameQuality::Primary => view! { <li><b>{name.clone()}</b></li> }.into_any(),
            other => {
                let quality = words::quality(locale, *other);
                view! { <li>{name.clone()} " " <span class="quiet">{quality}</span></li> }.into_any()
            }
        });
        view! { <ul>{names.collect_view()}</ul> }.into_any()
    });
    let ours = subject.names.iter().map(|name| view! { <li><b>{name.clone()}</b></li> });
    let ours = view! { <ul>{ours.collect_view()}</ul> }.into_any();
    Row::new(td_string!(locale, hits.row_names), ours, theirs.unwrap_or_else(|| "–".into_any()))
}

fn rest(
    locale: Locale,
    subject: &SubjectView,
    entry: Option<&EntryView>,
    comparison: Option<&Comparison>,
) -> Vec<Row> {
    let of = |list: fn(&EntryView) -> &Vec<String>| entry.map(list).cloned().unwrap_or_default();
    let says = |agreement: fn(&Comparison) -> Agreement| {
        comparison.map(|it| words::agreement_tag(locale, agreement(it)).into_any())
    };
    let born = subject.birth_date.map(|date| date.to_string());
    let schema = entry.map(|entry| words::schema(locale, entry.schema).to_owned());
    let gender = entry.and_then(|entry| entry.gender).map(|it| words::gender(locale, it).to_owned());
    let listed =
        entry.map(|entry| format!("{} · {}", words::source(locale, entry.source), entry.external_id));
    let country = match subject.kind {
        SubjectKind::Customer => td_string!(locale, hits.country_nationality),
        SubjectKind::Recipient => td_string!(locale, hits.country_account),
        SubjectKind::Shop => "",
    };
    let country = subject.country.clone().map(|name| format!("{name} · {country}"));
    let not_compared =
        view! { <span class="quiet">{td_string!(locale, hits.not_compared)}</span> }.into_any();
    let birth = Row {
        name: td_string!(locale, hits.row_birth),
        ours: lines(born.into_iter().collect()),
        theirs: lines(of(|entry| &entry.birth_dates)),
        says: says(|it| it.birth).unwrap_or_else(|| ().into_any()),
    };
    let country = Row {
        name: td_string!(locale, hits.row_country),
        ours: lines(country.into_iter().collect()),
        theirs: lines(of(|entry| &entry.countries)),
        says: not_compared,
    };
    let line = |name, ours: Option<String>, theirs: Option<String>| {
        Row::new(name, lines(ours.into_iter().collect()), lines(theirs.into_iter().collect()))
    };
    let about = match subject.kind {
        SubjectKind::Shop => td_string!(locale, hits.row_org_number),
        SubjectKind::Customer | SubjectKind::Recipient => td_string!(locale, hits.row_bank),
    };
    let mut rows = vec![birth, country, line(td_string!(locale, hits.row_schema), None, schema)];
    if gender.is_some() {
        rows.push(line(td_string!(locale, hits.row_gender), None, gender));
    }
    if subject.about.is_some() {
        rows.push(line(about, subject.about.clone(), None));
    }
    let programmes = lines(of(|entry| &entry.programmes));
    rows.push(Row::new(td_string!(locale, hits.row_programmes), "–".into_any(), programmes));
    rows.push(line(td_string!(locale, hits.row_listed), None, listed));
    rows
}

fn since(locale: Locale, subject: &SubjectView, entry: Option<&EntryView>, now: DateTime<Utc>) -> Row {
    let day = |at: DateTime<Utc>| format::date(locale, oslo_date(at), oslo_date(now));
    let theirs = entry.map(|entry| day(entry.listed_since));
    let (ours, theirs) = (lines(vec![day(subject.since)]), lines(theirs.into_iter().collect()));
    Row::new(td_string!(locale, hits.row_since), ours, theirs)
}
