//! An officer's step about one data request: the row, what is decided of each kind of data, the event, the audit row and
//! the news to the customer are one transaction.
use chrono::NaiveDate;
use domain::access::{Actor, Officer};
use domain::calendar::oslo_date;
use domain::compliance::complaint::Deadlines;
use domain::compliance::privacy::{
    DataKind, ErasureLine, KeepGround, RefusalGround, RequestKind, RequestStatus, RequestStep,
    step_of_request,
};
use domain::form::{BirthDate, FieldCode, Letter, PersonName, Phone};
use domain::ids::{DataRequestId, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::model::StepForm;
use super::service::RequestsError;
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::jobs::{Job, enqueue_in_tx};
use crate::notifications::{Notice, notify_in_tx};
use crate::privacy::export::service::begin_in_tx as begin_export_in_tx;
use crate::{audit, db};

/// What a step says, read.
struct Said {
    step: RequestStep,
    /// A note, a reason, or what the customer is told.
    text: Option<Letter>,
    until: Option<NaiveDate>,
    ground: Option<RefusalGround>,
    person: Option<Corrected>,
}

/// What a person's data is to be from now on.
struct Corrected {
    first_name: PersonName,
    last_name: PersonName,
    phone: Option<Phone>,
    /// Nothing where it stays as it was.
    born: Option<BirthDate>,
}

impl Said {
    fn read(form: &StepForm, today: NaiveDate) -> Result<Self, RequestsError> {
        let step: RequestStep = form.step.parse().map_err(|_| RequestsError::NotFound)?;
        let text = (step != RequestStep::Take).then(|| Letter::parse(&form.body)).transpose();
        let text = text.map_err(|code| RequestsError::field("body", code))?;
        let until = (step == RequestStep::Extend).then(|| form.until.trim().parse::<NaiveDate>()).transpose();
        let until = until.map_err(|_| RequestsError::field("until", FieldCode::DateMalformed))?;
        let ground = (step == RequestStep::Refuse).then(|| form.ground.parse::<RefusalGround>()).transpose();
        let ground = ground.map_err(|_| RequestsError::field("ground", FieldCode::Unknown))?;
        let person = (step == RequestStep::Rectify).then(|| person(form, today)).transpose()?;
        Ok(Self { step, text, until, ground, person })
    }

    /// Is it for colleagues only?
    const fn is_internal(&self) -> bool {
        matches!(self.step, RequestStep::Note | RequestStep::Take)
    }

    /// Is it the decision, which the customer reads?
    const fn decides(&self) -> bool {
        !matches!(self.step, RequestStep::Note | RequestStep::Take | RequestStep::Extend | RequestStep::Lift)
    }
}

fn person(form: &StepForm, today: NaiveDate) -> Result<Corrected, RequestsError> {
    let (first, last) = (PersonName::parse(&form.first_name), PersonName::parse(&form.last_name));
    let has_phone = !form.phone.trim().is_empty();
    let phone = has_phone.then(|| Phone::parse(&form.phone)).transpose();
    let has_born = !form.born.trim().is_empty();
    let born = has_born.then(|| BirthDate::parse(&form.born, today)).transpose();
    match (first, last, phone, born) {
        (Ok(first_name), Ok(last_name), Ok(phone), Ok(born)) => {
            Ok(Corrected { first_name, last_name, phone, born })
        }
        (first, last, phone, born) => {
            let wrong = [
                ("first_name", first.err()),
                ("last_name", last.err()),
                ("phone", phone.err()),
                ("born", born.err()),
            ];
            let wrong = wrong.into_iter().filter_map(|(name, code)| Some((name.to_owned(), code?)));
            Err(RequestsError::Form(wrong.collect()))
        }
    }
}

/// Takes one step about one request.
///
/// # Errors
/// [`RequestsError::Changed`] when somebody was faster, [`RequestsError::Step`] when it cannot be taken.
pub async fn take_step(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &StepForm,
) -> Result<RequestStep, RequestsError> {
    let officer = Officer::decide(Some(actor))?;
    let id: DataRequestId = form.request.parse().map_err(|_| RequestsError::NotFound)?;
    let now = state.clock.now();
    let said = Said::read(form, oslo_date(now))?;
    let mut tx = state.db.begin().await?;
    let row = store::lock_in_tx(&mut tx, &id).await?.ok_or(RequestsError::NotFound)?;
    if said.step != RequestStep::Note && form.version.trim() != row.version.to_string() {
        return Err(RequestsError::Changed);
    }
    let kind: RequestKind = db::parsed("a kind of request", &row.kind)?;
    let before: RequestStatus = db::parsed("a request's status", &row.status)?;
    let after = step_of_request(kind, before, said.step)?;
    if said.ground.is_some_and(|ground| !ground.fits(kind)) {
        return Err(RequestsError::field("ground", FieldCode::Unknown));
    }
    let days = Deadlines { received_on: row.received_on, due_on: row.due_on, last_due_on: row.last_due_on };
    let moved = said.until.map_or(Ok(days), |until| days.moved(until, oslo_date(now)));
    let moved = moved.map_err(|error| RequestsError::Step(error.into()))?;
    let done = carry_out_in_tx(&mut tx, state, (&id, &row), &said, form).await?;
    if said.step != RequestStep::Note {
        move_in_tx(&mut tx, state, &officer, (&id, &row), (&said, after, moved.due_on)).await?;
    }
    let event = store::NewEvent {
        id: &id,
        step: said.step.as_str(),
        officer: officer.user_id(),
        status: (before.as_str(), after.as_str()),
        due_on: (days.due_on, moved.due_on),
        note: said.text.as_ref().filter(|_| !said.decides()).map(Letter::as_str),
        now,
    };
    store::note_in_tx(&mut tx, &event).await?;
    let details = json!({ "kind": kind, "before": before, "after": after, "due_on": moved.due_on, "ground": said.ground, "done": done });
    let entry = audit::Entry {
        user_id: Some(officer.user_id()),
        action: action_of(said.step),
        resource: Some(("data_access_request", id.as_str())),
        details,
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(said.step)
}

/// What a decision does at once; answers what the log is told of it.
async fn carry_out_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    (id, row): (&DataRequestId, &store::StandingRow),
    said: &Said,
    form: &StepForm,
) -> Result<Value, RequestsError> {
    if said.step == RequestStep::Approve {
        let user: UserId = db::parsed("a user id", &row.user_id)?;
        begin_export_in_tx(tx, state, &user, id).await?;
        return Ok(Value::Null);
    }
    if said.step == RequestStep::Erase {
        let lines = erasure(form, row.has_shop)?;
        for line in &lines {
            let ground = line.kept.map(KeepGround::as_str);
            store::decide_kind_in_tx(tx, id, line.kind.as_str(), ground).await?;
        }
        let job = Job::CarryOutErasure { request: id.clone() };
        enqueue_in_tx(tx, state, &job, state.clock.now()).await?;
        return Ok(json!(lines));
    }
    let Some(person) = &said.person else { return Ok(Value::Null) };
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    let to = (
        person.first_name.as_str(),
        person.last_name.as_str(),
        person.phone.as_ref().map(Phone::as_str),
        person.born.map(BirthDate::date),
    );
    let changed = store::rectify_in_tx(tx, &user, to).await?;
    if changed {
        // Another name may be another person's on a list.
        let job = Job::Screen { subject: user.as_str().to_owned() };
        enqueue_in_tx(tx, state, &job, state.clock.now()).await?;
    }
    Ok(json!({ "changed": changed }))
}

/// What was chosen for every kind of data that this customer has.
fn erasure(form: &StepForm, has_shop: bool) -> Result<Vec<ErasureLine>, RequestsError> {
    let mut lines = Vec::new();
    let mut wrong = FieldErrors::new();
    for &kind in DataKind::ALL.iter().filter(|kind| has_shop || **kind != DataKind::Accounting) {
        match ErasureLine::chosen(kind, form.choice(kind)) {
            Ok(line) => lines.push(line),
            Err(_) => {
                wrong.insert(kind.as_str().to_owned(), FieldCode::Unknown);
            }
        }
    }
    if wrong.is_empty() { Ok(lines) } else { Err(RequestsError::Form(wrong)) }
}

async fn move_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    (id, row): (&DataRequestId, &store::StandingRow),
    (said, after, due_on): (&Said, RequestStatus, NaiveDate),
) -> Result<(), RequestsError> {
    let own = officer.user_id().as_str();
    let takes = said.step == RequestStep::Take || row.assigned_to.is_none();
    let text = said.text.as_ref().map(Letter::as_str).unwrap_or_default();
    let moved = store::Moved {
        id,
        status: after.as_str(),
        due_on,
        assigned_to: if takes { Some(own) } else { row.assigned_to.as_deref() },
        answer: said.decides().then(|| (text, said.ground.map(RefusalGround::as_str))),
        told: said.text.as_ref().filter(|_| !said.decides() && !said.is_internal()).map(Letter::as_str),
        officer: officer.user_id(),
        is_over: matches!(after, RequestStatus::Completed | RequestStatus::Rejected),
        now: state.clock.now(),
    };
    store::move_in_tx(tx, &moved).await?;
    // An extension and the end of a restriction are told too (art. 12(3) and 18(3)).
    if !said.is_internal() {
        let user: UserId = db::parsed("a user id", &row.user_id)?;
        notify_in_tx(tx, state, &user, &Notice::RequestAnswered, Some("/me/privacy")).await?;
    }
    Ok(())
}

const fn action_of(step: RequestStep) -> &'static str {
    match step {
        RequestStep::Take => "data_request.take",
        RequestStep::Note => "data_request.note",
        RequestStep::Extend => "data_request.extend",
        RequestStep::Approve => "data_request.approve",
        RequestStep::Erase => "data_request.erase",
        RequestStep::Rectify => "data_request.rectify",
        RequestStep::Restrict => "data_request.restrict",
        RequestStep::Lift => "data_request.lift",
        RequestStep::Refuse => "data_request.refuse",
    }
}
