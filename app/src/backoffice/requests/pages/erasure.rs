//! What is erased and what is kept, kind by kind, each with its legal reason.
use domain::compliance::privacy::{DataKind, ErasureLine, KeepGround};
use leptos::prelude::*;

use crate::backoffice::requests::words::{data_text, kept_text};
use crate::i18n::{td_string, use_locale};
use crate::ui::FormState;

/// One choice for each kind of data. Where the law leaves none, the law stands instead.
#[component]
pub fn ErasureFields(state: FormState, has_shop: bool) -> impl IntoView {
    let kinds = DataKind::ALL.iter().copied().filter(|kind| has_shop || *kind != DataKind::Accounting);
    let rows = kinds.map(|kind| view! { <Choice state=state kind=kind /> });
    let locale = use_locale();
    view! {
        <fieldset class="group">
            <legend>{td_string!(locale, requests.erasure_legend)}</legend>
            <p class="hint">{td_string!(locale, requests.erasure_hint)}</p>
            {rows.collect_view()}
        </fieldset>
    }
}

#[component]
fn Choice(state: FormState, kind: DataKind) -> impl IntoView {
    let locale = use_locale();
    let name = format!("form[{kind}]");
    if let Some(law) = kind.duty() {
        return view! {
            <div class="erasure-line">
                <span class="label">{data_text(locale, kind)}</span>
                <span><span class="tag info">{td_string!(locale, requests.must_keep)}</span> " " <span class="quiet">{law}</span></span>
                <input type="hidden" name=name value=KeepGround::LegalDuty.as_str() />
            </div>
        }
        .into_any();
    }
    let typed = state.value(kind.as_str());
    let proposed = kind.proposed().map_or("erase", KeepGround::as_str);
    let chosen = if typed.is_empty() { proposed.to_owned() } else { typed };
    let choices = [None, Some(KeepGround::Claims), Some(KeepGround::Security), Some(KeepGround::Contract)];
    let options = choices.map(|kept| {
        let value = kept.map_or("erase", KeepGround::as_str);
        let selected = value == chosen;
        view! { <option value=value selected=selected>{kept_text(locale, kept)}</option> }
    });
    let id = state.field_id(kind.as_str());
    let invalid = move || state.field_error(kind.as_str()).map(|_| "true");
    view! {
        <div class="erasure-line field" data-invalid=invalid>
            <label for=id.clone()>{data_text(locale, kind)}</label>
            <select id=id name=name aria-invalid=invalid>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

/// What was decided of each kind.
#[component]
pub fn ErasureDecided(lines: Vec<ErasureLine>) -> impl IntoView {
    let locale = use_locale();
    let rows = lines.into_iter().map(|line| {
        let class = if line.kept.is_some() { "tag info" } else { "tag good" };
        let law = line.kept.and_then(|_| line.kind.duty());
        view! {
            <div>
                <dt>{data_text(locale, line.kind)}</dt>
                <dd><span class=class>{kept_text(locale, line.kept)}</span> " " {law.map(|law| view! { <span class="quiet">{law}</span> })}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}
