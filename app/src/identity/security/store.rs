//! All SQL of an account's security page.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

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

/// Recovery codes go with the second factor that they stand in for.
pub(super) async fn forget_since_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    since: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("delete from passkeys where user_id = $1 and created_at >= $2", user.as_str(), since)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from second_factors where user_id = $1 and enrolled_at >= $2", user.as_str(), since)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        r#"
        delete from recovery_codes c
        where c.user_id = $1
          and (c.created_at >= $2 or not exists (select from second_factors f where f.user_id = c.user_id))
        "#,
        user.as_str(),
        since
    )
    .execute(tx)
    .await?;
    Ok(())
}
