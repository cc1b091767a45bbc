//! Bars in a row, drawn by the server: an SVG of them, and below it the same as a table.
use leptos::prelude::*;

use super::{Icon, IconName};

/// One bar.
pub struct Bar {
    /// What it is about, in the table.
    pub label: String,
    /// Its height: more than nothing, or no bar.
    pub value: i64,
    /// Its height in words.
    pub text: String,
    /// It is still growing.
    pub is_now: bool,
}

/// Units of the drawing for each bar, the gap beside it, and the height of the highest one.
const STEP: i64 = 10;
const GAP: i64 = 3;
const HEIGHT: i64 = 100;
/// A bar that is there is seen.
const HEIGHT_MIN: i64 = 1;

/// `summary` says what there is to see; `names` stand below, from the first bar to the last.
#[component]
pub fn BarChart(
    bars: Vec<Bar>,
    summary: String,
    names: Vec<String>,
    /// Headings of the table's two columns, and what opens it.
    columns: (String, String),
    open_table: &'static str,
) -> impl IntoView {
    let highest = bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let count = i64::try_from(bars.len()).unwrap_or(1);
    let marks = bars.iter().zip(0_i64..).filter(|(bar, _)| bar.value > 0).map(|(bar, index)| {
        let height = (bar.value.saturating_mul(HEIGHT) / highest).max(HEIGHT_MIN);
        let class = if bar.is_now { "now" } else { "" };
        view! {
            <rect class=class x=index * STEP y=HEIGHT - height width=STEP - GAP height=height>
                <title>{format!("{}: {}", bar.label, bar.text)}</title>
            </rect>
        }
    });
    let marks = marks.collect_view();
    let rows = bars.iter().map(|bar| {
        view! {
            <tr>
                <th scope="row">{bar.label.clone()}</th>
                <td class="end">{bar.text.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let names = names.into_iter().map(|name| view! { <span>{name}</span> }).collect_view();
    view! {
        <figure class="chart">
            <svg viewBox=format!("0 0 {} {HEIGHT}", count * STEP - GAP) preserveAspectRatio="none" role="img" aria-label=summary.clone()>
                {marks}
            </svg>
            <div class="chart-names" aria-hidden="true">{names}</div>
            <figcaption class="quiet">{summary}</figcaption>
            <details class="chart-table">
                <summary class="btn link small">{open_table}<Icon name=IconName::Chevron class="icon small" /></summary>
                <table class="plain-table">
                    <thead><tr><th scope="col">{columns.0}</th><th scope="col" class="end">{columns.1}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}
