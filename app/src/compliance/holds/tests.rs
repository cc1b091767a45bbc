//! Tests of held payments, each on a database of its own.
use chrono::Duration;
use domain::access::{Actor, Officer, Refusal};
use domain::bank::payment_state::{FailureReason, TransactionState};
use domain::compliance::hold::{Cause, HoldError, HoldState, ReasonError, Step};
use domain::ids::{HoldId, TransactionId};
use sqlx::PgPool;

use super::service::{Decided, HoldsError, OpenHold, list, take};
use crate::activity::service::receipt;
use crate::payments::held::Onward;
use crate::payments::service::{advance, reconcile};
use crate::testing::planting::{critical_findings, lead, officer, sanctions_match};
use crate::testing::{World, demo_customer, demo_payment, request, world};

mod constraints;
mod sales;

const WHY: &str = "salary, checked with a payslip";

async fn open(world: &World) -> Vec<OpenHold> {
    list(&world.state, &Officer::decide(Some(&officer())).unwrap()).await.unwrap()
}

async fn the_hold(world: &World) -> HoldId {
    let mut holds = open(world).await;
    assert_eq!(holds.len(), 1, "{holds:?}");
    holds.remove(0).id
}

async fn step(world: &World, who: &Actor, id: &HoldId, step: Step) -> Result<Decided, HoldsError> {
    take(&world.state, who, Some(&request()), id, (step, WHY)).await
}

fn wrong(answer: Result<Decided, HoldsError>) -> HoldError {
    match answer {
        Err(HoldsError::Step(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// `transactions.status`, the order's state, `transactions.failure_reason`.
async fn shown(db: &PgPool, id: &TransactionId) -> (String, String, Option<String>) {
    sqlx::query_as(
        "select t.status, o.state, t.failure_reason from transactions t
         join payment_orders o on o.transaction_id = t.id where t.id = $1",
    )
    .bind(id.as_str())
    .fetch_one(db)
    .await
    .unwrap()
}

fn is(status: &str, state: &str, reason: Option<&str>) -> (String, String, Option<String>) {
    (status.to_owned(), state.to_owned(), reason.map(str::to_owned))
}

/// What the bank was asked for.
fn asked(world: &World) -> usize {
    world.bank.payments.lock().unwrap().len()
}

async fn audited(db: &PgPool) -> Vec<(String, Option<String>)> {
    sqlx::query_as("select action, user_id from audit_log where action like 'payment_hold.%' order by ctid")
        .fetch_all(db)
        .await
        .unwrap()
}

async fn told(db: &PgPool, user: &str) -> Vec<(String, Option<String>)> {
    sqlx::query_as("select type, link from notifications where user_id = $1 and id not like 'ntf_demo%'")
        .bind(user)
        .fetch_all(db)
        .await
        .unwrap()
}

/// The page, the reconciler and time try to carry a held payment on.
async fn nobody_carries_it(world: &World, id: &TransactionId) {
    for _ in 0..4 {
        assert!(!advance(&world.state, id, request().ip).await.unwrap());
        assert_eq!(reconcile(&world.state).await.unwrap(), 0);
        world.clock.advance(Duration::minutes(2));
    }
    assert_eq!(asked(world), 0, "no bank has heard of it");
    assert_eq!(shown(&world.state.db, id).await, is("processing", "held", None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_critical_finding_holds_the_payment_until_an_officer_releases_it(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    let id = demo_payment(&world).await;
    nobody_carries_it(&world, &id).await;
    let page = receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert_eq!((page.status, page.failure), (TransactionState::Processing, None));
    assert!(page.in_motion && page.approval_link.is_none());

    let holds = open(&world).await;
    let hold = &holds[0];
    assert_eq!((hold.cause, hold.state, hold.kind.as_str()), (Cause::Rule, HoldState::Held, "remittance"));
    assert_eq!((&hold.transaction, hold.amount.to_decimal_string().as_str()), (&id, "2010.00"));
    assert_eq!(wrong(step(&world, &officer(), &hold.id, Step::Propose).await), HoldError::OneIsEnough);
    let decided = step(&world, &officer(), &hold.id, Step::Release).await.unwrap();
    assert_eq!(decided, Decided { state: HoldState::Released, onward: Some(Onward::ToBank) });
    assert!(open(&world).await.is_empty());
    assert_eq!(reconcile(&world.state).await.unwrap(), 1);
    assert_eq!(asked(&world), 1);
    assert_eq!(shown(&db, &id).await, is("processing", "awaiting_sca", None));
    let link = format!("/activity/{id}");
    assert_eq!(told(&db, "usr_demo1").await, [("payment_waits".to_owned(), Some(link))]);
    let by = Some("usr_demo_officer".to_owned());
    assert_eq!(
        audited(&db).await,
        [("payment_hold.open".to_owned(), None), ("payment_hold.release".to_owned(), by)]
    );
    let kept: (String, String, String) =
        sqlx::query_as("select step, officer_id, reason from payment_hold_decisions")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(kept, ("release".to_owned(), "usr_demo_officer".to_owned(), WHY.to_owned()));
    assert_eq!(
        wrong(step(&world, &lead(), &hold.id, Step::Refuse).await),
        HoldError::Over(HoldState::Released)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_released_order_survives_a_worker_that_dies(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    let id = demo_payment(&world).await;
    step(&world, &officer(), &the_hold(&world).await, Step::Release).await.unwrap();
    let until = world.state.clock.now() + Duration::seconds(20);
    sqlx::query("update payment_orders set claimed_until = $1").bind(until).execute(&db).await.unwrap();
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    world.clock.advance(Duration::seconds(21));
    assert_eq!(reconcile(&world.state).await.unwrap(), 1);
    assert_eq!(asked(&world), 1);
    assert_eq!(shown(&db, &id).await.1, "awaiting_sca");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sanctions_match_needs_two_officers(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo1").await;
    let id = demo_payment(&world).await;
    nobody_carries_it(&world, &id).await;
    let hold = the_hold(&world).await;
    let answers = [
        (officer(), Step::Release, HoldError::NeedsTwo),
        (officer(), Step::Approve, HoldError::NothingProposed),
    ];
    for (who, what, wanted) in answers {
        assert_eq!(wrong(step(&world, &who, &hold, what).await), wanted);
    }
    assert_eq!(step(&world, &officer(), &hold, Step::Propose).await.unwrap().state, HoldState::Proposed);
    assert_eq!(open(&world).await[0].proposed_by, Some(officer().user_id));
    assert_eq!(wrong(step(&world, &officer(), &hold, Step::Approve).await), HoldError::SamePerson);
    assert_eq!(wrong(step(&world, &lead(), &hold, Step::Release).await), HoldError::NeedsTwo);
    assert_eq!(step(&world, &lead(), &hold, Step::Reject).await.unwrap().state, HoldState::Held);
    nobody_carries_it(&world, &id).await;
    step(&world, &lead(), &hold, Step::Propose).await.unwrap();
    let decided = step(&world, &officer(), &hold, Step::Approve).await.unwrap();
    assert_eq!(decided, Decided { state: HoldState::Released, onward: Some(Onward::ToBank) });
    reconcile(&world.state).await.unwrap();
    assert_eq!(asked(&world), 1);
    assert_eq!(audited(&db).await.len(), 5);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_comes_onto_a_list_while_a_rule_holds_the_payment_needs_two(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    demo_payment(&world).await;
    sanctions_match(&db, "usr_demo1").await;
    let hold = the_hold(&world).await;
    let answer = step(&world, &officer(), &hold, Step::Release).await;
    assert!(matches!(answer, Err(HoldsError::ListedMeanwhile)), "{answer:?}");
    assert_eq!(open(&world).await[0].cause, Cause::Both);
    assert_eq!(wrong(step(&world, &officer(), &hold, Step::Release).await), HoldError::NeedsTwo);
    assert_eq!(audited(&db).await.last().unwrap().0, "payment_hold.listed");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_payment_looks_like_one_that_a_bank_rejects(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo1").await;
    let id = demo_payment(&world).await;
    world.clock.advance(Duration::minutes(5));
    let decided = step(&world, &officer(), &the_hold(&world).await, Step::Refuse).await.unwrap();
    assert_eq!(decided, Decided { state: HoldState::Refused, onward: None });
    assert_eq!(shown(&db, &id).await, is("failed", "rejected", Some("rejected_by_bank")));
    let page = receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert_eq!(page.failure, Some(FailureReason::RejectedByBank));
    assert_eq!(told(&db, "usr_demo1").await[0].0, "payment_not_made");
    world.clock.advance(Duration::hours(2));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    assert_eq!(asked(&world), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_release_after_the_price_is_over_asks_the_customer_again(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    let id = demo_payment(&world).await;
    world.clock.advance(Duration::hours(3));
    assert_eq!(
        shown(&db, &id).await,
        is("processing", "held", None),
        "nothing ends it before an officer decides"
    );
    let decided = step(&world, &officer(), &the_hold(&world).await, Step::Release).await.unwrap();
    assert_eq!(decided, Decided { state: HoldState::Released, onward: Some(Onward::TooLate) });
    assert_eq!(shown(&db, &id).await, is("failed", "expired", Some("expired")));
    let link = Some(format!("/activity/{id}"));
    assert_eq!(told(&db, "usr_demo1").await, [("payment_not_made".to_owned(), link)]);
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    assert_eq!(asked(&world), 0);
    let page = receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert!(page.recipient_id.is_some() && page.send.is_some(), "the page leads to the same sum again");
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_officers_at_once_one_decides(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    for round in 0..4 {
        let id = demo_payment(&world).await;
        let hold = the_hold(&world).await;
        let (first, second) = (officer(), lead());
        let (release, refuse) = tokio::join!(
            step(&world, &first, &hold, Step::Release),
            step(&world, &second, &hold, Step::Refuse)
        );
        assert!(release.is_ok() != refuse.is_ok(), "round {round}: {release:?} {refuse:?}");
        let wanted = if release.is_ok() { "created" } else { "rejected" };
        assert_eq!(shown(&db, &id).await.1, wanted);
        let decisions: i64 =
            sqlx::query_scalar("select count(*) from payment_hold_decisions where hold_id = $1")
                .bind(hold.as_str())
                .fetch_one(&db)
                .await
                .unwrap();
        assert_eq!(decisions, 1, "round {round}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_answers_to_one_proposal_one_counts(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo1").await;
    demo_payment(&world).await;
    let hold = the_hold(&world).await;
    step(&world, &officer(), &hold, Step::Propose).await.unwrap();
    let second = lead();
    let (approve, reject) =
        tokio::join!(step(&world, &second, &hold, Step::Approve), step(&world, &second, &hold, Step::Reject));
    assert!(approve.is_ok() != reject.is_ok(), "{approve:?} {reject:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn customers_decide_nothing_and_officers_say_why(db: PgPool) {
    let world = world(db.clone()).await;
    critical_findings(&db).await;
    demo_payment(&world).await;
    let hold = the_hold(&world).await;
    let answer = step(&world, &demo_customer(), &hold, Step::Release).await;
    assert!(matches!(answer, Err(HoldsError::Refused(Refusal::NotFound))), "{answer:?}");
    for (reason, wanted) in [("", ReasonError::TooShort), (&"x".repeat(1_001), ReasonError::TooLong)] {
        let answer = take(&world.state, &officer(), None, &hold, (Step::Release, reason)).await;
        assert!(matches!(&answer, Err(HoldsError::Reason(error)) if *error == wanted), "{answer:?}");
    }
    let answer = step(&world, &officer(), &"hld_0000".parse().unwrap(), Step::Release).await;
    assert!(matches!(answer, Err(HoldsError::NotFound)), "{answer:?}");
}
