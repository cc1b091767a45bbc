//! All SQL of everything that is known of one customer.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

#[derive(Deserialize)]
pub(super) struct IdentityRow {
    pub id: String,
    pub risk: Option<String>,
    pub screened: Option<String>,
    pub review_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct HitRow {
    pub id: String,
    pub name: Option<String>,
    pub listed_as: Option<String>,
    pub source: Option<String>,
    pub score: i32,
    pub settled_as: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct AccountRow {
    pub bank: String,
    pub name: Option<String>,
    pub iban: String,
    pub balance: Decimal,
    pub currency: String,
    pub read_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
    pub linked: bool,
}

#[derive(Deserialize)]
pub(super) struct MonthRow {
    pub month: NaiveDate,
    pub payments: i64,
    pub amount: Decimal,
}

#[derive(Deserialize)]
pub(super) struct PersonRow {
    pub id: String,
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct RecipientRow {
    pub name: String,
    pub country: String,
    pub account: String,
    pub bank: Option<String>,
    pub removed: bool,
    pub payments: i64,
    pub amount: Decimal,
    pub others: Vec<PersonRow>,
}

#[derive(Deserialize)]
pub(super) struct LoginRow {
    pub device: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub since: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub open: bool,
}

#[derive(Deserialize)]
pub(super) struct ConsentRow {
    pub kind: String,
    pub granted_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub ip: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ComplaintRow {
    pub id: String,
    pub subject: String,
    pub status: String,
    pub at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct AlertRow {
    pub id: String,
    pub rule: String,
    pub severity: String,
    pub status: String,
    pub at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct HoldRow {
    pub id: String,
    pub state: String,
    pub cause: String,
    pub amount: Decimal,
    pub currency: String,
    pub at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct ShopRow {
    pub id: String,
    pub name: String,
    pub status: String,
}

pub(super) struct PersonalRow {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    pub kyc_status: String,
    pub role: String,
    pub created_at: DateTime<Utc>,
    pub left_at: Option<DateTime<Utc>>,
    pub closing_on: Option<NaiveDate>,
    pub restricted_by: Option<String>,
    pub language: Option<String>,
    pub open_alerts: i64,
    pub screened_at: Option<DateTime<Utc>>,
    pub identity: Option<Json<IdentityRow>>,
    pub hits: Json<Vec<HitRow>>,
    pub shops: Json<Vec<ShopRow>>,
}

pub(super) struct MoneyRow {
    pub accounts: Json<Vec<AccountRow>>,
    pub months: Json<Vec<MonthRow>>,
    pub recipients: Json<Vec<RecipientRow>>,
}

pub(super) struct HistoryRow {
    pub logins: Json<Vec<LoginRow>>,
    pub consents: Json<Vec<ConsentRow>>,
    pub complaints: Json<Vec<ComplaintRow>>,
    pub alerts: Json<Vec<AlertRow>>,
    pub holds: Json<Vec<HoldRow>>,
}

/// From when on, and how many of each thing.
pub(super) struct Bounds {
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub months_from: DateTime<Utc>,
    pub lines: i64,
    pub recipients: i64,
    /// Of customers with the same recipient.
    pub others: i64,
}

/// Who a customer is, and what the lists say; nothing for staff. Each list is read by an index of its own, and bounded.
pub(super) async fn personal(db: &PgPool, id: &UserId, by: &Bounds) -> sqlx::Result<Option<PersonalRow>> {
    sqlx::query_as!(
        PersonalRow,
        r#"
        select u.first_name || ' ' || u.last_name as "name!", u.email, u.phone, u.date_of_birth, u.kyc_status, u.role,
          u.created_at, u.left_at, u.closing_on,
          (select r.id from data_access_requests r
            where r.user_id = u.id and r.request_type = 'restriction' and r.status = 'processing' limit 1) as restricted_by,
          (select s.language from settings s where s.user_id = u.id) as language,
          (select count(*) from (
            select from aml_alerts a
            where a.user_id = u.id and a.status in ('open', 'investigating', 'escalated') limit $2
          ) as open) as "open_alerts!",
          (select max(s.screened_at) from screening_results s
            where s.subject_id = u.id and s.superseded_at is null and s.screening_type = 'sanctions') as screened_at,
          (
            select json_build_object('id', c.id, 'risk', a.risk, 'screened', a.screened, 'review_on', a.review_on)
            from kyc_cases c left join kyc_assessments a on a.case_id = c.id
            where c.user_id = u.id order by c.submitted_at desc, c.id desc limit 1
          ) as "identity: Json<IdentityRow>",
          coalesce((
            select json_agg(json_build_object('id', s.id, 'name', s.match_details -> 'names' ->> 0,
              'listed_as', s.match_details ->> 'listed_as', 'source', s.match_details ->> 'source',
              'score', coalesce(s.score, 0), 'settled_as', s.settled_as, 'at', s.screened_at)
              order by s.settled_as is not null, s.score desc nulls last, s.id)
            from (
              select * from screening_results
              where user_id = u.id and superseded_at is null and screening_type = 'sanctions'
                and result in ('match', 'potential_match') order by score desc nulls last, id limit $2
            ) s
          ), '[]') as "hits!: Json<Vec<HitRow>>",
          coalesce((
            select json_agg(json_build_object('id', m.id, 'name', m.business_name, 'status', m.status)
              order by m.created_at, m.id)
            from merchants m where m.user_id = u.id
          ), '[]') as "shops!: Json<Vec<ShopRow>>"
        from users u
        where u.id = $1 and u.role in ('user', 'merchant') and u.forgotten_at is null
        "#,
        id.as_str(),
        by.lines
    )
    .fetch_optional(db)
    .await
}

/// A customer's accounts, what they sent month by month, and to whom.
pub(super) async fn money(db: &PgPool, id: &UserId, by: &Bounds) -> sqlx::Result<MoneyRow> {
    sqlx::query_as!(
        MoneyRow,
        r#"
        select
          coalesce((
            select json_agg(json_build_object('bank', b.bank_name, 'name', b.account_name,
              'iban', coalesce(b.iban, b.account_number), 'balance', b.balance::text, 'currency', b.currency,
              'read_at', b.balance_read_at, 'is_primary', b.is_primary,
              'linked', coalesce(c.status = 'valid' and c.valid_until >= $2, false))
              order by b.is_primary desc, b.connected_at, b.id)
            from bank_accounts b left join bank_consents c on c.id = b.bank_consent_id where b.user_id = $1
          ), '[]') as "accounts!: Json<Vec<AccountRow>>",
          coalesce((
            select json_agg(json_build_object('month', m.month, 'payments', m.payments, 'amount', m.amount::text)
              order by m.month)
            from (
              select date_trunc('month', created_at at time zone 'Europe/Oslo')::date as month, count(*) as payments,
                sum(amount) as amount
              from transactions
              where user_id = $1 and created_at >= $3 and status = 'completed' and type <> 'refund'
              group by 1
            ) m
          ), '[]') as "months!: Json<Vec<MonthRow>>",
          coalesce((
            select json_agg(json_build_object('name', r.name, 'country', r.country, 'account', r.bank_account,
              'bank', r.bank_name, 'removed', r.removed_at is not null, 'payments', p.payments,
              'amount', p.amount::text, 'others', coalesce(o.others, '[]'))
              order by r.removed_at is not null, p.amount desc, r.name)
            from (
              select * from recipients where user_id = $1 and removed_reason is distinct from 'replaced'
              order by removed_at is not null, created_at desc, id limit $4
            ) r
            cross join lateral (
              select count(*) as payments, coalesce(sum(amount), 0) as amount from transactions
              where recipient_id in (select v.id from recipients v where v.id = r.id or v.replaced_by = r.id)
                and status = 'completed'
            ) p
            cross join lateral (
              select json_agg(json_build_object('id', w.id, 'name', w.first_name || ' ' || w.last_name)) as others
              from (
                select distinct x.user_id from recipients x
                where x.bank_account = r.bank_account and x.user_id <> $1 limit $5
              ) x join users w on w.id = x.user_id
            ) o
          ), '[]') as "recipients!: Json<Vec<RecipientRow>>"
        "#,
        id.as_str(),
        by.today,
        by.months_from,
        by.recipients,
        by.others
    )
    .fetch_one(db)
    .await
}

/// What a customer did and what was done about them, the last first.
pub(super) async fn history(db: &PgPool, id: &UserId, by: &Bounds) -> sqlx::Result<HistoryRow> {
    sqlx::query_as!(
        HistoryRow,
        r#"
        select
          coalesce((
            select json_agg(json_build_object('device', l.device, 'ip', l.ip_address, 'user_agent', l.user_agent,
              'since', l.created_at, 'seen_at', l.last_seen_at, 'open', not l.revoked and l.expires_at > $2)
              order by l.last_seen_at desc, l.id)
            from (select * from sessions where user_id = $1 order by last_seen_at desc, id limit $3) l
          ), '[]') as "logins!: Json<Vec<LoginRow>>",
          coalesce((
            select json_agg(json_build_object('kind', c.consent_type, 'granted_at', c.granted_at,
              'withdrawn_at', c.withdrawn_at, 'ip', c.ip_address) order by c.granted_at desc, c.id)
            from (select * from consents where user_id = $1 order by granted_at desc, id limit $3) c
          ), '[]') as "consents!: Json<Vec<ConsentRow>>",
          coalesce((
            select json_agg(json_build_object('id', c.id, 'subject', c.subject, 'status', c.status,
              'at', c.created_at) order by c.created_at desc, c.id)
            from (select * from complaints where user_id = $1 order by created_at desc, id limit $3) c
          ), '[]') as "complaints!: Json<Vec<ComplaintRow>>",
          coalesce((
            select json_agg(json_build_object('id', a.id, 'rule', a.alert_type, 'severity', a.severity,
              'status', a.status, 'at', a.created_at) order by a.created_at desc, a.id)
            from (select * from aml_alerts where user_id = $1 order by created_at desc, id limit $3) a
          ), '[]') as "alerts!: Json<Vec<AlertRow>>",
          coalesce((
            select json_agg(json_build_object('id', h.id, 'state', h.state, 'cause', h.cause,
              'amount', h.amount::text, 'currency', h.currency, 'at', h.created_at) order by h.created_at desc, h.id)
            from (
              select h.*, t.amount, t.currency from transactions t join payment_holds h on h.transaction_id = t.id
              where t.user_id = $1 order by h.created_at desc, h.id limit $3
            ) h
          ), '[]') as "holds!: Json<Vec<HoldRow>>"
        "#,
        id.as_str(),
        by.now,
        by.lines
    )
    .fetch_one(db)
    .await
}
