//! All SQL of the shops' book.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::TransactionId;
use rust_decimal::Decimal;
use sqlx::PgConnection;

pub(super) struct PaymentRow {
    pub is_refund: bool,
    pub merchant_id: String,
    pub shop: String,
    pub owner_id: String,
    pub notify_sales: bool,
    pub sale_id: String,
    pub payer_id: String,
    pub static_code_id: Option<String>,
    pub amount: Decimal,
    pub fee: Decimal,
    pub currency: String,
}

/// A sale or a refund; nothing for another kind of payment.
pub(super) async fn payment_in_tx(
    tx: &mut PgConnection,
    id: &TransactionId,
) -> sqlx::Result<Option<PaymentRow>> {
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.type = 'refund' as "is_refund!", m.id as merchant_id, m.business_name as shop, m.user_id as owner_id,
          m.notify_sales, s.id as sale_id, s.user_id as payer_id, c.id as "static_code_id?", t.amount, t.fee, t.currency
        from transactions t
        join merchants m on m.id = t.merchant_id
        join transactions s on s.id = coalesce(t.refund_of, t.id)
        left join qr_codes c on c.id = s.qr_code_id and c.kind = 'static'
        where t.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn lock_sale_in_tx(tx: &mut PgConnection, sale: &str) -> sqlx::Result<()> {
    sqlx::query!("select id from transactions where id = $1 for no key update", sale).fetch_one(tx).await?;
    Ok(())
}

/// Returns what is left of the payment; less than nothing when the banks have paid back more.
pub(super) async fn recount_refunds_in_tx(tx: &mut PgConnection, sale: &str) -> sqlx::Result<Decimal> {
    sqlx::query_scalar!(
        r#"
        update transactions s set refunded_amount = least(s.amount, r.taken)
        from (
          select coalesce(sum(amount), 0) as taken from transactions where refund_of = $1 and status <> 'failed'
        ) r
        where s.id = $1 returning s.amount - r.taken as "left!"
        "#,
        sale
    )
    .fetch_one(tx)
    .await
}

pub(super) struct NewEntry<'a> {
    pub merchant: &'a str,
    pub kind: &'a str,
    pub transaction: &'a TransactionId,
    pub sale: &'a str,
    pub static_code: Option<&'a str>,
    pub amount: Decimal,
    pub fee: Decimal,
    pub currency: &'a str,
    pub booked_on: NaiveDate,
    pub booked_at: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, entry: &NewEntry<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into sale_entries (merchant_id, kind, transaction_id, sale_id, static_code_id, amount, fee, currency,
          booked_on, booked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        entry.merchant,
        entry.kind,
        entry.transaction.as_str(),
        entry.sale,
        entry.static_code,
        entry.amount,
        entry.fee,
        entry.currency,
        entry.booked_on,
        entry.booked_at
    )
    .execute(tx)
    .await?;
    Ok(())
}
