//! Tests of showing again who one is, each on a database of its own.
use chrono::Duration;
use sqlx::PgPool;

use super::model::ConfirmForm;
use super::service::{StepUpError, Way, check, holds, note};
use crate::context::AppState;
use crate::identity::service::{Shown, Visitor, open_login, visitor};
use crate::testing::{World, request, world};

async fn logged_in(state: &AppState, token: &str) -> Visitor {
    let user = "usr_demo1".parse().unwrap();
    open_login(state, &request(), &user, token, Shown::Password).await.unwrap();
    visitor(state, token).await.unwrap().unwrap()
}

fn form(password: &str) -> ConfirmForm {
    ConfirmForm { password: password.to_owned(), ..ConfirmForm::default() }
}

#[sqlx::test(migrations = "../migrations")]
async fn it_holds_for_five_minutes_in_this_login_only(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let (one, other) = (logged_in(&state, "one").await, logged_in(&state, "other").await);
    assert!(!holds(&state, &one.login_id).await.unwrap(), "a log-in alone is not enough");
    let way = check(&state, &request(), &one, &form("fjord-lampe-42")).await.unwrap();
    assert_eq!(way, Way::Password);
    note(&state, &request(), &one, "new", way).await.unwrap();
    assert!(holds(&state, &one.login_id).await.unwrap());
    assert!(!holds(&state, &other.login_id).await.unwrap());
    assert!(visitor(&state, "one").await.unwrap().is_none(), "the cookie of before opens nothing");
    assert_eq!(visitor(&state, "new").await.unwrap().unwrap().login_id, one.login_id);
    clock.advance(Duration::minutes(5));
    assert!(!holds(&state, &one.login_id).await.unwrap());
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_waits_longer_and_longer(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let visitor = logged_in(&state, "one").await;
    for _ in 0..5 {
        let answer = check(&state, &request(), &visitor, &form("feil-passord-her")).await;
        assert!(matches!(answer, Err(StepUpError::WrongPassword)), "{answer:?}");
    }
    let answer = check(&state, &request(), &visitor, &form("fjord-lampe-42")).await;
    assert!(matches!(answer, Err(StepUpError::TooManyAttempts { .. })), "{answer:?}");
    clock.advance(Duration::minutes(1));
    check(&state, &request(), &visitor, &form("fjord-lampe-42")).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_login_that_has_ended_is_not_opened_again(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let visitor = logged_in(&state, "one").await;
    sqlx::query("update sessions set revoked = true, revoked_at = now()").execute(&db).await.unwrap();
    let answer = note(&state, &request(), &visitor, "new", Way::Password).await;
    assert!(matches!(answer, Err(StepUpError::LoggedOut)), "{answer:?}");
}
