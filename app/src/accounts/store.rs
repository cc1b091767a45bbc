//! All SQL of bank accounts.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BankAccountId, UserId};
use rust_decimal::Decimal;
use sqlx::PgPool;

pub(super) struct AccountRow {
    pub id: String,
    pub bank_name: String,
    pub account_name: Option<String>,
    pub account_number: String,
    pub balance: Decimal,
    pub currency: String,
    pub balance_read_at: Option<DateTime<Utc>>,
    pub balance_failed_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
    pub bank_consent_id: Option<String>,
    pub linked: bool,
}

pub(super) async fn of_user(db: &PgPool, user: &UserId, today: NaiveDate) -> sqlx::Result<Vec<AccountRow>> {
    sqlx::query_as!(
        AccountRow,
        r#"
        select a.id, a.bank_name, account_name, account_number, balance, currency, balance_read_at,
          balance_failed_at, is_primary,
          bank_consent_id, coalesce(c.status = 'valid' and c.valid_until >= $2, false) as "linked!"
        from bank_accounts a left join bank_consents c on c.id = a.bank_consent_id
        where a.user_id = $1 order by is_primary desc, connected_at, a.id
        "#,
        user.as_str(),
        today
    )
    .fetch_all(db)
    .await
}

/// An account that payments can start from: its consent is valid.
pub(super) struct PayableRow {
    pub id: String,
    pub bank_id: String,
    pub bank_name: String,
    pub base_url: String,
    pub domestic_product: String,
    pub cross_border_product: String,
    pub iban: String,
    pub currency: String,
}

pub(super) async fn payable(
    db: impl sqlx::PgExecutor<'_>,
    user: &UserId,
    account: &BankAccountId,
    today: NaiveDate,
) -> sqlx::Result<Option<PayableRow>> {
    sqlx::query_as!(
        PayableRow,
        r#"
        select a.id, b.id as bank_id, a.bank_name, b.base_url, b.domestic_product, b.cross_border_product,
          a.iban as "iban!", a.currency
        from bank_accounts a
        join banks b on b.id = a.bank_id and b.active
        join bank_consents c on c.id = a.bank_consent_id and c.status = 'valid' and c.valid_until >= $3
        where a.user_id = $1 and a.id = $2 and a.iban is not null and a.resource_id is not null and a.currency = 'NOK'
        "#,
        user.as_str(),
        account.as_str(),
        today
    )
    .fetch_optional(db)
    .await
}
