//! Use cases of rules: what is in force, what a change would have raised, and, by the service of monitoring, proposing and
//! deciding one.
use std::collections::BTreeMap;

use domain::access::Actor;
use domain::compliance::finding::{RuleMode, RuleName};
use domain::compliance::rules::Rule;
use domain::form::FieldCode;
use serde_json::Value;

use super::model::{
    ChangePage, ChangeQuery, Changed, Customers, DecideForm, EscalatedLine, PastVersion, Proposal,
    ProposeForm, RuleLine, RulePage, RulesPage, Tried, WaitingLine, WhatIfView,
};
use super::{store, typed};
use crate::compliance::monitoring::backtest::{self, WhatIf};
use crate::compliance::monitoring::settings::{self, MonitoringError, Version, Wish};
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;

#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    #[error("no such rule, or no such proposal")]
    NotFound,
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Monitoring(#[from] MonitoringError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<RulesError> for AppError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::NotFound | RulesError::Monitoring(MonitoringError::NotFound) => Self::NotFound,
            RulesError::Form(fields) => Self::Form(fields),
            RulesError::Monitoring(MonitoringError::Refused(refusal)) => refusal.into(),
            RulesError::Monitoring(MonitoringError::Reason) => Self::field("reason", FieldCode::Required),
            RulesError::Monitoring(MonitoringError::Unchanged) => {
                Self::field("mode", FieldCode::NothingChanged)
            }
            RulesError::Monitoring(MonitoringError::OwnProposal) => Self::NeedsAnotherOfficer,
            RulesError::Monitoring(MonitoringError::ProposalWaits | MonitoringError::Decided) => {
                Self::ChangedMeanwhile
            }
            RulesError::Monitoring(MonitoringError::Parameters(_) | MonitoringError::OutOfRange(_)) => {
                Self::Form(FieldErrors::new())
            }
            RulesError::Monitoring(MonitoringError::Database(_) | MonitoringError::BadRow(_))
            | RulesError::Database(_) => {
                tracing::error!(%error, "rules");
                Self::Unexpected
            }
        }
    }
}

/// The twelve rules as they are, and what waits.
///
/// # Errors
/// When the actor may not, or the database refuses.
pub async fn rules(state: &AppState, actor: &Actor) -> Result<RulesPage, RulesError> {
    let versions = settings::versions(state, actor, None).await?;
    let of = |name: RuleName, current: bool| {
        versions.iter().find(|it| it.rule.name() == name && it.current == current)
    };
    let lines = RuleName::ALL.iter().filter_map(|&name| {
        let current = of(name, true)?;
        Some(RuleLine {
            name,
            mode: current.mode,
            version: current.version,
            since: current.decided.as_ref().and_then(|decided| decided.at),
            waiting: of(name, false).map(|it| WaitingLine {
                by: it.proposer.clone().unwrap_or_default(),
                at: it.proposed_at,
                is_own: it.proposed_by.as_ref() == Some(&actor.user_id),
            }),
        })
    });
    Ok(RulesPage { rules: lines.collect(), now: state.clock.now() })
}

/// One rule with its history and the change that waits.
///
/// # Errors
/// When the actor may not, or the database refuses.
pub async fn rule(state: &AppState, actor: &Actor, name: RuleName) -> Result<RulePage, RulesError> {
    let versions = settings::versions(state, actor, Some(name)).await?;
    let current = versions.iter().find(|it| it.current).ok_or(RulesError::NotFound)?;
    let waiting = match versions.iter().find(|it| it.decided.is_none()) {
        Some(it) => Some(proposal(state, actor, current, it).await?),
        None => None,
    };
    Ok(RulePage {
        name,
        mode: current.mode,
        version: current.version,
        parameters: typed::parameters(&current.rule),
        waiting,
        history: history(&versions),
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

async fn proposal(
    state: &AppState,
    actor: &Actor,
    current: &Version,
    it: &Version,
) -> Result<Proposal, RulesError> {
    let what_if = match &it.what_if {
        Some(what_if) => Some(view(state, what_if, (current.mode, it.mode)).await?),
        None => None,
    };
    Ok(Proposal {
        id: it.id.to_string(),
        version: it.version,
        by: it.proposer.clone().unwrap_or_default(),
        is_own: it.proposed_by.as_ref() == Some(&actor.user_id),
        at: it.proposed_at,
        reason: it.reason.clone(),
        changes: changed((current.mode, &current.rule), (it.mode, &it.rule)),
        what_if,
    })
}

/// The decided versions, each against the one that was in force before it: the last one approved.
fn history(versions: &[Version]) -> Vec<PastVersion> {
    let lines = versions.iter().enumerate().filter_map(|(index, it)| {
        let decided = it.decided.as_ref()?;
        let older = &versions[index + 1..];
        let before = older.iter().find(|old| old.decided.as_ref().is_some_and(|it| it.approved));
        Some(PastVersion {
            version: it.version,
            current: it.current,
            proposer: it.proposer.clone(),
            proposed_at: it.proposed_at,
            reason: it.reason.clone(),
            approved: decided.approved,
            decider: decided.by.clone(),
            decided_at: decided.at,
            decision_reason: decided.reason.clone(),
            changes: before
                .map(|before| changed((before.mode, &before.rule), (it.mode, &it.rule)))
                .unwrap_or_default(),
        })
    });
    lines.collect()
}

fn changed(before: (RuleMode, &Rule), after: (RuleMode, &Rule)) -> Vec<Changed> {
    let mode = (before.0 != after.0).then(|| Changed {
        parameter: None,
        before: before.0.to_string(),
        after: after.0.to_string(),
    });
    mode.into_iter().chain(typed::changes(before.1, after.1)).collect()
}

/// A what-if with names in the place of ids.
async fn view(
    state: &AppState,
    it: &WhatIf,
    (mode_before, mode_after): (RuleMode, RuleMode),
) -> sqlx::Result<WhatIfView> {
    let ids: Vec<String> = it.gained.some.iter().chain(&it.lost.some).cloned().collect();
    let (names, alerts) =
        tokio::try_join!(store::names(&state.db, &ids), store::alerts(&state.db, &it.escalated_lost.some))?;
    let names: BTreeMap<String, String> = names.into_iter().map(|row| (row.id, row.name)).collect();
    let customers = |change: &backtest::Change| Customers {
        count: change.customers,
        some: change
            .some
            .iter()
            .map(|id| (id.clone(), names.get(id).cloned().unwrap_or_default()))
            .filter(|(_, name)| !name.is_empty())
            .collect(),
    };
    let line =
        |row: store::AlertRow| EscalatedLine { alert: row.id, customer: row.customer, at: row.created_at };
    Ok(WhatIfView {
        from: it.from,
        to: it.to,
        mode_before,
        mode_after,
        payments: it.payments,
        alerts_before: it.alerts_before,
        alerts_after: it.alerts_after,
        critical_before: it.critical_before,
        critical_after: it.critical_after,
        gained: customers(&it.gained),
        lost: customers(&it.lost),
        escalated: it.escalated_lost.alerts,
        some_escalated: alerts.into_iter().map(line).collect(),
    })
}

/// The form of a change; when something is tried, with what it would have raised over the last days.
///
/// # Errors
/// When the actor may not, or the database refuses. What cannot be tried is named on the page.
pub async fn change(
    state: &AppState,
    actor: &Actor,
    name: RuleName,
    query: ChangeQuery,
) -> Result<ChangePage, RulesError> {
    let versions = settings::versions(state, actor, Some(name)).await?;
    let current = versions.iter().find(|it| it.current).ok_or(RulesError::NotFound)?;
    let is_waiting = versions.iter().any(|it| it.decided.is_none());
    let (mut errors, mut tried) = (FieldErrors::new(), None);
    if !query.is_empty() {
        match wanted(current, &query.mode, &query.values) {
            Ok(wanted) => tried = Some(try_out(state, actor, current, wanted).await?),
            Err(wrong) => errors = wrong,
        }
    }
    Ok(ChangePage {
        name,
        mode: current.mode,
        parameters: typed::parameters(&current.rule),
        query,
        errors,
        tried,
        is_waiting,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

/// What somebody wants instead of what is in force.
struct Wanted {
    mode: RuleMode,
    rule: Rule,
    changes: Value,
}

fn wanted(current: &Version, mode: &str, values: &BTreeMap<String, String>) -> Result<Wanted, FieldErrors> {
    let of_mode = |code| FieldErrors::from([("mode".to_owned(), code)]);
    let mode: RuleMode = mode.parse().map_err(|_| of_mode(FieldCode::Unknown))?;
    let (changes, rule) = typed::read(&current.rule, values)?;
    if (mode, &rule) == (current.mode, &current.rule) {
        return Err(of_mode(FieldCode::NothingChanged));
    }
    Ok(Wanted { mode, rule, changes })
}

async fn try_out(
    state: &AppState,
    actor: &Actor,
    current: &Version,
    Wanted { mode, rule, changes }: Wanted,
) -> Result<Tried, RulesError> {
    let what_if = settings::what_if(state, actor, rule.name(), (mode, &changes)).await?;
    Ok(Tried {
        changes: changed((current.mode, &current.rule), (mode, &rule)),
        what_if: view(state, &what_if, (current.mode, mode)).await?,
    })
}

/// Proposes a change; another officer decides it.
///
/// # Errors
/// [`RulesError`]; nothing is written then.
pub async fn propose(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &ProposeForm,
) -> Result<(), RulesError> {
    let name: RuleName = form.rule.parse().map_err(|_| RulesError::NotFound)?;
    let versions = settings::versions(state, actor, Some(name)).await?;
    let current = versions.iter().find(|it| it.current).ok_or(RulesError::NotFound)?;
    let Wanted { mode, changes, .. } = wanted(current, &form.mode, &form.values).map_err(RulesError::Form)?;
    let wish = Wish { rule: name, mode, parameters: changes, reason: form.reason.clone() };
    settings::propose(state, actor, Some(request), &wish).await?;
    Ok(())
}

/// Puts a proposal in force, or turns it down.
///
/// # Errors
/// [`RulesError`]; above all when it is one's own.
pub async fn decide(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &DecideForm,
) -> Result<(), RulesError> {
    let id = form.proposal.parse().map_err(|_| RulesError::NotFound)?;
    match form.decision.as_str() {
        "approve" => settings::approve(state, actor, Some(request), &id, &form.reason).await?,
        "reject" => settings::reject(state, actor, Some(request), &id, &form.reason).await?,
        _ => return Err(RulesError::Form(FieldErrors::from([("decision".to_owned(), FieldCode::Required)]))),
    }
    Ok(())
}
