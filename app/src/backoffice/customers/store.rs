//! All SQL of looking for customers, and of their payments page by page.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use rust_decimal::Decimal;
use sqlx::PgPool;

/// Alerts of one customer that are counted.
const ALERTS_MAX: i64 = 100;

pub(super) struct LineRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    pub kyc_status: String,
    pub role: String,
    pub created_at: DateTime<Utc>,
    pub alerts: i64,
}

/// After which line a page begins, and how many it has.
pub(super) struct Part<'a> {
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub limit: i64,
}

/// Every customer, the newest first.
pub(super) async fn newest(db: &PgPool, part: &Part<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select u.id as "id!", u.first_name || ' ' || u.last_name as "name!", u.email as "email!", u.phone,
          u.date_of_birth, u.kyc_status as "kyc_status!", u.role as "role!", u.created_at as "created_at!",
          (select count(*) from (
            select from aml_alerts a
            where a.user_id = u.id and a.status in ('open', 'investigating', 'escalated') limit $4
          ) as open) as "alerts!"
        from (
          select * from users
          where role in ('user', 'merchant') and forgotten_at is null
            and (created_at, id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
          order by created_at desc, id desc limit $3
        ) u
        order by u.created_at desc, u.id desc
        "#,
        at,
        id,
        part.limit,
        ALERTS_MAX
    )
    .fetch_all(db)
    .await
}

/// The customers whose identity stands so, the newest first.
pub(super) async fn of_kyc(db: &PgPool, kyc: &str, part: &Part<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select u.id as "id!", u.first_name || ' ' || u.last_name as "name!", u.email as "email!", u.phone,
          u.date_of_birth, u.kyc_status as "kyc_status!", u.role as "role!", u.created_at as "created_at!",
          (select count(*) from (
            select from aml_alerts a
            where a.user_id = u.id and a.status in ('open', 'investigating', 'escalated') limit $5
          ) as open) as "alerts!"
        from (
          select * from users
          where role in ('user', 'merchant') and forgotten_at is null and kyc_status = $1
            and (created_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
          order by created_at desc, id desc limit $4
        ) u
        order by u.created_at desc, u.id desc
        "#,
        kyc,
        at,
        id,
        part.limit,
        ALERTS_MAX
    )
    .fetch_all(db)
    .await
}

/// What a search may mean; what is none means nobody.
#[derive(Default)]
pub(super) struct Sought {
    pub user: Option<String>,
    pub transaction: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub iban: Option<String>,
    /// The beginnings of the first and of the last word, where there are two or more.
    pub names: Option<(String, String)>,
    /// Of the only word.
    pub name: Option<String>,
}

/// Customers whom a search means, by their names. What begins with a text lies between it and the same with the last of
/// all letters behind it: an index can tell that, whatever the text is.
pub(super) async fn search(db: &PgPool, sought: &Sought, limit: i64) -> sqlx::Result<Vec<LineRow>> {
    let (first, last) = sought.names.as_ref().map(|(first, last)| (first.as_str(), last.as_str())).unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select u.id as "id!", u.first_name || ' ' || u.last_name as "name!", u.email as "email!", u.phone,
          u.date_of_birth, u.kyc_status as "kyc_status!", u.role as "role!", u.created_at as "created_at!",
          (select count(*) from (
            select from aml_alerts a
            where a.user_id = u.id and a.status in ('open', 'investigating', 'escalated') limit $10
          ) as open) as "alerts!"
        from users u
        where u.role in ('user', 'merchant') and u.forgotten_at is null and u.id in (
          select $1
          union (select user_id from transactions where id = $2)
          union (select id from users where email ~>=~ $3 and email ~<~ ($3 || chr(1114111)) limit $9)
          union (select id from users where phone = $4 limit $9)
          union (select user_id from recipients where bank_account = $5 limit $9)
          union (select user_id from bank_accounts where iban = $5 limit $9)
          union (
            select id from users
            where lower(last_name) ~>=~ lower($7) and lower(last_name) ~<~ (lower($7) || chr(1114111))
              and lower(first_name) ~>=~ lower($6) and lower(first_name) ~<~ (lower($6) || chr(1114111)) limit $9
          )
          union (
            select id from users
            where lower(last_name) ~>=~ lower($6) and lower(last_name) ~<~ (lower($6) || chr(1114111))
              and lower(first_name) ~>=~ lower($7) and lower(first_name) ~<~ (lower($7) || chr(1114111)) limit $9
          )
          union (
            select id from users
            where lower(last_name) ~>=~ lower($8) and lower(last_name) ~<~ (lower($8) || chr(1114111)) limit $9
          )
          union (
            select id from users
            where lower(first_name) ~>=~ lower($8) and lower(first_name) ~<~ (lower($8) || chr(1114111)) limit $9
          )
        )
        order by u.last_name, u.first_name, u.id limit $9
        "#,
        sought.user,
        sought.transaction,
        sought.email,
        sought.phone,
        sought.iban,
        first,
        last,
        sought.name,
        limit,
        ALERTS_MAX
    )
    .fetch_all(db)
    .await
}

pub(super) struct PaymentRow {
    pub id: String,
    pub kind: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub counterpart: String,
    pub country: Option<String>,
    pub created_at: DateTime<Utc>,
    pub alert_id: Option<String>,
    pub hold_id: Option<String>,
}

/// One customer's payments, the newest first.
pub(super) async fn payments(db: &PgPool, user: &UserId, part: &Part<'_>) -> sqlx::Result<Vec<PaymentRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.id as "id!", t.type as "kind!", t.status as "status!", t.amount as "amount!",
          t.currency as "currency!", coalesce(r.name, m.business_name, '') as "counterpart!", r.country as "country?",
          t.created_at as "created_at!",
          (select f.alert_id from aml_findings f
            where f.transaction_id = t.id and f.alert_id is not null order by f.score desc limit 1) as alert_id,
          (select h.id from payment_holds h
            where h.transaction_id = t.id order by h.created_at desc limit 1) as hold_id
        from (
          select * from transactions
          where user_id = $1 and (created_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
          order by created_at desc, id desc limit $4
        ) t
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        order by t.created_at desc, t.id desc
        "#,
        user.as_str(),
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

/// The name of a customer.
pub(super) async fn name(db: &PgPool, user: &UserId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        select first_name || ' ' || last_name as "name!" from users where id = $1 and role in ('user', 'merchant')
        "#,
        user.as_str()
    )
    .fetch_optional(db)
    .await
}
