//! Tests of held payments in the back-office, each on a database of its own.
use domain::access::Officer;
use domain::compliance::hold::{Cause, HoldState, Step};
use domain::form::FieldCode;
use sqlx::PgPool;

use super::model::{CLOSED, DecisionForm, HoldView, HoldsQuery};
use super::service::{decide, hold, page};
use crate::demo::service::seed_people;
use crate::error::AppError;
use crate::testing::planting::{lead, officer};
use crate::testing::{World, demo_customer, request, world};

const WHY: &str = "salary, checked with a payslip";

async fn desk(db: PgPool) -> World {
    let world = world(db).await;
    seed_people(&world.state).await.unwrap();
    world
}

async fn ids(world: &World, state: &str, cause: &str) -> Vec<String> {
    let query = HoldsQuery { state: state.to_owned(), cause: cause.to_owned(), after: String::new() };
    let key = Officer::decide(Some(&officer())).unwrap();
    let page = page(&world.state, &key, &query).await.unwrap();
    page.rows.into_iter().map(|row| row.id.into_string()).collect()
}

async fn seen_by(world: &World, who: &domain::access::Actor, id: &str) -> HoldView {
    let key = Officer::decide(Some(who)).unwrap();
    hold(&world.state, &key, &id.parse().unwrap()).await.unwrap()
}

fn form(hold: &str, step: &str, reason: &str) -> DecisionForm {
    DecisionForm { hold: hold.to_owned(), step: step.to_owned(), reason: reason.to_owned() }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_the_oldest_first_and_narrows(db: PgPool) {
    let world = desk(db).await;
    assert_eq!(ids(&world, "", "").await, ["hld_demo_nora3", "hld_demo_nora2", "hld_demo_nora1"]);
    assert_eq!(ids(&world, "proposed", "").await, ["hld_demo_nora3"]);
    assert_eq!(ids(&world, "", "rule").await, ["hld_demo_nora1"]);
    assert_eq!(ids(&world, CLOSED, "").await, ["hld_demo_nora4"]);
    assert_eq!(ids(&world, "nonsense", "nonsense").await.len(), 3);
    let key = Officer::decide(Some(&officer())).unwrap();
    let all = page(&world.state, &key, &HoldsQuery::default()).await.unwrap();
    assert_eq!((all.waiting.payments, all.waiting.proposed, all.waiting.capped), (3, 1, false));
    assert_eq!(all.waiting.money.to_decimal_string(), "16683.00");
    assert_eq!(all.rows[0].proposed_by.as_deref(), Some("Ingrid Solberg"));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_may_be_done_follows_from_the_cause_and_from_who_looks(db: PgPool) {
    let world = desk(db).await;
    let by_rule = seen_by(&world, &officer(), "hld_demo_nora1").await;
    assert_eq!(
        (by_rule.cause, by_rule.steps.as_slice()),
        (Cause::Rule, [Step::Release, Step::Refuse].as_slice())
    );
    assert_eq!(by_rule.findings.len(), 1);
    let by_list = seen_by(&world, &officer(), "hld_demo_nora2").await;
    assert_eq!(by_list.steps, [Step::Propose, Step::Refuse]);
    let own = seen_by(&world, &officer(), "hld_demo_nora3").await;
    assert_eq!((own.own_proposal, own.steps.as_slice()), (true, [Step::Refuse].as_slice()));
    let others = seen_by(&world, &lead(), "hld_demo_nora3").await;
    assert_eq!(others.steps, [Step::Approve, Step::Reject, Step::Refuse]);
    let over = seen_by(&world, &officer(), "hld_demo_nora4").await;
    assert!(over.steps.is_empty() && over.decided.len() == 1, "{over:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn decisions_and_what_goes_wrong(db: PgPool) {
    let world = desk(db).await;
    let made = |who, form| {
        let state = world.state.clone();
        async move { decide(&state, &who, &request(), &form).await }
    };
    let short = made(officer(), form("hld_demo_nora1", "release", "ok")).await;
    assert_eq!(short, Err(AppError::field("reason", FieldCode::TooShort)));
    let nothing = made(officer(), form("hld_demo_nora1", "", WHY)).await;
    assert_eq!(nothing, Err(AppError::field("step", FieldCode::Required)));
    let alone = made(officer(), form("hld_demo_nora3", "approve", WHY)).await;
    assert_eq!(alone, Err(AppError::NeedsAnotherOfficer));
    assert_eq!(made(lead(), form("hld_demo_nora3", "reject", WHY)).await, Ok(()));
    assert_eq!(seen_by(&world, &lead(), "hld_demo_nora3").await.state, HoldState::Held);
    let faster = made(lead(), form("hld_demo_nora3", "approve", WHY)).await;
    assert_eq!(faster, Err(AppError::ChangedMeanwhile));
    assert_eq!(made(officer(), form("hld_demo_nora2", "refuse", WHY)).await, Ok(()));
    let seen = seen_by(&world, &officer(), "hld_demo_nora2").await;
    assert_eq!((seen.state, seen.decided.len()), (HoldState::Refused, 1));
    for (who, id) in [(demo_customer(), "hld_demo_nora1"), (officer(), "hld_none"), (officer(), "")] {
        assert_eq!(made(who, form(id, "release", WHY)).await, Err(AppError::NotFound), "{id}");
    }
}
