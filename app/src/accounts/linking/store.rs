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
    pub consent_ref: &'a str,
    pub status: &'a str,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
    pub sca_redirect: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_consent_in_tx(tx: &mut PgConnection, new: &NewConsent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into bank_consents (id, user_id, bank_id, consent_ref, status, valid_until, frequency_per_day,
          sca_redirect, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
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
    pub consent_ref: String,
    pub status: String,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
    pub sca_redirect: Option<String>,
    /// The row of `consents` that records it, once it was given.
    pub consent_id: Option<String>,
    pub reads_today: i64,
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
            where r.bank_consent_id = c.id and not r.customer_present and r.read_at > $2) as "reads_today!"
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
          c.valid_until, c.frequency_per_day, c.sca_redirect, c.consent_id, 0::bigint as "reads_today!"
        from bank_consents c join banks b on b.id = c.bank_id
        where c.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Moves a consent from one status to another; false when somebody else already did.
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
          ended_at = case when $3 in ('valid', 'received', 'partiallyAuthorised') then null else $4 end
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

/// Consents at the same bank that a new one replaces.
pub(super) async fn end_others_in_tx(
    tx: &mut PgConnection,
    user: &str,
    bank: &str,
    but: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update bank_consents set status = 'terminatedByTpp', updated_at = $4, ended_at = $4
        where user_id = $1 and bank_id = $2 and id <> $3 and status in ('valid', 'received')
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
