//! All SQL of the till.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, QrCodeId};
use rust_decimal::Decimal;
use sqlx::PgPool;

pub(super) struct LineRow {
    pub id: String,
    pub amount: Decimal,
    pub currency: String,
    pub status: String,
    pub about: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The last payments to a shop.
pub(super) async fn recent(db: &PgPool, shop: &MerchantId, limit: i64) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select t.id, t.amount, t.currency, t.status, coalesce(c.reference, c.name) as about, t.created_at
        from transactions t left join qr_codes c on c.id = t.qr_code_id
        where t.merchant_id = $1 and t.type = 'qr_payment'
        order by t.created_at desc, t.id desc limit $2
        "#,
        shop.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

/// Those of them whose reference ends so.
pub(super) async fn ending_in(
    db: &PgPool,
    shop: &MerchantId,
    end: &str,
    limit: i64,
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select t.id, t.amount, t.currency, t.status, coalesce(c.reference, c.name) as about, t.created_at
        from transactions t left join qr_codes c on c.id = t.qr_code_id
        where t.merchant_id = $1 and t.type = 'qr_payment' and right(t.id, 4) = $2
        order by t.created_at desc, t.id desc limit $3
        "#,
        shop.as_str(),
        end,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct AttemptRow {
    pub id: String,
    pub status: String,
    pub order_state: Option<String>,
}

/// The payment that has a code, or the last one that was begun with it.
pub(super) async fn last_attempt(db: &PgPool, code: &QrCodeId) -> sqlx::Result<Option<AttemptRow>> {
    sqlx::query_as!(
        AttemptRow,
        r#"
        select t.id, t.status, o.state as "order_state?"
        from qr_codes c
        join transactions t on t.qr_code_id = c.id and t.type = 'qr_payment'
        left join payment_orders o on o.transaction_id = t.id
        where c.id = $1
        order by t.id = c.transaction_id desc nulls last, t.created_at desc, t.id desc limit 1
        "#,
        code.as_str()
    )
    .fetch_optional(db)
    .await
}
