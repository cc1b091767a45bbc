//! Fault switches: how a test makes the bank misbehave. They live in the database, so every process obeys.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, PgConnection, PgPool};

use crate::banks;
use crate::errors::ApiError;
use crate::fields::json_body;
use crate::state::Sandbox;

/// The row that stands for every bank.
const ALL: &str = "*";
const DELAY_MAX_MS: i32 = 60_000;

/// Switches of one bank, or of all. Each `…_next` is how many times it still strikes.
#[derive(Debug, Default, Clone, Serialize, Deserialize, FromRow)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switches {
    delay_ms: i32,
    fail_next: i32,
    accept_then_hang_next: i32,
    duplicate_status_next: i32,
    out_of_order_status_next: i32,
    reject_next: i32,
    return_next: i32,
}

/// A switch that is used up one strike at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    Fail,
    AcceptThenHang,
    DuplicateStatus,
    OutOfOrderStatus,
    Reject,
    Return,
}

impl Fault {
    fn column(self) -> &'static str {
        match self {
            Self::Fail => "fail_next",
            Self::AcceptThenHang => "accept_then_hang_next",
            Self::DuplicateStatus => "duplicate_status_next",
            Self::OutOfOrderStatus => "out_of_order_status_next",
            Self::Reject => "reject_next",
            Self::Return => "return_next",
        }
    }
}

/// What happens to the call that is coming in.
pub(crate) struct Strike {
    pub delay: Duration,
    pub fail: bool,
}

pub(crate) async fn strike(pool: &PgPool, bank: &str) -> Result<Strike, sqlx::Error> {
    let (delay_ms, failing): (i32, bool) = sqlx::query_as(
        "select coalesce(max(delay_ms), 0), coalesce(bool_or(fail_next > 0), false) \
         from sandbox_bank.faults where bank in ($1, $2)",
    )
    .bind(bank)
    .bind(ALL)
    .fetch_one(pool)
    .await?;
    let fail = failing && take(&mut *pool.acquire().await?, bank, Fault::Fail).await?;
    Ok(Strike { delay: Duration::from_millis(u64::try_from(delay_ms).unwrap_or(0)), fail })
}

/// Uses up one strike, of this bank's own switch before the one for all banks.
pub(crate) async fn take(
    connection: &mut PgConnection,
    bank: &str,
    fault: Fault,
) -> Result<bool, sqlx::Error> {
    let column = fault.column();
    let taken = sqlx::query(&format!(
        "update sandbox_bank.faults set {column} = {column} - 1 where {column} > 0 and bank = \
         (select bank from sandbox_bank.faults where bank in ($1, $2) and {column} > 0 \
          order by bank desc limit 1 for update)"
    ))
    .bind(bank)
    .bind(ALL)
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() > 0)
}

#[derive(Deserialize)]
pub(crate) struct Scope {
    bank: Option<String>,
}

impl Scope {
    /// `None` for all banks.
    fn key(&self) -> Result<Option<&str>, ApiError> {
        match self.bank.as_deref() {
            None | Some("" | "all" | ALL) => Ok(None),
            Some(slug) if banks::find(slug).is_some() => Ok(Some(slug)),
            Some(_) => Err(ApiError::format("bank is unknown")),
        }
    }
}

/// `GET /sandbox/faults`
pub(crate) async fn show(
    State(sandbox): State<Sandbox>,
) -> Result<Json<BTreeMap<String, Switches>>, ApiError> {
    listed(&sandbox.pool).await
}

/// `PUT /sandbox/faults[?bank=dnb]`: replaces all switches of that scope; what the body leaves out is off.
pub(crate) async fn replace(
    State(sandbox): State<Sandbox>,
    Query(scope): Query<Scope>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<BTreeMap<String, Switches>>, ApiError> {
    let bank = scope.key()?.unwrap_or(ALL);
    let switches: Switches =
        serde_json::from_value(json_body(body)?).map_err(|error| ApiError::format(error.to_string()))?;
    check(&switches)?;
    sqlx::query(
        "insert into sandbox_bank.faults (bank, delay_ms, fail_next, accept_then_hang_next, \
         duplicate_status_next, out_of_order_status_next, reject_next, return_next) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (bank) do update set \
         delay_ms = excluded.delay_ms, fail_next = excluded.fail_next, \
         accept_then_hang_next = excluded.accept_then_hang_next, \
         duplicate_status_next = excluded.duplicate_status_next, \
         out_of_order_status_next = excluded.out_of_order_status_next, \
         reject_next = excluded.reject_next, return_next = excluded.return_next",
    )
    .bind(bank)
    .bind(switches.delay_ms)
    .bind(switches.fail_next)
    .bind(switches.accept_then_hang_next)
    .bind(switches.duplicate_status_next)
    .bind(switches.out_of_order_status_next)
    .bind(switches.reject_next)
    .bind(switches.return_next)
    .execute(&sandbox.pool)
    .await?;
    listed(&sandbox.pool).await
}

/// `DELETE /sandbox/faults[?bank=dnb]`: that bank's switches off; without a bank, every switch there is.
pub(crate) async fn clear(
    State(sandbox): State<Sandbox>,
    Query(scope): Query<Scope>,
) -> Result<Json<BTreeMap<String, Switches>>, ApiError> {
    sqlx::query("delete from sandbox_bank.faults where $1::text is null or bank = $1")
        .bind(scope.key()?)
        .execute(&sandbox.pool)
        .await?;
    listed(&sandbox.pool).await
}

fn check(switches: &Switches) -> Result<(), ApiError> {
    if !(0..=DELAY_MAX_MS).contains(&switches.delay_ms) {
        return Err(ApiError::format(format!("delay_ms is not between 0 and {DELAY_MAX_MS}")));
    }
    for (name, count) in [
        ("fail_next", switches.fail_next),
        ("accept_then_hang_next", switches.accept_then_hang_next),
        ("duplicate_status_next", switches.duplicate_status_next),
        ("out_of_order_status_next", switches.out_of_order_status_next),
        ("reject_next", switches.reject_next),
        ("return_next", switches.return_next),
    ] {
        if count < 0 {
            return Err(ApiError::format(format!("{name} is below zero")));
        }
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    bank: String,
    #[sqlx(flatten)]
    switches: Switches,
}

async fn listed(pool: &PgPool) -> Result<Json<BTreeMap<String, Switches>>, ApiError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select bank, delay_ms, fail_next, accept_then_hang_next, duplicate_status_next, \
         out_of_order_status_next, reject_next, return_next from sandbox_bank.faults",
    )
    .fetch_all(pool)
    .await?;
    let mut all: BTreeMap<String, Switches> = BTreeMap::from([("all".to_owned(), Switches::default())]);
    all.extend(banks::BANKS.iter().map(|bank| (bank.slug.to_owned(), Switches::default())));
    for row in rows {
        all.insert(if row.bank == ALL { "all".to_owned() } else { row.bank }, row.switches);
    }
    Ok(Json(all))
}
