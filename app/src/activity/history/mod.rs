//! Use cases of the history: a page of it, and all of it as a file.
mod csv;
mod store;
#[cfg(test)]
mod tests;

use domain::access::{Action, Actor, Resource, decide};
use domain::bank::payment_state::TransactionState;
use domain::history::{HistoryFilter, HistoryQuery, PaymentKind, id_end};
use domain::remittance::search::Searchable;
use domain::throttle::EXPORTS;
use serde_json::json;

use super::model::{ActivityRow, HistoryPage, RecipientChoice};
use super::service::ActivityError;
use crate::context::{AppState, RequestInfo};
use crate::cursor::{Cursor, cursor_of, parse_cursor};
use crate::i18n::Locale;
use crate::{audit, db, throttle};

/// Lines of one page.
pub const HISTORY_PAGE_ROWS: usize = 20;
/// Payments of one piece of the file: what is in memory at a time.
pub const EXPORT_CHUNK_ROWS: usize = 500;

/// One page. `cursor` is what the page before gave as `next`; a broken one starts anew, and a filter that cannot be
/// understood is left out and named.
pub async fn page(
    state: &AppState,
    actor: &Actor,
    query: &HistoryQuery,
    cursor: Option<&str>,
) -> Result<HistoryPage, ActivityError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    let filter = HistoryFilter::read(query);
    let sought = sought(state, actor, &filter).await?;
    let part = Part { cursor, rows: HISTORY_PAGE_ROWS, with_choices: true };
    let (found, next) = find(state, actor, &filter, sought.as_ref(), &part).await?;
    let recipients = found.recipients.0.into_iter().map(|choice| {
        Ok(RecipientChoice { id: db::parsed("a recipient id", &choice.id)?, name: choice.name })
    });
    Ok(HistoryPage {
        rows: found.rows.0.into_iter().map(line).collect::<Result<_, _>>()?,
        next,
        filter: query.clone(),
        problems: filter.problems_of(query),
        recipients: recipients.collect::<Result<_, ActivityError>>()?,
        beside: found.beside.map(|row| row.0.try_into()).transpose()?,
        now: state.clock.now(),
    })
}

/// A file of payments that is being written: what it holds was settled when it was asked for.
#[derive(Clone)]
pub struct Export {
    filter: HistoryFilter,
    sought: Option<store::Sought>,
    locale: Locale,
}

/// Begins a file: its first line, and what the rest is made from. Asking for one is noted in the audit log, since it
/// takes data out of the house.
pub async fn begin_export(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    query: &HistoryQuery,
    locale: Locale,
) -> Result<(Vec<u8>, Export), ActivityError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    throttle::service::count_address(state, &EXPORTS, request.ip).await?;
    let filter = HistoryFilter::read(query);
    let sought = sought(state, actor, &filter).await?;
    let mut tx = state.db.begin().await?;
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "transaction.export",
        resource: None,
        // What was looked for may be a name, and names are not for the log.
        details: json!({ "format": "csv", "from": filter.bounds.from, "to": filter.bounds.to, "searched": sought.is_some() }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok((csv::head(locale)?, Export { filter, sought, locale }))
}

/// The next piece of that file, and where the one after it begins.
pub async fn export_chunk(
    state: &AppState,
    actor: &Actor,
    export: &Export,
    cursor: Option<&str>,
) -> Result<(Vec<u8>, Option<String>), ActivityError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    let part = Part { cursor, rows: EXPORT_CHUNK_ROWS, with_choices: false };
    let (found, next) = find(state, actor, &export.filter, export.sought.as_ref(), &part).await?;
    Ok((csv::lines(export.locale, &found.rows.0)?, next))
}

/// Which part of what the filters let through is asked for.
struct Part<'a> {
    cursor: Option<&'a str>,
    rows: usize,
    /// Also whom the history can be narrowed to.
    with_choices: bool,
}

/// Rows from after a cursor, and the cursor after them when there are more.
async fn find(
    state: &AppState,
    actor: &Actor,
    filter: &HistoryFilter,
    sought: Option<&store::Sought>,
    part: &Part<'_>,
) -> Result<(store::Found, Option<String>), ActivityError> {
    let after: Option<Cursor> = part.cursor.and_then(parse_cursor);
    let narrowing = store::Narrowing {
        user: &actor.user_id,
        after: after.as_ref().map(|(at, id)| (*at, id.as_str())),
        kind: filter.kind.map(PaymentKind::as_str),
        status: filter.status.map(TransactionState::as_str),
        begins_at: filter.bounds.begins_at(),
        ends_before: filter.bounds.ends_before(),
        min: filter.bounds.min.map(db::decimal),
        max: filter.bounds.max.map(db::decimal),
        recipient: filter.recipient.as_ref().map(domain::ids::RecipientId::as_str),
        sought,
        with_choices: part.with_choices,
        limit: i64::try_from(part.rows + 1).unwrap_or(i64::MAX),
    };
    let mut found = store::find(&state.db, &narrowing).await?;
    let more = found.rows.0.len() > part.rows;
    found.rows.0.truncate(part.rows);
    let next = found.rows.0.last().filter(|_| more).map(|row| cursor_of(row.created_at, &row.id));
    Ok((found, next))
}

/// Whom a search means: recipients by name, bank account or both, shops by name, and the reference that it may be.
/// Names are compared as people write them, which the database does not know how to; only a search pays for that.
async fn sought(
    state: &AppState,
    actor: &Actor,
    filter: &HistoryFilter,
) -> Result<Option<store::Sought>, ActivityError> {
    let Some(text) = filter.search.as_deref() else { return Ok(None) };
    let mut sought = store::Sought { id_end: id_end(text), ..store::Sought::default() };
    for one in store::counterparts(&state.db, &actor.user_id).await? {
        let account = one.account.as_deref().unwrap_or_default();
        if Searchable::new(&[&one.name], account).matches(text) {
            if one.is_merchant { &mut sought.merchants } else { &mut sought.recipients }.push(one.id);
        }
    }
    Ok(Some(sought))
}

fn line(row: store::Row) -> Result<ActivityRow, ActivityError> {
    let received = row.receive_amount.zip(row.receive_currency);
    Ok(ActivityRow {
        id: db::parsed("a transaction id", &row.id)?,
        kind: super::service::kind(
            &row.r#type,
            row.counterpart,
            row.payer,
            row.country.as_deref(),
            received,
        )?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        refunded: super::service::refunded(row.refunded, &row.currency)?,
        created_at: row.created_at,
    })
}
