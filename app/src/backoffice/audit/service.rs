//! Searching the audit log.
use chrono::{DateTime, Utc};
use domain::access::Officer;
use domain::filter::{Bounds, BoundsQuery};
use domain::ids::AuditId;

use super::model::{AuditLine, AuditPage, AuditQuery, AuditRow, Check};
use super::store::{self, Row, Search};
use crate::context::AppState;
use crate::cursor::{cursor_of, parse_cursor};
use crate::error::AppError;

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;
const TYPED_MAX_CHARS: usize = 255;

#[derive(Debug, thiserror::Error)]
pub enum AuditLogError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<AuditLogError> for AppError {
    fn from(error: AuditLogError) -> Self {
        tracing::error!(%error, "searching the audit log");
        Self::Unexpected
    }
}

/// A page of what fits, newest first.
pub async fn search(
    state: &AppState,
    _: &Officer,
    query: &AuditQuery,
    cursor: &str,
) -> Result<AuditPage, AuditLogError> {
    let text = |text: &str| {
        let typed: String = text.trim().chars().take(TYPED_MAX_CHARS).collect();
        (!typed.is_empty()).then_some(typed)
    };
    let typed = text(&query.person);
    let person = match &typed {
        Some(typed) => store::person(&state.db, typed).await?,
        None => None,
    };
    let is_unknown_person = typed.is_some() && person.is_none();
    let bounds = Bounds::read(&BoundsQuery {
        from: query.from.clone(),
        to: query.to.clone(),
        ..BoundsQuery::default()
    });
    let before = parse_cursor::<AuditId>(cursor).map_or_else(
        || (bounds.ends_before().unwrap_or_else(far_away), String::new()),
        |(at, id)| (at, id.into_string()),
    );
    let search = Search {
        action: text(&query.action),
        person,
        resource: text(&query.resource),
        from: bounds.begins_at().unwrap_or(DateTime::UNIX_EPOCH),
        before,
        limit: i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX),
    };
    let mut rows = if is_unknown_person { Vec::new() } else { store::search(&state.db, &search).await? };
    let is_more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| is_more).map(|row| cursor_of(row.timestamp, &row.id));
    Ok(AuditPage {
        lines: rows.into_iter().map(line_of).collect(),
        next,
        actions: store::actions(&state.db).await?,
        is_unknown_person,
        check: store::last_check(&state.db).await?.map(check_of),
        flash: Default::default(),
        now: state.clock.now(),
    })
}

/// Later than any row.
fn far_away() -> DateTime<Utc> {
    DateTime::from_timestamp(32_503_680_000, 0).unwrap_or_default()
}

/// One row; nothing when there is none of this id.
pub async fn row(state: &AppState, _: &Officer, id: &str) -> Result<Option<AuditRow>, AuditLogError> {
    let Some(whole) = store::row(&state.db, id).await? else { return Ok(None) };
    let details = whole.details.map(|details| format!("{details:#}"));
    Ok(Some(AuditRow {
        line: line_of(Row {
            id: whole.id,
            timestamp: whole.timestamp,
            user_id: whole.user_id,
            name: whole.name,
            action: whole.action,
            resource_type: whole.resource_type,
            resource_id: whole.resource_id,
            ip_address: whole.ip_address,
        }),
        details,
        browser: whole.user_agent,
        request_id: whole.request_id,
        place: whole.chain_seq.zip(whole.chain_hash.map(hex::encode)),
        now: state.clock.now(),
    }))
}

fn line_of(row: Row) -> AuditLine {
    AuditLine {
        id: row.id,
        at: row.timestamp,
        user_id: row.user_id,
        name: row.name,
        action: row.action,
        resource_type: row.resource_type,
        resource_id: row.resource_id,
        address: row.ip_address,
    }
}

fn check_of(row: store::CheckRow) -> Check {
    Check {
        by: row.by,
        asked_at: row.asked_at,
        rows: row.seq,
        finished_at: row.finished_at,
        outcome: row.outcome,
        wrong_at: row.wrong_at,
    }
}
