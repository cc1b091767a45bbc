//! One statement: what happened, and in which payments.
use domain::compliance::report::STATEMENT_MAX_CHARS;
use leptos::prelude::*;
use leptos_meta::Title;

use super::parts::{payment_cells, payment_heads};
use crate::backoffice::parts::Lines;
use crate::backoffice::reports::api::{STATEMENT_FORM, WriteStatement, load_statement_step};
use crate::backoffice::reports::model::{PaymentChoice, StatementStep, report_path};
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, PostAction, PostForm, SubmitButton, TextArea, form_state, loaded, page_resource,
};

/// As the field takes it.
const TEXT_MAX: u32 = 4_000;
const _: () = assert!(STATEMENT_MAX_CHARS == TEXT_MAX as usize);
const ROWS: u32 = 6;

#[component]
pub fn StatementPage(report: String, number: String) -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let asked = (report, number);
    let step = page_resource(
        move || asked.clone(),
        move |(report, number)| load_statement_step(report, number, again),
    );
    view! {
        <Title text=td_string!(locale, reports.statements) />
        {loaded(step, |step: StatementStep| view! { <Statement step=step /> })}
    }
}

#[component]
fn Statement(step: StatementStep) -> impl IntoView {
    let locale = use_locale();
    let title = match step.number {
        Some(number) => td_string!(locale, reports.statement, number = number),
        None => td_string!(locale, reports.statement_new).to_owned(),
    };
    let back = report_path(step.report.as_str());
    let action = PostAction::to::<WriteStatement, _>();
    let mut flash = step.flash.clone();
    let is_again = flash.error.is_some();
    if !is_again {
        flash = Flash { values: [("text".to_owned(), step.text.clone())].into(), ..Flash::default() };
    }
    let state = form_state(STATEMENT_FORM, action, flash);
    let number = step.number.map(|number| number.to_string()).unwrap_or_default();
    let removable = step.number.is_some();
    view! {
        <header class="desk-head">
            <div class="stack tight">
                <h1>{title}</h1>
                <p class="quiet">{step.name.clone()}</p>
            </div>
            <a class="btn plain small" href=back.clone()>{td_string!(locale, reports.back_to_report)}</a>
        </header>
        <PostForm action=action attr:class="form panel">
            <ErrorSummary state=state />
            <input type="hidden" name="form[report]" value=step.report.to_string() />
            <input type="hidden" name="form[version]" value=step.version.to_string() />
            <input type="hidden" name="form[number]" value=number />
            <TextArea
                state=state
                name="text"
                label=td_string!(locale, reports.statement_text)
                hint=td_string!(locale, reports.statement_text_hint)
                rows=ROWS
                maxlength=TEXT_MAX
            />
            <Payments state=state is_again=is_again step=step />
            <div class="form-actions">
                <SubmitButton state=state class="btn">{td_string!(locale, reports.statement_save)}</SubmitButton>
                {removable.then(|| view! {
                    <button class="btn plain" type="submit" name="form[remove]" value="true" formnovalidate=true>
                        {td_string!(locale, reports.statement_remove)}
                    </button>
                })}
                <a class="btn plain" href=back>{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Payments(state: FormState, is_again: bool, step: StatementStep) -> impl IntoView {
    let locale = use_locale();
    let now = step.now;
    let mut heads = vec![(td_string!(locale, reports.choose), "")];
    heads.extend(payment_heads(locale));
    let lines = step.payments.into_iter().map(|choice| {
        let PaymentChoice { payment, is_evidence, is_chosen } = choice;
        let name = format!("payments[{}]", payment.id);
        let checked = if is_again { state.value(&name) == "true" } else { is_chosen };
        let label = format!("{} {}", td_string!(locale, reports.choose), payment.id.reference());
        view! {
            <tr role="row">
                <td role="cell" data-label=td_string!(locale, reports.choose)>
                    <span class="check">
                        <input type="checkbox" name=format!("form[payments][{}]", payment.id) value="true" checked=checked aria-label=label />
                    </span>
                    {is_evidence.then(|| view! { <span class="tag info">{td_string!(locale, reports.is_evidence)}</span> })}
                </td>
                {payment_cells(locale, payment, now)}
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <fieldset class="group" id=state.field_id("payments")>
            <legend>{td_string!(locale, reports.statement_payments)}</legend>
            {move || state.field_error("payments").map(|text| view! { <p class="error">{text}</p> })}
            <Lines label=td_string!(locale, reports.statement_payments) heads=heads>{lines}</Lines>
        </fieldset>
    }
}
