//! Use cases of a customer's complaints: file one, list them, read one, write in it.
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::compliance::complaint::{Category, ComplaintStatus, Deadlines};
use domain::form::{FieldCode, Letter, Subject};
use domain::ids::{ComplaintId, TransactionId};
use domain::throttle::LETTERS;
use serde_json::json;

use super::model::{
    ComplaintForm, ComplaintLine, Complaints, Message, MessageForm, NewComplaint, Payment, Thread,
};
use super::store;
pub(crate) use super::store::PaymentRow;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::throttle::service::{ThrottleError, count_address};
use crate::{audit, db};

/// Complaints that a customer's list shows.
const LIST_MAX: i64 = 100;

#[derive(Debug, thiserror::Error)]
pub enum ComplaintsError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such complaint")]
    NotFound,
    /// The final reply was given meanwhile.
    #[error("it is answered")]
    Answered,
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<ComplaintsError> for AppError {
    fn from(error: ComplaintsError) -> Self {
        match error {
            ComplaintsError::Form(fields) => Self::Form(fields),
            ComplaintsError::Refused(refusal) => refusal.into(),
            ComplaintsError::NotFound => Self::NotFound,
            ComplaintsError::Answered => Self::ChangedMeanwhile,
            ComplaintsError::Throttled(error) => error.into(),
            ComplaintsError::Database(_) | ComplaintsError::BadRow(_) => {
                tracing::error!(%error, "complaints");
                Self::Unexpected
            }
        }
    }
}

/// Everything that one has complained about.
pub async fn list(state: &AppState, actor: &Actor) -> Result<Complaints, ComplaintsError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let rows = store::list(&state.db, &actor.user_id, LIST_MAX).await?;
    let lines = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(Complaints { lines, now: state.clock.now() })
}

fn line(row: store::LineRow) -> Result<ComplaintLine, db::BadRow> {
    let status: ComplaintStatus = db::parsed("a complaint's status", &row.status)?;
    Ok(ComplaintLine {
        id: db::parsed("a complaint id", &row.id)?,
        subject: row.subject,
        category: db::parsed("a category", &row.category)?,
        progress: status.into(),
        due_on: row.due_on,
        created_at: row.created_at,
    })
}

/// What the form of a new one begins with. `about` is the id of one's own payment, or empty.
pub async fn new_form(
    state: &AppState,
    actor: &Actor,
    about: &str,
    flash: Flash,
) -> Result<NewComplaint, ComplaintsError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    Ok(NewComplaint { about: own_payment(state, actor, about).await?, flash, now: state.clock.now() })
}

/// Somebody else's payment does not exist.
async fn own_payment(
    state: &AppState,
    actor: &Actor,
    about: &str,
) -> Result<Option<Payment>, ComplaintsError> {
    if about.is_empty() {
        return Ok(None);
    }
    let id: TransactionId = about.parse().map_err(|_| ComplaintsError::NotFound)?;
    let row = store::payment(&state.db, &actor.user_id, &id).await?.ok_or(ComplaintsError::NotFound)?;
    Ok(Some(payment(row)?))
}

pub(crate) fn payment(row: store::PaymentRow) -> Result<Payment, db::BadRow> {
    Ok(Payment {
        id: db::parsed("a transaction id", &row.id)?,
        to: row.to,
        amount: db::money(row.amount, &row.currency)?,
        at: row.at,
    })
}

/// One's own complaint with its thread.
pub async fn thread(
    state: &AppState,
    actor: &Actor,
    id: &ComplaintId,
    flash: Flash,
) -> Result<Thread, ComplaintsError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let row = store::thread(&state.db, id).await?.ok_or(ComplaintsError::NotFound)?;
    if row.user_id != actor.user_id.as_str() {
        return Err(ComplaintsError::NotFound);
    }
    let message = |row: store::MessageRow| {
        let kind = db::parsed("a kind of letter", &row.kind)?;
        Ok(Message { kind, body: row.body, due_on: row.due_on, at: row.at })
    };
    Ok(Thread {
        description: row.description,
        about: row.about.map(|row| payment(row.0)).transpose()?,
        outcome: row.outcome.map(|text| db::parsed("an outcome", &text)).transpose()?,
        messages: row.messages.0.into_iter().map(message).collect::<Result<_, db::BadRow>>()?,
        line: line(store::LineRow {
            id: row.id,
            subject: row.subject,
            category: row.category,
            status: row.status,
            due_on: row.due_on,
            created_at: row.created_at,
        })?,
        flash,
        now: state.clock.now(),
    })
}

/// Files a complaint. Its days are counted from today.
pub async fn file(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &ComplaintForm,
) -> Result<ComplaintId, ComplaintsError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let (category, subject, description) = read(form)?;
    let about = own_payment(state, actor, &form.about).await?;
    count_address(state, &LETTERS, request.ip).await?;
    let now = state.clock.now();
    let id = ComplaintId::generate(state.entropy.as_ref());
    let mut tx = state.db.begin().await?;
    let new = store::NewComplaint {
        id: &id,
        user: &actor.user_id,
        category: category.as_str(),
        subject: subject.as_str(),
        description: description.as_str(),
        about: about.as_ref().map(|payment| payment.id.as_str()),
        days: Deadlines::of_complaint(oslo_date(now)),
        now,
    };
    store::insert_in_tx(&mut tx, &new).await?;
    let details = json!({ "category": category, "due_on": new.days.due_on, "about": new.about });
    record_in_tx(&mut tx, state, (actor, request), "complaint.file", &id, details).await?;
    tx.commit().await?;
    Ok(id)
}

fn read(form: &ComplaintForm) -> Result<(Category, Subject, Letter), ComplaintsError> {
    let category = form.category.parse::<Category>().map_err(|_| FieldCode::Unknown);
    let subject = Subject::parse(&form.subject);
    let description = Letter::parse(&form.description);
    match (category, subject, description) {
        (Ok(category), Ok(subject), Ok(description)) => Ok((category, subject, description)),
        (category, subject, description) => {
            let wrong = [
                ("category", category.err()),
                ("subject", subject.err()),
                ("description", description.err()),
            ];
            let wrong = wrong.into_iter().filter_map(|(name, code)| Some((name.to_owned(), code?)));
            Err(ComplaintsError::Form(wrong.collect()))
        }
    }
}

/// Writes in one's own complaint, as long as the final reply was not given.
pub async fn write(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &MessageForm,
) -> Result<ComplaintId, ComplaintsError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let id: ComplaintId = form.complaint.parse().map_err(|_| ComplaintsError::NotFound)?;
    let mut tx = state.db.begin().await?;
    let row = store::lock_in_tx(&mut tx, &id).await?.ok_or(ComplaintsError::NotFound)?;
    if row.user_id != actor.user_id.as_str() {
        return Err(ComplaintsError::NotFound);
    }
    if row.status == ComplaintStatus::Resolved.as_str() {
        return Err(ComplaintsError::Answered);
    }
    let body = Letter::parse(&form.body)
        .map_err(|code| ComplaintsError::Form(FieldErrors::from([("body".to_owned(), code)])))?;
    count_address(state, &LETTERS, request.ip).await?;
    store::write_in_tx(&mut tx, &id, &actor.user_id, body.as_str(), state.clock.now()).await?;
    record_in_tx(&mut tx, state, (actor, request), "complaint.write", &id, json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

async fn record_in_tx(
    tx: &mut sqlx::PgConnection,
    state: &AppState,
    (actor, request): (&Actor, &RequestInfo),
    action: &'static str,
    id: &ComplaintId,
    details: serde_json::Value,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("complaint", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await
}
