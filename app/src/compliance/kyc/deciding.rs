//! Deciding about an identity: by an officer, or by the rule for what is clear in every way.
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::compliance::kyc::{Change, Decision, RiskClass, Screened, decide_case, review_on};
use domain::identity::CaseStatus;
use domain::ids::{KycCaseId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::service::{KycError, assessed_in_tx};
use super::{screening, store};
use crate::context::{AppState, RequestInfo};
use crate::identity::service::set_kyc_in_tx;
use crate::notifications::{Notice, notify_in_tx};
use crate::{audit, db};

/// The reason that stands beside an approval without an officer.
const BY_RULE: &str = "clear and of low risk";

/// Decides about a customer's last submission. The decision, what the person may do from then on, the audit row and what
/// the customer is told are one transaction.
pub async fn decide_on(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &KycCaseId,
    decision: Decision,
    reason: &str,
) -> Result<CaseStatus, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let approves = matches!(decision, Decision::Approve | Decision::Review);
    let user = user_of(state, id).await?;
    // Lists change: what was clear when it was handed in need not be so today.
    let today = if approves { Some(screening::screened(state, &user).await) } else { None };
    let mut tx = state.db.begin().await?;
    let case = store::case_in_tx(&mut tx, id).await?.ok_or(KycError::NotFound)?;
    if !case.is_last {
        return Err(KycError::NotLast);
    }
    let (risk, screened) = match (assessed_in_tx(&mut tx, id).await?, today) {
        (Some(found), Some(today)) => (found.risk, today),
        (Some(found), None) => (found.risk, found.screened),
        (None, Some(_)) => return Err(KycError::NotAssessed),
        // What nobody has looked at yet can be refused all the same.
        (None, None) => (RiskClass::High, Screened::NotScreened),
    };
    store::set_screened_in_tx(&mut tx, id, screened.as_str()).await?;
    let status = db::parsed("a submission's status", &case.status)?;
    let word = decision.as_str();
    let change = decide_case(status, decision, actor.role, (risk, screened), reason)?;
    let made = Made { id, user: &user, word, change: &change, risk };
    write_in_tx(&mut tx, state, (Some(actor), request), &made).await?;
    tx.commit().await?;
    Ok(change.after)
}

async fn user_of(state: &AppState, id: &KycCaseId) -> Result<UserId, KycError> {
    let mut tx = state.db.begin().await?;
    let case = store::case_in_tx(&mut tx, id).await?.ok_or(KycError::NotFound)?;
    Ok(db::parsed("a user id", &case.user_id)?)
}

/// Approves what nothing stands in the way of.
pub(super) async fn approve_by_rule_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    id: &KycCaseId,
    risk: RiskClass,
) -> Result<(), KycError> {
    let change = Change {
        before: CaseStatus::Submitted,
        after: CaseStatus::Approved,
        reason: BY_RULE.to_owned(),
        asked: Vec::new(),
    };
    let made = Made { id, user, word: Decision::Approve.as_str(), change: &change, risk };
    write_in_tx(tx, state, (None, None), &made).await
}

/// A decision on its way into the database.
struct Made<'a> {
    id: &'a KycCaseId,
    user: &'a UserId,
    word: &'static str,
    change: &'a Change,
    risk: RiskClass,
}

async fn write_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    (actor, request): (Option<&Actor>, Option<&RequestInfo>),
    made: &Made<'_>,
) -> Result<(), KycError> {
    let (now, change) = (state.clock.now(), made.change);
    let asked: Vec<String> = change.asked.iter().map(ToString::to_string).collect();
    let event = store::NewEvent {
        case: made.id,
        decision: made.word,
        before: change.before.as_str(),
        after: change.after.as_str(),
        by: actor.map(|actor| &actor.user_id),
        reason: &change.reason,
        asked: &asked,
        now,
    };
    store::decide_in_tx(tx, &event).await?;
    set_kyc_in_tx(tx, made.user, change.after.kyc()).await?;
    let approved = change.after == CaseStatus::Approved;
    let next = approved.then(|| review_on(made.risk, oslo_date(now)));
    store::set_review_in_tx(tx, made.id, next).await?;
    // The reason stands in `kyc_events`: an officer's own words may hold names, which the log never does.
    audit::record_in_tx(
        tx,
        state.entropy.as_ref(),
        now,
        request,
        audit::Entry {
            user_id: actor.map(|actor| &actor.user_id),
            action: action(made.word),
            resource: Some(("kyc_case", made.id.as_str())),
            details: json!({ "before": change.before, "after": change.after, "by_rule": actor.is_none() }),
        },
    )
    .await?;
    let notice = match (change.before, change.after) {
        (before, after) if before == after => None,
        (_, CaseStatus::Approved) => Some(Notice::IdentityApproved),
        (_, CaseStatus::Rejected) => Some(Notice::IdentityRejected),
        (_, CaseStatus::MoreInformation) => Some(Notice::IdentityAsked),
        (_, CaseStatus::Submitted) => None,
    };
    if let Some(notice) = notice {
        notify_in_tx(tx, state, made.user, &notice, Some("/identity")).await?;
    }
    Ok(())
}

fn action(word: &str) -> &'static str {
    match word {
        "approve" => "kyc.approve",
        "reject" => "kyc.reject",
        "ask" => "kyc.ask",
        _ => "kyc.review",
    }
}
