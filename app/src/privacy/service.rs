//! Use cases of a customer's own data requests: make one, list them; and what the page of privacy shows.
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::compliance::privacy::{RequestKind, deadlines_of_request};
use domain::compliance::retention::RecordKind;
use domain::form::{FieldCode, Letter};
use domain::ids::{DataRequestId, UserId};
use domain::throttle::LETTERS;
use serde_json::json;
use sqlx::PgConnection;

use super::model::{Overview, RequestForm, RequestLine};
use super::{consents, export, store};
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::throttle::service::{ThrottleError, count_address};
use crate::{audit, db};

/// Requests that a customer's list shows.
const LIST_MAX: i64 = 50;
/// One of a kind at a time waits.
const ONE_WAITS: &str = "data_access_requests_waiting_key";

#[derive(Debug, thiserror::Error)]
pub enum PrivacyError {
    #[error("the form has errors")]
    Form(FieldErrors),
    /// Also for somebody else's: nobody learns that there is one.
    #[error("no such copy, or no longer")]
    LinkDead,
    /// What was shown is no longer how it is.
    #[error("changed meanwhile")]
    Changed,
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Archive(#[from] super::export::ArchiveError),
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
    #[error(transparent)]
    Jobs(#[from] crate::jobs::service::JobsError),
    #[error(transparent)]
    Mail(#[from] crate::mail::MailError),
    #[error(transparent)]
    Accounts(#[from] crate::accounts::service::AccountsError),
}

impl PrivacyError {
    fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl From<PrivacyError> for AppError {
    fn from(error: PrivacyError) -> Self {
        match error {
            PrivacyError::Form(fields) => Self::Form(fields),
            PrivacyError::Refused(refusal) => refusal.into(),
            PrivacyError::Throttled(error) => error.into(),
            PrivacyError::LinkDead => Self::LinkDead,
            PrivacyError::Changed => Self::ChangedMeanwhile,
            PrivacyError::Accounts(error) => error.into(),
            PrivacyError::Database(_)
            | PrivacyError::BadRow(_)
            | PrivacyError::Archive(_)
            | PrivacyError::Vault(_)
            | PrivacyError::Jobs(_)
            | PrivacyError::Mail(_) => {
                tracing::error!(%error, "privacy");
                Self::Unexpected
            }
        }
    }
}

/// What the page of privacy shows.
pub async fn overview(state: &AppState, actor: &Actor) -> Result<Overview, PrivacyError> {
    let consents = consents::history(state, actor).await?;
    let requests = list(state, actor).await?;
    let copy = export::service::last(state, actor).await?;
    let row = store::standing(&state.db, &actor.user_id).await?;
    // As for everybody: whether somebody looked into a payment may not be seen here (hvitvaskingsloven § 28).
    let until = |at| RecordKind::Transaction.delete_on(oslo_date(at));
    Ok(Overview {
        consents,
        copy,
        requests,
        payments_until: row.last_payment_at.map(until),
        closing_on: row.closing_on,
        now: state.clock.now(),
    })
}

/// Everything that one has asked for.
pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<RequestLine>, PrivacyError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let rows = store::list(&state.db, &actor.user_id, LIST_MAX).await?;
    rows.into_iter().map(line).collect()
}

fn line(row: store::LineRow) -> Result<RequestLine, PrivacyError> {
    let decision = |row: store::DecisionRow| {
        let ground = row.ground.map(|text| db::parsed("a ground", &text)).transpose()?;
        Ok((db::parsed("a kind of data", &row.kind)?, ground))
    };
    Ok(RequestLine {
        id: db::parsed("a request id", &row.id)?,
        kind: db::parsed("a kind of request", &row.kind)?,
        status: db::parsed("a request's status", &row.status)?,
        due_on: row.due_on,
        requested_at: row.requested_at,
        answer: row.answer,
        told: row.told,
        ground: row.ground.map(|text| db::parsed("a ground", &text)).transpose()?,
        lines: row.lines.0.into_iter().map(decision).collect::<Result<_, db::BadRow>>()?,
    })
}

/// Makes a request. Its month is counted from today.
pub async fn file(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &RequestForm,
) -> Result<DataRequestId, PrivacyError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let kind: RequestKind = form.kind.parse().map_err(|_| PrivacyError::field("kind", FieldCode::Unknown))?;
    let says = kind == RequestKind::Rectification || !form.details.trim().is_empty();
    let details = says.then(|| Letter::parse(&form.details)).transpose();
    let details = details.map_err(|code| PrivacyError::field("details", code))?;
    count_address(state, &LETTERS, request.ip).await?;
    let mut tx = state.db.begin().await?;
    let details = details.as_ref().map(Letter::as_str);
    let id = insert_in_tx(&mut tx, state, &actor.user_id, request, (kind, details)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A request for a copy: one that is not over, or a new one.
pub(super) async fn request_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    request: &RequestInfo,
) -> Result<DataRequestId, PrivacyError> {
    count_address(state, &LETTERS, request.ip).await?;
    store::lock_user_in_tx(tx, user).await?;
    let kind = RequestKind::Export;
    match store::standing_request_in_tx(tx, user, kind.as_str()).await? {
        Some(id) => Ok(db::parsed("a request id", &id)?),
        None => insert_in_tx(tx, state, user, request, (kind, None)).await,
    }
}

async fn insert_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    request: &RequestInfo,
    (kind, details): (RequestKind, Option<&str>),
) -> Result<DataRequestId, PrivacyError> {
    let now = state.clock.now();
    let id = DataRequestId::generate(state.entropy.as_ref());
    let new = store::NewRequest {
        id: &id,
        user,
        kind: kind.as_str(),
        details,
        days: deadlines_of_request(oslo_date(now)),
        now,
    };
    store::insert_in_tx(tx, &new).await.map_err(|error| match db::violated_constraint(&error) {
        Some(ONE_WAITS) => PrivacyError::field("kind", FieldCode::Taken),
        _ => error.into(),
    })?;
    let entry = audit::Entry {
        user_id: Some(user),
        action: "data_request.file",
        resource: Some(("data_access_request", id.as_str())),
        details: json!({ "kind": kind, "due_on": new.days.due_on }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    Ok(id)
}
