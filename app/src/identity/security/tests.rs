//! Tests of an account's security, each on a database of its own.
use domain::second_factor::{Secret, step_at};
use sqlx::PgPool;

use super::service::{add_factor, overview, remove_factor, renew_codes};
use crate::context::AppState;
use crate::error::AppError;
use crate::identity::second_factor::service::{new_secret, prove};
use crate::identity::service::{Shown, Visitor, open_login, visitor};
use crate::testing::{World, request, world};
use crate::vault::service::second_factor;

async fn logged_in(state: &AppState, user: &str, token: &str) -> Visitor {
    open_login(state, &request(), &user.parse().unwrap(), token, Shown::SecondFactor).await.unwrap();
    visitor(state, token).await.unwrap().unwrap()
}

async fn letters(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select kind from mail_outbox where user_id = 'usr_demo1' order by kind")
        .fetch_all(db)
        .await
        .unwrap()
}

/// A second factor; its recovery codes.
async fn enrolled(state: &AppState, owner: &Visitor) -> Vec<String> {
    let user = &owner.actor.user_id;
    let sealed = new_secret(state, user).unwrap();
    let secret = state.vault.open(second_factor(user.as_str()), &sealed).unwrap();
    let code = Secret::from_base32(&secret).unwrap().code(step_at(state.clock.now()));
    add_factor(state, &request(), owner, &sealed, &code).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_factor_ends_what_was_opened_without_it(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    logged_in(&state, "usr_demo1", "elsewhere").await;
    let codes = enrolled(&state, &owner).await;
    assert!(visitor(&state, "here").await.unwrap().is_some());
    assert!(visitor(&state, "elsewhere").await.unwrap().is_none());
    assert_eq!(overview(&state, &owner).await.unwrap().factor.unwrap().codes_left, 10);
    prove(&state, &request(), &owner.actor.user_id, &codes[0]).await.unwrap();
    assert_eq!(overview(&state, &owner).await.unwrap().factor.unwrap().codes_left, 9);
    assert_eq!(letters(&db).await, ["factor_added", "recovery_code_used"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn new_codes_replace_the_old_ones(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let none = renew_codes(&state, &request(), &owner).await;
    assert_eq!(none, Err(AppError::ChangedMeanwhile), "there is no second factor");
    let old = enrolled(&state, &owner).await;
    let new = renew_codes(&state, &request(), &owner).await.unwrap();
    let user = &owner.actor.user_id;
    prove(&state, &request(), user, &old[0]).await.unwrap_err();
    prove(&state, &request(), user, &new[0]).await.unwrap();
    prove(&state, &request(), user, &new[0]).await.unwrap_err();
}

#[sqlx::test(migrations = "../migrations")]
async fn without_the_factor_its_codes_open_nothing(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let codes = enrolled(&state, &owner).await;
    remove_factor(&state, &request(), &owner).await.unwrap();
    assert_eq!(overview(&state, &owner).await.unwrap().factor, None);
    prove(&state, &request(), &owner.actor.user_id, &codes[0]).await.unwrap_err();
    let again = remove_factor(&state, &request(), &owner).await;
    assert_eq!(again, Err(AppError::ChangedMeanwhile));
    assert!(letters(&db).await.contains(&"factor_removed".to_owned()));
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_have_nothing_of_their_own_here(db: PgPool) {
    let World { state, .. } = world(db).await;
    let officer = logged_in(&state, "usr_demo_officer", "desk").await;
    assert_eq!(overview(&state, &officer).await, Err(AppError::NotFound));
    assert_eq!(remove_factor(&state, &request(), &officer).await, Err(AppError::NotFound));
}
