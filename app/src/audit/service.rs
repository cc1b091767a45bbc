//! Writing the audit log inside the transaction of what it records, sealing it afterwards, and verifying it.
use chrono::{DateTime, Utc};
use domain::clock::Entropy;
use domain::compliance::audit_chain::{self, AuditEntry, Head};
use domain::ids::{AuditId, UserId};
use sqlx::{PgConnection, PgPool};

use super::store;
use crate::context::RequestInfo;

/// Rows that one sealing pass links at most.
pub const SEAL_BATCH_ROWS: i64 = 1_000;
/// Rows that verification holds in memory at a time.
const VERIFY_BATCH_ROWS: i64 = 5_000;

/// One fact for the log. Actions are dotted: `auth.login`, `transaction.create`.
#[derive(Debug)]
pub struct Entry<'a> {
    pub user_id: Option<&'a UserId>,
    pub action: &'static str,
    /// What it happened to: a table's singular and a row's id.
    pub resource: Option<(&'static str, &'a str)>,
    /// No names, no account numbers: only what an auditor needs.
    pub details: serde_json::Value,
}

/// Writes one row; `request` is absent for background work.
///
/// # Errors
/// When the database refuses.
pub async fn record_in_tx(
    tx: &mut PgConnection,
    entropy: &dyn Entropy,
    now: DateTime<Utc>,
    request: Option<&RequestInfo>,
    entry: Entry<'_>,
) -> sqlx::Result<()> {
    let id = AuditId::generate(entropy);
    let ip = request.map(|request| request.ip.to_string());
    store::insert_in_tx(
        tx,
        &store::NewRow {
            id: id.as_str(),
            timestamp: now,
            user_id: entry.user_id.map(UserId::as_str),
            action: entry.action,
            resource_type: entry.resource.map(|(kind, _)| kind),
            resource_id: entry.resource.map(|(_, id)| id),
            details: entry.details,
            ip_address: ip.as_deref(),
            user_agent: request.map(|request| request.user_agent.as_str()),
            request_id: request.map(|request| request.request_id.as_str()),
        },
    )
    .await
}

/// Links committed rows that are not yet in the chain. One sealer works at a time across all servers.
/// Returns how many it linked.
///
/// # Errors
/// When the database fails; nothing is linked then.
pub async fn seal(db: &PgPool) -> sqlx::Result<usize> {
    let mut tx = db.begin().await?;
    if !store::lock_chain_in_tx(&mut tx).await? {
        return Ok(0);
    }
    let (mut seq, mut previous) = store::head_in_tx(&mut tx).await?.unwrap_or((0, audit_chain::GENESIS));
    let rows = store::unsealed_in_tx(&mut tx, SEAL_BATCH_ROWS).await?;
    let mut links = store::Links::default();
    for row in &rows {
        seq += 1;
        let hash = audit_chain::hash(&previous, seq, &entry_of(row));
        links.push(&row.id, seq, previous, hash);
        previous = hash;
    }
    store::link_in_tx(&mut tx, &links).await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// What verification found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verification {
    /// Every row is as it was written; the number of rows.
    Intact(u64),
    /// The first row that is not as it was written, by its place in the chain.
    Broken { seq: i64, id: String },
    /// A row that fits what it holds itself, and not the row after it: it was written anew, with a hash of its own.
    Rewritten { seq: i64, id: String },
    /// Rows are gone: the first of them, and the place of the next one that is there.
    Missing { seq: i64, next: i64 },
    /// The chain ends before a head that was noted elsewhere: rows were cut off its end.
    CutOff { rows: u64, noted: i64 },
    /// At a noted head stands another hash: the chain was written anew up to there.
    OtherHead { seq: i64 },
}

/// Walks the whole chain from its beginning, and holds it against heads that were noted elsewhere: what is missing at
/// the end, and a chain that was written anew as a whole, cannot be seen from inside.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &PgPool, noted: &[Head]) -> sqlx::Result<Verification> {
    let mut walk = Walk::default();
    loop {
        if let Some(found) = walk.go_on(db, noted).await? {
            return Ok(found);
        }
    }
}

/// How far a walk along the chain has come.
#[derive(Clone, Debug)]
pub struct Walk {
    at: Head,
    last_id: String,
}

impl Default for Walk {
    /// Before the first row.
    fn default() -> Self {
        Self::from(Head { seq: 0, hash: audit_chain::GENESIS })
    }
}

impl From<Head> for Walk {
    fn from(at: Head) -> Self {
        Self { at, last_id: String::new() }
    }
}

impl Walk {
    #[must_use]
    pub const fn at(&self) -> &Head {
        &self.at
    }

    /// Some thousand rows further; what was found, once the walk is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn go_on(&mut self, db: &PgPool, noted: &[Head]) -> sqlx::Result<Option<Verification>> {
        let rows = store::sealed_after(db, self.at.seq, VERIFY_BATCH_ROWS).await?;
        if rows.is_empty() {
            let cut = noted.iter().find(|head| head.seq > self.at.seq);
            let rows = self.at.seq.unsigned_abs();
            return Ok(Some(match cut {
                Some(head) => Verification::CutOff { rows, noted: head.seq },
                None => Verification::Intact(rows),
            }));
        }
        for row in rows {
            let seq = self.at.seq + 1;
            if row.seq != seq {
                return Ok(Some(Verification::Missing { seq, next: row.seq }));
            }
            if audit_chain::hash(&row.previous, seq, &entry_of(&row.entry)) != row.hash {
                return Ok(Some(Verification::Broken { seq, id: row.entry.id }));
            }
            if row.previous != self.at.hash {
                return Ok(Some(Verification::Rewritten { seq: seq - 1, id: self.last_id.clone() }));
            }
            if noted.iter().any(|head| head.seq == seq && head.hash != row.hash) {
                return Ok(Some(Verification::OtherHead { seq }));
            }
            self.at = Head { seq, hash: row.hash };
            self.last_id = row.entry.id;
        }
        Ok(None)
    }
}

/// The end of the chain, to be noted elsewhere; nothing before the first row is sealed.
///
/// # Errors
/// When the database fails.
pub async fn head(db: &PgPool) -> sqlx::Result<Option<Head>> {
    let mut connection = db.acquire().await?;
    let head = store::head_in_tx(&mut connection).await?;
    Ok(head.map(|(seq, hash)| Head { seq, hash }))
}

/// Rows that are written and not yet linked.
///
/// # Errors
/// When the database fails.
pub async fn unsealed(db: &PgPool) -> sqlx::Result<i64> {
    store::unsealed_count(db).await
}

fn entry_of(row: &store::Row) -> AuditEntry<'_> {
    AuditEntry {
        id: &row.id,
        timestamp: &row.timestamp,
        user_id: row.user_id.as_deref(),
        action: &row.action,
        resource_type: row.resource_type.as_deref(),
        resource_id: row.resource_id.as_deref(),
        details: row.details.as_deref(),
        ip_address: row.ip_address.as_deref(),
        user_agent: row.user_agent.as_deref(),
        request_id: row.request_id.as_deref(),
    }
}
