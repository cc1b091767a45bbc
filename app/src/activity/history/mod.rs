//! Use cases of the history: a page of it, and all of it as a file.
mod csv;
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::history::{HistoryFilter, HistoryQuery, id_end};
use domain::ids::TransactionId;
use domain::remittance::search::Searchable;
use serde_json::json;

use super::model::{ActivityRow, FilterProblem, HistoryPage, RecipientChoice};
use super::service::ActivityError;
use crate::context::{AppState, RequestInfo};
use crate::i18n::Locale;
use crate::{audit, db};

pub use csv::CsvError;

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
    let (found, next) = find(state, actor, &filter, cursor, HISTORY_PAGE_ROWS).await?;
    let understood = filter.query();
    let problem = if filter.is_backwards() {
        Some(FilterProblem::Backwards)
    } else {
        query.has_more_than(&understood).then_some(FilterProblem::Unreadable)
    };
    let recipients = found.recipients.0.into_iter().map(|choice| {
        Ok(RecipientChoice { id: db::parsed("a recipient id", &choice.id)?, name: choice.name })
    });
    Ok(HistoryPage {
        rows: found.rows.0.into_iter().map(line).collect::<Result<_, _>>()?,
        next,
        filter: understood,
        problem,
        recipients: recipients.collect::<Result<_, ActivityError>>()?,
        now: state.clock.now(),
    })
}

/// The head of a file of payments. Asking for it is noted in the audit log: it takes data out of the house.
pub async fn begin_export(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    locale: Locale,
) -> Result<Vec<u8>, ActivityError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    let mut tx = state.db.begin().await?;
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "transaction.export",
        resource: None,
        details: json!({ "format": "csv" }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok(csv::head(locale)?)
}

/// The next piece of that file, and where the one after it begins.
pub async fn export_chunk(
    state: &AppState,
    actor: &Actor,
    query: &HistoryQuery,
    cursor: Option<&str>,
    locale: Locale,
) -> Result<(Vec<u8>, Option<String>), ActivityError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    let filter = HistoryFilter::read(query);
    let (found, next) = find(state, actor, &filter, cursor, EXPORT_CHUNK_ROWS).await?;
    Ok((csv::lines(locale, &found.rows.0)?, next))
}

/// Rows from after a cursor, and the cursor after them when there are more.
async fn find(
    state: &AppState,
    actor: &Actor,
    filter: &HistoryFilter,
    cursor: Option<&str>,
    rows: usize,
) -> Result<(store::Found, Option<String>), ActivityError> {
    // Names are compared as people write them, which the database does not know how to. Only a search pays for that.
    let sought = match filter.search.as_deref() {
        Some(text) => Some(counterparts(state, actor, text).await?),
        None => None,
    };
    let after = cursor.and_then(parse_cursor);
    let narrowing = store::Narrowing {
        user: &actor.user_id,
        after: after.as_ref().map(|(at, id)| (*at, id.as_str())),
        kind: filter.kind.map(|kind| kind.as_str()),
        status: filter.status.map(|status| status.as_str()),
        begins_at: filter.begins_at(),
        ends_before: filter.ends_before(),
        min: filter.min.map(db::decimal),
        max: filter.max.map(db::decimal),
        recipient: filter.recipient.as_ref().map(domain::ids::RecipientId::as_str),
        sought: sought.as_ref(),
        limit: i64::try_from(rows + 1).unwrap_or(i64::MAX),
    };
    let mut found = store::find(&state.db, &narrowing).await?;
    let more = found.rows.0.len() > rows;
    found.rows.0.truncate(rows);
    let next = found.rows.0.last().filter(|_| more).map(cursor_of);
    Ok((found, next))
}

/// Whom a search means: recipients by name, bank account or both, shops by name, and the reference that it may be.
async fn counterparts(state: &AppState, actor: &Actor, text: &str) -> Result<store::Sought, ActivityError> {
    let names = store::counterparts(&state.db, &actor.user_id).await?;
    let mut sought = store::Sought { id_end: id_end(text), ..store::Sought::default() };
    for one in names {
        let account = one.account.as_deref().unwrap_or_default();
        if Searchable::new(&[&one.name], account).matches(text) {
            if one.is_merchant { &mut sought.merchants } else { &mut sought.recipients }.push(one.id);
        }
    }
    Ok(sought)
}

fn line(row: store::Row) -> Result<ActivityRow, ActivityError> {
    let received = row.receive_amount.zip(row.receive_currency);
    Ok(ActivityRow {
        id: db::parsed("a transaction id", &row.id)?,
        kind: super::service::kind(&row.r#type, row.counterpart, row.country.as_deref(), received)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        created_at: row.created_at,
    })
}

fn cursor_of(row: &store::Row) -> String {
    format!("{}.{}", row.created_at.timestamp_micros(), row.id)
}

fn parse_cursor(cursor: &str) -> Option<(DateTime<Utc>, TransactionId)> {
    let (micros, id) = cursor.split_once('.')?;
    Some((DateTime::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
}
