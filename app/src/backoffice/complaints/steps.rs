//! An officer's step about one complaint: the row, the letter, the event, the audit row and the news to the customer are
//! one transaction.
use chrono::NaiveDate;
use domain::access::{Actor, Officer};
use domain::calendar::oslo_date;
use domain::compliance::complaint::{
    Complaint, ComplaintStep, ComplaintsQuery, Deadlines, MessageKind, Outcome,
};
use domain::form::{FieldCode, Letter};
use domain::ids::{ComplaintId, UserId};
use domain::throttle::EXPORTS;
use serde_json::json;
use sqlx::PgConnection;

use super::model::StepForm;
use super::service::ComplaintsError;
use super::store;
use crate::complaints::model::complaint_path;
use crate::context::{AppState, RequestInfo};
use crate::i18n::{Locale, td_string};
use crate::notifications::{Notice, notify_in_tx};
use crate::throttle::service::count_address;
use crate::{audit, db};

/// What a step says, read.
struct Said {
    step: ComplaintStep,
    /// A letter, a note or a reason, where the step has one.
    text: Option<Letter>,
    until: Option<NaiveDate>,
    outcome: Option<Outcome>,
}

impl Said {
    fn read(form: &StepForm) -> Result<Self, ComplaintsError> {
        let step: ComplaintStep = form.step.parse().map_err(|_| ComplaintsError::NotFound)?;
        let says = !matches!(step, ComplaintStep::Acknowledge | ComplaintStep::Take);
        let text = says.then(|| Letter::parse(&form.body)).transpose();
        let text = text.map_err(|code| ComplaintsError::field("body", code))?;
        let until = (step == ComplaintStep::Hold).then(|| form.until.trim().parse::<NaiveDate>()).transpose();
        let until = until.map_err(|_| ComplaintsError::field("until", FieldCode::DateMalformed))?;
        let outcome = (step == ComplaintStep::Resolve).then(|| form.outcome.parse::<Outcome>()).transpose();
        let outcome = outcome.map_err(|_| ComplaintsError::field("outcome", FieldCode::Unknown))?;
        Ok(Self { step, text, until, outcome })
    }

    /// Is it for colleagues only?
    const fn is_internal(&self) -> bool {
        matches!(self.step, ComplaintStep::Note | ComplaintStep::Escalate | ComplaintStep::HandBack)
    }
}

/// Takes one step about one complaint.
///
/// # Errors
/// [`ComplaintsError::Changed`] when somebody was faster, [`ComplaintsError::Step`] when it cannot be taken.
pub async fn take_step(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &StepForm,
) -> Result<ComplaintStep, ComplaintsError> {
    let officer = Officer::decide(Some(actor))?;
    let id: ComplaintId = form.complaint.parse().map_err(|_| ComplaintsError::NotFound)?;
    let said = Said::read(form)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let row = store::lock_in_tx(&mut tx, &id).await?.ok_or(ComplaintsError::NotFound)?;
    // A note is about the complaint whatever has happened; everything else is about what the officer has read.
    if said.step != ComplaintStep::Note && form.version.trim() != row.version.to_string() {
        return Err(ComplaintsError::Changed);
    }
    let before = restored(&row)?;
    let today = oslo_date(now);
    let until = said.until.unwrap_or(before.days.due_on);
    let after = before.clone().take(said.step, (officer.user_id(), actor.role), until, today)?;
    write_in_tx(&mut tx, state, &officer, (&id, &row), (&after, &said)).await?;
    let event = store::NewEvent {
        id: &id,
        step: said.step.as_str(),
        officer: officer.user_id(),
        status: (before.status.as_str(), after.status.as_str()),
        due_on: (before.days.due_on, after.days.due_on),
        note: said.text.as_ref().filter(|_| said.is_internal()).map(Letter::as_str),
        now,
    };
    store::note_in_tx(&mut tx, &event).await?;
    // Words may hold names, which the log never does.
    let details = json!({ "before": before.status, "after": after.status, "due_on": after.days.due_on, "outcome": said.outcome });
    let entry = audit::Entry {
        user_id: Some(officer.user_id()),
        action: action_of(said.step),
        resource: Some(("complaint", id.as_str())),
        details,
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(said.step)
}

fn restored(row: &store::StandingRow) -> Result<Complaint, db::BadRow> {
    Ok(Complaint {
        status: db::parsed("a complaint's status", &row.status)?,
        days: Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on },
        acknowledged: row.acknowledged,
        assigned_to: row.assigned_to.as_deref().map(|id| db::parsed("a user id", id)).transpose()?,
    })
}

/// Moves the complaint, and writes to the customer what the step says to them.
async fn write_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    (id, row): (&ComplaintId, &store::StandingRow),
    (after, said): (&Complaint, &Said),
) -> Result<(), ComplaintsError> {
    let now = state.clock.now();
    let text = said.text.as_ref().map(Letter::as_str).unwrap_or_default();
    let named = Some(after.days.due_on);
    let letter = match said.step {
        ComplaintStep::Acknowledge => Some((MessageKind::Acknowledgement, String::new(), named)),
        ComplaintStep::Reply => Some((MessageKind::Reply, text.to_owned(), None)),
        ComplaintStep::Hold => Some((MessageKind::Holding, text.to_owned(), named)),
        ComplaintStep::Resolve => {
            Some((MessageKind::Final, with_dispute_body(text, row.language.as_deref()), None))
        }
        ComplaintStep::Take | ComplaintStep::Escalate | ComplaintStep::HandBack | ComplaintStep::Note => None,
    };
    if said.step != ComplaintStep::Note {
        let sent = letter.as_ref().map(|(_, body, _)| body.as_str()).unwrap_or_default();
        let moved = store::Moved {
            id,
            status: after.status.as_str(),
            due_on: after.days.due_on,
            acknowledged: after.acknowledged,
            assigned_to: after.assigned_to.as_ref().map(UserId::as_str),
            answer: said.outcome.map(|outcome| (outcome.as_str(), sent, officer.user_id())),
            now,
        };
        store::move_in_tx(tx, &moved).await?;
    }
    if let Some((kind, body, due_on)) = letter {
        store::write_in_tx(tx, id, (kind.as_str(), &body, due_on), officer.user_id(), now).await?;
        let user: UserId = db::parsed("a user id", &row.user_id)?;
        let notice = Notice::ComplaintNews { subject: row.subject.clone() };
        notify_in_tx(tx, state, &user, &notice, Some(&complaint_path(id.as_str()))).await?;
    }
    Ok(())
}

/// A final reply tells where the customer can turn to (PSD2 art. 101(3)), in the language that they read.
fn with_dispute_body(text: &str, language: Option<&str>) -> String {
    let locale: Locale = language.and_then(|code| code.parse().ok()).unwrap_or_default();
    format!("{text}\n\n{}", td_string!(locale, complaints.dispute_body))
}

const fn action_of(step: ComplaintStep) -> &'static str {
    match step {
        ComplaintStep::Acknowledge => "complaint.acknowledge",
        ComplaintStep::Take => "complaint.take",
        ComplaintStep::Reply => "complaint.reply",
        ComplaintStep::Hold => "complaint.hold",
        ComplaintStep::Resolve => "complaint.resolve",
        ComplaintStep::Escalate => "complaint.escalate",
        ComplaintStep::HandBack => "complaint.hand_back",
        ComplaintStep::Note => "complaint.note",
    }
}

/// Notes that somebody takes the queue away as a file.
pub(super) async fn record_export(
    state: &AppState,
    officer: &Officer,
    request: &RequestInfo,
    query: &ComplaintsQuery,
) -> Result<(), ComplaintsError> {
    count_address(state, &EXPORTS, request.ip).await?;
    let (queue, category, search) = query.read();
    let mut tx = state.db.begin().await?;
    let entry = audit::Entry {
        user_id: Some(officer.user_id()),
        action: "complaint.export",
        resource: None,
        details: json!({ "format": "csv", "queue": queue, "category": category, "searched": search.is_some() }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}
