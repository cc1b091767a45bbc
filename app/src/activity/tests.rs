//! Tests of looking back, each on a database of its own.
use domain::access::Refusal;
use domain::bank::payment_state::{FailureReason, TransactionState, TransactionStatus};
use domain::identity::IdentityStep;
use sqlx::PgPool;

use super::model::ActivityKind;
use super::service::{self, ActivityError};
use crate::accounts::gateway::BankError;
use crate::payments::service::{advance, reconcile};
use crate::testing::{demo_customer, demo_payment, other_customer, request, world};

#[sqlx::test(migrations = "../migrations")]
async fn the_dashboard_adds_up(db: PgPool) {
    let world = world(db).await;
    let home = service::home(&world.state, &demo_customer(), "Amir".to_owned(), IdentityStep::Approved)
        .await
        .unwrap();
    assert_eq!(home.total.unwrap().to_decimal_string(), "58030.00");
    assert_eq!(home.accounts.len(), 2);
    let names: Vec<&str> = home.latest.iter().map(|row| row.kind.counterpart()).collect();
    assert_eq!(names, ["Ahmetov Kebab", "Milica Jovanović", "Emir Hadžić"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_payment_does_not_exist(db: PgPool) {
    let world = world(db).await;
    let id = "txn_demo1".parse().unwrap();
    let answer = service::receipt(&world.state, &other_customer(), &request(), &id).await;
    assert!(matches!(answer, Err(ActivityError::Refused(Refusal::NotFound))), "{answer:?}");
    let nobody =
        service::receipt(&world.state, &demo_customer(), &request(), &"txn_nothing".parse().unwrap()).await;
    assert!(matches!(nobody, Err(ActivityError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn looking_at_a_receipt_carries_the_payment_on_and_reads_the_balance(db: PgPool) {
    let world = world(db).await;
    let id = demo_payment(&world).await;
    let receipt = service::receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert_eq!(receipt.status, TransactionState::Processing);
    assert!(receipt.approval_link.is_some());

    world.bank.answer_statuses(&[(TransactionStatus::Acsc, None)]);
    world.clock.advance(chrono::Duration::seconds(5));
    let receipt = service::receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert_eq!(receipt.status, TransactionState::Completed);
    assert!(receipt.approval_link.is_none());
    assert!(receipt.steps.left_bank_at.is_some() && receipt.steps.credited_at.is_none());
    assert!(matches!(receipt.kind, ActivityKind::Remittance { .. }));
    let home = service::home(&world.state, &demo_customer(), "Amir".to_owned(), IdentityStep::Approved)
        .await
        .unwrap();
    assert_eq!(home.accounts[0].balance.to_decimal_string(), "43220.00");
    let reading = world.bank.balance_readings.lock().unwrap()[0].clone();
    assert_eq!(reading.psu_ip, Some(request().ip), "the customer is present");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_balance_that_the_bank_did_not_tell_is_asked_for_when_the_receipt_is_opened(db: PgPool) {
    let world = world(db).await;
    let id = demo_payment(&world).await;
    world.bank.answer_statuses(&[(TransactionStatus::Acsc, None)]);
    world.bank.balance_failures.lock().unwrap().push(BankError::AccessExceeded);
    for _ in 0..3 {
        world.clock.advance(chrono::Duration::seconds(5));
        reconcile(&world.state).await.unwrap();
    }
    let home = service::home(&world.state, &demo_customer(), "Amir".to_owned(), IdentityStep::Approved)
        .await
        .unwrap();
    assert_eq!(home.accounts[0].balance.to_decimal_string(), "45230.00", "not read yet");
    for _ in 0..2 {
        world.clock.advance(chrono::Duration::seconds(5));
        service::receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    }
    let home = service::home(&world.state, &demo_customer(), "Amir".to_owned(), IdentityStep::Approved)
        .await
        .unwrap();
    assert_eq!(home.accounts[0].balance.to_decimal_string(), "43220.00");
    assert_eq!(world.bank.balance_readings.lock().unwrap().len(), 2, "and not again and again");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_by_an_officer_looks_like_one_by_the_bank(db: PgPool) {
    let world = world(db.clone()).await;
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    sqlx::query("update transactions set status = 'failed', failure_reason = 'refused' where id = $1")
        .bind(id.as_str())
        .execute(&db)
        .await
        .unwrap();
    let receipt = service::receipt(&world.state, &demo_customer(), &request(), &id).await.unwrap();
    assert_eq!(receipt.failure, Some(FailureReason::RejectedByBank));
}
