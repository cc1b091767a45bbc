//! All SQL of shops.
use rust_decimal::Decimal;
use sqlx::PgExecutor;

pub(super) struct ShopRow {
    pub id: String,
    pub user_id: String,
    pub business_name: String,
    pub org_number: String,
    pub address: Option<String>,
    pub bank_account: String,
    pub fee_rate: Decimal,
    pub status: String,
}

pub(super) async fn shop(db: impl PgExecutor<'_>, id: &str) -> sqlx::Result<Option<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select id, user_id, business_name, org_number, address, bank_account, fee_rate, status
        from merchants where id = $1
        "#,
        id
    )
    .fetch_optional(db)
    .await
}
