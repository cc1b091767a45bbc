//! All SQL of countries that raise a customer's risk.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

use super::super::model::CountryLine;

pub(super) struct CountryRow {
    pub country: String,
    pub valid_from: NaiveDate,
    pub risk: String,
    pub source: String,
}

pub(super) async fn countries(db: &PgPool) -> sqlx::Result<Vec<CountryRow>> {
    sqlx::query_as!(
        CountryRow,
        "select country, valid_from, risk, source from country_risks order by country, valid_from desc"
    )
    .fetch_all(db)
    .await
}

/// False when this country has a word from this day on already.
pub(super) async fn insert_country_in_tx(
    tx: &mut PgConnection,
    set: &CountryLine,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into country_risks (country, valid_from, risk, source, set_by, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        "#,
        set.country,
        set.valid_from,
        set.risk.as_str(),
        set.source,
        by.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
