//! All SQL of the pages of rules.
use chrono::{DateTime, Utc};
use sqlx::PgPool;

pub(super) struct NameRow {
    pub id: String,
    pub name: String,
}

/// The names of customers.
pub(super) async fn names(db: &PgPool, ids: &[String]) -> sqlx::Result<Vec<NameRow>> {
    sqlx::query_as!(
        NameRow,
        r#"select id, first_name || ' ' || last_name as "name!" from users where id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

pub(super) struct AlertRow {
    pub id: String,
    pub customer: String,
    pub created_at: DateTime<Utc>,
}

/// Alerts by their ids, the newest first.
pub(super) async fn alerts(db: &PgPool, ids: &[String]) -> sqlx::Result<Vec<AlertRow>> {
    sqlx::query_as!(
        AlertRow,
        r#"
        select a.id, u.first_name || ' ' || u.last_name as "customer!", a.created_at
        from aml_alerts a join users u on u.id = a.user_id
        where a.id = any($1) order by a.created_at desc, a.id desc
        "#,
        ids
    )
    .fetch_all(db)
    .await
}
