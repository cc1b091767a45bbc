//! Use cases of alerts: one step, several at once, taking the next one, and what a submitted report does.
use domain::access::{Actor, Officer, Role};
use domain::compliance::alert::{Alert, AlertError, By, Outcome, Step, StepName};
use domain::form::FieldCode;
use domain::ids::{AlertId, ReportId, UserId};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

use super::model::{BulkForm, StepForm};
use super::reading::{Asking, read};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::{audit, db};

pub use super::case::{Asked, case};
pub use super::leading::{next_path, way_back};
pub use super::list::page;
pub use super::views::{remove_view, save_view};

/// Alerts that are changed at once.
const BULK_MAX: usize = 200;

#[derive(Debug, thiserror::Error)]
pub enum AlertsError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such alert")]
    NotFound,
    #[error(transparent)]
    Step(#[from] AlertError),
    /// It is no longer what was seen.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl AlertsError {
    pub(super) fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }

    /// The alert is not what it was, or not this officer's: nothing was written.
    const fn leaves_it_as_it_is(&self) -> bool {
        matches!(self, Self::NotFound | Self::Step(_) | Self::ChangedMeanwhile)
    }
}

impl From<AlertsError> for AppError {
    fn from(error: AlertsError) -> Self {
        match error {
            AlertsError::Refused(refusal) => refusal.into(),
            AlertsError::NotFound => Self::NotFound,
            AlertsError::Step(AlertError::NeedsLead) => Self::NotAllowed,
            AlertsError::Step(AlertError::NotStaff) => Self::field("to", FieldCode::Unknown),
            AlertsError::Step(AlertError::SnoozeOutOfRange) => Self::field("until", FieldCode::DateMalformed),
            AlertsError::Step(_) | AlertsError::ChangedMeanwhile => Self::ChangedMeanwhile,
            AlertsError::Form(fields) => Self::Form(fields),
            AlertsError::Database(_) | AlertsError::BadRow(_) => {
                tracing::error!(%error, "alerts");
                Self::Unexpected
            }
        }
    }
}

/// Who takes a step with which alert, and what stands beside it.
struct Taking<'a> {
    by: By<'a>,
    request: Option<&'a RequestInfo>,
    alert: &'a AlertId,
    /// The version that was seen; nothing where it does not matter what else has changed.
    seen: Option<i32>,
    note: Option<&'a str>,
    report: Option<&'a ReportId>,
}

/// Locks an alert, lets the domain decide, and writes the alert, the event and the audit row.
async fn step_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    taking: &Taking<'_>,
    step: &Step,
) -> Result<(), AlertsError> {
    let row = store::lock_in_tx(tx, taking.alert).await?.ok_or(AlertsError::NotFound)?;
    let matters = step.name() != StepName::Note;
    if taking.seen.is_some_and(|seen| matters && seen != row.version) {
        return Err(AlertsError::ChangedMeanwhile);
    }
    let (now, before) = (state.clock.now(), restored(row)?);
    let after = before.clone().take(step, taking.by, now)?;
    if matters && before == after {
        return Ok(());
    }
    let closed = after.status.is_closed().then_some((taking.by.officer, now));
    let moved = store::Moved {
        id: taking.alert,
        status: after.status.as_str(),
        assigned_to: after.assigned_to.as_ref().map(UserId::as_str),
        snoozed_until: after.snoozed_until,
        outcome: after.outcome.map(Outcome::as_str),
        due_at: after.due_at,
        closed,
    };
    if matters {
        store::move_in_tx(tx, &moved).await?;
    }
    let (old, mut new) = changes(&before, &after);
    if let Some(report) = taking.report {
        new.insert("report".to_owned(), json!(report));
    }
    let event = store::NewEvent {
        alert: taking.alert,
        step: step.name().as_str(),
        officer: taking.by.officer,
        note: taking.note,
        before: Value::Object(old),
        after: Value::Object(new),
        now,
    };
    store::event_in_tx(tx, &event).await?;
    // What an officer writes may hold names, which the log never does: it stands in the event.
    let entry = audit::Entry {
        user_id: Some(taking.by.officer),
        action: action_of(step.name()),
        resource: Some(("aml_alert", taking.alert.as_str())),
        details: json!({ "before": before.status, "after": after.status, "outcome": after.outcome,
            "assigned_to": after.assigned_to, "report": taking.report }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, taking.request, entry).await?;
    Ok(())
}

fn restored(row: store::AlertRow) -> Result<Alert, db::BadRow> {
    Ok(Alert {
        severity: db::parsed("a severity", &row.severity)?,
        status: db::parsed("an alert's status", &row.status)?,
        assigned_to: row.assigned_to.map(|id| db::parsed("a user id", &id)).transpose()?,
        snoozed_until: row.snoozed_until,
        outcome: row.outcome.map(|outcome| db::parsed("an outcome", &outcome)).transpose()?,
        due_at: row.due_at,
    })
}

/// The old and the new values of what a step has changed.
fn changes(before: &Alert, after: &Alert) -> (Map<String, Value>, Map<String, Value>) {
    let values = |alert: &Alert| {
        [
            ("status", json!(alert.status)),
            ("assigned_to", json!(alert.assigned_to)),
            ("snoozed_until", json!(alert.snoozed_until)),
            ("outcome", json!(alert.outcome)),
            ("due_at", json!(alert.due_at)),
        ]
    };
    let both = values(before).into_iter().zip(values(after)).filter(|(old, new)| old != new);
    both.map(|((name, old), (_, new))| ((name.to_owned(), old), (name.to_owned(), new))).unzip()
}

const fn action_of(step: StepName) -> &'static str {
    match step {
        StepName::Assign => "alert.assign",
        StepName::Release => "alert.release",
        StepName::Note => "alert.note",
        StepName::Snooze => "alert.snooze",
        StepName::Wake => "alert.wake",
        StepName::Resolve => "alert.resolve",
        StepName::Reopen => "alert.reopen",
        StepName::Escalate => "alert.escalate",
        StepName::Return => "alert.return",
        StepName::File => "alert.file",
    }
}

/// A step with one alert, as its form has it.
pub async fn take(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &StepForm,
) -> Result<AlertId, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let alert: AlertId = form.alert.parse().map_err(|_| AlertsError::NotFound)?;
    let version: i32 = form.version.parse().map_err(|_| AlertsError::ChangedMeanwhile)?;
    let name: StepName = form.step.parse().map_err(|_| AlertsError::NotFound)?;
    let asked = Asking { outcome: &form.outcome, to: &form.to, until: &form.until };
    let (step, note) = read(state, actor, name, &asked, &form.note).await?;
    let taking = Taking {
        by: By { officer: officer.user_id(), role: actor.role },
        request: Some(request),
        alert: &alert,
        seen: Some(version),
        note: note.as_deref(),
        report: None,
    };
    let mut tx = state.db.begin().await?;
    step_in_tx(&mut tx, state, &taking, &step).await?;
    tx.commit().await?;
    Ok(alert)
}

/// How many of several were changed, and how many were left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkDone {
    pub changed: usize,
    pub left: usize,
}

/// The same step with several alerts in one transaction. What has changed since it was seen, and what this officer may
/// not decide, is left as it is.
pub async fn take_many(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &BulkForm,
) -> Result<BulkDone, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let name: StepName = form.step.parse().map_err(|_| AlertsError::NotFound)?;
    if !matches!(name, StepName::Assign | StepName::Resolve) {
        return Err(AlertsError::NotFound);
    }
    let asked = Asking { outcome: &form.outcome, to: &form.to, until: "" };
    let (step, note) = read(state, actor, name, &asked, &form.note).await?;
    let mut seen: Vec<(AlertId, i32)> = form.alerts.iter().filter_map(|text| read_seen(text)).collect();
    // Always in the same order, so that two officers cannot wait for each other.
    seen.sort();
    seen.dedup();
    seen.truncate(BULK_MAX);
    if seen.is_empty() {
        return Err(AlertsError::field("alerts", FieldCode::Required));
    }
    let mut done = BulkDone { changed: 0, left: form.alerts.len().saturating_sub(seen.len()) };
    let mut tx = state.db.begin().await?;
    for (alert, version) in &seen {
        let taking = Taking {
            by: By { officer: officer.user_id(), role: actor.role },
            request: Some(request),
            alert,
            seen: Some(*version),
            note: note.as_deref(),
            report: None,
        };
        match step_in_tx(&mut tx, state, &taking, &step).await {
            Ok(()) => done.changed += 1,
            Err(error) if error.leaves_it_as_it_is() => done.left += 1,
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    Ok(done)
}

fn read_seen(text: &str) -> Option<(AlertId, i32)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// Gives the officer the alert that is due first of those that nobody has; nothing when none waits.
pub async fn take_next(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
) -> Result<Option<AlertId>, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let mut tx = state.db.begin().await?;
    let for_lead = actor.role == Role::Admin;
    let Some(id) = store::first_free_in_tx(&mut tx, state.clock.now(), for_lead).await? else {
        return Ok(None);
    };
    let id: AlertId = db::parsed("an alert's id", &id)?;
    let taking = Taking {
        by: By { officer: officer.user_id(), role: actor.role },
        request: Some(request),
        alert: &id,
        seen: None,
        note: None,
        report: None,
    };
    let to_me = Step::Assign { to: officer.user_id().clone(), role: actor.role };
    step_in_tx(&mut tx, state, &taking, &to_me).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// A submitted report has this alert: it is filed, in the transaction that submits the report.
///
/// # Errors
/// [`AlertsError::NotFound`], and [`AlertsError::Step`] when another report has it already.
pub async fn file_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    alert: &AlertId,
    report: &ReportId,
) -> Result<(), AlertsError> {
    let taking = Taking {
        by: By { officer: officer.user_id(), role: Role::Compliance },
        request: None,
        alert,
        seen: None,
        note: None,
        report: Some(report),
    };
    step_in_tx(tx, state, &taking, &Step::File).await
}
