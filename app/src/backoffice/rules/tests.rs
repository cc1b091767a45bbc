//! Tests of what officers see of rules and do with them.
use std::collections::BTreeMap;

use domain::access::{Actor, KycStatus, Role};
use domain::compliance::finding::{RuleMode, RuleName};
use domain::form::FieldCode;
use sqlx::PgPool;

use super::model::{ChangeQuery, DecideForm, ProposeForm};
use super::service::{change, decide, propose, rule, rules};
use crate::context::AppState;
use crate::error::AppError;
use crate::testing::{demo_customer, request, world};

const RULE: RuleName = RuleName::LargeAmount;

fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

fn lead() -> Actor {
    Actor { user_id: "usr_demo_lead".parse().unwrap(), role: Role::Admin, kyc: KycStatus::Approved }
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn proposal(mode: &str, pairs: &[(&str, &str)]) -> ProposeForm {
    ProposeForm {
        rule: RULE.to_string(),
        mode: mode.to_owned(),
        reason: "Too many of them.".to_owned(),
        values: values(pairs),
    }
}

async fn decided(state: &AppState, actor: &Actor, decision: &str) -> Result<(), AppError> {
    let waiting = rule(state, actor, RULE).await?.waiting.expect("a proposal");
    let form = DecideForm {
        rule: RULE.to_string(),
        proposal: waiting.id,
        decision: decision.to_owned(),
        reason: "Agreed.".to_owned(),
    };
    Ok(decide(state, actor, &request(), &form).await?)
}

#[sqlx::test(migrations = "../migrations")]
async fn trying_out_changes_nothing(db: PgPool) {
    let state = world(db).await.state;
    let tried = async |mode: &str, pairs: &[(&str, &str)]| {
        let query = ChangeQuery { mode: mode.to_owned(), values: values(pairs) };
        change(&state, &officer(), RULE, query).await.unwrap()
    };
    let empty = tried("", &[]).await;
    assert!(empty.tried.is_none() && empty.errors.is_empty() && !empty.is_waiting);
    let same = tried("live", &[("remittance_kroner", "40 000")]).await;
    assert_eq!(same.errors["mode"], FieldCode::NothingChanged);
    let wrong = tried("live", &[("remittance_kroner", "0"), ("own_factor", "many")]).await;
    assert_eq!(wrong.errors["own_factor"], FieldCode::NumberMalformed);
    assert_eq!(tried("sometimes", &[]).await.errors["mode"], FieldCode::Unknown);
    let raised = tried("test", &[("remittance_kroner", "45000")]).await.tried.unwrap();
    let told: Vec<_> = raised.changes.iter().map(|it| (it.parameter.as_deref(), it.after.as_str())).collect();
    assert_eq!(told, [(None, "test"), (Some("remittance_kroner"), "45000")]);
    assert_eq!((raised.what_if.mode_before, raised.what_if.mode_after), (RuleMode::Live, RuleMode::Test));
    assert!(rule(&state, &officer(), RULE).await.unwrap().waiting.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_takes_two_officers(db: PgPool) {
    let state = world(db).await.state;
    let form = proposal("live", &[("remittance_kroner", "45000"), ("own_days", "180")]);
    propose(&state, &officer(), &request(), &form).await.unwrap();
    let again = propose(&state, &lead(), &request(), &form).await.unwrap_err();
    assert_eq!(AppError::from(again), AppError::ChangedMeanwhile);
    let line = rules(&state, &officer()).await.unwrap().rules.into_iter().find(|it| it.name == RULE).unwrap();
    let waiting = line.waiting.unwrap();
    assert_eq!((waiting.by.as_str(), waiting.is_own, line.version), ("Ingrid Solberg", true, 1));
    assert_eq!(decided(&state, &officer(), "approve").await, Err(AppError::NeedsAnotherOfficer));
    let nothing = decided(&state, &lead(), "").await;
    assert_eq!(nothing, Err(AppError::field("decision", FieldCode::Required)));
    decided(&state, &lead(), "approve").await.unwrap();
    let page = rule(&state, &lead(), RULE).await.unwrap();
    assert!(page.waiting.is_none());
    assert_eq!((page.version, page.history.len()), (2, 2));
    let newest = &page.history[0];
    assert!(newest.current && newest.approved);
    assert_eq!(newest.decider.as_deref(), Some("Henrik Dahl"));
    assert_eq!((newest.changes[0].before.as_str(), newest.changes[0].after.as_str()), ("40000", "45000"));
    assert_eq!(page.history[1].proposer, None, "the software brought it along");
    // One that is turned down leaves what is in force, and the one after it is compared with that.
    propose(&state, &lead(), &request(), &proposal("off", &[])).await.unwrap();
    decided(&state, &officer(), "reject").await.unwrap();
    propose(&state, &lead(), &request(), &proposal("test", &[])).await.unwrap();
    let page = rule(&state, &officer(), RULE).await.unwrap();
    assert_eq!((page.version, page.mode), (2, RuleMode::Live));
    let changes = page.waiting.unwrap().changes;
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].before.as_str(), changes[0].after.as_str()), ("live", "test"));
    assert!(!page.history[0].approved && !page.history[0].current);
}

#[sqlx::test(migrations = "../migrations")]
async fn customers_have_no_rules(db: PgPool) {
    let state = world(db).await.state;
    let customer = demo_customer();
    assert_eq!(AppError::from(rules(&state, &customer).await.unwrap_err()), AppError::NotFound);
    assert_eq!(AppError::from(rule(&state, &customer, RULE).await.unwrap_err()), AppError::NotFound);
    let form = proposal("off", &[]);
    let refused = propose(&state, &customer, &request(), &form).await.unwrap_err();
    assert_eq!(AppError::from(refused), AppError::NotFound);
}
