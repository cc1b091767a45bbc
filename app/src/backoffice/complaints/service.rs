//! Use cases of complaints for officers: the queue, one case, the queue as a file. Their steps are in `steps`.
use chrono::{DateTime, Utc};
use domain::access::{Officer, Role};
use domain::calendar::oslo_date;
use domain::compliance::complaint::{
    Category, ComplaintError, ComplaintQueue, ComplaintStatus, ComplaintsQuery, DayError, Deadlines,
};
use domain::form::FieldCode;
use domain::ids::ComplaintId;

use super::csv;
use super::model::{Case, Counts, Event, Letter, Queue, QueueRow};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::csv_file::CsvError;
use crate::cursor::{cursor_of, day_cursor_of, parse_cursor, parse_day_cursor};
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::i18n::Locale;
use crate::throttle::service::ThrottleError;

pub use super::steps::take_step;

/// Lines of one page, and of one piece of a file.
pub const PAGE_ROWS: usize = 50;
const EXPORT_CHUNK_ROWS: usize = 500;
/// Further than that nobody counts.
const COUNTED_MAX: i64 = 10_000;

#[derive(Debug, thiserror::Error)]
pub enum ComplaintsError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such complaint")]
    NotFound,
    /// The customer or another officer was faster.
    #[error("changed meanwhile")]
    Changed,
    #[error(transparent)]
    Step(#[from] ComplaintError),
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error(transparent)]
    Csv(#[from] CsvError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl ComplaintsError {
    pub(super) fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl From<ComplaintsError> for AppError {
    fn from(error: ComplaintsError) -> Self {
        match error {
            ComplaintsError::Form(fields) => Self::Form(fields),
            ComplaintsError::Refused(refusal) => refusal.into(),
            ComplaintsError::NotFound => Self::NotFound,
            ComplaintsError::Step(ComplaintError::LeadOnly) => Self::NotAllowed,
            ComplaintsError::Step(ComplaintError::Day(DayError::TooEarly)) => {
                Self::field("until", FieldCode::DayTooEarly)
            }
            ComplaintsError::Step(ComplaintError::Day(DayError::TooLate)) => {
                Self::field("until", FieldCode::DayTooLate)
            }
            ComplaintsError::Changed | ComplaintsError::Step(_) => Self::ChangedMeanwhile,
            ComplaintsError::Throttled(error) => error.into(),
            ComplaintsError::Csv(_) | ComplaintsError::Database(_) | ComplaintsError::BadRow(_) => {
                tracing::error!(%error, "complaints of the back-office");
                Self::Unexpected
            }
        }
    }
}

/// One page of the queue: what is open by due date, what was answered by when that was.
pub async fn queue(
    state: &AppState,
    officer: &Officer,
    query: &ComplaintsQuery,
    cursor: &str,
) -> Result<Queue, ComplaintsError> {
    let today = oslo_date(state.clock.now());
    let counts = store::counts(&state.db, officer.user_id(), today, COUNTED_MAX).await?;
    let (rows, next) = find(state, officer, query, (cursor, PAGE_ROWS)).await?;
    Ok(Queue {
        rows,
        counts: Counts {
            open: counts.open,
            mine: counts.mine,
            unassigned: counts.unassigned,
            overdue: counts.overdue,
            escalated: counts.escalated,
        },
        filter: query.clone(),
        next,
        now: state.clock.now(),
    })
}

async fn find(
    state: &AppState,
    officer: &Officer,
    query: &ComplaintsQuery,
    (cursor, rows): (&str, usize),
) -> Result<(Vec<QueueRow>, Option<String>), ComplaintsError> {
    let (queue, category, search) = query.read();
    let search = search.map(|text| text.to_lowercase());
    let escalated = (queue == ComplaintQueue::Escalated).then_some(ComplaintStatus::Escalated);
    let by = store::Narrowing {
        category: category.map(Category::as_str),
        status: escalated.map(ComplaintStatus::as_str),
        officer: (queue == ComplaintQueue::Mine).then(|| officer.user_id().as_str()),
        unassigned: queue == ComplaintQueue::Unassigned,
        due_before: (queue == ComplaintQueue::Overdue).then(|| oslo_date(state.clock.now())),
        search: search.as_deref(),
        limit: i64::try_from(rows + 1).unwrap_or(i64::MAX),
    };
    let found = if queue == ComplaintQueue::Resolved {
        let after = parse_cursor::<ComplaintId>(cursor);
        store::resolved(&state.db, &by, after.as_ref().map(|(at, id)| (*at, id.as_str()))).await?
    } else {
        let after = parse_day_cursor::<ComplaintId>(cursor);
        store::open(&state.db, &by, after.as_ref().map(|(day, id)| (*day, id.as_str()))).await?
    };
    let more = found.len() > rows;
    let found: Vec<QueueRow> = found.into_iter().take(rows).map(queue_row).collect::<Result<_, _>>()?;
    let next = found.last().filter(|_| more).map(|row| match row.resolved_at {
        Some(at) => cursor_of(at, row.id.as_str()),
        None => day_cursor_of(row.days.due_on, row.id.as_str()),
    });
    Ok((found, next))
}

fn queue_row(row: store::QueueRow) -> Result<QueueRow, db::BadRow> {
    Ok(QueueRow {
        id: db::parsed("a complaint id", &row.id)?,
        subject: row.subject,
        customer: row.customer,
        category: db::parsed("a category", &row.category)?,
        status: db::parsed("a complaint's status", &row.status)?,
        days: Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on },
        officer: row.officer,
        outcome: row.outcome.map(|text| db::parsed("an outcome", &text)).transpose()?,
        resolved_at: row.resolved_at,
    })
}

/// One complaint as a whole.
pub async fn case(
    state: &AppState,
    officer: &Officer,
    role: Role,
    id: &ComplaintId,
) -> Result<Case, ComplaintsError> {
    let row = store::case(&state.db, id).await?.ok_or(ComplaintsError::NotFound)?;
    let letter = |row: store::LetterRow| {
        let kind = db::parsed("a kind of letter", &row.kind)?;
        Ok(Letter { kind, author: row.author, body: row.body, due_on: row.due_on, at: row.at })
    };
    let event = |row: store::EventRow| {
        let status = |text: &str| db::parsed("a complaint's status", text);
        Ok(Event {
            step: db::parsed("a step", &row.step)?,
            officer: row.officer,
            status: (status(&row.status_before)?, status(&row.status_after)?),
            due_on: (row.due_before, row.due_after),
            note: row.note,
            at: row.at,
        })
    };
    Ok(Case {
        id: db::parsed("a complaint id", &row.id)?,
        version: row.version,
        user: db::parsed("a user id", &row.user_id)?,
        customer: row.customer,
        email: row.email,
        category: db::parsed("a category", &row.category)?,
        subject: row.subject,
        description: row.description,
        status: db::parsed("a complaint's status", &row.status)?,
        days: Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on },
        acknowledged: row.acknowledged,
        is_mine: row.assigned_to.as_deref() == Some(officer.user_id().as_str()),
        is_lead: role == Role::Admin,
        officer: row.officer,
        outcome: row.outcome.map(|text| db::parsed("an outcome", &text)).transpose()?,
        created_at: row.created_at,
        resolved_at: row.resolved_at,
        others: row.others,
        about: row.about.map(|row| crate::complaints::service::payment(row.0)).transpose()?,
        letters: row.letters.0.into_iter().map(letter).collect::<Result<_, db::BadRow>>()?,
        events: row.events.0.into_iter().map(event).collect::<Result<_, db::BadRow>>()?,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

/// A file that is being written.
#[derive(Clone)]
pub struct Export {
    officer: Officer,
    query: ComplaintsQuery,
    locale: Locale,
    /// Days are counted from when it was asked for.
    now: DateTime<Utc>,
}

/// Begins a file of the queue, narrowed as its page is. Asking for one is noted, since it takes data out of the house.
pub async fn begin_export(
    state: &AppState,
    officer: &Officer,
    request: &RequestInfo,
    query: &ComplaintsQuery,
    locale: Locale,
) -> Result<(Vec<u8>, Export), ComplaintsError> {
    super::steps::record_export(state, officer, request, query).await?;
    let now = state.clock.now();
    Ok((csv::head(locale)?, Export { officer: officer.clone(), query: query.clone(), locale, now }))
}

/// The next piece of that file, and where the one after it begins.
pub async fn export_chunk(
    state: &AppState,
    export: &Export,
    cursor: Option<&str>,
) -> Result<(Vec<u8>, Option<String>), ComplaintsError> {
    let part = (cursor.unwrap_or_default(), EXPORT_CHUNK_ROWS);
    let (rows, next) = find(state, &export.officer, &export.query, part).await?;
    Ok((csv::lines(export.locale, &rows, oslo_date(export.now))?, next))
}
