//! All SQL of who has the code of a sale.
use chrono::{DateTime, Utc};
use domain::ids::{QrCodeId, TransactionId};
use sqlx::PgConnection;

/// Locks a sale, and says which payment has its code.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, code: &QrCodeId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select transaction_id from qr_codes where id = $1 for update", code.as_str())
        .fetch_one(tx)
        .await
}

pub(super) struct PaymentRow {
    pub id: String,
    pub status: String,
}

/// The payments of a sale that have not failed.
pub(super) async fn payments_in_tx(tx: &mut PgConnection, code: &QrCodeId) -> sqlx::Result<Vec<PaymentRow>> {
    sqlx::query_as!(
        PaymentRow,
        "select id, status from transactions where qr_code_id = $1 and type = 'qr_payment' and status <> 'failed'",
        code.as_str()
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_holder_in_tx(
    tx: &mut PgConnection,
    code: &QrCodeId,
    holder: Option<&TransactionId>,
) -> sqlx::Result<()> {
    let holder = holder.map(TransactionId::as_str);
    sqlx::query!("update qr_codes set transaction_id = $2 where id = $1", code.as_str(), holder)
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody has to approve these payments any more. An order that somebody works on at this instant is left as it is: that
/// one may be waiting for the sale, which is locked here.
pub(super) async fn end_approval_in_tx(
    tx: &mut PgConnection,
    payments: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update payment_orders set approve_by = $2, next_attempt_at = least(next_attempt_at, $2)
        where id in (
          select id from payment_orders
          where transaction_id = any($1) and approve_by > $2 and state in ('created', 'held', 'submitted', 'awaiting_sca')
          for update skip locked
        )
        "#,
        payments,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct ShopRow {
    pub merchant_id: String,
    pub owner: String,
    pub qr_code_id: Option<String>,
}

/// The shop that a transaction is about, if it is about one.
pub(super) async fn shop_of_in_tx(
    tx: &mut PgConnection,
    transaction: &TransactionId,
) -> sqlx::Result<Option<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select m.id as merchant_id, m.user_id as owner, t.qr_code_id
        from transactions t join merchants m on m.id = t.merchant_id where t.id = $1
        "#,
        transaction.as_str()
    )
    .fetch_optional(tx)
    .await
}
