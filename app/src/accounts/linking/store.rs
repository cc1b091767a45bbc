//! All SQL of linking banks.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BankAccountId, BankConsentId, UserId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

pub(super) struct BankRow {
    pub id: String,
    pub name: String,
    pub base_url: String,
}

pub(super) async fn banks(db: &PgPool) -> sqlx::Result<Vec<BankRow>> {
    sqlx::query_as!(BankRow, "select id, name, base_url from banks where active order by name")
        .fetch_all(db)
        .await
}

pub(super) struct NewConsent<'a> {
    pub id: &'a BankConsentId,
    pub user_id: &'a UserId,
    pub bank_id: &'a str,
    /// Sealed.
    pub consent_ref: &'a str,
    pub consent_ref_hash: &'a str,
    pub status: &'a str,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
    /// Sealed.
    pub sca_redirect: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_consent_in_tx(tx: &mut PgConnection, new: &NewConsent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into bank_consents (id, user_id, bank_id, consent_ref, status, valid_until, frequency_per_day,
          sca_redirect, created_at, updated_at, consent_ref_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
        "#,
        new.id.as_str(),
        new.user_id.as_str(),
        new.bank_id,
        new.consent_ref,
        new.status,
        new.valid_until,
        new.frequency_per_day,
        new.sca_redirect,
        new.now,
        new.consent_ref_hash,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct ConsentRow {
    pub id: String,
    pub user_id: String,
    pub bank_id: String,
    pub bank_name: String,
    pub base_url: String,
    /// Sealed.
    pub consent_ref: String,
    pub status: String,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
    /// Sealed.
    pub sca_redirect: Option<String>,
    /// The row of `consents` that records it, once it was given.
    pub consent_id: Option<String>,
    pub reads_today: i64,
    /// When its bank is to be told that it has ended.
    pub bank_end_due_at: Option<DateTime<Utc>>,
}

/// The customer's consents, newest first, with the unattended readings since a moment. Those that a newer one at the
/// same bank has replaced, and attempts that led nowhere before it, are history and left out.
pub(super) async fn consents(
    db: &PgPool,
    user: &UserId,
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<ConsentRow>> {
    sqlx::query_as!(
        ConsentRow,
        r#"
        select distinct on (c.bank_id) c.id, c.user_id, c.bank_id, b.name as bank_name, b.base_url, c.consent_ref,
          c.status, c.valid_until, c.frequency_per_day, c.sca_redirect, c.consent_id,
          (select count(*) from bank_reads r
            where r.bank_consent_id = c.id and not r.customer_present and r.read_at > $2) as "reads_today!",
          c.bank_end_due_at
        from bank_consents c join banks b on b.id = c.bank_id
        where c.user_id = $1
        order by c.bank_id, (c.status = 'valid') desc, c.created_at desc
        "#,
        user.as_str(),
        since
    )
    .fetch_all(db)
    .await
}

pub(super) async fn consent(db: &PgPool, id: &BankConsentId) -> sqlx::Result<Option<ConsentRow>> {
    sqlx::query_as!(
        ConsentRow,
        r#"
        select c.id, c.user_id, c.bank_id, b.name as bank_name, b.base_url, c.consent_ref, c.status,
          c.valid_until, c.frequency_per_day, c.sca_redirect, c.consent_id, 0::bigint as "reads_today!",
          c.bank_end_due_at
        from bank_consents c join banks b on b.id = c.bank_id
        where c.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Moves a consent from one status to another; false when somebody else already did. The way to the approval page is
/// forgotten when there is nothing left to approve.
pub(super) async fn change_consent_in_tx(
    tx: &mut PgConnection,
    id: &str,
    before: &str,
    after: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update bank_consents set status = $3, updated_at = $4,
          granted_at = case when $3 = 'valid' then $4 else granted_at end,
          ended_at = case when $3 in ('valid', 'received', 'partiallyAuthorised') then null else $4 end,
          sca_redirect = case when $3 in ('received', 'partiallyAuthorised') then sca_redirect end
        where id = $1 and status = $2
        "#,
        id,
        before,
        after,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Consents at the same bank that a new one replaces end, and the bank is to be told.
pub(super) async fn end_others_in_tx(
    tx: &mut PgConnection,
    user: &str,
    bank: &str,
    but: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_consents set status = 'terminatedByTpp', updated_at = $4, ended_at = $4, bank_end_due_at = $4,
          sca_redirect = null
        where user_id = $1 and bank_id = $2 and id <> $3 and status in ('valid', 'received', 'partiallyAuthorised')
        "#,
        user,
        bank,
        but,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A consent that ends, and the fact that was written when it was given.
pub(super) struct EndedRow {
    pub id: String,
    pub consent_id: Option<String>,
}

/// Every consent of a customer ends, and the banks are to be told.
pub(super) async fn end_all_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<EndedRow>> {
    sqlx::query_as!(
        EndedRow,
        r#"
        update bank_consents set status = 'terminatedByTpp', updated_at = $2, ended_at = $2, bank_end_due_at = $2,
          sca_redirect = null
        where user_id = $1 and status in ('valid', 'received', 'partiallyAuthorised')
        returning id, consent_id
        "#,
        user.as_str(),
        now
    )
    .fetch_all(tx)
    .await
}

/// Notes that the bank is to be told of a consent's end, not before a moment.
pub(super) async fn owe_end_in_tx(tx: &mut PgConnection, id: &str, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("update bank_consents set bank_end_due_at = $2 where id = $1", id, at).execute(tx).await?;
    Ok(())
}

/// The bank has heard it.
pub(super) async fn ended_at_bank(db: &PgPool, id: &str) -> sqlx::Result<()> {
    sqlx::query!("update bank_consents set bank_end_due_at = null where id = $1", id).execute(db).await?;
    Ok(())
}

/// A consent that has ended here and not yet at its bank.
pub(super) struct EndRow {
    pub id: String,
    pub bank_id: String,
    pub base_url: String,
    /// Sealed.
    pub consent_ref: String,
}

/// Takes consents of which their banks are to be told, each for one of several servers, and puts the next attempt off:
/// a minute, two, four and so on, at most six hours. After its last day a consent has ended at the bank by itself.
pub(super) async fn claim_ends(
    db: &PgPool,
    today: NaiveDate,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<EndRow>> {
    sqlx::query_as!(
        EndRow,
        r#"
        with due as (
          select id from bank_consents where bank_end_due_at <= $2 and valid_until >= $1
          order by bank_end_due_at limit $3 for update skip locked
        )
        update bank_consents c
        set bank_end_tries = c.bank_end_tries + 1,
          bank_end_due_at = $2::timestamptz
            + least(interval '1 minute' * (1 << least(c.bank_end_tries, 9)), interval '6 hours')
        from due, banks b
        where c.id = due.id and b.id = c.bank_id
        returning c.id, c.bank_id, b.base_url, c.consent_ref
        "#,
        today,
        now,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct LinkedAccount<'a> {
    pub id: &'a BankAccountId,
    pub user_id: &'a str,
    pub bank_id: &'a str,
    pub bank_name: &'a str,
    pub consent_id: &'a str,
    pub resource_id: &'a str,
    pub account_name: Option<&'a str>,
    pub account_number: &'a str,
    pub iban: &'a str,
    pub currency: &'a str,
    pub balance: Option<Decimal>,
    pub now: DateTime<Utc>,
}

/// Adds an account, or joins a known one to its new consent. The first account of a customer is the primary one.
pub(super) async fn upsert_account_in_tx(
    tx: &mut PgConnection,
    account: &LinkedAccount<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into bank_accounts (id, user_id, bank_id, bank_name, bank_consent_id, resource_id, account_name,
          account_number, iban, currency, balance, balance_read_at, is_primary, connected_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11::numeric, 0),
          case when $11::numeric is null then null else $12::timestamptz end,
          not exists (select 1 from bank_accounts where user_id = $2 and is_primary), $12)
        on conflict on constraint bank_accounts_iban_key do update set
          bank_consent_id = excluded.bank_consent_id, resource_id = excluded.resource_id, account_name = excluded.account_name,
          balance = case when $11::numeric is null then bank_accounts.balance else excluded.balance end,
          balance_read_at = coalesce(excluded.balance_read_at, bank_accounts.balance_read_at)
        "#,
        account.id.as_str(),
        account.user_id,
        account.bank_id,
        account.bank_name,
        account.consent_id,
        account.resource_id,
        account.account_name,
        account.account_number,
        account.iban,
        account.currency,
        account.balance,
        account.now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes one account the primary one; false when it is not this customer's.
pub(super) async fn choose_primary_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    account: &BankAccountId,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update bank_accounts set is_primary = false where user_id = $1 and is_primary",
        user.as_str()
    )
    .execute(&mut *tx)
    .await?;
    let done = sqlx::query!(
        "update bank_accounts set is_primary = true where user_id = $1 and id = $2",
        user.as_str(),
        account.as_str()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Joins a consent to the fact that records it.
pub(super) async fn join_fact_in_tx(tx: &mut PgConnection, id: &str, fact: &str) -> sqlx::Result<()> {
    sqlx::query!("update bank_consents set consent_id = $2 where id = $1", id, fact).execute(tx).await?;
    Ok(())
}
