//! Tests of the payment engine, each on a database of its own.
use chrono::Duration;
use domain::bank::payment_state::TransactionStatus::{Accc, Acsc, Acsp, Rcvd, Rjct};
use sqlx::PgPool;

use super::service::{advance, approval_link, reconcile};
use crate::accounts::gateway::BankError;
use crate::testing::{World, demo_payment, request, world};

#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
struct Shown {
    status: String,
    state: String,
    credited: bool,
    failure_reason: Option<String>,
}

async fn shown(db: &PgPool) -> Shown {
    sqlx::query_as(
        "select t.status, o.state, o.credited, t.failure_reason
         from transactions t join payment_orders o on o.transaction_id = t.id",
    )
    .fetch_one(db)
    .await
    .unwrap()
}

fn expect(status: &str, state: &str, credited: bool, reason: Option<&str>) -> Shown {
    Shown { status: status.into(), state: state.into(), credited, failure_reason: reason.map(str::to_owned) }
}

/// Lets time pass and the reconciler work, a few times.
async fn reconcile_for_a_while(world: &World) {
    for _ in 0..12 {
        world.clock.advance(Duration::seconds(70));
        reconcile(&world.state).await.unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_is_approved_settled_and_credited(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    assert_eq!(shown(&db).await, expect("processing", "created", false, None));
    assert!(approval_link(&world.state, &id).await.unwrap().is_none());
    assert!(advance(&world.state, &id, request().ip).await.unwrap());
    assert_eq!(shown(&db).await, expect("processing", "awaiting_sca", false, None));
    assert!(approval_link(&world.state, &id).await.unwrap().unwrap().starts_with("http://bank.test/sca/"));
    let sent = world.bank.payments.lock().unwrap().values().next().unwrap().clone();
    assert_eq!(sent.amount.to_decimal_string(), "2010.00");
    assert_eq!(sent.creditor_name, "Milica Jovanović");
    assert_eq!(sent.psu_ip, "203.0.113.7");

    world.bank.answer_statuses(&[(Rcvd, None), (Acsp, None), (Acsc, None), (Accc, None)]);
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("completed", "settled", true, None));
    assert!(approval_link(&world.state, &id).await.unwrap().is_none());
    assert_eq!(reconcile(&world.state).await.unwrap(), 0, "a final order is left alone");
    let readings = world.bank.balance_readings.lock().unwrap().clone();
    assert_eq!(readings.len(), 1, "the balance is read once, when the money has left");
    assert_eq!(readings[0].psu_ip, None, "nobody was there");
    let completions: i64 =
        sqlx::query_scalar("select count(*) from audit_log where action = 'transaction.complete'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(completions, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_at_the_bank_says_why(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.bank.answer_statuses(&[(Rjct, Some("PSU_DECLINED"))]);
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("failed", "rejected", false, Some("declined_by_customer")));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_initiation_without_an_answer_is_asked_again_with_the_same_id(db: PgPool) {
    let world = world(db.clone()).await;
    let timeouts = [true, false, true].map(|done| (done, BankError::NoAnswer("time-out".to_owned())));
    *world.bank.initiation_failures.lock().unwrap() = timeouts.to_vec();
    demo_payment(&world).await;
    world.bank.answer_statuses(&[(Accc, None)]);
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("completed", "settled", true, None));
    assert_eq!(world.bank.payments.lock().unwrap().len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_that_the_bank_does_not_take_fails_the_payment(db: PgPool) {
    let world = world(db.clone()).await;
    let refusal = BankError::Refused { code: "FORMAT_ERROR".to_owned() };
    world.bank.initiation_failures.lock().unwrap().push((false, refusal));
    demo_payment(&world).await;
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("failed", "rejected", false, Some("bank_refused_request")));
}

#[sqlx::test(migrations = "../migrations")]
async fn old_and_repeated_news_changes_nothing(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.bank.answer_statuses(&[
        (Acsc, None),
        (Acsp, None),
        (Rcvd, None),
        (Acsc, None),
        (Acsc, None),
        (Accc, None),
    ]);
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("completed", "settled", true, None));
    let states: Vec<(String, String)> = sqlx::query_as(
        "select state_before, state_after from payment_order_events where state_before <> state_after order by id",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let path: Vec<&str> = states.iter().map(|(_, after)| after.as_str()).collect();
    assert_eq!(path, ["submitted", "awaiting_sca", "settled"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_never_hold_the_same_order(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    let (a, b, c, d) = tokio::join!(
        advance(&world.state, &id, request().ip),
        advance(&world.state, &id, request().ip),
        reconcile(&world.state),
        reconcile(&world.state)
    );
    let held = usize::from(a.unwrap()) + usize::from(b.unwrap()) + c.unwrap() + d.unwrap();
    assert_eq!(held, 1);
    assert_eq!(world.bank.payments.lock().unwrap().len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_worker_that_died_is_replaced_when_its_claim_runs_out(db: PgPool) {
    let world = world(db.clone()).await;
    demo_payment(&world).await;
    // A worker took the order and was killed before it gave it back.
    let until = crate::testing::start_of_test() + Duration::seconds(20);
    sqlx::query("update payment_orders set claimed_until = $1").bind(until).execute(&db).await.unwrap();
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    world.clock.advance(Duration::seconds(21));
    assert_eq!(reconcile(&world.state).await.unwrap(), 1);
    assert_eq!(shown(&db).await.state, "awaiting_sca");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_order_that_the_bank_never_took_is_given_up_when_its_price_is_over(db: PgPool) {
    let world = world(db.clone()).await;
    let silence = vec![(true, BankError::NoAnswer("time-out".to_owned())); 50];
    *world.bank.initiation_failures.lock().unwrap() = silence;
    demo_payment(&world).await;
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("processing", "created", false, None));
    world.clock.advance(Duration::minutes(30));
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
}
