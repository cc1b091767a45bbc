//! Use cases of screening: compare a subject now or later, and say whether a payment has to wait for an officer.
//!
//! A recipient and a shop are screened by a job that is written with them, so that entering one takes the same time
//! whoever it is, and shows nothing (hvitvaskingsloven § 28). A payment that is faster than that job has its recipient
//! screened inside its own transaction. What could not be found out is `error`, and makes a payment wait.
use domain::compliance::watchlist::{ScreeningResult, SubjectKind, standing};
use domain::ids::{MerchantId, RecipientId, ScreeningId, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::lists::{self, Loaded};
use super::model::{Hit, Person, Subject};
use super::people::{Finding, screen};
use super::store;
use crate::context::AppState;
use crate::db;
use crate::jobs::Job;
use crate::jobs::service::{JobsError, enqueue_in_tx};

#[derive(Debug, thiserror::Error)]
pub enum ScreeningError {
    #[error("there is no such customer, recipient or shop")]
    NoSuchSubject,
    #[error("comparing ended without a result")]
    Died,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Jobs(#[from] JobsError),
}

/// Screens a customer now and writes what was found. What officers have settled as somebody else counts as clear.
///
/// # Errors
/// When the database refuses. Without a list the answer is [`ScreeningResult::Error`].
pub async fn screen_customer(state: &AppState, user: &UserId) -> Result<ScreeningResult, ScreeningError> {
    let mut tx = state.db.begin().await?;
    let result = screen_in_tx(&mut tx, state, Subject::Customer(user).id()).await?;
    tx.commit().await?;
    Ok(result)
}

/// Has a recipient screened soon, if this transaction is committed. Says nothing about what is found.
///
/// # Errors
/// When the database refuses.
pub async fn screen_recipient_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    id: &RecipientId,
) -> sqlx::Result<()> {
    screen_later_in_tx(tx, state, &Subject::Recipient(id)).await
}

/// The same of a shop.
///
/// # Errors
/// When the database refuses.
pub async fn screen_shop_in_tx(tx: &mut PgConnection, state: &AppState, id: &MerchantId) -> sqlx::Result<()> {
    screen_later_in_tx(tx, state, &Subject::Shop(id)).await
}

async fn screen_later_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    subject: &Subject<'_>,
) -> sqlx::Result<()> {
    let job = Job::Screen { subject: subject.id().to_owned() };
    enqueue_in_tx(tx, state, &job, state.clock.now()).await.map_err(|error| match error {
        JobsError::Database(error) => error,
        other => sqlx::Error::Encode(Box::new(other)),
    })
}

/// What that job does. Somebody who is gone by now needs no screening.
///
/// # Errors
/// When the database refuses.
pub async fn screen_by_id(state: &AppState, subject: &str) -> Result<(), ScreeningError> {
    let mut tx = state.db.begin().await?;
    match screen_in_tx(&mut tx, state, subject).await {
        Ok(_) => Ok(tx.commit().await?),
        Err(ScreeningError::NoSuchSubject) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Is there a match of this subject with a list that officers have not settled as somebody else? One who was never
/// screened, or has another name since, is screened here; one of whom nothing could be found out counts as listed.
///
/// # Errors
/// When the database refuses.
pub async fn listed_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    subject: &Subject<'_>,
) -> sqlx::Result<bool> {
    let person = person_in_tx(tx, subject.id()).await?.ok_or(sqlx::Error::RowNotFound)?;
    let holding = store::holding_in_tx(tx, &person.id).await?;
    let result = match standing(&holding, &person.hash()) {
        Some(result) => result,
        None => screen_person_in_tx(tx, state, person).await.map_err(into_sqlx)?,
    };
    Ok(result != ScreeningResult::Clear)
}

fn into_sqlx(error: ScreeningError) -> sqlx::Error {
    match error {
        ScreeningError::Database(error) => error,
        other => sqlx::Error::Decode(Box::new(other)),
    }
}

async fn person_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<Option<Person>> {
    match SubjectKind::of_id(id) {
        Some(kind) => store::person_in_tx(tx, kind, id).await,
        None => Ok(None),
    }
}

async fn screen_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    id: &str,
) -> Result<ScreeningResult, ScreeningError> {
    let person = person_in_tx(tx, id).await?.ok_or(ScreeningError::NoSuchSubject)?;
    screen_person_in_tx(tx, state, person).await
}

async fn screen_person_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    person: Person,
) -> Result<ScreeningResult, ScreeningError> {
    let (id, hash) = (person.id.clone(), person.hash());
    let loaded = lists::current(&state.lists, &mut *tx).await?;
    let version = loaded.as_ref().map(|loaded| loaded.version);
    let finding = match loaded {
        // One name takes about a millisecond: less than handing it to another thread is worth.
        Some(loaded) => screen(&loaded, person),
        None => Finding { person, hits: Err("no list was imported") },
    };
    let failed = finding.hits.is_err();
    write_in_tx(tx, state, version, &[finding]).await?;
    if failed {
        tracing::error!(subject = %id, "screening failed: see `drop watchlist list`");
        return Ok(ScreeningResult::Error);
    }
    let holding = store::holding_in_tx(tx, &id).await?;
    Ok(standing(&holding, &hash).unwrap_or(ScreeningResult::Error))
}

/// Writes what was found of each subject in place of what was found before. A match that is still the same one stays,
/// with what officers have said of it; a failure takes no match away. Returns how many new matches there are.
pub(super) async fn write_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    version: Option<i64>,
    findings: &[Finding],
) -> sqlx::Result<u64> {
    let now = state.clock.now();
    let rows: Vec<Value> = findings.iter().flat_map(|finding| rows_of(state, finding)).collect();
    let seen = store::see_again_in_tx(tx, Value::Array(rows.clone()), version, now).await?;
    let ids = |found: fn(&Finding) -> bool| -> Vec<String> {
        findings.iter().filter(|it| found(it)).map(|it| it.person.id.clone()).collect()
    };
    let (all, compared) = (ids(|_| true), ids(|it| it.hits.is_ok()));
    let kept: Vec<String> = seen.iter().map(|row| row.id.clone()).collect();
    store::supersede_in_tx(tx, &all, &compared, &kept, now).await?;
    let is_new = |row: &Value| !seen.iter().any(|kept| row["id"] == kept.given_id.as_str());
    let new: Vec<Value> = rows.into_iter().filter(is_new).collect();
    let hits = new.iter().filter(|row| !row["entry_id"].is_null()).count() as u64;
    store::insert_in_tx(tx, Value::Array(new), version, now).await?;
    Ok(hits)
}

fn rows_of(state: &AppState, finding: &Finding) -> Vec<Value> {
    let Person { kind, id, user_id, .. } = &finding.person;
    let row = |result: ScreeningResult, hit: Option<&Hit>, details: Value| {
        json!({
            "id": ScreeningId::generate(state.entropy.as_ref()),
            "user_id": user_id,
            "recipient_id": (*kind == SubjectKind::Recipient).then_some(id),
            "merchant_id": (*kind == SubjectKind::Shop).then_some(id),
            "subject_id": id,
            "subject_hash": finding.person.hash(),
            "result": result,
            "entry_id": hit.map(|hit| hit.entry_id),
            "entry_hash": hit.map(|hit| &hit.entry_hash),
            "score": hit.map(|hit| hit.found.score.value()),
            "details": details,
        })
    };
    match &finding.hits {
        Err(why) => vec![row(ScreeningResult::Error, None, json!({ "why": why }))],
        Ok(hits) if hits.is_empty() => vec![row(ScreeningResult::Clear, None, Value::Null)],
        Ok(hits) => hits
            .iter()
            .map(|hit| row(ScreeningResult::of(hit.found.score), Some(hit), details(&finding.person, hit)))
            .collect(),
    }
}

/// What an officer reads: the entry as it was, and why it was found.
fn details(person: &Person, hit: &Hit) -> Value {
    json!({
        "names": person.names,
        "source": hit.source,
        "external_id": hit.external_id,
        "listed_as": hit.name,
        "programmes": hit.programmes,
        "explanation": hit.found.explain(),
    })
}

/// Loads the lists before anybody waits for them.
///
/// # Errors
/// When the database refuses.
pub async fn warm_up(state: &AppState) -> sqlx::Result<Option<std::sync::Arc<Loaded>>> {
    let mut db = state.db.acquire().await?;
    lists::current(&state.lists, &mut db).await
}
