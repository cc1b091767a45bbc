//! Tests of the payment engine, each on a database of its own.
use chrono::Duration;
use domain::bank::payment_state::TransactionStatus::{Accc, Acsc, Acsp, Rcvd, Rjct};
use sqlx::PgPool;

use super::service::{advance, approval_link, reconcile};
use crate::accounts::gateway::BankError;
use crate::testing::{World, demo_payment, request, world};

mod schedules;

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

/// So many askings in a row go unanswered; `heard` if the bank makes the payment all the same.
fn silence(world: &World, heard: bool, error: &BankError, times: usize) {
    *world.bank.initiation_failures.lock().unwrap() = vec![(heard, error.clone()); times];
}

async fn attention(db: &PgPool) -> Option<String> {
    sqlx::query_scalar("select attention from payment_orders").fetch_one(db).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_order_that_no_bank_has_heard_of_is_given_up_when_its_price_is_over(db: PgPool) {
    let world = world(db.clone()).await;
    silence(&world, false, &BankError::NotReached("no connection".to_owned()), 50);
    demo_payment(&world).await;
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("processing", "created", false, None));
    world.clock.advance(Duration::minutes(30));
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    assert_eq!(attention(&db).await, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_order_that_the_bank_may_have_is_not_called_failed_before_the_bank_has_spoken(db: PgPool) {
    let world = world(db.clone()).await;
    silence(&world, true, &BankError::NoAnswer("time-out".to_owned()), 15);
    demo_payment(&world).await;
    reconcile_for_a_while(&world).await;
    world.clock.advance(Duration::minutes(30));
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("processing", "created", false, None));
    assert_eq!(attention(&db).await.as_deref(), Some("unanswered"), "a person is asked to look");
    // The bank answers at last: the price is over, so nobody is sent to approve it, and it is called off.
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert_eq!(world.bank.called_off.lock().unwrap().len(), 1);
    assert_eq!(world.bank.payments.lock().unwrap().len(), 1);
    assert_eq!(attention(&db).await, None);
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_after_an_unanswered_asking_is_a_matter_for_a_person(db: PgPool) {
    let world = world(db.clone()).await;
    let refusal = BankError::Refused { code: "PARAMETER_NOT_CONSISTENT".to_owned() };
    silence(&world, true, &refusal, 50);
    let unanswered = (true, BankError::NoAnswer("time-out".to_owned()));
    world.bank.initiation_failures.lock().unwrap().push(unanswered);
    demo_payment(&world).await;
    reconcile_for_a_while(&world).await;
    world.clock.advance(Duration::hours(2));
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("processing", "created", false, None));
    assert_eq!(attention(&db).await.as_deref(), Some("refused_after_silence"));
    let concern = super::attention::list(&world.state).await.unwrap().remove(0);
    let closed = super::attention::close(&world.state, &concern.order, "the bank's desk: no payment").await;
    assert!(closed.unwrap());
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert!(super::attention::list(&world.state).await.unwrap().is_empty());
    assert!(!super::attention::close(&world.state, &concern.order, "again").await.unwrap());
    world.clock.advance(Duration::days(1));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_not_approved_in_time_is_called_off_and_expires(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.clock.advance(Duration::minutes(61));
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert_eq!(world.bank.called_off.lock().unwrap().len(), 1);
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0, "the bank has said so too");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_expired_order_is_heard_of_when_the_bank_settles_it_all_the_same(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.clock.advance(Duration::minutes(61));
    // A bank that calls nothing off.
    let no = BankError::Refused { code: "SERVICE_INVALID".to_owned() };
    *world.bank.cancel_failures.lock().unwrap() = vec![no; 40];
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "expired", false, Some("expired")));
    world.clock.advance(Duration::days(2));
    world.bank.answer_statuses(&[(Acsc, None)]);
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("completed", "settled", false, None));
    // Days later the money comes back.
    world.clock.advance(Duration::days(5));
    world.bank.answer_statuses(&[(Rjct, None)]);
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "rejected", false, Some("returned")));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn calling_off_never_touches_what_was_approved_in_between(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.clock.advance(Duration::minutes(61));
    world.bank.answer_statuses(&[(Rcvd, None), (Acsp, None), (Acsc, None), (Accc, None)]);
    let approved = BankError::Refused { code: "CANCELLATION_INVALID".to_owned() };
    world.bank.cancel_failures.lock().unwrap().push(approved);
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("processing", "accepted", false, None));
    reconcile_for_a_while(&world).await;
    assert_eq!(shown(&db).await, expect("completed", "settled", true, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_silent_bank_is_told_to_a_person_and_a_settled_order_is_not_watched_for_ever(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.bank.answer_statuses(&[(Acsp, None)]);
    reconcile_for_a_while(&world).await;
    world.clock.advance(Duration::hours(25));
    reconcile(&world.state).await.unwrap();
    assert_eq!(attention(&db).await.as_deref(), Some("no_last_word"));
    world.bank.answer_statuses(&[(Acsc, None)]);
    world.clock.advance(Duration::hours(25));
    reconcile(&world.state).await.unwrap();
    assert_eq!(attention(&db).await, None, "a change ends the concern");
    world.clock.advance(Duration::days(31));
    reconcile(&world.state).await.unwrap();
    world.clock.advance(Duration::days(2));
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
    assert_eq!(shown(&db).await, expect("completed", "settled", false, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_order_is_never_asked_for_again_though_its_worker_died(db: PgPool) {
    let world = world(db.clone()).await;
    silence(&world, false, &BankError::Refused { code: "FORMAT_ERROR".to_owned() }, 1);
    demo_payment(&world).await;
    reconcile(&world.state).await.unwrap();
    // As if the worker had died between writing the refusal and giving its claim back.
    sqlx::query("update payment_orders set next_attempt_at = $1")
        .bind(crate::testing::start_of_test())
        .execute(&db)
        .await
        .unwrap();
    reconcile(&world.state).await.unwrap();
    assert_eq!(shown(&db).await, expect("failed", "rejected", false, Some("bank_refused_request")));
    assert!(world.bank.payments.lock().unwrap().is_empty());
    assert_eq!(reconcile(&world.state).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_worker_that_lost_its_claim_does_not_give_back_anothers(db: PgPool) {
    let world = world(db.clone()).await;
    demo_payment(&world).await;
    let now = crate::testing::start_of_test();
    let (mine, others) = (now + Duration::seconds(20), now + Duration::seconds(45));
    let id: String = sqlx::query_scalar("update payment_orders set claimed_until = $1 returning id")
        .bind(others)
        .fetch_one(&db)
        .await
        .unwrap();
    super::store::release(&db, &id, Some(mine), Some(now), false).await.unwrap();
    let held =
        sqlx::query_scalar::<_, chrono::DateTime<chrono::Utc>>("select claimed_until from payment_orders");
    assert_eq!(held.fetch_one(&db).await.unwrap(), others);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_change_has_its_audit_row(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    world.bank.answer_statuses(&[(Acsp, None), (Acsc, None), (Accc, None)]);
    reconcile_for_a_while(&world).await;
    let path: Vec<(String, String)> = sqlx::query_as(
        "select action, details->>'state_after' from audit_log
         where resource_id = $1 and action <> 'transaction.create' order by ctid",
    )
    .bind(id.as_str())
    .fetch_all(&db)
    .await
    .unwrap();
    let path: Vec<(&str, &str)> =
        path.iter().map(|(action, state)| (action.as_str(), state.as_str())).collect();
    let wanted = [
        ("transaction.progress", "submitted"),
        ("transaction.progress", "awaiting_sca"),
        ("transaction.progress", "accepted"),
        ("transaction.complete", "settled"),
        ("transaction.progress", "settled"),
    ];
    assert_eq!(path, wanted);
}
