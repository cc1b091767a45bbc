//! Sums and states as the pages of sales show them.
use domain::merchant::refund::SaleState;
use domain::merchant::statement::Totals;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::merchant::sales::model::CodeTotals;
use crate::merchant::sales::words::state_text_in;
use crate::ui::format;

/// How a sale stands, in words and with a mark of its own shape.
#[component]
pub fn SaleTag(state: SaleState) -> impl IntoView {
    let locale = use_locale();
    let class = match state {
        SaleState::Processing => "tag wait",
        SaleState::Paid => "tag good",
        SaleState::PartlyRefunded | SaleState::Refunded => "tag info",
        SaleState::CameBack | SaleState::Failed => "tag bad",
    };
    view! { <span class=class>{state_text_in(locale, state)}</span> }
}

/// Gross, refunds, fee and net, one below the other.
#[component]
pub fn Sums(totals: Totals) -> impl IntoView {
    let locale = use_locale();
    // Sums of amounts that a database holds: they have room.
    let net = totals.net().ok();
    view! {
        <dl class="sum">
            <div><dt>{td_string!(locale, sales.number)}</dt><dd>{totals.sales}</dd></div>
            <div><dt>{td_string!(locale, sales.gross)}</dt><dd><format::Amount value=totals.gross /></dd></div>
            <div><dt>{td_string!(locale, sales.refunded)}</dt><dd><format::Amount value=totals.refunded.negated() /></dd></div>
            <div><dt>{td_string!(locale, sales.fee)}</dt><dd><format::Amount value=totals.fee.negated() /></dd></div>
            <div class="total"><dt>{td_string!(locale, sales.net)}</dt><dd>{net.map(|net| view! { <format::Amount value=net /> })}</dd></div>
        </dl>
    }
}

/// One line of a table of sums.
pub struct SumsRow {
    pub label: String,
    pub href: Option<String>,
    pub totals: Totals,
}

/// A table of sums: number, gross, refunds, fee, net. `total`: the last line, all of them together.
#[component]
pub fn SumsTable(
    id: &'static str,
    caption: String,
    first: &'static str,
    rows: Vec<SumsRow>,
    #[prop(optional)] total: Option<Totals>,
) -> impl IntoView {
    let locale = use_locale();
    let rows = rows.into_iter().map(|row| {
        let label = match row.href {
            Some(href) => view! { <a href=href>{row.label}</a> }.into_any(),
            None => row.label.into_any(),
        };
        view! { <tr role="row"><td role="cell" class="lead" data-label=first>{label}</td><Cells totals=row.totals /></tr> }
    });
    let rows = rows.collect_view();
    let foot = total.map(|totals| {
        view! {
            <tfoot role="rowgroup">
                <tr role="row"><td role="cell" class="lead">{td_string!(locale, sales.sum)}</td><Cells totals=totals /></tr>
            </tfoot>
        }
    });
    view! {
        <div class="table-wrap" role="region" aria-labelledby=id tabindex="0">
            <table class="table" role="table">
                <caption id=id>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{first}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, sales.number)}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, sales.gross)}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, sales.refunded)}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, sales.fee)}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, sales.net)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
                {foot}
            </table>
        </div>
    }
}

#[component]
fn Cells(totals: Totals) -> impl IntoView {
    let locale = use_locale();
    let money = move |value| view! { <format::Amount value=value /> };
    view! {
        <td role="cell" class="end" data-label=td_string!(locale, sales.number)>{totals.sales}</td>
        <td role="cell" class="end" data-label=td_string!(locale, sales.gross)>{money(totals.gross)}</td>
        <td role="cell" class="end" data-label=td_string!(locale, sales.refunded)>{money(totals.refunded)}</td>
        <td role="cell" class="end" data-label=td_string!(locale, sales.fee)>{money(totals.fee)}</td>
        <td role="cell" class="end" data-label=td_string!(locale, sales.net)>{totals.net().ok().map(money)}</td>
    }
}

/// Rows of a table by code; the till has no name of its own.
pub fn code_rows(codes: Vec<CodeTotals>) -> Vec<SumsRow> {
    let locale = use_locale();
    let till = td_string!(locale, sales.till);
    let row = |one: CodeTotals| SumsRow {
        label: one.code.map_or_else(|| till.to_owned(), |code| code.name),
        href: None,
        totals: one.totals,
    };
    codes.into_iter().map(row).collect()
}
