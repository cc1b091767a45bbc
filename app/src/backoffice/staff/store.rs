//! All SQL of staff.
use chrono::{DateTime, Utc};
use domain::compliance::staff::Standing;
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

/// Nobody has more staff than one page shows.
const PEOPLE_MAX: i64 = 500;

pub(super) struct PersonRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: String,
    pub created_at: DateTime<Utc>,
    pub deactivated_at: Option<DateTime<Utc>>,
    pub enrolled_at: Option<DateTime<Utc>>,
    pub codes_left: i64,
    pub last_seen_at: Option<DateTime<Utc>>,
    pub open_logins: i64,
}

/// All of the staff, or one of them.
pub(super) async fn people(
    db: &PgPool,
    one: Option<&UserId>,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> sqlx::Result<Vec<PersonRow>> {
    sqlx::query_as!(
        PersonRow,
        r#"
        select u.id, u.first_name || ' ' || u.last_name as "name!", u.email, u.role, u.created_at, u.deactivated_at,
          f.enrolled_at as "enrolled_at?",
          (select count(*) from recovery_codes r where r.user_id = u.id and r.used_at is null) as "codes_left!",
          (select max(s.last_seen_at) from sessions s where s.user_id = u.id and s.second_factor_at is not null)
            as last_seen_at,
          (
            select count(*) from sessions s where s.user_id = u.id and s.second_factor_at is not null
              and not s.revoked and s.expires_at > $2 and s.last_seen_at > $3
          ) as "open_logins!"
        from users u left join second_factors f on f.user_id = u.id
        where u.role in ('compliance', 'admin') and ($1::text is null or u.id = $1)
        order by u.deactivated_at is not null, u.last_name, u.first_name, u.id limit $4
        "#,
        one.map(UserId::as_str),
        now,
        idle_since,
        PEOPLE_MAX
    )
    .fetch_all(db)
    .await
}

pub(super) struct LoginRow {
    pub device: Option<String>,
    pub ip_address: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

pub(super) async fn open_logins(
    db: &PgPool,
    user: &UserId,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> sqlx::Result<Vec<LoginRow>> {
    sqlx::query_as!(
        LoginRow,
        r#"
        select device, ip_address, created_at, last_seen_at from sessions
        where user_id = $1 and second_factor_at is not null and not revoked and expires_at > $2 and last_seen_at > $3
        order by last_seen_at desc, id limit 50
        "#,
        user.as_str(),
        now,
        idle_since
    )
    .fetch_all(db)
    .await
}

pub(super) struct DecisionRow {
    pub decision: String,
    pub reason: String,
    pub by: String,
    pub decided_at: DateTime<Utc>,
}

/// The newest first.
pub(super) async fn decisions(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<DecisionRow>> {
    sqlx::query_as!(
        DecisionRow,
        r#"
        select d.decision, d.reason, d.decided_at, u.first_name || ' ' || u.last_name as "by!"
        from staff_decisions d join users u on u.id = d.decided_by
        where d.user_id = $1 order by d.id desc limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

/// Locked until the decision is made; nothing of somebody who is not of the staff.
pub(super) async fn standing_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> sqlx::Result<Option<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"
        select u.deactivated_at is not null as "is_deactivated!",
          exists(select from second_factors f where f.user_id = u.id) as "has_factor!",
          exists(
            select from sessions s where s.user_id = u.id and s.second_factor_at is not null and not s.revoked
              and s.expires_at > $2 and s.last_seen_at > $3
          ) as "is_logged_in!"
        from users u where u.id = $1 and u.role in ('compliance', 'admin') for update
        "#,
        user.as_str(),
        now,
        idle_since
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn insert_decision_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    (decision, reason): (&str, &str),
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into staff_decisions (user_id, decision, reason, decided_by, decided_at) values ($1, $2, $3, $4, $5)
        "#,
        user.as_str(),
        decision,
        reason,
        by.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
