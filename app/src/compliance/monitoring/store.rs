//! All SQL of watching a payment: what rules look at, what they find, and alerts.
use chrono::{DateTime, Utc};
use domain::compliance::finding::{RuleMode, RuleName, Severity};
use domain::ids::{AlertId, FindingId, MerchantId, RuleSettingId, TransactionId, UserId};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

/// The payment that is being created.
pub(super) struct PaymentRow {
    pub created_at: DateTime<Utc>,
    /// Without Drop's fee.
    pub amount: Decimal,
    pub currency: String,
    pub opened_at: DateTime<Utc>,
    pub bank_account: Option<String>,
    pub country: Option<String>,
    pub merchant_id: Option<String>,
    pub owner_id: Option<String>,
    /// Of the rules in force: it grows with every approved change, since versions do.
    pub revision: i64,
}

pub(super) async fn payment_in_tx(
    tx: &mut PgConnection,
    transaction: &TransactionId,
    user: &UserId,
) -> sqlx::Result<PaymentRow> {
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.created_at, coalesce(t.send_amount, t.amount) as "amount!", t.currency, u.created_at as opened_at,
          r.bank_account as "bank_account?", r.country as "country?", t.merchant_id, m.user_id as "owner_id?",
          (select coalesce(sum(version), 0) from rule_settings where current) as "revision!"
        from transactions t
        join users u on u.id = t.user_id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        where t.id = $1 and t.user_id = $2
        "#,
        transaction.as_str(),
        user.as_str()
    )
    .fetch_one(tx)
    .await
}

/// How far back is looked, and how many are read on each side.
pub(super) struct Bounds<'a> {
    pub transaction: &'a TransactionId,
    pub user: &'a UserId,
    pub now: DateTime<Utc>,
    pub own_from: DateTime<Utc>,
    pub account_from: DateTime<Utc>,
    pub limit: i64,
}

/// A payment before it.
pub(super) struct EarlierRow {
    pub id: String,
    pub user_id: String,
    pub created_at: DateTime<Utc>,
    pub amount: Decimal,
    pub currency: String,
    pub bank_account: Option<String>,
    pub country: Option<String>,
    pub merchant_id: Option<String>,
    /// Read as one to the same account or shop, whoever paid; else as one of the same customer.
    pub to_account: bool,
}

/// The customer's own last payments, and everybody's last ones to one bank account. Each half walks one index from its
/// newest end and stops: (user_id, created_at, id) of transactions, (creditor_account, created_at) of orders.
pub(super) async fn before_remittance_in_tx(
    tx: &mut PgConnection,
    bounds: &Bounds<'_>,
    account: &str,
) -> sqlx::Result<Vec<EarlierRow>> {
    sqlx::query_as!(
        EarlierRow,
        r#"
        select t.id as "id!", t.user_id as "user_id!", t.created_at as "created_at!",
          coalesce(t.send_amount, t.amount) as "amount!", t.currency as "currency!", r.bank_account as "bank_account?",
          r.country as "country?", t.merchant_id as "merchant_id?", false as "to_account!"
        from (
          select * from transactions
          where user_id = $1 and created_at between $2 and $3 and id <> $4 and type <> 'refund' and status <> 'failed'
          order by created_at desc, id desc limit $5
        ) t left join recipients r on r.id = t.recipient_id
        union all
        select t.id, t.user_id, t.created_at, coalesce(t.send_amount, t.amount), t.currency, $7, null, null, true
        from (
          select transaction_id from payment_orders
          where creditor_account = $7 and created_at between $6 and $3
          order by created_at desc limit $5
        ) o join transactions t on t.id = o.transaction_id
        where t.type = 'remittance' and t.status <> 'failed' and t.id <> $4
        "#,
        bounds.user.as_str(),
        bounds.own_from,
        bounds.now,
        bounds.transaction.as_str(),
        bounds.limit,
        bounds.account_from,
        account
    )
    .fetch_all(tx)
    .await
}

/// The customer's own last payments, and everybody's last ones in one shop.
pub(super) async fn before_sale_in_tx(
    tx: &mut PgConnection,
    bounds: &Bounds<'_>,
    shop: &MerchantId,
) -> sqlx::Result<Vec<EarlierRow>> {
    sqlx::query_as!(
        EarlierRow,
        r#"
        select t.id as "id!", t.user_id as "user_id!", t.created_at as "created_at!",
          coalesce(t.send_amount, t.amount) as "amount!", t.currency as "currency!", r.bank_account as "bank_account?",
          r.country as "country?", t.merchant_id as "merchant_id?", false as "to_account!"
        from (
          select * from transactions
          where user_id = $1 and created_at between $2 and $3 and id <> $4 and type <> 'refund' and status <> 'failed'
          order by created_at desc, id desc limit $5
        ) t left join recipients r on r.id = t.recipient_id
        union all
        select id, user_id, created_at, amount, currency, null, null, merchant_id, true
        from (
          select * from transactions
          where merchant_id = $7 and created_at between $6 and $3
          order by created_at desc, id desc limit $5
        ) t
        where type = 'qr_payment' and status <> 'failed' and id <> $4
        "#,
        bounds.user.as_str(),
        bounds.own_from,
        bounds.now,
        bounds.transaction.as_str(),
        bounds.limit,
        bounds.account_from,
        shop.as_str()
    )
    .fetch_all(tx)
    .await
}

/// What a shop took since a moment, of its last sales.
pub(super) async fn taken_since_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    from: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Decimal> {
    sqlx::query_scalar!(
        r#"
        select coalesce(sum(amount) filter (where type = 'qr_payment' and status <> 'failed'), 0) as "total!"
        from (
          select amount, type, status from transactions where merchant_id = $1 and created_at >= $2
          order by created_at desc, id desc limit $3
        ) as sales
        "#,
        shop.as_str(),
        from,
        limit
    )
    .fetch_one(tx)
    .await
}

pub(super) struct TakenRow {
    pub total: Decimal,
    /// The shop's first sale ever.
    pub first_at: Option<DateTime<Utc>>,
}

/// What a shop took between two moments, of its last sales, and when it began.
pub(super) async fn taken_before_in_tx(
    tx: &mut PgConnection,
    shop: &MerchantId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<TakenRow> {
    sqlx::query_as!(
        TakenRow,
        r#"
        select coalesce(sum(amount) filter (where type = 'qr_payment' and status <> 'failed'), 0) as "total!",
          (select created_at from transactions where merchant_id = $1 and type = 'qr_payment'
           order by created_at, id limit 1) as first_at
        from (
          select amount, type, status from transactions
          where merchant_id = $1 and created_at >= $2 and created_at < $3
          order by created_at desc, id desc limit $4
        ) as sales
        "#,
        shop.as_str(),
        from,
        to,
        limit
    )
    .fetch_one(tx)
    .await
}

pub(super) struct NewAlert<'a> {
    pub id: &'a AlertId,
    pub user: &'a UserId,
    pub rule: RuleName,
    pub severity: Severity,
    pub transaction: &'a TransactionId,
    pub details: Value,
    pub now: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
}

/// Raises an alert, or adds to the open one of the same rule and customer: its severity and score rise, never fall, and
/// it may be due earlier, never later. Returns its id.
pub(super) async fn raise_in_tx(tx: &mut PgConnection, new: &NewAlert<'_>) -> sqlx::Result<String> {
    let severities: Vec<String> = Severity::ALL.iter().map(ToString::to_string).collect();
    sqlx::query_scalar!(
        r#"
        insert into aml_alerts as a (id, user_id, alert_type, severity, transaction_id, details, created_at, due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $9)
        on conflict (user_id, alert_type) where status = 'open' do update set
          due_at = least(a.due_at, excluded.due_at),
          version = a.version + 1,
          severity = ($8::text[])[greatest(array_position($8, a.severity), array_position($8, excluded.severity))],
          details = coalesce(a.details, '{}') || jsonb_build_object(
            'findings', coalesce((a.details ->> 'findings')::integer, 0) + 1,
            'score', greatest((a.details ->> 'score')::integer, (excluded.details ->> 'score')::integer))
        returning id
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.rule.as_str(),
        new.severity.as_str(),
        new.transaction.as_str(),
        new.details,
        new.now,
        &severities,
        new.due_at
    )
    .fetch_one(tx)
    .await
}

pub(super) struct NewFinding<'a> {
    pub id: &'a FindingId,
    pub transaction: &'a TransactionId,
    pub user: &'a UserId,
    pub rule: RuleName,
    pub setting: &'a RuleSettingId,
    pub mode: RuleMode,
    pub severity: Severity,
    pub score: i16,
    pub evidence: Value,
    pub alert: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_finding_in_tx(tx: &mut PgConnection, new: &NewFinding<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence,
          alert_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        "#,
        new.id.as_str(),
        new.transaction.as_str(),
        new.user.as_str(),
        new.rule.as_str(),
        new.setting.as_str(),
        new.mode.as_str(),
        new.severity.as_str(),
        new.score,
        new.evidence,
        new.alert,
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct AlertRow {
    pub id: String,
    pub user_id: String,
    pub alert_type: String,
    pub severity: String,
    pub status: String,
    pub findings: i64,
    pub score: i64,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn open_alerts(db: &PgPool, limit: i64) -> sqlx::Result<Vec<AlertRow>> {
    sqlx::query_as!(
        AlertRow,
        r#"
        select id, user_id, alert_type, severity, status, coalesce((details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((details ->> 'score')::bigint, 0) as "score!", created_at
        from aml_alerts where status in ('open', 'investigating')
        order by array_position(array['critical', 'high', 'medium', 'low'], severity), created_at, id limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}
