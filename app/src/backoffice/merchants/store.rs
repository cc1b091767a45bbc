//! All SQL of shops as the back-office shows them.
use chrono::{DateTime, Utc};
use domain::ids::MerchantId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

/// Shops of one kind that are counted.
pub(super) const COUNTED_MAX: i64 = 1_000;
/// Payments of a shop that its figures look at.
const PAYMENTS_MAX: i64 = 10_000;

pub(super) struct CountsRow {
    pub flagged: i64,
    pub unanswered: i64,
    pub suspended: i64,
}

pub(super) async fn counts(db: &PgPool) -> sqlx::Result<CountsRow> {
    sqlx::query_as!(
        CountsRow,
        r#"
        select
          (select count(*) from (
            select from merchants where register_finding is not null and status = 'active' limit $1
          ) as it) as "flagged!",
          (select count(*) from (
            select from merchants where register_checked_at is null and register_finding is null limit $1
          ) as it) as "unanswered!",
          (select count(*) from (select from merchants where status = 'suspended' limit $1) as it) as "suspended!"
        "#,
        COUNTED_MAX
    )
    .fetch_one(db)
    .await
}

pub(super) struct LineRow {
    pub id: String,
    pub business_name: String,
    pub org_number: String,
    pub user_id: String,
    pub owner: String,
    pub status: String,
    pub checked: bool,
    pub finding: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// After which shop a page begins, and how many it has.
pub(super) struct Part<'a> {
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub limit: i64,
}

/// Shops of one status, or of any; the newest first.
pub(super) async fn of_status(
    db: &PgPool,
    status: Option<&str>,
    part: &Part<'_>,
) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    let Some(status) = status else { return all(db, part).await };
    sqlx::query_as!(
        LineRow,
        r#"
        select m.id, m.business_name, m.org_number, m.user_id, u.first_name || ' ' || u.last_name as "owner!", m.status,
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at
        from merchants m join users u on u.id = m.user_id
        where m.status = $1
          and (m.created_at, m.id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
        order by m.created_at desc, m.id desc limit $4
        "#,
        status,
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

async fn all(db: &PgPool, part: &Part<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select m.id, m.business_name, m.org_number, m.user_id, u.first_name || ' ' || u.last_name as "owner!", m.status,
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at
        from merchants m join users u on u.id = m.user_id
        where (m.created_at, m.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
        order by m.created_at desc, m.id desc limit $3
        "#,
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

/// Shops that the register speaks against; the newest first.
pub(super) async fn flagged(db: &PgPool, part: &Part<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select m.id, m.business_name, m.org_number, m.user_id, u.first_name || ' ' || u.last_name as "owner!", m.status,
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at
        from merchants m join users u on u.id = m.user_id
        where m.register_finding is not null
          and (m.created_at, m.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
        order by m.created_at desc, m.id desc limit $3
        "#,
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

/// Shops that the register has not answered about; the newest first.
pub(super) async fn unanswered(db: &PgPool, part: &Part<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = part.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select m.id, m.business_name, m.org_number, m.user_id, u.first_name || ' ' || u.last_name as "owner!", m.status,
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at
        from merchants m join users u on u.id = m.user_id
        where m.register_checked_at is null and m.register_finding is null
          and (m.created_at, m.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
        order by m.created_at desc, m.id desc limit $3
        "#,
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

/// The shop with a number, or those whose name begins so, in the order of their names. What begins with a text lies
/// between it and the same with the last of all letters behind it: an index can tell that, whatever the text is.
pub(super) async fn search(
    db: &PgPool,
    number: Option<&str>,
    name: Option<&str>,
    limit: i64,
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select m.id as "id!", m.business_name as "business_name!", m.org_number as "org_number!", m.user_id as "user_id!",
          u.first_name || ' ' || u.last_name as "owner!", m.status as "status!",
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at as "created_at!"
        from (
          select * from merchants where org_number = $1
          union all
          select * from (
            select * from merchants
            where lower(business_name) ~>=~ lower($2) and lower(business_name) ~<~ (lower($2) || chr(1114111))
            order by lower(business_name) using ~<~ limit $3
          ) named
        ) m join users u on u.id = m.user_id
        order by m.business_name, m.id
        "#,
        number,
        name,
        limit
    )
    .fetch_all(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct AlertRow {
    pub id: String,
    pub rule: String,
    pub severity: String,
    pub at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct ChangeRow {
    pub before: Option<String>,
    pub after: String,
    pub by: String,
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
}

pub(super) struct ShopRow {
    pub id: String,
    pub business_name: String,
    pub org_number: String,
    pub user_id: String,
    pub owner: String,
    pub status: String,
    pub checked: bool,
    pub finding: Option<String>,
    pub created_at: DateTime<Utc>,
    pub registered_name: Option<String>,
    pub address: Option<String>,
    pub bank_account: String,
    pub sales: i64,
    pub turnover: Decimal,
    pub refunded: Decimal,
    pub payers: i64,
    pub from_owner: Decimal,
    pub alerts: Json<Vec<AlertRow>>,
    pub changes: Json<Vec<ChangeRow>>,
}

/// One shop with what happened in it since a moment: one round trip.
pub(super) async fn shop(
    db: &PgPool,
    id: &MerchantId,
    since: DateTime<Utc>,
) -> sqlx::Result<Option<ShopRow>> {
    sqlx::query_as!(
        ShopRow,
        r#"
        select m.id, m.business_name, m.org_number, m.user_id, u.first_name || ' ' || u.last_name as "owner!", m.status,
          m.register_checked_at is not null as "checked!", m.register_finding as finding, m.created_at,
          m.registered_name, m.address, m.bank_account, f.sales as "sales!", f.turnover as "turnover!",
          f.refunded as "refunded!", f.payers as "payers!", f.from_owner as "from_owner!",
          coalesce((
            select json_agg(json_build_object('id', a.id, 'rule', a.alert_type, 'severity', a.severity,
              'at', a.created_at) order by a.created_at desc, a.id)
            from (
              select * from aml_alerts where user_id = m.user_id order by created_at desc, id limit 10
            ) a
          ), '[]') as "alerts!: Json<Vec<AlertRow>>",
          coalesce((
            select json_agg(json_build_object('before', e.status_before, 'after', e.status_after,
              'by', w.first_name || ' ' || w.last_name, 'reason', e.reason, 'at', e.created_at) order by e.id)
            from merchant_events e join users w on w.id = e.decided_by where e.merchant_id = m.id
          ), '[]') as "changes!: Json<Vec<ChangeRow>>"
        from merchants m
        join users u on u.id = m.user_id
        cross join lateral (
          select count(*) filter (where type = 'qr_payment') as sales,
            coalesce(sum(amount) filter (where type = 'qr_payment'), 0) as turnover,
            coalesce(sum(amount) filter (where type = 'refund'), 0) as refunded,
            count(distinct t.user_id) filter (where type = 'qr_payment') as payers,
            coalesce(sum(amount) filter (where type = 'qr_payment' and t.user_id = m.user_id), 0) as from_owner
          from (
            select type, amount, user_id from transactions
            where merchant_id = m.id and created_at >= $2 and status = 'completed'
            order by created_at desc, id desc limit $3
          ) t
        ) f
        where m.id = $1
        "#,
        id.as_str(),
        since,
        PAYMENTS_MAX
    )
    .fetch_optional(db)
    .await
}
