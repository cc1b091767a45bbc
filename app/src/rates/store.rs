//! All SQL of the history of exchange rates.
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

/// The rate of a currency that counts: the one that was confirmed last.
pub(super) struct KnownRow {
    pub id: i32,
    pub to_currency: String,
    pub rate: Decimal,
    pub mid_rate: Decimal,
    pub as_of: NaiveDate,
    pub source: String,
    pub updated_at: DateTime<Utc>,
}

/// One writer at a time, across servers: what is decided is decided on what is known.
pub(super) async fn lock_in_tx(tx: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('exchange_rates', 0))").fetch_one(tx).await?;
    Ok(())
}

pub(super) async fn known_in_tx(tx: &mut PgConnection, currency: &str) -> sqlx::Result<Option<KnownRow>> {
    sqlx::query_as!(
        KnownRow,
        r#"
        select id, to_currency, rate, coalesce(mid_rate, rate) as "mid_rate!", as_of, source, updated_at
        from exchange_rates where from_currency = 'NOK' and to_currency = $1
        order by updated_at desc, id desc limit 1
        "#,
        currency
    )
    .fetch_optional(tx)
    .await
}

/// One row for each currency that ever had a rate.
pub(super) async fn known(db: &PgPool) -> sqlx::Result<Vec<KnownRow>> {
    sqlx::query_as!(
        KnownRow,
        r#"
        select distinct on (to_currency) id, to_currency, rate, coalesce(mid_rate, rate) as "mid_rate!", as_of,
          source, updated_at
        from exchange_rates where from_currency = 'NOK'
        order by to_currency, updated_at desc, id desc
        "#
    )
    .fetch_all(db)
    .await
}

pub(super) async fn confirm_in_tx(tx: &mut PgConnection, id: i32, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("update exchange_rates set updated_at = $2 where id = $1", id, now).execute(tx).await?;
    Ok(())
}

pub(super) struct NewRow<'a> {
    pub currency: &'a str,
    pub rate: Decimal,
    pub mid_rate: Decimal,
    pub as_of: NaiveDate,
    pub source: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewRow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into exchange_rates (from_currency, to_currency, rate, mid_rate, as_of, source, updated_at, created_at)
        values ('NOK', $1, $2, $3, $4, $5, $6, $6)
        "#,
        new.currency,
        new.rate,
        new.mid_rate,
        new.as_of,
        new.source,
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}
