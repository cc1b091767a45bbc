//! One key: its answer, its refusal, and what somebody hears who comes while it is being carried out.
use chrono::{DateTime, Utc};
use domain::ids::{TransactionId, UserId};
use sqlx::PgPool;

use super::service::{Command, IdempotencyError};

fn user() -> UserId {
    "usr_demo1".parse().unwrap()
}

fn answer() -> TransactionId {
    "txn_demo1".parse().unwrap()
}

fn command(asked: &str) -> Command {
    Command::new("test", "key-1", &[asked]).unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn who_comes_while_it_is_carried_out_is_told_so(db: PgPool) {
    let (mut first, mut second) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    assert_eq!(command("30").begin_in_tx(&mut first, &user()).await.unwrap(), None);
    let told = command("30").begin_in_tx(&mut second, &user()).await;
    assert!(matches!(told, Err(IdempotencyError::StillProcessing)), "{told:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_that_can_be_seen_is_given_though_the_lock_is_not_free_yet(db: PgPool) {
    crate::testing::world(db.clone()).await;
    let mut first = db.begin().await.unwrap();
    assert_eq!(command("30").begin_in_tx(&mut first, &user()).await.unwrap(), None);
    command("30").answer_in_tx(&mut first, &user(), &answer(), DateTime::<Utc>::UNIX_EPOCH).await.unwrap();
    first.commit().await.unwrap();
    // As between a commit's two last steps: its rows are seen, and its locks are not given back.
    let mut late = db.begin().await.unwrap();
    command("30").begin_in_tx(&mut late, &user()).await.unwrap();
    let mut second = db.begin().await.unwrap();
    assert_eq!(command("30").begin_in_tx(&mut second, &user()).await.unwrap(), Some(answer()));
    let reused = command("31").begin_in_tx(&mut second, &user()).await;
    assert!(matches!(reused, Err(IdempotencyError::KeyReused)), "{reused:?}");
}
