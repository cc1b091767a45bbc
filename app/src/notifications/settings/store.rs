//! All SQL of what one hears outside the app.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

use crate::notifications::topic::Topic;

pub(super) struct Chosen {
    pub topic: String,
    pub email: bool,
    pub push: bool,
}

pub(super) async fn chosen(db: &PgPool, user: &UserId) -> sqlx::Result<Vec<Chosen>> {
    sqlx::query_as!(
        Chosen,
        "select topic, email, push from notification_settings where user_id = $1",
        user.as_str()
    )
    .fetch_all(db)
    .await
}

pub(super) async fn one_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    topic: Topic,
) -> sqlx::Result<Option<Chosen>> {
    sqlx::query_as!(
        Chosen,
        "select topic, email, push from notification_settings where user_id = $1 and topic = $2",
        user.as_str(),
        topic.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// Without a word about messages, what was chosen of them stays.
pub(super) async fn save_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    topic: Topic,
    email: bool,
    push: Option<bool>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into notification_settings (user_id, topic, email, push, updated_at)
        values ($1, $2, $3, coalesce($4::boolean, $5), $6)
        on conflict (user_id, topic) do update
        set email = excluded.email, push = coalesce($4::boolean, notification_settings.push), updated_at = excluded.updated_at
        "#,
        user.as_str(),
        topic.as_str(),
        email,
        push,
        topic.usual().push,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
