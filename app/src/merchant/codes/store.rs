//! All SQL of codes.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, QrCodeId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor};

pub(super) struct CodeRow {
    pub id: String,
    pub merchant_id: String,
    pub kind: String,
    pub name: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: String,
    pub reference: Option<String>,
    pub key_id: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub transaction_id: Option<String>,
}

pub(super) async fn code(db: impl PgExecutor<'_>, id: &QrCodeId) -> sqlx::Result<Option<CodeRow>> {
    sqlx::query_as!(
        CodeRow,
        r#"
        select id, merchant_id, kind, name, amount, currency, reference, key_id, created_at, expires_at, revoked_at,
          transaction_id
        from qr_codes where id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

/// The same, and nobody else pays or revokes it until the end of the transaction.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &QrCodeId) -> sqlx::Result<Option<CodeRow>> {
    sqlx::query_as!(
        CodeRow,
        r#"
        select id, merchant_id, kind, name, amount, currency, reference, key_id, created_at, expires_at, revoked_at,
          transaction_id
        from qr_codes where id = $1 for no key update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// The stickers of a shop: those that can be paid first, then the newest.
pub(super) async fn stickers(
    db: impl PgExecutor<'_>,
    shop: &MerchantId,
    limit: i64,
) -> sqlx::Result<Vec<CodeRow>> {
    sqlx::query_as!(
        CodeRow,
        r#"
        select id, merchant_id, kind, name, amount, currency, reference, key_id, created_at, expires_at, revoked_at,
          transaction_id
        from qr_codes where merchant_id = $1 and kind = 'static'
        order by revoked_at is not null, created_at desc, id desc limit $2
        "#,
        shop.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

/// Codes of this shop are made one after the other until the end of the transaction.
pub(super) async fn lock_shop_in_tx(tx: &mut PgConnection, shop: &MerchantId) -> sqlx::Result<()> {
    sqlx::query!("select id from merchants where id = $1 for no key update", shop.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(())
}

pub(super) struct LiveRow {
    pub count: i64,
    pub same_name: bool,
}

/// What stands in the way of another sticker of this name.
pub(super) async fn live_stickers_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    name: &str,
) -> sqlx::Result<LiveRow> {
    sqlx::query_as!(
        LiveRow,
        r#"
        select count(*) as "count!", coalesce(bool_or(lower(name) = lower($2)), false) as "same_name!"
        from qr_codes where merchant_id = $1 and kind = 'static' and revoked_at is null
        "#,
        shop.as_str(),
        name
    )
    .fetch_one(tx)
    .await
}

/// Sales made since then that somebody can still pay.
pub(super) async fn open_sales(
    db: impl PgExecutor<'_>,
    shop: &MerchantId,
    since: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from qr_codes
        where merchant_id = $1 and kind = 'dynamic' and created_at > $2 and revoked_at is null
          and transaction_id is null
        "#,
        shop.as_str(),
        since
    )
    .fetch_one(db)
    .await
}

pub(super) struct NewCode<'a> {
    pub id: &'a QrCodeId,
    pub shop: &'a MerchantId,
    pub kind: &'a str,
    pub name: Option<&'a str>,
    pub amount: Option<Decimal>,
    pub reference: Option<&'a str>,
    pub key_id: &'a str,
    pub created_by: &'a str,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewCode<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into qr_codes (id, merchant_id, kind, name, amount, reference, key_id, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        new.id.as_str(),
        new.shop.as_str(),
        new.kind,
        new.name,
        new.amount,
        new.reference,
        new.key_id,
        new.created_by,
        new.created_at,
        new.expires_at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn revoke_in_tx(
    tx: &mut PgConnection,
    id: &QrCodeId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update qr_codes set revoked_at = $2 where id = $1 and revoked_at is null",
        id.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
