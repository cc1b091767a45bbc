//! All SQL of paying in a shop.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, QrCodeId, TransactionId, UserId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor};

/// A payment of one code that has not failed.
pub(super) struct OwnRow {
    pub id: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    /// The customer has still to approve it.
    pub waits: bool,
}

/// A customer's payment of a code: one that waits for them, else the newest.
pub(super) async fn own_payment(
    db: impl PgExecutor<'_>,
    code: &QrCodeId,
    payer: &UserId,
) -> sqlx::Result<Option<OwnRow>> {
    sqlx::query_as!(
        OwnRow,
        r#"
        select t.id, t.status, t.amount, t.currency,
          coalesce(o.state in ('created', 'held', 'submitted', 'awaiting_sca'), false) as "waits!"
        from transactions t left join payment_orders o on o.transaction_id = t.id
        where t.qr_code_id = $1 and t.user_id = $2 and t.type = 'qr_payment' and t.status <> 'failed'
        order by "waits!" desc, t.created_at desc, t.id desc limit 1
        "#,
        code.as_str(),
        payer.as_str()
    )
    .fetch_optional(db)
    .await
}

/// How far a payment is, as its customer sees it.
pub(super) async fn status(
    db: impl PgExecutor<'_>,
    transaction: &TransactionId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select status from transactions where id = $1", transaction.as_str())
        .fetch_optional(db)
        .await
}

pub(super) struct NewPayment<'a> {
    pub id: &'a TransactionId,
    pub payer: &'a UserId,
    pub shop: &'a MerchantId,
    pub code: &'a QrCodeId,
    pub amount: Decimal,
    pub currency: &'a str,
    /// What the shop owes for it: nothing of it is debited here.
    pub fee: Decimal,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_transaction_in_tx(
    tx: &mut PgConnection,
    new: &NewPayment<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into transactions (id, user_id, type, status, amount, currency, fee, merchant_id, qr_code_id, created_at)
        values ($1, $2, 'qr_payment', 'processing', $3, $4, $5, $6, $7, $8)
        "#,
        new.id.as_str(),
        new.payer.as_str(),
        new.amount,
        new.currency,
        new.fee,
        new.shop.as_str(),
        new.code.as_str(),
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}
