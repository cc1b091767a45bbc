//! All SQL of forgetting customers.
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// What was found about somebody without a payment.
pub(super) async fn alerts_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select id from aml_alerts where user_id = any($1)", ids).fetch_all(tx).await
}

/// Reports that grew out of no alert, and screening. A settled match names its decision and the decision its match: both
/// go in one statement.
pub(super) async fn delete_findings_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from str_reports where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!(
        r#"
        with decided as (
          delete from screening_decisions
          where screening_id in (select id from screening_results where user_id = any($1))
        )
        delete from screening_results where user_id = any($1)
        "#,
        ids
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Shops whose sales are gone, with their codes and their history.
pub(super) async fn delete_shops_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    let shops = sqlx::query_scalar!("select id from merchants where user_id = any($1)", ids)
        .fetch_all(&mut *tx)
        .await?;
    sqlx::query!("delete from qr_codes where merchant_id = any($1)", &shops).execute(&mut *tx).await?;
    sqlx::query!("delete from merchant_events where merchant_id = any($1)", &shops).execute(&mut *tx).await?;
    sqlx::query!("delete from merchants where id = any($1)", &shops).execute(tx).await?;
    Ok(())
}

/// Recipients in all their versions, with prices that nobody took.
pub(super) async fn delete_recipients_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from quotes where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from recipients where user_id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// Accounts at banks, the consents by which they were read, and what was read.
pub(super) async fn delete_banks_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from bank_reads where bank_consent_id in (select id from bank_consents where user_id = any($1))",
        ids
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from bank_accounts where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from bank_consents where user_id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// What was agreed to and chosen, and what was told.
pub(super) async fn delete_choices_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from consents where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from spending_limits where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from cards where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from settings where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from notification_settings where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from notifications where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from mail_outbox where user_id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// What opened the account, and where messages went. Most of it went when the account closed.
pub(super) async fn delete_openings_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from sessions where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from idempotency_keys where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from push_subscriptions where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from known_devices where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from account_links where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from passkeys where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from second_factors where user_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from recovery_codes where user_id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// The row itself stays: the audit log names it. It says nothing of anybody.
pub(super) async fn empty_in_tx(
    tx: &mut PgConnection,
    ids: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update users set email = id || '@closed.invalid', password_hash = '', first_name = '', last_name = '',
          phone = null, date_of_birth = null, forgotten_at = $2
        where id = any($1)
        "#,
        ids,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
