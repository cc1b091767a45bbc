//! All SQL of erasure. What deletes says how many rows.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{DataRequestId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct DecidedRow {
    pub user_id: String,
    pub erase: Vec<String>,
}

/// Locks a decided erasure that is not carried out yet.
pub(super) async fn decided_in_tx(
    tx: &mut PgConnection,
    id: &DataRequestId,
) -> sqlx::Result<Option<DecidedRow>> {
    sqlx::query_as!(
        DecidedRow,
        r#"
        select r.user_id, array(
            select l.data_kind from data_request_lines l where l.request_id = r.id and l.outcome = 'erase'
          ) as "erase!"
        from data_access_requests r
        where r.id = $1 and r.request_type = 'erasure' and r.status = 'processing' for update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn complete_in_tx(
    tx: &mut PgConnection,
    id: &DataRequestId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update data_access_requests set status = 'completed', completed_at = $2, version = version + 1 where id = $1
        "#,
        id.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Prices that nobody took; of recipients who were never paid alone, if so wanted.
pub(super) async fn quotes_in_tx(tx: &mut PgConnection, user: &UserId, unpaid: bool) -> sqlx::Result<u64> {
    let ids = sqlx::query_scalar!(
        r#"
        select q.id from quotes q
        where q.user_id = $1 and not exists (select from transactions t where t.quote_id = q.id)
          and not ($2 and exists (select from transactions t where t.recipient_id = q.recipient_id))
        "#,
        user.as_str(),
        unpaid
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!("update quotes set renews = null where renews = any($1)", &ids).execute(&mut *tx).await?;
    let gone = sqlx::query!("delete from quotes where id = any($1)", &ids).execute(tx).await?;
    Ok(gone.rows_affected())
}

/// Recipients who were never paid. One that officers have to keep is removed instead: nobody sees a difference.
pub(super) async fn recipients_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let ids = sqlx::query_scalar!(
        r#"
        select r.id from recipients r
        where r.user_id = $1 and not exists (select from transactions t where t.recipient_id = r.id)
          and not exists (select from screening_results s where s.recipient_id = r.id and s.result <> 'clear')
        "#,
        user.as_str()
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!("delete from screening_results where recipient_id = any($1)", &ids)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("update recipients set previous_id = null where previous_id = any($1)", &ids)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "update recipients set replaced_by = null, removed_reason = 'removed' where replaced_by = any($1)",
        &ids
    )
    .execute(&mut *tx)
    .await?;
    let gone = sqlx::query!("delete from recipients where id = any($1)", &ids).execute(&mut *tx).await?;
    let kept = sqlx::query!(
        r#"
        update recipients r set removed_at = $2, removed_reason = 'removed'
        where r.user_id = $1 and removed_at is null
          and not exists (select from transactions t where t.recipient_id = r.id)
        "#,
        user.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(gone.rows_affected() + kept.rows_affected())
}

/// Accounts that nothing was paid from, what was read of any, and consents whose banks have heard that they ended.
pub(super) async fn bank_links_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<u64> {
    let readings = sqlx::query!(
        r#"
        delete from bank_reads r using bank_consents c where c.id = r.bank_consent_id and c.user_id = $1
        "#,
        user.as_str()
    )
    .execute(&mut *tx)
    .await?;
    let accounts = sqlx::query!(
        r#"
        delete from bank_accounts a
        where a.user_id = $1 and not exists (select from payment_orders o where o.bank_account_id = a.id)
        "#,
        user.as_str()
    )
    .execute(&mut *tx)
    .await?;
    let consents = sqlx::query!(
        r#"
        delete from bank_consents c
        where c.user_id = $1 and c.bank_end_due_at is null and c.ended_at is not null
          and not exists (select from bank_accounts a where a.bank_consent_id = c.id)
        "#,
        user.as_str()
    )
    .execute(tx)
    .await?;
    Ok(readings.rows_affected() + accounts.rows_affected() + consents.rows_affected())
}

/// Log-ins that are over.
pub(super) async fn logins_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from sessions where user_id = $1 and (revoked or expires_at <= $2)",
        user.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(gone.rows_affected())
}

pub(super) async fn notifications_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<u64> {
    let gone =
        sqlx::query!("delete from notifications where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    let letters =
        sqlx::query!("delete from mail_outbox where user_id = $1 and sent_at is not null", user.as_str())
            .execute(tx)
            .await?;
    Ok(gone.rows_affected() + letters.rows_affected())
}

pub(super) async fn marketing_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from consents where user_id = $1 and consent_type in ('marketing', 'statistics')",
        user.as_str()
    )
    .execute(tx)
    .await?;
    Ok(gone.rows_affected())
}

/// The phone number and what was chosen. Of an account that is closed the e-mail address and the password too, so that
/// the address can open another one; the name is part of what the law has us keep.
pub(super) async fn profile_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    sqlx::query!(
        r#"
        update settings set currency = 'NOK', push_enabled = false, email_enabled = false, updated_at = $2
        where user_id = $1
        "#,
        user.as_str(),
        now
    )
    .execute(&mut *tx)
    .await?;
    let emptied = sqlx::query!(
        r#"
        update users set phone = null,
          email = case when left_at is null then email else id || '@closed.invalid' end,
          password_hash = case when left_at is null then password_hash else '' end
        where id = $1
        "#,
        user.as_str()
    )
    .execute(tx)
    .await?;
    Ok(emptied.rows_affected())
}

/// Complaints that are answered, with their threads and what officers did about them.
pub(super) async fn complaints_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<u64> {
    let ids = sqlx::query_scalar!(
        "select id from complaints where user_id = $1 and status = 'resolved'",
        user.as_str()
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!("delete from complaint_messages where complaint_id = any($1)", &ids)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from complaint_events where complaint_id = any($1)", &ids).execute(&mut *tx).await?;
    let gone = sqlx::query!("delete from complaints where id = any($1)", &ids).execute(tx).await?;
    Ok(gone.rows_affected())
}

/// Customers who have asked for it, and of whom nothing is under way.
pub(super) async fn due(db: &PgPool, today: NaiveDate, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        select id from users u where closing_on <= $1 and left_at is null
          and not exists (select from transactions t where t.user_id = u.id and t.status = 'processing')
          and not exists (
            select from merchants m join transactions t on t.merchant_id = m.id
            where m.user_id = u.id and t.status = 'processing'
          )
          and not exists (select from merchants m where m.user_id = u.id and m.status <> 'closed')
        order by closing_on, id limit $2
        "#,
        today,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn lock_due_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    today: NaiveDate,
) -> sqlx::Result<bool> {
    let row = sqlx::query!(
        "select id from users where id = $1 and closing_on <= $2 and left_at is null for update",
        user.as_str(),
        today
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.is_some())
}

/// Is a payment of theirs, or a sale in one of their shops, under way?
pub(super) async fn is_busy_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"
        select exists (select from transactions t where t.user_id = $1 and t.status = 'processing')
          or exists (
            select from merchants m join transactions t on t.merchant_id = m.id
            where m.user_id = $1 and t.status = 'processing'
          ) as "busy!"
        "#,
        user.as_str()
    )
    .fetch_one(tx)
    .await
}

/// From this moment the law's years are counted.
pub(super) async fn leave_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update users set left_at = $2 where id = $1", user.as_str(), now).execute(tx).await?;
    Ok(())
}

/// What opened the account, and where messages went.
pub(super) async fn forget_factors_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<()> {
    sqlx::query!("delete from second_factors where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    sqlx::query!("delete from passkeys where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    sqlx::query!("delete from known_devices where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    sqlx::query!("delete from push_subscriptions where user_id = $1", user.as_str())
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from account_links where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    sqlx::query!("delete from recovery_codes where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    Ok(())
}
