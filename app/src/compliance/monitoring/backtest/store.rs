//! All SQL of trying rules out on past payments.
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// A past payment with what rules want to know of it.
pub(super) struct PastRow {
    pub user_id: String,
    pub created_at: DateTime<Utc>,
    /// Without Drop's fee.
    pub amount: Decimal,
    pub currency: String,
    pub opened_at: DateTime<Utc>,
    pub bank_account: Option<String>,
    pub country: Option<String>,
    pub merchant_id: Option<String>,
    pub owner_id: Option<String>,
}

/// A transaction that reads months of payments: it may take longer than a request may.
pub(super) async fn begin(db: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let mut tx = db.begin().await?;
    sqlx::query!(
        "select set_config('statement_timeout', '0', true) as a, set_config('work_mem', '64MB', true) as b"
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(tx)
}

/// Payments that did not fail, in order of time, as they come from the database: they are not all in memory at once.
pub(super) fn payments<'a>(
    tx: &'a mut PgConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> BoxStream<'a, sqlx::Result<PastRow>> {
    sqlx::query_as!(
        PastRow,
        r#"
        select t.user_id, t.created_at, coalesce(t.send_amount, t.amount) as "amount!", t.currency,
          u.created_at as opened_at, r.bank_account as "bank_account?", r.country as "country?", t.merchant_id,
          m.user_id as "owner_id?"
        from transactions t
        join users u on u.id = t.user_id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        where t.created_at >= $1 and t.created_at < $2 and t.type <> 'refund' and t.status <> 'failed'
        order by t.created_at, t.id
        "#,
        from,
        to
    )
    .fetch(tx)
}

pub(super) struct EscalatedRow {
    pub id: String,
    /// How many there are in all.
    pub alerts: i64,
}

/// Alerts of a rule that officers have taken further, of some customers, the newest first.
pub(super) async fn escalated(
    db: &PgPool,
    rule: &str,
    from: DateTime<Utc>,
    customers: &[String],
    limit: i64,
) -> sqlx::Result<Vec<EscalatedRow>> {
    sqlx::query_as!(
        EscalatedRow,
        r#"
        select id, count(*) over () as "alerts!" from aml_alerts
        where user_id = any($1) and alert_type = $2 and status in ('escalated', 'filed') and created_at >= $3
        order by created_at desc, id desc limit $4
        "#,
        customers,
        rule,
        from,
        limit
    )
    .fetch_all(db)
    .await
}
