//! All SQL of a customer's complaints.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::complaint::Deadlines;
use domain::ids::{ComplaintId, TransactionId, UserId};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

pub(super) struct LineRow {
    pub id: String,
    pub subject: String,
    pub category: String,
    pub status: String,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
}

/// The latest first.
pub(super) async fn list(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select id, subject, category, status, due_on, created_at from complaints
        where user_id = $1 order by created_at desc, id desc limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct MessageRow {
    pub kind: String,
    pub body: String,
    pub due_on: Option<NaiveDate>,
    pub at: DateTime<Utc>,
}

/// The payment that a complaint is about.
#[derive(Deserialize)]
pub(crate) struct PaymentRow {
    pub id: String,
    pub to: String,
    pub amount: Decimal,
    pub currency: String,
    pub at: DateTime<Utc>,
}

/// One's own payment, to complain about.
pub(super) async fn payment(
    db: &PgPool,
    user: &UserId,
    id: &TransactionId,
) -> sqlx::Result<Option<PaymentRow>> {
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.id, coalesce(r.name, m.business_name, '') as "to!", t.amount, t.currency, t.created_at as at
        from transactions t left join recipients r on r.id = t.recipient_id left join merchants m on m.id = t.merchant_id
        where t.id = $1 and t.user_id = $2
        "#,
        id.as_str(),
        user.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct ThreadRow {
    pub id: String,
    pub user_id: String,
    pub subject: String,
    pub category: String,
    pub description: String,
    pub status: String,
    pub outcome: Option<String>,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub about: Option<Json<PaymentRow>>,
    pub messages: Json<Vec<MessageRow>>,
}

/// One complaint with its thread, the oldest letter first.
pub(super) async fn thread(db: &PgPool, id: &ComplaintId) -> sqlx::Result<Option<ThreadRow>> {
    sqlx::query_as!(
        ThreadRow,
        r#"
        select c.id, c.user_id, c.subject, c.category, c.description, c.status, c.outcome, c.due_on, c.created_at,
          (
            select json_build_object('id', t.id, 'to', coalesce(r.name, m.business_name, ''), 'amount', t.amount::text,
              'currency', t.currency, 'at', t.created_at)
            from transactions t left join recipients r on r.id = t.recipient_id
            left join merchants m on m.id = t.merchant_id
            where t.id = c.transaction_id
          ) as "about?: Json<PaymentRow>",
          coalesce((
            select json_agg(json_build_object('kind', m.kind, 'body', m.body, 'due_on', m.due_on, 'at', m.created_at)
              order by m.id)
            from complaint_messages m where m.complaint_id = c.id
          ), '[]') as "messages!: Json<Vec<MessageRow>>"
        from complaints c where c.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct NewComplaint<'a> {
    pub id: &'a ComplaintId,
    pub user: &'a UserId,
    pub category: &'a str,
    pub subject: &'a str,
    pub description: &'a str,
    /// The payment that it is about.
    pub about: Option<&'a str>,
    pub days: Deadlines,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewComplaint<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into complaints (id, user_id, category, subject, description, received_on, due_on, last_due_on, created_at,
          transaction_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.category,
        new.subject,
        new.description,
        new.days.received_on,
        new.days.due_on,
        new.days.last_due_on,
        new.now,
        new.about
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct OwnRow {
    pub user_id: String,
    pub status: String,
}

/// Locks one complaint and says whose it is.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &ComplaintId) -> sqlx::Result<Option<OwnRow>> {
    sqlx::query_as!(OwnRow, "select user_id, status from complaints where id = $1 for update", id.as_str())
        .fetch_optional(tx)
        .await
}

/// Adds a letter of the customer, so that whoever answers an older page hears of it.
pub(super) async fn write_in_tx(
    tx: &mut PgConnection,
    id: &ComplaintId,
    user: &UserId,
    body: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into complaint_messages (complaint_id, kind, author_id, body, created_at)
        values ($1, 'customer', $2, $3, $4)
        "#,
        id.as_str(),
        user.as_str(),
        body,
        now
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update complaints set version = version + 1 where id = $1", id.as_str())
        .execute(tx)
        .await?;
    Ok(())
}
