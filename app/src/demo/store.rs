//! All SQL of the demo data.
use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// Inserts what is missing; what somebody has changed since stays as it is.
pub(super) async fn seed_demo(
    db: &PgPool,
    password_hash: &str,
    (sandbox_url, approval_url): (&str, &str),
    link_key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    // Parameters of the script below, for this transaction only.
    sqlx::query!(
        r#"
        select set_config('drop.password_hash', $1, true) as a, set_config('drop.sandbox_url', $2, true) as b,
          set_config('drop.now', $3, true) as c, set_config('drop.approval_url', $4, true) as d,
          set_config('drop.link_key', $5, true) as e
        "#,
        password_hash,
        sandbox_url,
        now.to_rfc3339(),
        approval_url,
        link_key
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::raw_sql(include_str!("demo.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// A demo person's second factor, unless there is one.
pub(super) async fn seed_factor(
    db: &PgPool,
    user: &str,
    sealed: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into second_factors (user_id, secret, enrolled_at, last_step) values ($1, $2, $3, 0)
        on conflict do nothing
        "#,
        user,
        sealed,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Inserts what the demo customers have told about who they are. `identities`: as `identities.sql` reads them.
pub(super) async fn seed_identities(
    db: &PgPool,
    identities: &serde_json::Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!(
        "select set_config('drop.now', $1, true) as a, set_config('drop.identities', $2, true) as b",
        now.to_rfc3339(),
        identities.to_string()
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::raw_sql(include_str!("identities.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts what officers look at, unless it is there. `identities`: as `people.sql` reads them.
pub(super) async fn seed_people(
    db: &PgPool,
    identities: &serde_json::Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!(
        "select set_config('drop.now', $1, true) as a, set_config('drop.identities', $2, true) as b",
        now.to_rfc3339(),
        identities.to_string()
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::raw_sql(include_str!("people.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts complaints and data requests. `rows`: as `desk.sql` reads them.
pub(super) async fn seed_desk(db: &PgPool, rows: &serde_json::Value) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!("select set_config('drop.desk', $1, true) as a", rows.to_string())
        .fetch_one(&mut *tx)
        .await?;
    sqlx::raw_sql(include_str!("desk.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts whom the demo's reports are about, and the alerts that they grow out of.
pub(super) async fn seed_reports(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!("select set_config('drop.now', $1, true) as a", now.to_rfc3339())
        .fetch_one(&mut *tx)
        .await?;
    sqlx::raw_sql(include_str!("reports.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts the demo shop's sales, unless they are there.
pub(super) async fn seed_sales(db: &PgPool, key_id: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!(
        "select set_config('drop.now', $1, true) as a, set_config('drop.key_id', $2, true) as b",
        now.to_rfc3339(),
        key_id
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::raw_sql(include_str!("sales.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts customers with a story, and the alerts about them.
pub(super) async fn seed_alerts(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query!("select set_config('drop.now', $1, true) as a", now.to_rfc3339())
        .fetch_one(&mut *tx)
        .await?;
    sqlx::raw_sql(include_str!("alerts.sql")).execute(&mut *tx).await?;
    tx.commit().await
}

/// Inserts the people who look like somebody on a list; false when they are there already.
pub(super) async fn seed_hits(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let known = sqlx::query_scalar!(
        r#"
        select exists(select from users where id = 'usr_demo_hit1') as "known!"
        from (select set_config('drop.now', $1, true)) s
        "#,
        now.to_rfc3339()
    )
    .fetch_one(&mut *tx)
    .await?;
    if !known {
        sqlx::raw_sql(include_str!("hits.sql")).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(!known)
}
