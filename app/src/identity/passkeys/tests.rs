//! Tests of passkeys, each on a database of its own.
mod authenticator;

use sqlx::PgPool;

use super::model::{NewPasskeyForm, PasskeyNameForm};
use super::service::{PasskeyError, add, ask_anybody, ask_known, begin_adding, list, prove, remove, rename};
use crate::context::AppState;
use crate::identity::service::{Shown, Visitor, open_login, visitor};
use crate::testing::{World, request, world};
use authenticator::Authenticator;

async fn logged_in(state: &AppState, user: &str, token: &str) -> Visitor {
    open_login(state, &request(), &user.parse().unwrap(), token, Shown::Password).await.unwrap();
    visitor(state, token).await.unwrap().unwrap()
}

/// Adds a passkey of a new device.
async fn added(state: &AppState, owner: &Visitor, id: u8) -> Authenticator {
    let mut device = Authenticator::new(id, &state.settings.base_url);
    let (options, challenge) = begin_adding(state, owner).await.unwrap();
    let form = NewPasskeyForm { name: format!("Telefon {id}"), answer: device.make(&options) };
    add(state, &request(), owner, Some(challenge), &form).await.unwrap();
    device
}

/// Logs in with a device and nothing else; whose it is.
async fn opened(state: &AppState, device: &mut Authenticator) -> Result<String, PasskeyError> {
    let (options, challenge) = ask_anybody(state, &request()).await.unwrap();
    let answer = device.sign(&options);
    let holder = prove(state, &request(), Some(challenge), &answer, None).await?;
    Ok(holder.user_id.to_string())
}

#[sqlx::test(migrations = "../migrations")]
async fn a_passkey_opens_the_account_alone(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    logged_in(&state, "usr_demo1", "elsewhere").await;
    let mut device = added(&state, &owner, 1).await;
    assert!(visitor(&state, "here").await.unwrap().is_some());
    assert!(visitor(&state, "elsewhere").await.unwrap().is_none(), "opened before the change");
    assert_eq!(opened(&state, &mut device).await.unwrap(), "usr_demo1");
    assert_eq!(opened(&state, &mut device).await.unwrap(), "usr_demo1");
    let known = list(&state, &owner.actor.user_id).await.unwrap();
    assert_eq!((known.len(), known[0].name.as_str()), (1, "Telefon 1"));
    assert!(known[0].last_used_at.is_some());
    let letters: i64 = sqlx::query_scalar(
        "select count(*) from mail_outbox where user_id = 'usr_demo1' and kind = 'passkey_added'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(letters, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_is_good_for_its_own_question_only(db: PgPool) {
    let World { state, .. } = world(db).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let mut device = added(&state, &owner, 1).await;
    let (options, challenge) = ask_anybody(&state, &request()).await.unwrap();
    let answer = device.sign(&options);
    let (_, other) = ask_anybody(&state, &request()).await.unwrap();
    let refused = prove(&state, &request(), Some(other), &answer, None).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
    let refused = prove(&state, &request(), None, &answer, None).await;
    assert!(matches!(refused, Err(PasskeyError::NoChallenge)), "{refused:?}");
    prove(&state, &request(), Some(challenge), &answer, None).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_another_site_and_an_unknown_holder_open_nothing(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let mut device = added(&state, &owner, 1).await;
    opened(&state, &mut device).await.unwrap();
    device.count -= 1;
    let refused = opened(&state, &mut device).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "a copy: {refused:?}");
    let copies: i64 =
        sqlx::query_scalar("select count(*) from audit_log where action = 'auth.passkey_copied'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(copies, 1);
    device.verifies = false;
    let refused = opened(&state, &mut device).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "its holder was not asked: {refused:?}");
    device.verifies = true;
    device.origin = "https://drop.example.evil.example".to_owned();
    let refused = opened(&state, &mut device).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "another site: {refused:?}");
    device.origin.clone_from(&state.settings.base_url);
    opened(&state, &mut device).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn in_place_of_a_code_it_must_be_ones_own(db: PgPool) {
    let World { state, .. } = world(db).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let other = logged_in(&state, "usr_demo2", "there").await;
    let (mut device, mut foreign) = (added(&state, &owner, 1).await, added(&state, &other, 2).await);
    let user = &owner.actor.user_id;
    let (options, challenge) = ask_known(&state, user).await.unwrap();
    let answer = foreign.sign(&options);
    let refused = prove(&state, &request(), Some(challenge.clone()), &answer, Some(user)).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
    let answer = device.sign(&options);
    let their = Some(&other.actor.user_id);
    let refused = prove(&state, &request(), Some(challenge.clone()), &answer, their).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
    prove(&state, &request(), Some(challenge), &answer, Some(user)).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn its_owner_gives_it_another_name(db: PgPool) {
    let World { state, .. } = world(db).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let other = logged_in(&state, "usr_demo2", "there").await;
    let mut device = added(&state, &owner, 1).await;
    let id = list(&state, &owner.actor.user_id).await.unwrap()[0].id.to_string();
    let named = |name: &str| PasskeyNameForm { id: id.clone(), name: name.to_owned() };
    let foreign = rename(&state, &request(), &other.actor.user_id, &named("Min")).await;
    assert!(matches!(foreign, Err(PasskeyError::NotFound)), "{foreign:?}");
    let empty = rename(&state, &request(), &owner.actor.user_id, &named(" ")).await;
    assert!(matches!(empty, Err(PasskeyError::Name(_))), "{empty:?}");
    rename(&state, &request(), &owner.actor.user_id, &named("Jobbtelefonen")).await.unwrap();
    assert_eq!(list(&state, &owner.actor.user_id).await.unwrap()[0].name, "Jobbtelefonen");
    opened(&state, &mut device).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn one_that_was_removed_opens_nothing(db: PgPool) {
    let World { state, .. } = world(db).await;
    let owner = logged_in(&state, "usr_demo1", "here").await;
    let other = logged_in(&state, "usr_demo2", "there").await;
    let mut device = added(&state, &owner, 1).await;
    let id = list(&state, &owner.actor.user_id).await.unwrap()[0].id.clone();
    let foreign = remove(&state, &request(), &other.actor.user_id, &other.login_id, &id).await;
    assert!(matches!(foreign, Err(PasskeyError::NotFound)), "{foreign:?}");
    remove(&state, &request(), &owner.actor.user_id, &owner.login_id, &id).await.unwrap();
    let refused = opened(&state, &mut device).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
}
