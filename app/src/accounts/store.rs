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
    pub is_primary: bool,
    pub bank_consent_id: Option<String>,
    pub linked: bool,
}

pub(super) async fn of_user(db: &PgPool, user: &UserId, today: NaiveDate) -> sqlx::Result<Vec<AccountRow>> {
    sqlx::query_as!(
        AccountRow,
        r#"
        select a.id, a.bank_name, account_name, account_number, balance, currency, balance_read_at, is_primary,
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
    pub cross_border_product: String,
    pub bank_consent_id: String,
    pub consent_ref: String,
    pub resource_id: String,
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
        select a.id, b.id as bank_id, a.bank_name, b.base_url, b.cross_border_product, c.id as bank_consent_id,
          c.consent_ref,
          a.resource_id as "resource_id!", a.iban as "iban!", a.currency
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

/// Keeps the newest reading: a slow answer never overwrites a later one.
pub(super) async fn save_balance(
    db: &PgPool,
    account: &BankAccountId,
    balance: Decimal,
    read_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_accounts set balance = $2, balance_read_at = $3
        where id = $1 and (balance_read_at is null or balance_read_at <= $3)
        "#,
        account.as_str(),
        balance,
        read_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a bank no longer knows a consent: the one that was used, not one that may have replaced it since.
pub(super) async fn mark_consent(
    db: &PgPool,
    consent: &str,
    status: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update bank_consents set status = $2, updated_at = $3, ended_at = $3 where id = $1 and status = 'valid'",
        consent,
        status,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one of the readings that a bank allows in 24 hours while the customer is away; false when none is left. Taken
/// before the bank is asked, since banks count what fails as well.
pub(super) async fn claim_unattended_read(
    db: &PgPool,
    consent: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into bank_reads (bank_consent_id, customer_present, read_at)
        select c.id, false, $2 from bank_consents c
        where c.id = $1 and c.frequency_per_day > (
          select count(*) from bank_reads r
          where r.bank_consent_id = c.id and not r.customer_present
            and r.read_at > $2::timestamptz - interval '24 hours'
        )
        "#,
        consent,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes a reading while the customer is present; the bank does not count it.
pub(super) async fn insert_attended_read(db: &PgPool, consent: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into bank_reads (bank_consent_id, customer_present, read_at) values ($1, true, $2)",
        consent,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The account that a transaction was paid from, if nobody has asked its bank since a moment; notes the asking.
pub(super) async fn claim_reading_of_payer(
    db: &PgPool,
    user: &UserId,
    transaction: &str,
    asked_before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        update bank_accounts a set balance_asked_at = $4
        from payment_orders o
        where o.transaction_id = $2 and a.id = o.bank_account_id and a.user_id = $1
          and (a.balance_asked_at is null or a.balance_asked_at <= $3)
        returning a.id
        "#,
        user.as_str(),
        transaction,
        asked_before,
        now
    )
    .fetch_optional(db)
    .await
}
