//! What the pages of rules show.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::compliance::finding::{RuleMode, RuleName};
use serde::{Deserialize, Serialize};

use crate::backoffice::screening::query::path_with;
use crate::error::FieldErrors;
use crate::form::Flash;

/// The address of all rules.
pub const RULES: &str = "/admin/rules";

/// The twelve, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPage {
    pub rules: Vec<RuleLine>,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    pub name: RuleName,
    pub mode: RuleMode,
    pub version: i32,
    /// Since when it is as it is.
    pub since: Option<DateTime<Utc>>,
    pub waiting: Option<WaitingLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLine {
    pub by: String,
    pub at: DateTime<Utc>,
    /// It is the proposal of whoever is looking: another officer decides.
    pub is_own: bool,
}

/// One rule: what is in force, what waits, what was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePage {
    pub name: RuleName,
    pub mode: RuleMode,
    pub version: i32,
    pub parameters: Vec<Parameter>,
    pub waiting: Option<Proposal>,
    /// The newest first.
    pub history: Vec<PastVersion>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// One parameter with what it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    pub name: String,
    /// As people type it.
    pub value: String,
    pub least: i64,
    pub most: i64,
    pub kind: ParameterKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    Number,
    /// Numbers with commas between them.
    Numbers,
    /// One country to a line: its two letters and since when.
    Countries,
}

/// A parameter, or the mode, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// None for the mode.
    pub parameter: Option<String>,
    pub before: String,
    pub after: String,
}

/// A change that waits for another officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub id: String,
    pub version: i32,
    pub by: String,
    pub is_own: bool,
    pub at: DateTime<Utc>,
    pub reason: String,
    pub changes: Vec<Changed>,
    pub what_if: Option<WhatIfView>,
}

/// What a change would have changed over the days before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfView {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub mode_before: RuleMode,
    pub mode_after: RuleMode,
    pub payments: u64,
    pub alerts_before: u64,
    pub alerts_after: u64,
    pub critical_before: u64,
    pub critical_after: u64,
    pub gained: Customers,
    pub lost: Customers,
    /// Alerts that officers have taken further and that nobody would have seen.
    pub escalated: u64,
    pub some_escalated: Vec<EscalatedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customers {
    pub count: u64,
    /// Some of them: id and name.
    pub some: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalatedLine {
    pub alert: String,
    pub customer: String,
    pub at: DateTime<Utc>,
}

/// A version as it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastVersion {
    pub version: i32,
    pub current: bool,
    /// None for what the software brought along.
    pub proposer: Option<String>,
    pub proposed_at: DateTime<Utc>,
    pub reason: String,
    pub approved: bool,
    pub decider: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    /// Against the version that was in force when it was proposed.
    pub changes: Vec<Changed>,
}

/// What somebody wants to try, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeQuery {
    /// Empty until something is tried.
    #[serde(default)]
    pub mode: String,
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

impl ChangeQuery {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mode.is_empty()
    }
}

/// The form of a change, and what it would have raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePage {
    pub name: RuleName,
    /// In force.
    pub mode: RuleMode,
    pub parameters: Vec<Parameter>,
    pub query: ChangeQuery,
    /// What cannot be tried.
    pub errors: FieldErrors,
    pub tried: Option<Tried>,
    /// A change of this rule waits already.
    pub is_waiting: bool,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub changes: Vec<Changed>,
    pub what_if: WhatIfView,
}

/// A change that is proposed: the mode, the parameters by their names, and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ProposeForm {
    #[serde(default)]
    pub rule: String,
    #[serde(default)]
    pub mode: String,
    #[serde(default)]
    pub reason: String,
    #[serde(flatten)]
    pub values: BTreeMap<String, String>,
}

/// What another officer says of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecideForm {
    #[serde(default)]
    pub rule: String,
    #[serde(default)]
    pub proposal: String,
    /// `approve` or `reject`.
    #[serde(default)]
    pub decision: String,
    #[serde(default)]
    pub reason: String,
}

/// The page of a rule; that of all when it is none.
#[must_use]
pub fn rule_path(rule: &str) -> String {
    match rule.parse::<RuleName>() {
        Ok(rule) => format!("{RULES}/{rule}"),
        Err(_) => RULES.to_owned(),
    }
}

/// The page of a change of it, with what was tried.
#[must_use]
pub fn change_path(rule: &str, mode: &str, values: &BTreeMap<String, String>) -> String {
    let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mode = (!mode.is_empty()).then_some(("mode", mode));
    match rule.parse::<RuleName>() {
        Ok(rule) => path_with(&format!("{RULES}/{rule}/change"), mode.into_iter().chain(values)),
        Err(_) => RULES.to_owned(),
    }
}
