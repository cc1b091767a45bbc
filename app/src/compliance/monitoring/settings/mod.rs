//! Settings of rules: what is in force, and changes, which one officer proposes and another decides.
mod store;
mod versions;

use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::compliance::finding::{RuleMode, RuleName};
use domain::compliance::rules::{OutOfRange, Rule};
use domain::ids::{RuleSettingId, UserId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

pub use versions::{Decided, Version, versions};

use super::backtest::{self, WhatIf};
use super::kept::{Active, InForce};
use crate::context::{AppState, RequestInfo};
use crate::{audit, db};

const REASON_MAX_CHARS: usize = 1_000;
const OPEN_PROPOSAL: &str = "rule_settings_open_idx";

#[derive(Debug, thiserror::Error)]
pub enum MonitoringError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such proposal")]
    NotFound,
    #[error("the parameters cannot be read: {0}")]
    Parameters(String),
    #[error("{0}")]
    OutOfRange(#[from] OutOfRange),
    #[error("this is what is in force already")]
    Unchanged,
    #[error("a reason is needed, of at most {REASON_MAX_CHARS} characters")]
    Reason,
    #[error("another proposal for this rule waits for a decision")]
    ProposalWaits,
    #[error("it was decided already")]
    Decided,
    #[error("whoever proposed a change does not decide it")]
    OwnProposal,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

/// One version of a rule's settings: the one in force, or a proposal.
#[derive(Clone, Debug)]
pub struct Setting {
    pub id: RuleSettingId,
    pub version: i32,
    pub mode: RuleMode,
    pub rule: Rule,
    pub reason: String,
    pub what_if: Option<Value>,
    /// None for what the software brought along.
    pub proposed_by: Option<UserId>,
    pub proposed_at: DateTime<Utc>,
    /// In force; else it waits for a decision.
    pub current: bool,
}

/// What somebody wants to change.
#[derive(Clone, Debug)]
pub struct Wish {
    pub rule: RuleName,
    pub mode: RuleMode,
    /// The parameters that change, by name; the others stay as they are in force.
    pub parameters: Value,
    pub reason: String,
}

/// Every rule in force, and every proposal that waits.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<Setting>, MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    list_all(&state.db).await
}

/// The same for the terminal.
///
/// # Errors
/// When the database fails.
pub async fn list_all(db: &PgPool) -> Result<Vec<Setting>, MonitoringError> {
    store::standing(db).await?.into_iter().map(read).collect()
}

/// The rules that run, and the revision that tells when they have changed.
pub(super) async fn in_force(tx: &mut PgConnection) -> sqlx::Result<InForce> {
    let rows = store::standing(tx).await?;
    let current: Vec<_> = rows.into_iter().filter(|row| row.current).collect();
    let revision = current.iter().map(|row| i64::from(row.version)).sum();
    let active = current.into_iter().map(|row| {
        let it = read(row).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Active { setting: it.id, mode: it.mode, rule: it.rule })
    });
    let active: sqlx::Result<Vec<_>> = active.collect();
    Ok(InForce { revision, active: active?.into_iter().filter(|it| it.mode != RuleMode::Off).collect() })
}

/// Proposes a change, together with what it would have raised over the last days. It changes nothing yet.
///
/// # Errors
/// See [`MonitoringError`].
pub async fn propose(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    wish: &Wish,
) -> Result<(RuleSettingId, WhatIf), MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let reason = parse_reason(&wish.reason)?;
    let current = current(state, wish.rule).await?;
    let rule = changed(&current.rule, &wish.parameters)?;
    if (wish.mode, &rule) == (current.mode, &current.rule) {
        return Err(MonitoringError::Unchanged);
    }
    // Over before the transaction begins: it reads months of payments.
    let what_if = backtest::compare(state, (current.mode, &current.rule), (wish.mode, &rule)).await?;
    let id = RuleSettingId::generate(state.entropy.as_ref());
    let new = store::NewSetting {
        id: &id,
        rule: wish.rule,
        mode: wish.mode,
        parameters: json!(rule),
        reason: &reason,
        what_if: json!(what_if),
        by: &actor.user_id,
        now: state.clock.now(),
    };
    let mut tx = state.db.begin().await?;
    store::insert_in_tx(&mut tx, &new).await.map_err(|error| {
        let waits = db::violated_constraint(&error) == Some(OPEN_PROPOSAL);
        if waits { MonitoringError::ProposalWaits } else { error.into() }
    })?;
    let details = json!({ "rule": wish.rule, "mode": wish.mode, "parameters": rule, "reason": reason });
    record_in_tx(&mut tx, state, actor, request, ("rule.propose", &id), details).await?;
    tx.commit().await?;
    Ok((id, what_if))
}

/// What a change would have raised over the last days, without proposing it.
///
/// # Errors
/// See [`MonitoringError`].
pub async fn what_if(
    state: &AppState,
    actor: &Actor,
    name: RuleName,
    proposed: (RuleMode, &Value),
) -> Result<WhatIf, MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let current = current(state, name).await?;
    let rule = changed(&current.rule, proposed.1)?;
    backtest::compare(state, (current.mode, &current.rule), (proposed.0, &rule)).await
}

/// Puts a proposal in force, from the next payment on.
///
/// # Errors
/// See [`MonitoringError`]; above all when it is one's own.
pub async fn approve(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &RuleSettingId,
    reason: &str,
) -> Result<(), MonitoringError> {
    settle(state, actor, request, id, ("approved", reason)).await
}

/// Turns a proposal down.
///
/// # Errors
/// See [`MonitoringError`]; above all when it is one's own.
pub async fn reject(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &RuleSettingId,
    reason: &str,
) -> Result<(), MonitoringError> {
    settle(state, actor, request, id, ("rejected", reason)).await
}

async fn settle(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &RuleSettingId,
    (decision, reason): (&'static str, &str),
) -> Result<(), MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let reason = parse_reason(reason)?;
    let mut tx = state.db.begin().await?;
    let row = store::locked_in_tx(&mut tx, id).await?.ok_or(MonitoringError::NotFound)?;
    if row.decision.is_some() {
        return Err(MonitoringError::Decided);
    }
    if row.proposed_by.as_deref() == Some(actor.user_id.as_str()) {
        return Err(MonitoringError::OwnProposal);
    }
    store::decide_in_tx(&mut tx, id, decision, &reason, &actor.user_id, state.clock.now()).await?;
    let action = if decision == "approved" {
        store::put_in_force_in_tx(&mut tx, id, &row.rule).await?;
        "rule.approve"
    } else {
        "rule.reject"
    };
    let details = json!({ "rule": row.rule, "version": row.version, "reason": reason });
    record_in_tx(&mut tx, state, actor, request, (action, id), details).await?;
    tx.commit().await?;
    Ok(())
}

async fn current(state: &AppState, name: RuleName) -> Result<Setting, MonitoringError> {
    let rows = store::standing(&state.db).await?;
    let row = rows.into_iter().find(|row| row.current && row.rule == name.as_str());
    read(row.ok_or(MonitoringError::NotFound)?)
}

/// The rule with some parameters changed. A name that it does not have is an error.
fn changed(rule: &Rule, parameters: &Value) -> Result<Rule, MonitoringError> {
    let mut all = json!(rule);
    match (all.as_object_mut(), parameters) {
        (Some(all), Value::Object(changes)) => all.extend(changes.clone()),
        _ => return Err(MonitoringError::Parameters("not an object of names and values".to_owned())),
    }
    parse(rule.name(), all)
}

fn parse(name: RuleName, parameters: Value) -> Result<Rule, MonitoringError> {
    let rule =
        Rule::read(name, parameters).map_err(|error| MonitoringError::Parameters(error.to_string()))?;
    rule.validate()?;
    Ok(rule)
}

fn parse_reason(text: &str) -> Result<String, MonitoringError> {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=REASON_MAX_CHARS).contains(&reason.chars().count());
    if fits { Ok(reason) } else { Err(MonitoringError::Reason) }
}

fn read(row: store::SettingRow) -> Result<Setting, MonitoringError> {
    let name: RuleName = db::parsed("a rule", &row.rule)?;
    Ok(Setting {
        id: db::parsed("a setting's id", &row.id)?,
        version: row.version,
        mode: db::parsed("a mode", &row.mode)?,
        rule: parse(name, row.parameters)?,
        reason: row.reason,
        what_if: row.what_if,
        proposed_by: row.proposed_by.as_deref().map(|id| db::parsed("a user id", id)).transpose()?,
        proposed_at: row.proposed_at,
        current: row.current,
    })
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    (action, id): (&'static str, &RuleSettingId),
    details: Value,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("rule_setting", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await
}
