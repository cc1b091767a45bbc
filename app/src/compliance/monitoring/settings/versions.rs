//! What a rule's settings are and were, with the people behind them.
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::compliance::finding::{RuleMode, RuleName};
use domain::compliance::rules::Rule;
use domain::ids::{RuleSettingId, UserId};

use super::{MonitoringError, parse, store};
use crate::compliance::monitoring::backtest::WhatIf;
use crate::context::AppState;
use crate::db;

/// Versions that are shown at once.
const VERSIONS_MAX: i64 = 100;

/// One version of a rule's settings.
#[derive(Clone, Debug)]
pub struct Version {
    pub id: RuleSettingId,
    pub version: i32,
    pub mode: RuleMode,
    pub rule: Rule,
    pub reason: String,
    pub what_if: Option<WhatIf>,
    /// None for what the software brought along.
    pub proposed_by: Option<UserId>,
    pub proposer: Option<String>,
    pub proposed_at: DateTime<Utc>,
    /// None while it waits.
    pub decided: Option<Decided>,
    pub current: bool,
}

/// What became of a proposal.
#[derive(Clone, Debug)]
pub struct Decided {
    pub approved: bool,
    /// None for what the software brought along.
    pub by: Option<String>,
    pub at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
}

/// The versions of one rule, the newest first; without a rule, what is in force and what waits of every one.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn versions(
    state: &AppState,
    actor: &Actor,
    rule: Option<RuleName>,
) -> Result<Vec<Version>, MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let rows = store::versions(&state.db, rule.map(RuleName::as_str), VERSIONS_MAX).await?;
    rows.into_iter().filter_map(read_if_known).collect()
}

/// A version of long ago may have parameters that this edition does not know: that one is left out.
fn read_if_known(row: store::VersionRow) -> Option<Result<Version, MonitoringError>> {
    let is_past = !row.current && row.decision.is_some();
    match read(row) {
        Err(MonitoringError::Parameters(_) | MonitoringError::OutOfRange(_)) if is_past => None,
        read => Some(read),
    }
}

fn read(row: store::VersionRow) -> Result<Version, MonitoringError> {
    let name: RuleName = db::parsed("a rule", &row.rule)?;
    let (by, at, reason) = (row.decider, row.decided_at, row.decision_reason);
    Ok(Version {
        id: db::parsed("a setting's id", &row.id)?,
        version: row.version,
        mode: db::parsed("a mode", &row.mode)?,
        rule: parse(name, row.parameters)?,
        reason: row.reason,
        // One that an older edition has written may say less than is asked of it now.
        what_if: row.what_if.and_then(|it| serde_json::from_value(it).ok()),
        proposed_by: row.proposed_by.as_deref().map(|id| db::parsed("a user id", id)).transpose()?,
        proposer: row.proposer,
        proposed_at: row.proposed_at,
        decided: row.decision.map(|decision| Decided { approved: decision == "approved", by, at, reason }),
        current: row.current,
    })
}
