//! Use cases of data requests for officers: the queue and one case. Their steps are in `steps`.
use domain::access::Officer;
use domain::calendar::oslo_date;
use domain::compliance::complaint::{DayError, Deadlines};
use domain::compliance::privacy::{ErasureLine, RequestError, RequestKind, RequestQueue, RequestsQuery};
use domain::form::FieldCode;
use domain::ids::DataRequestId;

use super::model::{Case, Counts, Event, Person, Queue, QueueRow};
use super::store;
use crate::context::AppState;
use crate::cursor::{cursor_of, day_cursor_of, parse_cursor, parse_day_cursor};
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::jobs::service::JobsError;

pub use super::steps::take_step;

/// Lines of one page.
pub const PAGE_ROWS: usize = 50;
/// Further than that nobody counts.
const COUNTED_MAX: i64 = 10_000;

#[derive(Debug, thiserror::Error)]
pub enum RequestsError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such request")]
    NotFound,
    /// Another officer was faster.
    #[error("changed meanwhile")]
    Changed,
    #[error(transparent)]
    Step(#[from] RequestError),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error(transparent)]
    Privacy(#[from] crate::privacy::service::PrivacyError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl RequestsError {
    pub(super) fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl From<RequestsError> for AppError {
    fn from(error: RequestsError) -> Self {
        match error {
            RequestsError::Form(fields) => Self::Form(fields),
            RequestsError::Refused(refusal) => refusal.into(),
            RequestsError::NotFound | RequestsError::Step(RequestError::NotOfThisKind) => Self::NotFound,
            RequestsError::Changed | RequestsError::Step(RequestError::Decided) => Self::ChangedMeanwhile,
            RequestsError::Step(RequestError::Day(DayError::TooEarly)) => {
                Self::field("until", FieldCode::DayTooEarly)
            }
            RequestsError::Step(RequestError::Day(DayError::TooLate)) => {
                Self::field("until", FieldCode::DayTooLate)
            }
            RequestsError::Step(RequestError::MustKeep(kind)) => {
                Self::field(kind.as_str(), FieldCode::Unknown)
            }
            RequestsError::Step(RequestError::Unknown) => Self::field("ground", FieldCode::Unknown),
            RequestsError::Privacy(error) => error.into(),
            RequestsError::Jobs(_) | RequestsError::Database(_) | RequestsError::BadRow(_) => {
                tracing::error!(%error, "data requests of the back-office");
                Self::Unexpected
            }
        }
    }
}

/// One page of the queue: what is open by due date, what was decided by when that was.
pub async fn queue(
    state: &AppState,
    officer: &Officer,
    query: &RequestsQuery,
    cursor: &str,
) -> Result<Queue, RequestsError> {
    let now = state.clock.now();
    let counts = store::counts(&state.db, officer.user_id(), oslo_date(now), COUNTED_MAX).await?;
    let (rows, next) = find(state, officer, query, cursor).await?;
    Ok(Queue {
        rows,
        counts: Counts {
            open: counts.open,
            mine: counts.mine,
            unassigned: counts.unassigned,
            overdue: counts.overdue,
        },
        filter: query.clone(),
        next,
        now,
    })
}

async fn find(
    state: &AppState,
    officer: &Officer,
    query: &RequestsQuery,
    cursor: &str,
) -> Result<(Vec<QueueRow>, Option<String>), RequestsError> {
    let (queue, kind, search) = query.read();
    let search = search.map(|text| text.to_lowercase());
    let by = store::Narrowing {
        kind: kind.map(RequestKind::as_str),
        officer: (queue == RequestQueue::Mine).then(|| officer.user_id().as_str()),
        unassigned: queue == RequestQueue::Unassigned,
        due_before: (queue == RequestQueue::Overdue).then(|| oslo_date(state.clock.now())),
        search: search.as_deref(),
        limit: i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX),
    };
    let found = if queue == RequestQueue::Decided {
        let after = parse_cursor::<DataRequestId>(cursor);
        store::decided(&state.db, &by, after.as_ref().map(|(at, id)| (*at, id.as_str()))).await?
    } else {
        let after = parse_day_cursor::<DataRequestId>(cursor);
        store::open(&state.db, &by, after.as_ref().map(|(day, id)| (*day, id.as_str()))).await?
    };
    let more = found.len() > PAGE_ROWS;
    let found: Vec<QueueRow> = found.into_iter().take(PAGE_ROWS).map(queue_row).collect::<Result<_, _>>()?;
    let next = found.last().filter(|_| more).map(|row| match row.decided_at {
        Some(at) => cursor_of(at, row.id.as_str()),
        None => day_cursor_of(row.days.due_on, row.id.as_str()),
    });
    Ok((found, next))
}

fn queue_row(row: store::QueueRow) -> Result<QueueRow, db::BadRow> {
    Ok(QueueRow {
        id: db::parsed("a request id", &row.id)?,
        kind: db::parsed("a kind of request", &row.kind)?,
        customer: row.customer,
        status: db::parsed("a request's status", &row.status)?,
        days: Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on },
        officer: row.officer,
        decided_at: row.decided_at,
    })
}

/// One request as a whole.
pub async fn case(state: &AppState, officer: &Officer, id: &DataRequestId) -> Result<Case, RequestsError> {
    let row = store::case(&state.db, id).await?.ok_or(RequestsError::NotFound)?;
    let line = |row: store::LineRow| {
        let kept = row.ground.map(|text| db::parsed("a ground", &text)).transpose()?;
        Ok(ErasureLine { kind: db::parsed("a kind of data", &row.kind)?, kept })
    };
    let event = |row: store::EventRow| {
        let status = |text: &str| db::parsed("a request's status", text);
        Ok(Event {
            step: db::parsed("a step", &row.step)?,
            officer: row.officer,
            status: (status(&row.status_before)?, status(&row.status_after)?),
            due_on: (row.due_before, row.due_after),
            note: row.note,
            at: row.at,
        })
    };
    let mut lines = row.lines.0.into_iter().map(line).collect::<Result<Vec<_>, db::BadRow>>()?;
    lines.sort_by_key(|line| line.kind);
    Ok(Case {
        id: db::parsed("a request id", &row.id)?,
        version: row.version,
        user: db::parsed("a user id", &row.user_id)?,
        person: Person {
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            phone: row.phone,
            born: row.date_of_birth,
            has_shop: row.has_shop,
        },
        kind: db::parsed("a kind of request", &row.kind)?,
        status: db::parsed("a request's status", &row.status)?,
        days: Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on },
        details: row.details,
        is_mine: row.assigned_to.as_deref() == Some(officer.user_id().as_str()),
        officer: row.officer,
        requested_at: row.requested_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        answer: row.answer,
        ground: row.ground.map(|text| db::parsed("a ground", &text)).transpose()?,
        lines,
        events: row.events.0.into_iter().map(event).collect::<Result<_, db::BadRow>>()?,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}
