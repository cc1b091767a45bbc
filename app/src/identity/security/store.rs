//! All SQL of an account's security page.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::PgPool;

pub(super) struct FactorRow {
    pub enrolled_at: DateTime<Utc>,
    pub codes_left: i64,
}

pub(super) async fn factor(db: &PgPool, user: &UserId) -> sqlx::Result<Option<FactorRow>> {
    sqlx::query_as!(
        FactorRow,
        r#"
        select enrolled_at, (
          select count(*) from recovery_codes c where c.user_id = f.user_id and c.used_at is null
        ) as "codes_left!"
        from second_factors f where user_id = $1
        "#,
        user.as_str()
    )
    .fetch_optional(db)
    .await
}
