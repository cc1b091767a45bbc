//! Tests of the list of logins, each on a database of its own.
use chrono::Duration;
use domain::access::Refusal;
use sqlx::PgPool;

use super::service::{LoginsError, end, end_others, list};
use crate::context::AppState;
use crate::identity::service::{Shown, Visitor, open_login, visitor};
use crate::testing::{World, request, world};

async fn logged_in(state: &AppState, user: &str, token: &str) -> Visitor {
    open_login(state, &request(), &user.parse().unwrap(), token, Shown::Password).await.unwrap();
    visitor(state, token).await.unwrap().unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn ones_own_open_logins_are_listed_this_one_first(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    logged_in(&state, "usr_demo1", "too old").await;
    clock.advance(Duration::minutes(20));
    let one = logged_in(&state, "usr_demo1", "one").await;
    clock.advance(Duration::minutes(15));
    let other = logged_in(&state, "usr_demo1", "other").await;
    logged_in(&state, "usr_demo2", "somebody else").await;
    let logins = list(&state, &one).await.unwrap().logins;
    let shown: Vec<_> = logins.iter().map(|login| (login.id.clone(), login.is_this)).collect();
    assert_eq!(shown, [(one.login_id, true), (other.login_id, false)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_or_all_others_are_ended_and_nobody_elses(db: PgPool) {
    let World { state, .. } = world(db).await;
    let one = logged_in(&state, "usr_demo1", "one").await;
    let two = logged_in(&state, "usr_demo1", "two").await;
    logged_in(&state, "usr_demo1", "three").await;
    let somebody = logged_in(&state, "usr_demo2", "somebody else").await;
    let answer = end(&state, &request(), &one, &somebody.login_id).await;
    assert!(matches!(answer, Err(LoginsError::Refused(Refusal::NotFound))), "{answer:?}");
    end(&state, &request(), &one, &two.login_id).await.unwrap();
    assert!(visitor(&state, "two").await.unwrap().is_none());
    assert!(visitor(&state, "three").await.unwrap().is_some());
    let again = end(&state, &request(), &one, &two.login_id).await;
    assert!(matches!(again, Err(LoginsError::Refused(Refusal::NotFound))), "{again:?}");
    end_others(&state, &request(), &one).await.unwrap();
    assert!(visitor(&state, "three").await.unwrap().is_none());
    assert!(visitor(&state, "one").await.unwrap().is_some());
    assert!(visitor(&state, "somebody else").await.unwrap().is_some());
}
