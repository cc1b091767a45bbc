//! What a form asks for: the step, checked, and the note beside it.
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::access::{Actor, Role};
use domain::calendar::oslo_midnight;
use domain::compliance::alert::{NOTE_MAX_CHARS, Step, StepName};
use domain::compliance::hold::REASON_MIN_CHARS;
use domain::filter::YEARS;
use domain::form::FieldCode;
use domain::ids::UserId;

use super::model::OfficerChoice;
use super::query::ME;
use super::service::AlertsError;
use super::store;
use crate::context::AppState;
use crate::db;
use crate::error::FieldErrors;

/// Fields of a form that only some steps have.
pub(super) struct Asking<'a> {
    pub outcome: &'a str,
    pub to: &'a str,
    pub until: &'a str,
}

/// The step and the note that a form asks for.
pub(super) async fn read(
    state: &AppState,
    actor: &Actor,
    name: StepName,
    asked: &Asking<'_>,
    note: &str,
) -> Result<(Step, Option<String>), AlertsError> {
    let mut errors = FieldErrors::new();
    let note = read_note(name, note).unwrap_or_else(|code| {
        errors.insert("note".to_owned(), code);
        None
    });
    let step = match name {
        StepName::Assign => assign(state, actor, asked.to).await?,
        StepName::Release => Some(Step::Release),
        StepName::Note => Some(Step::Note),
        StepName::Wake => Some(Step::Wake),
        StepName::Reopen => Some(Step::Reopen),
        StepName::Escalate => Some(Step::Escalate),
        StepName::Return => Some(Step::Return),
        StepName::Snooze => read_until(asked.until).map(|until| Step::Snooze { until }).or_else(|| {
            errors.insert("until".to_owned(), FieldCode::DateMalformed);
            None
        }),
        StepName::Resolve => {
            asked.outcome.parse().ok().map(|outcome| Step::Resolve { outcome }).or_else(|| {
                errors.insert("outcome".to_owned(), FieldCode::Required);
                None
            })
        }
        // Only a report does that.
        StepName::File => return Err(AlertsError::NotFound),
    };
    match step {
        Some(step) if errors.is_empty() => Ok((step, note)),
        _ => Err(AlertsError::Form(errors)),
    }
}

/// What an officer wrote: lines as they are, without empty space around them.
fn read_note(step: StepName, text: &str) -> Result<Option<String>, FieldCode> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let least = match step {
        StepName::Note | StepName::Snooze => 1,
        _ if step.needs_note() => REASON_MIN_CHARS,
        _ => 0,
    };
    match text.chars().count() {
        0 if least == 0 => Ok(None),
        0 => Err(FieldCode::Required),
        chars if chars < least => Err(FieldCode::TooShort),
        chars if chars > NOTE_MAX_CHARS => Err(FieldCode::TooLong),
        _ => Ok(Some(text.to_owned())),
    }
}

/// An alert rests until a day begins in Oslo.
fn read_until(text: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = text.trim().parse().ok()?;
    YEARS.contains(&day.year()).then(|| oslo_midnight(day))
}

/// To somebody else, or to whoever asks.
async fn assign(state: &AppState, actor: &Actor, to: &str) -> Result<Option<Step>, AlertsError> {
    let to = to.trim();
    if to.is_empty() || to == ME {
        return Ok(Some(Step::Assign { to: actor.user_id.clone(), role: actor.role }));
    }
    let unknown = || AlertsError::field("to", FieldCode::Unknown);
    let to: UserId = to.parse().map_err(|_| unknown())?;
    let role = store::role_of(&state.db, &to).await?.ok_or_else(unknown)?;
    Ok(Some(Step::Assign { to, role: db::parsed("a role", &role)? }))
}

/// The people of the staff, to choose from.
pub(super) async fn officers(state: &AppState) -> Result<Vec<OfficerChoice>, AlertsError> {
    let rows = store::staff(&state.db).await?;
    let read = |row: store::StaffRow| {
        let role: Role = db::parsed("a role", &row.role)?;
        Ok(OfficerChoice {
            id: db::parsed("a user id", &row.id)?,
            name: row.name,
            is_lead: role == Role::Admin,
        })
    };
    rows.into_iter().map(read).collect()
}
