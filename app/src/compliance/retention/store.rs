//! All SQL of retention. What is due is asked of the view `retention_dates`, which knows each record's date.
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::calendar::oslo_midnight;
use domain::compliance::retention::RecordKind;
use sqlx::{PgConnection, PgPool};

/// Key of the advisory lock that the one deleting server holds.
const RETENTION_LOCK: i64 = 0x7265_7465_6e74;
/// Payments are kept for longer than this many years: which ones are older is found by their age alone.
const PAYMENT_YEARS: i32 = 5;

pub(super) struct DateRow {
    pub kind: String,
    pub id: String,
    pub user_id: String,
    pub started_on: Option<NaiveDate>,
    pub delete_on: Option<NaiveDate>,
}

pub(super) async fn date_of(db: &PgPool, id: &str) -> sqlx::Result<Option<DateRow>> {
    sqlx::query_as!(
        DateRow,
        r#"
        select kind as "kind!", id as "id!", user_id as "user_id!", started_on, delete_on
        from retention_dates where id = $1
        "#,
        id
    )
    .fetch_optional(db)
    .await
}

pub(super) struct OverviewRow {
    pub kind: String,
    pub records: i64,
    pub due: i64,
    pub next: Option<NaiveDate>,
}

pub(super) async fn overview(db: &PgPool, today: NaiveDate) -> sqlx::Result<Vec<OverviewRow>> {
    sqlx::query_as!(
        OverviewRow,
        r#"
        select kind as "kind!", count(*) as "records!", count(*) filter (where delete_on <= $1) as "due!",
          min(delete_on) as next
        from retention_dates group by kind order by kind
        "#,
        today
    )
    .fetch_all(db)
    .await
}

pub(super) async fn lock_in_tx(tx: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, RETENTION_LOCK)
        .fetch_one(tx)
        .await
}

pub(super) struct DueRow {
    pub kind: String,
    pub id: String,
}

/// Payments past their date, refunds before what they refund. In no order, so that the search ends with the last one that
/// is wanted; `offset 0` has each one's date asked by its key.
pub(super) async fn due_payments_in_tx(
    tx: &mut PgConnection,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<DueRow>> {
    let year = NaiveDate::from_ymd_opt(today.year() - PAYMENT_YEARS, 1, 1).unwrap_or(NaiveDate::MIN);
    sqlx::query_as!(
        DueRow,
        r#"
        select r.kind as "kind!", t.id from transactions t cross join lateral (
          select d.kind from retention_dates d
          where d.id = t.id and d.kind in ('transaction', 'investigated') and d.delete_on <= $2
          offset 0
        ) r
        where t.created_at < $1 and not exists (select from transactions b where b.refund_of = t.id)
        limit $3
        "#,
        oslo_midnight(year),
        today,
        limit
    )
    .fetch_all(tx)
    .await
}

/// Customers past their date. Who left long enough ago is found by an index; `offset 0` has each one's date asked by
/// its key.
pub(super) async fn due_customers_in_tx(
    tx: &mut PgConnection,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<DueRow>> {
    let years = Months::new(RecordKind::Customer.rule().years.saturating_mul(12));
    let left = today.checked_sub_months(years).and_then(|day| day.checked_add_days(Days::new(1)));
    sqlx::query_as!(
        DueRow,
        r#"
        select r.kind as "kind!", u.id from users u cross join lateral (
          select d.kind from retention_dates d where d.id = u.id and d.kind = 'customer' and d.delete_on <= $2
          offset 0
        ) r
        where u.left_at < $1 and u.forgotten_at is null
        limit $3
        "#,
        oslo_midnight(left.unwrap_or(NaiveDate::MIN)),
        today,
        limit
    )
    .fetch_all(tx)
    .await
}

/// What officers had on these payments: findings, holds, and the alerts and reports that no other payment is in. An alert
/// over several payments stays until the last of them goes.
async fn delete_cases_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    let alerts = sqlx::query_scalar!(
        r#"
        select id as "id!" from aml_alerts where transaction_id = any($1)
        union select alert_id from aml_findings where transaction_id = any($1) and alert_id is not null
        "#,
        ids
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!("delete from aml_findings where transaction_id = any($1)", ids).execute(&mut *tx).await?;
    // A hold names its decision and the decision its hold: both go in one statement.
    sqlx::query!(
        r#"
        with decided as (
          delete from payment_hold_decisions
          where hold_id in (select id from payment_holds where transaction_id = any($1))
        )
        delete from payment_holds where transaction_id = any($1)
        "#,
        ids
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update aml_alerts set transaction_id = null where transaction_id = any($1)", ids)
        .execute(&mut *tx)
        .await?;
    let over = sqlx::query_scalar!(
        r#"
        select id from aml_alerts a where id = any($1) and transaction_id is null
          and not exists (select from aml_findings f where f.alert_id = a.id)
        "#,
        &alerts
    )
    .fetch_all(&mut *tx)
    .await?;
    delete_alerts_in_tx(tx, ids, &over).await
}

/// Alerts with what officers did with them, and what was reported of them and of these payments.
pub(super) async fn delete_alerts_in_tx(
    tx: &mut PgConnection,
    payments: &[String],
    ids: &[String],
) -> sqlx::Result<()> {
    sqlx::query!("delete from aml_alert_events where alert_id = any($1)", ids).execute(&mut *tx).await?;
    delete_reports_in_tx(&mut *tx, payments, ids).await?;
    sqlx::query!("delete from aml_alerts where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// What reports tell of these payments, and the reports that are about none but these alerts.
async fn delete_reports_in_tx(tx: &mut PgConnection, ids: &[String], alerts: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from str_statement_transactions where transaction_id = any($1)", ids)
        .execute(&mut *tx)
        .await?;
    let mut reports = sqlx::query_scalar!(
        "delete from str_report_alerts where alert_id = any($1) returning report_id",
        alerts
    )
    .fetch_all(&mut *tx)
    .await?;
    let begun = sqlx::query_scalar!(
        "update str_reports set alert_id = null where alert_id = any($1) returning id",
        alerts
    )
    .fetch_all(&mut *tx)
    .await?;
    reports.extend(begun);
    sqlx::query!(
        r#"
        delete from str_reports r where id = any($1)
          and not exists (select from str_report_alerts l where l.report_id = r.id)
        "#,
        &reports
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// With the order and its history, the entries in a shop's book, what officers had on it, the price, and the code of a
/// single sale that nothing else was paid with.
pub(super) async fn delete_payments_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    delete_cases_in_tx(&mut *tx, ids).await?;
    sqlx::query!("delete from sale_entries where transaction_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!(
        r#"
        delete from payment_order_events
        where payment_order_id in (select id from payment_orders where transaction_id = any($1))
        "#,
        ids
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from payment_orders where transaction_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("update qr_codes set transaction_id = null where transaction_id = any($1)", ids)
        .execute(&mut *tx)
        .await?;
    let gone =
        sqlx::query!("delete from transactions where id = any($1) returning quote_id, qr_code_id", ids)
            .fetch_all(&mut *tx)
            .await?;
    let quotes: Vec<String> = gone.iter().filter_map(|row| row.quote_id.clone()).collect();
    let codes: Vec<String> = gone.into_iter().filter_map(|row| row.qr_code_id).collect();
    delete_quotes_in_tx(tx, &quotes).await?;
    sqlx::query!(
        r#"
        delete from qr_codes c where c.id = any($1) and c.kind = 'dynamic'
          and not exists (select from transactions t where t.qr_code_id = c.id)
        "#,
        &codes
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Records of one kind past their date.
pub(super) async fn due_in_tx(
    tx: &mut PgConnection,
    kind: RecordKind,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<DueRow>> {
    sqlx::query_as!(
        DueRow,
        r#"
        select r.kind as "kind!", r.id as "id!" from retention_dates r
        where r.kind = $1 and r.delete_on <= $2 order by r.id limit $3
        "#,
        kind.as_str(),
        today,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn delete_identities_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from kyc_events where case_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from kyc_assessments where case_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from kyc_cases where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

pub(super) async fn delete_logins_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from sessions where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// One that took the place of another forgets which.
pub(super) async fn delete_quotes_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("update quotes set renews = null where renews = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from quotes where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

pub(super) async fn delete_notifications_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from notifications where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// With the thread, and with what officers did about it.
pub(super) async fn delete_complaints_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from complaint_messages where complaint_id = any($1)", ids)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from complaint_events where complaint_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from complaints where id = any($1)", ids).execute(tx).await?;
    Ok(())
}

/// With what was decided, and by whom.
pub(super) async fn delete_requests_in_tx(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from data_exports where request_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from data_request_lines where request_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from data_request_events where request_id = any($1)", ids).execute(&mut *tx).await?;
    sqlx::query!("delete from data_access_requests where id = any($1)", ids).execute(tx).await?;
    Ok(())
}
