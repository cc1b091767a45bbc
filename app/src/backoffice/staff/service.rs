//! Use cases of staff. Accounts are made at the terminal (`drop staff add`), never here.
use chrono::{DateTime, Duration, Utc};
use domain::access::Officer;
use domain::compliance::staff::StaffDecision;
use domain::form::FieldCode;
use domain::ids::UserId;
use serde_json::json;

use super::model::{Decided, DecisionForm, OpenLogin, Person, PersonPage, StaffList};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::identity::second_factor;
use crate::identity::service::{self as identity, STAFF_IDLE_MINUTES};
use crate::{audit, db};

const REASON_MIN_CHARS: usize = 3;
const REASON_MAX_CHARS: usize = 2_000;
/// Decisions that a page shows.
const DECISIONS_SHOWN: i64 = 50;

#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error("nobody of the staff")]
    NotFound,
    #[error("the form has errors")]
    Form(FieldErrors),
    /// Nobody decides about themselves.
    #[error("another lead has to do this")]
    Oneself,
    /// It is so already.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<StaffError> for AppError {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::NotFound => Self::NotFound,
            StaffError::Form(fields) => Self::Form(fields),
            StaffError::Oneself => Self::NeedsAnotherOfficer,
            StaffError::ChangedMeanwhile => Self::ChangedMeanwhile,
            StaffError::Database(_) | StaffError::BadRow(_) => {
                tracing::error!(%error, "staff");
                Self::Unexpected
            }
        }
    }
}

/// Everybody who works here, or did.
pub async fn list(state: &AppState, officer: &Officer) -> Result<StaffList, StaffError> {
    let now = state.clock.now();
    let rows = store::people(&state.db, None, now, idle_at(now)).await?;
    let people: Result<_, StaffError> = rows.into_iter().map(|row| person_of(row, officer)).collect();
    Ok(StaffList { people: people?, now })
}

/// One of them, where they are logged in, and what was decided about them.
pub async fn person(state: &AppState, officer: &Officer, id: &UserId) -> Result<PersonPage, StaffError> {
    let now = state.clock.now();
    let row = store::people(&state.db, Some(id), now, idle_at(now)).await?.pop();
    let person = person_of(row.ok_or(StaffError::NotFound)?, officer)?;
    let logins = store::open_logins(&state.db, id, now, idle_at(now)).await?;
    let decisions = store::decisions(&state.db, id, DECISIONS_SHOWN).await?;
    let decisions: Result<_, StaffError> = decisions
        .into_iter()
        .map(|row| {
            Ok(Decided {
                decision: db::parsed("a decision", &row.decision)?,
                reason: row.reason,
                by: row.by,
                at: row.decided_at,
            })
        })
        .collect();
    let login = |row: store::LoginRow| OpenLogin {
        device: row.device.unwrap_or_default(),
        address: row.ip_address.unwrap_or_default(),
        since: row.created_at,
        last_seen_at: row.last_seen_at,
    };
    Ok(PersonPage {
        person,
        logins: logins.into_iter().map(login).collect(),
        decisions: decisions?,
        flash: Default::default(),
        now,
    })
}

fn idle_at(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::minutes(STAFF_IDLE_MINUTES)
}

fn person_of(row: store::PersonRow, officer: &Officer) -> Result<Person, StaffError> {
    let id: UserId = db::parsed("a user id", &row.id)?;
    Ok(Person {
        is_me: id == *officer.user_id(),
        id,
        name: row.name,
        email: row.email,
        role: db::parsed("a role", &row.role)?,
        since: row.created_at,
        deactivated_at: row.deactivated_at,
        enrolled_at: row.enrolled_at,
        codes_left: row.codes_left,
        last_seen_at: row.last_seen_at,
        open_logins: row.open_logins,
    })
}

/// Carries a decision out: its row, what it changes and its audit row are one.
pub async fn decide(
    state: &AppState,
    officer: &Officer,
    request: &RequestInfo,
    id: &UserId,
    form: &DecisionForm,
) -> Result<(), StaffError> {
    let (decision, reason) = read(form)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let standing = store::standing_in_tx(&mut tx, id, now, idle_at(now)).await?;
    let standing = standing.ok_or(StaffError::NotFound)?;
    if id == officer.user_id() {
        return Err(StaffError::Oneself);
    }
    if !decision.is_open(standing) {
        return Err(StaffError::ChangedMeanwhile);
    }
    store::insert_decision_in_tx(&mut tx, id, (decision.as_str(), reason), officer.user_id(), now).await?;
    match decision {
        StaffDecision::Deactivate => identity::set_deactivated_in_tx(&mut tx, id, Some(now)).await?,
        StaffDecision::Reactivate => identity::set_deactivated_in_tx(&mut tx, id, None).await?,
        StaffDecision::ResetFactor => {
            second_factor::service::remove_in_tx(&mut tx, id).await?;
        }
        StaffDecision::EndLogins => {}
    }
    let ended = if decision.ends_logins() { identity::end_logins_in_tx(&mut tx, id, now).await? } else { 0 };
    let entry = audit::Entry {
        user_id: Some(officer.user_id()),
        action: action(decision),
        resource: Some(("user", id.as_str())),
        details: json!({ "ended_logins": ended }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

const fn action(decision: StaffDecision) -> &'static str {
    match decision {
        StaffDecision::Deactivate => "staff.deactivate",
        StaffDecision::Reactivate => "staff.reactivate",
        StaffDecision::ResetFactor => "staff.reset_factor",
        StaffDecision::EndLogins => "staff.end_logins",
    }
}

fn read(form: &DecisionForm) -> Result<(StaffDecision, &str), StaffError> {
    let mut errors = FieldErrors::new();
    let decision = form.decision.parse().ok();
    if decision.is_none() {
        errors.insert("decision".to_owned(), FieldCode::Unknown);
    }
    let reason = form.reason.trim();
    let fault = match reason.chars().count() {
        0 => Some(FieldCode::Required),
        1..REASON_MIN_CHARS => Some(FieldCode::TooShort),
        REASON_MIN_CHARS..=REASON_MAX_CHARS => None,
        _ => Some(FieldCode::TooLong),
    };
    if let Some(fault) = fault {
        errors.insert("reason".to_owned(), fault);
    }
    match decision {
        Some(decision) if errors.is_empty() => Ok((decision, reason)),
        _ => Err(StaffError::Form(errors)),
    }
}
