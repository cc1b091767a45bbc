//! All SQL of rules' settings.
use chrono::{DateTime, Utc};
use domain::compliance::finding::{RuleMode, RuleName};
use domain::ids::{RuleSettingId, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, PgPool};

pub(super) struct SettingRow {
    pub id: String,
    pub rule: String,
    pub version: i32,
    pub mode: String,
    pub parameters: Value,
    pub reason: String,
    pub what_if: Option<Value>,
    pub proposed_by: Option<String>,
    pub proposed_at: DateTime<Utc>,
    pub decision: Option<String>,
    pub current: bool,
}

/// The versions that count now: those in force, and proposals that wait.
pub(super) async fn standing(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<SettingRow>> {
    sqlx::query_as!(
        SettingRow,
        r#"
        select id, rule, version, mode, parameters, reason, what_if, proposed_by, proposed_at, decision, current
        from rule_settings where current or decision is null order by rule, version
        "#
    )
    .fetch_all(db)
    .await
}

/// One version, held until the end of the transaction.
pub(super) async fn locked_in_tx(
    tx: &mut PgConnection,
    id: &RuleSettingId,
) -> sqlx::Result<Option<SettingRow>> {
    sqlx::query_as!(
        SettingRow,
        r#"
        select id, rule, version, mode, parameters, reason, what_if, proposed_by, proposed_at, decision, current
        from rule_settings where id = $1 for no key update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct NewSetting<'a> {
    pub id: &'a RuleSettingId,
    pub rule: RuleName,
    pub mode: RuleMode,
    pub parameters: Value,
    pub reason: &'a str,
    pub what_if: Value,
    pub by: &'a UserId,
    pub now: DateTime<Utc>,
}

/// The next version of a rule, as a proposal.
pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewSetting<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into rule_settings (id, rule, version, mode, parameters, reason, what_if, proposed_by, proposed_at)
        select $1, $2, max(version) + 1, $3, $4, $5, $6, $7, $8 from rule_settings where rule = $2
        "#,
        new.id.as_str(),
        new.rule.as_str(),
        new.mode.as_str(),
        new.parameters,
        new.reason,
        new.what_if,
        new.by.as_str(),
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn decide_in_tx(
    tx: &mut PgConnection,
    id: &RuleSettingId,
    decision: &str,
    reason: &str,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update rule_settings set decision = $2, decision_reason = $3, decided_by = $4, decided_at = $5 where id = $1
        "#,
        id.as_str(),
        decision,
        reason,
        by.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Puts one version in the place of the one in force.
pub(super) async fn put_in_force_in_tx(
    tx: &mut PgConnection,
    id: &RuleSettingId,
    rule: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update rule_settings set current = false where rule = $1 and current", rule)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("update rule_settings set current = true where id = $1", id.as_str()).execute(tx).await?;
    Ok(())
}

pub(super) struct VersionRow {
    pub id: String,
    pub rule: String,
    pub version: i32,
    pub mode: String,
    pub parameters: Value,
    pub reason: String,
    pub what_if: Option<Value>,
    pub proposed_by: Option<String>,
    pub proposer: Option<String>,
    pub proposed_at: DateTime<Utc>,
    pub decision: Option<String>,
    pub decider: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    pub current: bool,
}

/// The versions of one rule, the newest first; without a rule, what counts now of every one.
pub(super) async fn versions(db: &PgPool, rule: Option<&str>, limit: i64) -> sqlx::Result<Vec<VersionRow>> {
    sqlx::query_as!(
        VersionRow,
        r#"
        select s.id, s.rule, s.version, s.mode, s.parameters, s.reason, s.what_if, s.proposed_by,
          p.first_name || ' ' || p.last_name as proposer, s.proposed_at, s.decision,
          d.first_name || ' ' || d.last_name as decider, s.decided_at, s.decision_reason, s.current
        from rule_settings s
        left join users p on p.id = s.proposed_by
        left join users d on d.id = s.decided_by
        where case when $1::text is null then s.current or s.decision is null else s.rule = $1 end
        order by s.rule, s.version desc limit $2
        "#,
        rule,
        limit
    )
    .fetch_all(db)
    .await
}
