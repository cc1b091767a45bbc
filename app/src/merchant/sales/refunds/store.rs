//! All SQL that makes refunds.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, TransactionId};
use rust_decimal::Decimal;
use sqlx::PgConnection;

pub(super) struct SaleRow {
    pub owner_id: String,
    pub shop: String,
    pub status: String,
    pub amount: Decimal,
    pub refunded: Decimal,
    pub currency: String,
    /// Whom the bank pays, and the account that the sale was paid from.
    pub payer: String,
    pub payer_id: String,
    pub payer_iban: Option<String>,
}

/// One sale of a shop, for as long as this transaction lasts nobody else's to refund.
pub(super) async fn lock_sale_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    sale: &TransactionId,
) -> sqlx::Result<Option<SaleRow>> {
    sqlx::query_as!(
        SaleRow,
        r#"
        select m.user_id as owner_id, m.business_name as shop, t.status, t.amount, t.refunded_amount as refunded,
          t.currency, u.first_name || ' ' || u.last_name as "payer!", u.id as payer_id, o.debtor_iban as "payer_iban?"
        from transactions t
        join merchants m on m.id = t.merchant_id
        join users u on u.id = t.user_id
        left join payment_orders o on o.transaction_id = t.id
        where t.id = $1 and t.merchant_id = $2 and t.type = 'qr_payment'
        for no key update of t
        "#,
        sale.as_str(),
        shop.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// The refund, and what it takes of its sale: the database's check refuses more than was paid.
pub(super) async fn insert_refund_in_tx(
    tx: &mut PgConnection,
    id: &TransactionId,
    sale: &TransactionId,
    amount: Decimal,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        with taken as (
          update transactions set refunded_amount = refunded_amount + $3 where id = $2
          returning id, merchant_id, currency
        )
        insert into transactions (id, user_id, type, status, amount, currency, fee, merchant_id, refund_of, created_at)
        select $1, m.user_id, 'refund', 'processing', $3, s.currency, 0, s.merchant_id, s.id, $4
        from taken s join merchants m on m.id = s.merchant_id
        "#,
        id.as_str(),
        sale.as_str(),
        amount,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
