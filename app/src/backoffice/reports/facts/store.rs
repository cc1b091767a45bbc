//! All SQL of what a report tells: the customer, their payments, the alerts and what rules found.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ReportId, UserId};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

pub(super) struct PersonRow {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub kyc_status: String,
    pub case_id: Option<String>,
    pub masked: Option<String>,
    pub nationality: Option<String>,
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub occupation: Option<String>,
}

/// The customer, with what they have told about who they are: what an officer approved, else what they told last.
pub(super) async fn person(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<PersonRow> {
    sqlx::query_as!(
        PersonRow,
        r#"
        select u.first_name, u.last_name, u.email, u.phone, u.date_of_birth, u.created_at, u.kyc_status,
          c.id as "case_id?", c.national_id_masked as "masked?", c.nationality as "nationality?", c.street as "street?",
          c.postal_code as "postal_code?", c.city as "city?", c.occupation as "occupation?"
        from users u left join lateral (
          select * from kyc_cases k where k.user_id = u.id
          order by (k.status = 'approved') desc, k.submitted_at desc, k.id desc limit 1
        ) c on true
        where u.id = $1
        "#,
        user.as_str()
    )
    .fetch_one(tx)
    .await
}

pub(super) struct PaymentRow {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub kind: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub send_amount: Option<Decimal>,
    pub receive_amount: Option<Decimal>,
    pub receive_currency: Option<String>,
    pub exchange_rate: Option<Decimal>,
    pub payer: String,
    pub payer_name: String,
    pub bank: Option<String>,
    pub debtor_iban: Option<String>,
    pub to_name: String,
    pub to_account: Option<String>,
    pub to_country: String,
    pub held: bool,
}

/// Payments by their ids, the oldest first. What was ordered is told as it was ordered.
pub(super) async fn payments(tx: &mut PgConnection, ids: &[String]) -> sqlx::Result<Vec<PaymentRow>> {
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.id, t.created_at, t.type as kind, t.status, t.amount, t.currency, t.send_amount, t.receive_amount,
          t.receive_currency, t.exchange_rate, t.user_id as payer, u.first_name || ' ' || u.last_name as "payer_name!",
          b.name as "bank?", o.debtor_iban as "debtor_iban?",
          coalesce(o.creditor_name, r.name, m.business_name, '') as "to_name!",
          coalesce(o.creditor_account, r.bank_account, m.bank_account) as to_account,
          coalesce(o.creditor_country, r.country, 'NO') as "to_country!",
          exists (select from payment_holds h where h.transaction_id = t.id and h.closed_at is null) as "held!"
        from transactions t
        join users u on u.id = t.user_id
        left join payment_orders o on o.transaction_id = t.id
        left join banks b on b.id = o.bank_id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        where t.id = any($1) order by t.created_at, t.id
        "#,
        ids
    )
    .fetch_all(tx)
    .await
}

/// The customer's newest payments.
pub(super) async fn latest(tx: &mut PgConnection, user: &UserId, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select id from transactions where user_id = $1 order by created_at desc, id desc limit $2",
        user.as_str(),
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) struct AlertRow {
    pub id: String,
    pub alert_type: String,
    pub severity: String,
    pub created_at: DateTime<Utc>,
}

/// The alerts that a report is about, the oldest first.
pub(super) async fn alerts(tx: &mut PgConnection, report: &ReportId) -> sqlx::Result<Vec<AlertRow>> {
    sqlx::query_as!(
        AlertRow,
        r#"
        select a.id, a.alert_type, a.severity, a.created_at
        from str_report_alerts l join aml_alerts a on a.id = l.alert_id
        where l.report_id = $1 order by a.created_at, a.id
        "#,
        report.as_str()
    )
    .fetch_all(tx)
    .await
}

pub(super) struct FindingRow {
    pub alert_id: String,
    pub rule: String,
    pub evidence: Value,
}

/// What rules found, alert by alert: the gravest first, among equals the newest, which counts the most payments.
pub(super) async fn findings(
    tx: &mut PgConnection,
    alerts: &[String],
    limit: i64,
) -> sqlx::Result<Vec<FindingRow>> {
    sqlx::query_as!(
        FindingRow,
        r#"
        select alert_id as "alert_id!", rule, evidence from aml_findings where alert_id = any($1)
        order by alert_id, score desc, created_at desc, id desc limit $2
        "#,
        alerts,
        limit
    )
    .fetch_all(tx)
    .await
}
