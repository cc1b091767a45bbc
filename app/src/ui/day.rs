//! Lists by the day: cards, each with the name of its day.
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;

use super::format;
use crate::i18n::{Locale, td_string, use_locale};

/// Cards of one day each, newest first as the rows are. The language is asked for once: each asking walks up through
/// every owner of the page.
pub fn day_cards<T>(
    rows: Vec<T>,
    now: DateTime<Utc>,
    made_at: impl Fn(&T) -> DateTime<Utc>,
    line: impl Fn(Locale, T) -> AnyView,
) -> impl IntoView {
    let locale = use_locale();
    let mut days: Vec<(NaiveDate, Vec<AnyView>)> = Vec::new();
    for row in rows {
        let day = oslo_date(made_at(&row));
        let line = line(locale, row);
        match days.last_mut() {
            Some((last, lines)) if *last == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    let today = oslo_date(now);
    days.into_iter()
        .map(|(day, lines)| {
            view! {
                <section class="card">
                    <h2 class="day">{day_name(locale, day, today)}</h2>
                    <ul class="rows">{lines}</ul>
                </section>
            }
        })
        .collect_view()
}

/// Today, yesterday, or the weekday and its date.
fn day_name(locale: Locale, day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => td_string!(locale, common.today).to_owned(),
        1 => td_string!(locale, common.yesterday).to_owned(),
        _ => {
            let text = format::weekday_and_date(locale, day, today);
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}
