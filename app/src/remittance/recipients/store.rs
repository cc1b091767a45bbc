//! All SQL of recipients.
use chrono::{DateTime, Utc};
use domain::ids::{RecipientId, UserId};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

pub(super) struct RecipientRow {
    pub id: String,
    pub user_id: String,
    pub name: String,
    pub country: String,
    pub bank_account: String,
    pub bank_name: Option<String>,
    pub version: i32,
    pub removed: bool,
}

/// The recipients of a customer: the one paid last first, then those never paid, newest first.
pub(super) async fn recipients(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<RecipientRow>> {
    sqlx::query_as!(
        RecipientRow,
        r#"
        select r.id as "id!", r.user_id as "user_id!", r.name as "name!", r.country as "country!",
          r.bank_account as "bank_account!", r.bank_name, r.version as "version!", false as "removed!"
        from recipients r
        left join lateral (
          select max(t.created_at) as at
          from recipients v join transactions t on t.recipient_id = v.id
          where v.id = r.id or v.replaced_by = r.id
        ) paid on true
        where r.user_id = $1 and r.removed_at is null
        order by paid.at desc nulls last, r.created_at desc, r.id limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

/// What this recipient is now: itself, or the version that has taken its place.
pub(super) async fn current(
    db: impl sqlx::PgExecutor<'_>,
    id: &RecipientId,
) -> sqlx::Result<Option<RecipientRow>> {
    sqlx::query_as!(
        RecipientRow,
        r#"
        select c.id, c.user_id, c.name, c.country, c.bank_account, c.bank_name, c.version,
          c.removed_at is not null as "removed!"
        from recipients r join recipients c on c.id = coalesce(r.replaced_by, r.id)
        where r.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct PaymentRow {
    pub id: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub receive_amount: Option<Decimal>,
    pub receive_currency: Option<String>,
    pub created_at: DateTime<Utc>,
}

pub(super) struct DetailsRow {
    pub id: String,
    pub user_id: String,
    pub name: String,
    pub country: String,
    pub bank_account: String,
    pub bank_name: Option<String>,
    pub version: i32,
    pub removed: bool,
    pub payments: Json<Vec<PaymentRow>>,
}

impl DetailsRow {
    pub(super) fn split(self) -> (RecipientRow, Vec<PaymentRow>) {
        let Self { id, user_id, name, country, bank_account, bank_name, version, removed, payments } = self;
        let row = RecipientRow { id, user_id, name, country, bank_account, bank_name, version, removed };
        (row, payments.0)
    }
}

/// The same as [`current`], with the last payments to any of its versions, in one round trip.
pub(super) async fn details(
    db: &PgPool,
    id: &RecipientId,
    payments: i64,
) -> sqlx::Result<Option<DetailsRow>> {
    sqlx::query_as!(
        DetailsRow,
        r#"
        select c.id, c.user_id, c.name, c.country, c.bank_account, c.bank_name, c.version,
          c.removed_at is not null as "removed!",
          coalesce((
            select json_agg(json_build_object('id', p.id, 'status', p.status, 'amount', p.amount::text,
              'currency', p.currency, 'receive_amount', p.receive_amount::text,
              'receive_currency', p.receive_currency, 'created_at', p.created_at)
              order by p.created_at desc, p.id desc)
            from (
              select t.* from recipients v join transactions t on t.recipient_id = v.id
              where v.id = c.id or v.replaced_by = c.id
              order by t.created_at desc, t.id desc limit $2
            ) p
          ), '[]') as "payments!: Json<Vec<PaymentRow>>"
        from recipients r join recipients c on c.id = coalesce(r.replaced_by, r.id)
        where r.id = $1
        "#,
        id.as_str(),
        payments
    )
    .fetch_optional(db)
    .await
}

pub(super) struct HoldersRow {
    /// The recipient who already has this account.
    pub same_account: Option<String>,
    pub same_account_name: Option<String>,
    /// How many recipients there are.
    pub count: i64,
}

/// What stands in the way of another recipient with this account.
pub(super) async fn holders_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    iban: &str,
) -> sqlx::Result<HoldersRow> {
    sqlx::query_as!(
        HoldersRow,
        r#"
        select min(id) filter (where bank_account = $2) as same_account,
          min(name) filter (where bank_account = $2) as same_account_name, count(*) as "count!"
        from recipients where user_id = $1 and removed_at is null
        "#,
        user.as_str(),
        iban
    )
    .fetch_one(tx)
    .await
}

pub(super) struct NewRecipient<'a> {
    pub id: &'a RecipientId,
    pub user_id: &'a UserId,
    pub name: &'a str,
    pub country: &'a str,
    pub currency: &'a str,
    pub iban: &'a str,
    pub bank_name: Option<&'a str>,
    pub version: i32,
    pub previous: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewRecipient<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into recipients (id, user_id, name, country, currency, bank_account, bank_name, version, previous_id,
          created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        new.id.as_str(),
        new.user_id.as_str(),
        new.name,
        new.country,
        new.currency,
        new.iban,
        new.bank_name,
        new.version,
        new.previous,
        new.now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Hides a version behind the one that takes its place. Versions before it point to the newest too.
pub(super) async fn replace_in_tx(
    tx: &mut PgConnection,
    old: &str,
    new: &RecipientId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update recipients set replaced_by = $2, removed_at = coalesce(removed_at, $3), removed_reason = 'replaced'
        where id = $1 or replaced_by = $1
        "#,
        old,
        new.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn rename_in_tx(tx: &mut PgConnection, id: &str, name: &str) -> sqlx::Result<()> {
    sqlx::query!("update recipients set name = $2, version = version + 1 where id = $1", id, name)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn remove_in_tx(tx: &mut PgConnection, id: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update recipients set removed_at = $2, removed_reason = 'removed', version = version + 1 where id = $1",
        id,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
