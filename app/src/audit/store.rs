//! All SQL of the audit log.
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

/// Key of the advisory lock that the one sealer holds.
const CHAIN_LOCK: i64 = 0x6175_6469_7400;

pub(super) struct NewRow<'a> {
    pub id: &'a str,
    pub timestamp: DateTime<Utc>,
    pub user_id: Option<&'a str>,
    pub action: &'a str,
    pub resource_type: Option<&'a str>,
    pub resource_id: Option<&'a str>,
    pub details: serde_json::Value,
    pub ip_address: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    pub request_id: Option<&'a str>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, row: &NewRow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into audit_log (id, timestamp, user_id, action, resource_type, resource_id, details, ip_address,
          user_agent, request_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        row.id,
        row.timestamp,
        row.user_id,
        row.action,
        row.resource_type,
        row.resource_id,
        row.details,
        row.ip_address,
        row.user_agent,
        row.request_id,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A row as the chain hashes it: times and JSON as the database prints them, so that both sides agree for ever.
pub(super) struct Row {
    pub id: String,
    pub timestamp: String,
    pub user_id: Option<String>,
    pub action: String,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub details: Option<String>,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
}

pub(super) async fn lock_chain_in_tx(tx: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, CHAIN_LOCK)
        .fetch_one(tx)
        .await
}

pub(super) async fn head_in_tx(tx: &mut PgConnection) -> sqlx::Result<Option<(i64, [u8; 32])>> {
    let head = sqlx::query!(
        r#"
        select chain_seq as "seq!", chain_hash as "hash!" from audit_log
        where chain_seq is not null order by chain_seq desc limit 1
        "#
    )
    .fetch_optional(tx)
    .await?;
    head.map(|head| Ok((head.seq, hash_bytes(&head.hash)?))).transpose()
}

pub(super) async fn unsealed_in_tx(tx: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select id, to_char(timestamp at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "timestamp!", user_id,
          action, resource_type, resource_id, details::text as details, ip_address, user_agent, request_id
        from audit_log where chain_seq is null order by timestamp, id limit $1
        "#,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn unsealed_count(db: &PgPool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "rows!" from audit_log where chain_seq is null"#)
        .fetch_one(db)
        .await
}

#[derive(Default)]
pub(super) struct Links {
    ids: Vec<String>,
    seqs: Vec<i64>,
    previous: Vec<Vec<u8>>,
    hashes: Vec<Vec<u8>>,
}

impl Links {
    pub(super) fn push(&mut self, id: &str, seq: i64, previous: [u8; 32], hash: [u8; 32]) {
        self.ids.push(id.to_owned());
        self.seqs.push(seq);
        self.previous.push(previous.to_vec());
        self.hashes.push(hash.to_vec());
    }
}

pub(super) async fn link_in_tx(tx: &mut PgConnection, links: &Links) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update audit_log set chain_seq = l.seq, chain_previous = l.previous, chain_hash = l.hash
        from unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[]) as l(id, seq, previous, hash)
        where audit_log.id = l.id
        "#,
        &links.ids,
        &links.seqs,
        &links.previous,
        &links.hashes,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct SealedRow {
    pub seq: i64,
    pub previous: [u8; 32],
    pub hash: [u8; 32],
    pub entry: Row,
}

pub(super) async fn sealed_after(db: &PgPool, seq: i64, limit: i64) -> sqlx::Result<Vec<SealedRow>> {
    let rows = sqlx::query!(
        r#"
        select id, to_char(timestamp at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "timestamp!", user_id,
          action, resource_type, resource_id, details::text as details, ip_address, user_agent, request_id,
          chain_seq as "seq!", chain_previous as "previous!", chain_hash as "hash!"
        from audit_log where chain_seq > $1 order by chain_seq limit $2
        "#,
        seq,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SealedRow {
                seq: row.seq,
                previous: hash_bytes(&row.previous)?,
                hash: hash_bytes(&row.hash)?,
                entry: Row {
                    id: row.id,
                    timestamp: row.timestamp,
                    user_id: row.user_id,
                    action: row.action,
                    resource_type: row.resource_type,
                    resource_id: row.resource_id,
                    details: row.details,
                    ip_address: row.ip_address,
                    user_agent: row.user_agent,
                    request_id: row.request_id,
                },
            })
        })
        .collect()
}

fn hash_bytes(bytes: &[u8]) -> sqlx::Result<[u8; 32]> {
    bytes.try_into().map_err(|_| sqlx::Error::Decode("a chain hash is 32 bytes".into()))
}
