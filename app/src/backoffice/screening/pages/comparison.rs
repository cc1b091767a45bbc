//! Two names, part by part, with what each part counts.
use domain::compliance::screening::{Agreement, PartKind};
use leptos::prelude::*;

use super::words;
use crate::backoffice::screening::model::{Comparison, Part};
use crate::i18n::{td_string, use_locale};

/// `caption` is the id of the caption: several tables may stand on a page.
#[component]
pub fn PartByPart(comparison: Comparison, #[prop(into)] caption: String) -> impl IntoView {
    let locale = use_locale();
    let names = td_string!(
        locale,
        hits.parts_caption,
        ours = comparison.query_name.clone(),
        theirs = comparison.entry_name.clone()
    );
    let labelled_by = caption.clone();
    let rows =
        comparison.parts.clone().into_iter().map(|part| view! { <PartRow part=part /> }).collect_view();
    view! {
        <div class="sides-wrap" role="region" aria-labelledby=labelled_by tabindex="0">
            <table class="parts">
                <caption id=caption>{names}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, hits.part_ours)}</th>
                        <th scope="col">{td_string!(locale, hits.part_theirs)}</th>
                        <th scope="col">{td_string!(locale, hits.part_how)}</th>
                        <th scope="col" class="end">{td_string!(locale, hits.part_similarity)}</th>
                        <th scope="col" class="end">{td_string!(locale, hits.part_weight)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Sum comparison=comparison />
    }
}

#[component]
fn PartRow(part: Part) -> impl IntoView {
    let locale = use_locale();
    // What agrees speaks for the match, what stands alone against it.
    let class = match part.kind {
        PartKind::Same => "same",
        PartKind::OnlyQuery | PartKind::OnlyEntry => "alone",
        _ => "like",
    };
    let is_alone = class == "alone";
    let similarity = (!is_alone).then(|| words::percent(locale, part.similarity));
    let text = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    view! {
        <tr class=class>
            <td>{text(part.query)}</td>
            <td>{text(part.entry)}</td>
            <td>{words::part(locale, part.kind)}</td>
            <td class="end">{similarity}</td>
            <td class="end">{part.weight}</td>
        </tr>
    }
}

/// How the figures come to the score.
#[component]
fn Sum(comparison: Comparison) -> impl IntoView {
    let locale = use_locale();
    let percent = |points| words::percent(locale, points);
    let notes = comparison.notes.iter().map(|note| view! { <li>{words::note(locale, note)}</li> });
    let notes = notes.collect_view();
    let told = [
        (comparison.birth, td_string!(locale, hits.row_birth)),
        (comparison.country, td_string!(locale, hits.row_country)),
        (comparison.gender, td_string!(locale, hits.row_gender)),
    ];
    let told = told.into_iter().filter(|(agreement, _)| *agreement != Agreement::Unknown).map(
        |(agreement, name)| {
            view! { <li class="cluster">{name}" "{words::agreement_tag(locale, agreement)}</li> }
        },
    );
    let told = told.collect_view();
    let deduction = (comparison.deduction > 0).then(|| {
        let names = percent(comparison.score.saturating_add(comparison.deduction));
        let off = percent(comparison.deduction);
        let text = td_string!(locale, hits.sum_deduction, names = names, off = off);
        view! { <p>{text}</p> }
    });
    let score = td_string!(locale, hits.sum_score, score = percent(comparison.score));
    view! {
        <ul class="stack tight">{notes}{told}</ul>
        {deduction}
        <p><b>{score}</b> " " <span class="quiet">{td_string!(locale, hits.sum_bounds)}</span></p>
    }
}
