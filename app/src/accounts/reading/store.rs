//! All SQL of reading balances.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BankAccountId, UserId};
use rust_decimal::Decimal;
use sqlx::PgPool;

/// An account that may be read: its consent is valid.
pub(super) struct ReadableRow {
    pub id: String,
    pub currency: String,
    pub resource_id: String,
    pub bank_id: String,
    pub base_url: String,
    pub bank_consent_id: String,
    /// Sealed.
    pub consent_ref: String,
}

pub(super) async fn readable(
    db: &PgPool,
    user: &UserId,
    account: &BankAccountId,
    today: NaiveDate,
) -> sqlx::Result<Option<ReadableRow>> {
    sqlx::query_as!(
        ReadableRow,
        r#"
        select a.id, a.currency, a.resource_id as "resource_id!", b.id as bank_id, b.base_url,
          c.id as bank_consent_id, c.consent_ref
        from bank_accounts a
        join banks b on b.id = a.bank_id and b.active
        join bank_consents c on c.id = a.bank_consent_id and c.status = 'valid' and c.valid_until >= $3
        where a.user_id = $1 and a.id = $2 and a.resource_id is not null
        "#,
        user.as_str(),
        account.as_str(),
        today
    )
    .fetch_optional(db)
    .await
}

/// A customer's readable accounts that nobody has asked for since a moment; notes the asking.
pub(super) async fn claim_readings(
    db: &PgPool,
    user: &UserId,
    today: NaiveDate,
    asked_before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<ReadableRow>> {
    sqlx::query_as!(
        ReadableRow,
        r#"
        update bank_accounts a set balance_asked_at = $4
        from banks b, bank_consents c
        where a.user_id = $1 and a.resource_id is not null and b.id = a.bank_id and b.active
          and c.id = a.bank_consent_id and c.status = 'valid' and c.valid_until >= $2
          and (a.balance_asked_at is null or a.balance_asked_at <= $3)
        returning a.id, a.currency, a.resource_id as "resource_id!", b.id as bank_id, b.base_url,
          c.id as bank_consent_id, c.consent_ref
        "#,
        user.as_str(),
        today,
        asked_before,
        now
    )
    .fetch_all(db)
    .await
}

/// Keeps the newest reading: a slow answer never overwrites a later one.
pub(super) async fn save_balance(
    db: &PgPool,
    account: &str,
    balance: Decimal,
    read_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_accounts set balance = $2, balance_read_at = $3, balance_failed_at = null
        where id = $1 and (balance_read_at is null or balance_read_at <= $3)
        "#,
        account,
        balance,
        read_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same for an account that the bank named by IBAN and currency.
pub(super) async fn save_balance_of_consent(
    db: &PgPool,
    consent: &str,
    (iban, currency): (&str, &str),
    balance: Decimal,
    read_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_accounts set balance = $4, balance_read_at = $5, balance_failed_at = null
        where bank_consent_id = $1 and iban = $2 and currency = $3
          and (balance_read_at is null or balance_read_at <= $5)
        "#,
        consent,
        iban,
        currency,
        balance,
        read_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that the bank gave no balance, unless a later asking was answered.
pub(super) async fn note_failure(db: &PgPool, account: &str, asked_at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_accounts set balance_failed_at = $2
        where id = $1 and (balance_read_at is null or balance_read_at <= $2)
        "#,
        account,
        asked_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same for all accounts of a consent.
pub(super) async fn note_failure_of_consent(
    db: &PgPool,
    consent: &str,
    asked_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_accounts set balance_failed_at = $2
        where bank_consent_id = $1 and (balance_read_at is null or balance_read_at <= $2)
        "#,
        consent,
        asked_at
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

/// Takes one of the readings that a bank allows in 24 hours while the customer is away, if more than `kept` are left.
/// Taken before the bank is asked, since banks count what fails as well.
pub(super) async fn claim_unattended_read(
    db: &PgPool,
    consent: &str,
    kept: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    // Two who count at the same time would both find room for the last one.
    sqlx::query!("select id from bank_consents where id = $1 for update", consent)
        .fetch_optional(&mut *tx)
        .await?;
    let done = sqlx::query!(
        r#"
        insert into bank_reads (bank_consent_id, customer_present, read_at)
        select c.id, false, $2 from bank_consents c
        where c.id = $1 and c.frequency_per_day - $3::bigint > (
          select count(*) from bank_reads r
          where r.bank_consent_id = c.id and not r.customer_present
            and r.read_at > $2::timestamptz - interval '24 hours'
        )
        "#,
        consent,
        now,
        kept
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// Notes a reading while the customer is present: the bank does not count it, and the next one without them can wait.
pub(super) async fn insert_attended_read(db: &PgPool, consent: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        with noted as (
          insert into bank_reads (bank_consent_id, customer_present, read_at) values ($1, true, $2)
          returning bank_consent_id
        )
        update bank_consents c set next_read_at = $2::timestamptz + interval '24 hours' / greatest(c.frequency_per_day - 1, 1)
        from noted where c.id = noted.bank_consent_id
        "#,
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

/// A consent whose accounts are to be read while the customer is away.
pub(super) struct DueRow {
    pub id: String,
    pub bank_id: String,
    pub base_url: String,
    /// Sealed.
    pub consent_ref: String,
}

/// Takes consents that are due, each for one of several servers, and puts off their next reading so that a day's
/// readings but one are spread over the day. A consent of today was read when it was given. Where a customer's data is to
/// be left alone (art. 18) nothing is read unless they ask.
pub(super) async fn claim_due(
    db: &PgPool,
    today: NaiveDate,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<DueRow>> {
    sqlx::query_as!(
        DueRow,
        r#"
        with due as (
          select c.id, b.base_url from bank_consents c join banks b on b.id = c.bank_id and b.active
          where c.status = 'valid' and c.valid_until >= $1 and c.frequency_per_day > 1
            and coalesce(c.next_read_at, c.created_at) <= $2
            and (c.next_read_at is not null or coalesce(c.granted_at, c.created_at) <= $2::timestamptz - interval '8 hours')
            and not exists (
              select from data_access_requests r
              where r.user_id = c.user_id and r.request_type = 'restriction' and r.status = 'processing'
            )
          order by coalesce(c.next_read_at, c.created_at) limit $3 for update of c skip locked
        )
        update bank_consents c
        set next_read_at = $2::timestamptz + interval '24 hours' / (c.frequency_per_day - 1)
        from due where c.id = due.id
        returning c.id, c.bank_id, due.base_url, c.consent_ref
        "#,
        today,
        now,
        limit
    )
    .fetch_all(db)
    .await
}

/// Notes consents whose last day is over.
pub(super) async fn expire_passed(
    db: &PgPool,
    today: NaiveDate,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_consents set status = 'expired', updated_at = $2, ended_at = $2
        where id in (
          select id from bank_consents where status = 'valid' and valid_until < $1
          order by id limit $3 for update skip locked
        )
        "#,
        today,
        now,
        limit
    )
    .execute(db)
    .await?;
    Ok(())
}
