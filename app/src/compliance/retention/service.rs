//! Use cases of retention: a record's date and its reason, an overview, and the deletion.
use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::compliance::retention::RecordKind;
use domain::ids::UserId;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{customers, store};
use crate::context::AppState;
use crate::{audit, db};

/// Records of one transaction: short enough that nobody waits for it.
pub const BATCH_ROWS: usize = 200;
/// Transactions of one run and kind, so that a run ends; the next one goes on.
const BATCHES_MAX: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

/// When one record may be gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    pub kind: RecordKind,
    pub id: String,
    pub user: UserId,
    /// Nothing while its time has not begun to run.
    pub started_on: Option<NaiveDate>,
    pub delete_on: Option<NaiveDate>,
}

/// What was deleted of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    pub kind: RecordKind,
    pub rows: usize,
}

/// How many records of a kind there are, how many are due, and when the next one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub kind: RecordKind,
    pub records: i64,
    pub due: i64,
    pub next: Option<NaiveDate>,
}

/// The dates of one record: a payment, a submission, a log-in, a price, a notification, a complaint, a
/// request, a customer.
pub async fn date_of(state: &AppState, actor: &Actor, id: &str) -> Result<Option<Date>, RetentionError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let Some(row) = store::date_of(&state.db, id).await? else { return Ok(None) };
    Ok(Some(Date {
        kind: db::parsed("a kind of record", &row.kind)?,
        id: row.id,
        user: db::parsed("a user id", &row.user_id)?,
        started_on: row.started_on,
        delete_on: row.delete_on,
    }))
}

/// Every kind of which there is something. Reads all records: for an operator, not for a page.
pub async fn overview(state: &AppState, actor: &Actor) -> Result<Vec<Overview>, RetentionError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let line = |row: store::OverviewRow| {
        Ok(Overview {
            kind: db::parsed("a kind of record", &row.kind)?,
            records: row.records,
            due: row.due,
            next: row.next,
        })
    };
    store::overview(&state.db, oslo_date(state.clock.now())).await?.into_iter().map(line).collect()
}

/// Deletes what is past its date, with what belongs to it, and leaves a proof of it in the audit log. One server works
/// at a time, in small transactions: whoever is stopped in the middle has deleted whole records, each with its proof.
pub async fn delete_due(state: &AppState) -> Result<Vec<Deleted>, RetentionError> {
    let mut deleted = BTreeMap::<RecordKind, usize>::new();
    for group in Group::ALL {
        for _ in 0..BATCHES_MAX {
            let batch = delete_batch(state, group).await?;
            if batch.is_empty() {
                break;
            }
            for one in batch {
                *deleted.entry(one.kind).or_default() += one.rows;
            }
        }
    }
    Ok(deleted.into_iter().map(|(kind, rows)| Deleted { kind, rows }).collect())
}

/// Kinds that go in one sweep, because they stand in the same table.
#[derive(Clone, Copy)]
enum Group {
    Payments,
    Identities,
    Logins,
    Quotes,
    Notifications,
    Complaints,
    DataRequests,
    Customers,
}

impl Group {
    /// Customers at the end: the others' last records make them due.
    const ALL: [Self; 8] = [
        Self::Payments,
        Self::Identities,
        Self::Logins,
        Self::Quotes,
        Self::Notifications,
        Self::Complaints,
        Self::DataRequests,
        Self::Customers,
    ];

    /// What it asks of `retention_dates`. Payments, which may be of two kinds, and customers are
    /// looked for in ways of their own.
    const fn kind(self) -> RecordKind {
        match self {
            Self::Payments => RecordKind::Transaction,
            Self::Identities => RecordKind::Identity,
            Self::Logins => RecordKind::Login,
            Self::Quotes => RecordKind::Quote,
            Self::Notifications => RecordKind::Notification,
            Self::Complaints => RecordKind::Complaint,
            Self::DataRequests => RecordKind::DataRequest,
            Self::Customers => RecordKind::Customer,
        }
    }
}

async fn delete_batch(state: &AppState, group: Group) -> Result<Vec<Deleted>, RetentionError> {
    let today = oslo_date(state.clock.now());
    let mut tx = state.db.begin().await?;
    if !store::lock_in_tx(&mut tx).await? {
        tx.rollback().await?;
        return Ok(Vec::new());
    }
    let limit = i64::try_from(BATCH_ROWS).unwrap_or(i64::MAX);
    let due = match group {
        Group::Payments => store::due_payments_in_tx(&mut tx, today, limit).await?,
        Group::Customers => store::due_customers_in_tx(&mut tx, today, limit).await?,
        other => store::due_in_tx(&mut tx, other.kind(), today, limit).await?,
    };
    if due.is_empty() {
        // Now, not when the connection is next used: until then the next batch would find the lock taken, by us.
        tx.rollback().await?;
        return Ok(Vec::new());
    }
    let ids: Vec<String> = due.iter().map(|row| row.id.clone()).collect();
    match group {
        Group::Payments => store::delete_payments_in_tx(&mut tx, &ids).await?,
        Group::Identities => store::delete_identities_in_tx(&mut tx, &ids).await?,
        Group::Logins => store::delete_logins_in_tx(&mut tx, &ids).await?,
        Group::Quotes => store::delete_quotes_in_tx(&mut tx, &ids).await?,
        Group::Notifications => store::delete_notifications_in_tx(&mut tx, &ids).await?,
        Group::Complaints => store::delete_complaints_in_tx(&mut tx, &ids).await?,
        Group::DataRequests => store::delete_requests_in_tx(&mut tx, &ids).await?,
        Group::Customers => customers::forget_in_tx(&mut tx, &ids, state.clock.now()).await?,
    }
    let mut kinds = BTreeMap::<RecordKind, Vec<&str>>::new();
    for row in &due {
        kinds.entry(db::parsed("a kind of record", &row.kind)?).or_default().push(&row.id);
    }
    let mut deleted = Vec::new();
    for (kind, mut ids) in kinds {
        ids.sort_unstable();
        prove_in_tx(&mut tx, state, kind, &ids, today).await?;
        deleted.push(Deleted { kind, rows: ids.len() });
    }
    tx.commit().await?;
    Ok(deleted)
}

/// What is left of them: how many, by which rule, and a hash by which somebody who has an id from elsewhere, as from a
/// backup, can show that it was among them. Nothing of a person.
async fn prove_in_tx(
    tx: &mut sqlx::PgConnection,
    state: &AppState,
    kind: RecordKind,
    ids: &[&str],
    today: NaiveDate,
) -> sqlx::Result<()> {
    audit::record_in_tx(
        tx,
        state.entropy.as_ref(),
        state.clock.now(),
        None,
        audit::Entry {
            user_id: None,
            action: "retention.delete",
            resource: Some(("retention", kind.as_str())),
            details: json!({
                "records": ids.len(),
                "rule": kind.rule().law,
                "due_until": today,
                "ids_sha256": ids_hash(ids),
            }),
        },
    )
    .await
}

/// SHA-256 over the sorted ids, one on each line.
#[must_use]
pub fn ids_hash(sorted: &[&str]) -> String {
    hex::encode(Sha256::digest(sorted.join("\n")))
}
