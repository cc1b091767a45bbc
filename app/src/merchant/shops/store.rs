//! All SQL of shops.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, UserId};
use domain::merchant::ShopStatus;
use domain::merchant::standing::Change;
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor, PgPool};

pub(super) struct ShopRow {
    pub id: String,
    pub user_id: String,
    pub business_name: String,
    pub registered_name: Option<String>,
    pub org_number: String,
    pub address: Option<String>,
    pub bank_account: String,
    pub fee_rate: Decimal,
    pub status: String,
    pub register_checked_at: Option<DateTime<Utc>>,
    pub register_finding: Option<String>,
    pub notify_sales: bool,
}

pub(super) async fn shop(db: impl PgExecutor<'_>, id: &str) -> sqlx::Result<Option<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select id, user_id, business_name, registered_name, org_number, address, bank_account, fee_rate, status,
          register_checked_at, register_finding, notify_sales
        from merchants where id = $1
        "#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The same, held until the end of the transaction: decisions about one shop are taken one after the other.
pub(super) async fn locked_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<Option<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select id, user_id, business_name, registered_name, org_number, address, bank_account, fee_rate, status,
          register_checked_at, register_finding, notify_sales
        from merchants where id = $1 for no key update
        "#,
        id
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct LineRow {
    pub id: String,
    pub business_name: String,
    pub address: Option<String>,
    pub status: String,
}

/// One's own, open ones first.
pub(super) async fn list(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select id, business_name, address, status from merchants where user_id = $1
        order by status = 'closed', created_at, id limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn list_all(db: &PgPool, only_unconfirmed: bool, limit: i64) -> sqlx::Result<Vec<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select id, user_id, business_name, registered_name, org_number, address, bank_account, fee_rate, status,
          register_checked_at, register_finding, notify_sales
        from merchants where register_checked_at is null or not $1
        order by created_at desc, id desc limit $2
        "#,
        only_unconfirmed,
        limit
    )
    .fetch_all(db)
    .await
}

/// Lets one customer open one shop at a time, and counts theirs.
pub(super) async fn lock_owner_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<i64> {
    sqlx::query!("select id from users where id = $1 for no key update", user.as_str())
        .fetch_one(&mut *tx)
        .await?;
    sqlx::query_scalar!(r#"select count(*) as "count!" from merchants where user_id = $1"#, user.as_str())
        .fetch_one(tx)
        .await
}

pub(super) struct OwnerRow {
    pub id: String,
    pub user_id: String,
}

pub(super) async fn of_number_in_tx(tx: &mut PgConnection, number: &str) -> sqlx::Result<Option<OwnerRow>> {
    sqlx::query_as!(OwnerRow, "select id, user_id from merchants where org_number = $1", number)
        .fetch_optional(tx)
        .await
}

pub(super) struct NewShop<'a> {
    pub id: &'a MerchantId,
    pub user_id: &'a UserId,
    pub name: &'a str,
    pub registered_name: Option<&'a str>,
    pub org_number: &'a str,
    pub address: &'a str,
    pub account: &'a str,
    pub checked_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, shop: &NewShop<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into merchants (id, user_id, business_name, registered_name, org_number, address, bank_account,
          register_checked_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        shop.id.as_str(),
        shop.user_id.as_str(),
        shop.name,
        shop.registered_name,
        shop.org_number,
        shop.address,
        shop.account,
        shop.checked_at,
        shop.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_event_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    change: &Change,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into merchant_events (merchant_id, status_before, status_after, decided_by, reason, created_at)
        values ($1, $2, $3, $4, $5, $6)
        "#,
        shop.as_str(),
        change.before.map(ShopStatus::as_str),
        change.after.as_str(),
        by.as_str(),
        change.reason,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A decision: the new status, and who took it.
pub(super) async fn move_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    change: &Change,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update merchants set status = $2 where id = $1", shop.as_str(), change.after.as_str())
        .execute(&mut *tx)
        .await?;
    insert_event_in_tx(tx, shop, change, by, now).await
}

pub(super) struct Settings<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub account: &'a str,
    pub notify_sales: bool,
}

pub(super) async fn change_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    to: &Settings<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update merchants set business_name = $2, address = $3, bank_account = $4, notify_sales = $5 where id = $1
        "#,
        shop.as_str(),
        to.name,
        to.address,
        to.account,
        to.notify_sales
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct UnconfirmedRow {
    pub id: String,
    pub user_id: String,
    pub business_name: String,
    pub org_number: String,
}

/// Shops that the register has not answered about, the longest waiting first.
pub(super) async fn unconfirmed(db: &PgPool, limit: i64) -> sqlx::Result<Vec<UnconfirmedRow>> {
    sqlx::query_as!(
        UnconfirmedRow,
        r#"
        select id, user_id, business_name, org_number from merchants
        where register_checked_at is null and register_finding is null
        order by created_at, id limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

/// Keeps that the register knows a shop; false when it was answered about already.
pub(super) async fn confirm_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    registered_name: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update merchants set registered_name = $2, register_checked_at = $3
        where id = $1 and register_checked_at is null and register_finding is null
        "#,
        shop.as_str(),
        registered_name,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps that an officer has confirmed a shop in the register's place; false when nothing stood open.
pub(super) async fn confirm_by_officer_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    by: &UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        with confirmed as (
          update merchants set register_checked_at = $4, register_finding = null
          where id = $1 and register_checked_at is null
          returning id, status
        )
        insert into merchant_events (merchant_id, status_before, status_after, decided_by, reason, created_at, confirmed)
        select id, status, status, $2, $3, $4, true from confirmed
        "#,
        shop.as_str(),
        by.as_str(),
        reason,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what the register said against a shop; false as above.
pub(super) async fn find_against_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    finding: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update merchants set register_finding = $2
        where id = $1 and register_checked_at is null and register_finding is null
        "#,
        shop.as_str(),
        finding
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
