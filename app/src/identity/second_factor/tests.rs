//! Tests of the second factor, each on a database of its own.
use chrono::Duration;
use domain::ids::UserId;
use domain::second_factor::{Secret, step_at};
use sqlx::PgPool;

use super::service::{FactorError, enrol, new_secret, prove};
use crate::context::AppState;
use crate::identity::model::LogInForm;
use crate::identity::service::{Asked, Shown, check_credentials, open_login, visitor};
use crate::testing::{World, request, world};
use crate::vault::service::second_factor;

fn officer() -> UserId {
    "usr_demo_officer".parse().unwrap()
}

fn customer() -> UserId {
    "usr_demo1".parse().unwrap()
}

fn demo_code(state: &AppState) -> String {
    code_of(state, &Secret::from_base32(crate::demo::DEMO_SECRET).unwrap())
}

fn code_of(state: &AppState, secret: &Secret) -> String {
    secret.code(step_at(state.clock.now()))
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_logins_at_the_same_instant_one_gets_in_with_a_code(db: PgPool) {
    let World { state, .. } = world(db).await;
    let (request, user, code) = (request(), officer(), demo_code(&state));
    let (one, two) =
        tokio::join!(prove(&state, &request, &user, &code), prove(&state, &request, &user, &code));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_customer_may_have_one_too_and_is_then_asked_for_it(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let (request, user) = (request(), customer());
    assert!(matches!(prove(&state, &request, &user, "123456").await, Err(FactorError::WrongCode)));
    let sealed = new_secret(&state, &user).unwrap();
    let secret = state.vault.open(second_factor(user.as_str()), &sealed).unwrap();
    let secret = Secret::from_base32(&secret).unwrap();
    let wrong = enrol(&state, &request, &user, &sealed, "000000", None).await;
    assert!(matches!(wrong, Err(FactorError::WrongCode)), "{wrong:?}");
    let code = code_of(&state, &secret);
    let codes = enrol(&state, &request, &user, &sealed, &code, None).await.unwrap();
    assert_eq!(codes.len(), 10);

    let again = prove(&state, &request, &user, &code).await;
    assert!(matches!(again, Err(FactorError::WrongCode)), "the code that enrolled is used");
    clock.advance(Duration::minutes(1));
    let code = code_of(&state, &secret);
    let second = enrol(&state, &request, &user, &sealed, &code, None).await;
    assert!(matches!(second, Err(FactorError::NotOpen)), "one factor for each: {second:?}");
    prove(&state, &request, &user, &code).await.unwrap();

    let form = LogInForm {
        email: "demo@drop.example".to_owned(),
        password: "fjord-lampe-42".to_owned(),
        next: String::new(),
    };
    assert_eq!(check_credentials(&state, &request, &form).await.unwrap().asked(), Asked::Code);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_secret_opens_for_its_owner_only(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    sqlx::query("update second_factors set secret = (select secret from second_factors where user_id = 'usr_demo_lead')")
        .execute(&db)
        .await
        .unwrap();
    let answer = prove(&state, &request(), &officer(), &demo_code(&state)).await;
    assert!(matches!(answer, Err(FactorError::Vault(_))), "{answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_waits_longer_and_longer(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    for _ in 0..5 {
        let answer = prove(&state, &request(), &officer(), "000000").await;
        assert!(matches!(answer, Err(FactorError::WrongCode)), "{answer:?}");
    }
    let answer = prove(&state, &request(), &officer(), &demo_code(&state)).await;
    assert!(matches!(answer, Err(FactorError::TooManyAttempts { .. })), "{answer:?}");
    clock.advance(Duration::minutes(1));
    prove(&state, &request(), &officer(), &demo_code(&state)).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_are_seen_only_with_it_and_not_for_long(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    open_login(&state, &request(), &officer(), "password", Shown::Password).await.unwrap();
    assert!(visitor(&state, "password").await.unwrap().is_none(), "without the second factor: nobody");
    open_login(&state, &request(), &officer(), "both", Shown::SecondFactor).await.unwrap();
    assert!(visitor(&state, "both").await.unwrap().is_some());
    clock.advance(Duration::minutes(14));
    assert!(visitor(&state, "both").await.unwrap().is_some());
    clock.advance(Duration::minutes(16));
    assert!(visitor(&state, "both").await.unwrap().is_none(), "idle for more than 15 minutes");

    open_login(&state, &request(), &officer(), "again", Shown::SecondFactor).await.unwrap();
    sqlx::query("update users set deactivated_at = now() where id = 'usr_demo_officer'")
        .execute(&db)
        .await
        .unwrap();
    assert!(visitor(&state, "again").await.unwrap().is_none(), "who left is out at once");
    let answer = prove(&state, &request(), &officer(), &demo_code(&state)).await;
    assert!(matches!(answer, Err(FactorError::WrongCode)), "{answer:?}");
    let customers =
        sqlx::query("update users set deactivated_at = now() where id = 'usr_demo1'").execute(&db).await;
    assert!(customers.is_err(), "only staff are deactivated");
}
