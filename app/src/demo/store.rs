//! All SQL of the demo data.
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgPool;

/// Adds a rate for each currency that has none. `keep_fresh` also adds one where the newest is an hour old; history
/// is kept. A currency with a rate from a real source is left alone: a seeded rate must never be quoted over it.
pub(super) async fn seed_rates(
    db: &PgPool,
    rates: &[(&str, Decimal, Decimal)],
    keep_fresh: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let currencies: Vec<String> = rates.iter().map(|rate| rate.0.to_owned()).collect();
    let customer: Vec<Decimal> = rates.iter().map(|rate| rate.1).collect();
    let mid: Vec<Decimal> = rates.iter().map(|rate| rate.2).collect();
    sqlx::query!(
        r#"
        insert into exchange_rates (from_currency, to_currency, rate, mid_rate, source, updated_at)
        select 'NOK', r.currency, r.rate, r.mid, 'seed', $4::timestamptz
        from unnest($1::text[], $2::numeric[], $3::numeric[]) as r(currency, rate, mid)
        where not exists (
          select 1 from exchange_rates e
          where e.from_currency = 'NOK' and e.to_currency = r.currency
            and (e.source <> 'seed' or not $5 or e.updated_at > $4::timestamptz - interval '1 hour')
        )
        "#,
        &currencies,
        &customer,
        &mid,
        now,
        keep_fresh
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Inserts what is missing; what somebody has changed since stays as it is.
pub(super) async fn seed_demo(
    db: &PgPool,
    password_hash: &str,
    (sandbox_url, approval_url): (&str, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    // Parameters of the script below, for this transaction only.
    sqlx::query!(
        r#"
        select set_config('drop.password_hash', $1, true) as a, set_config('drop.sandbox_url', $2, true) as b,
          set_config('drop.now', $3, true) as c, set_config('drop.approval_url', $4, true) as d
        "#,
        password_hash,
        sandbox_url,
        now.to_rfc3339(),
        approval_url
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::raw_sql(include_str!("demo.sql")).execute(&mut *tx).await?;
    tx.commit().await
}
