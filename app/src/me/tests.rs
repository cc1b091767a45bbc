//! Tests of "Me" on a database.
use domain::form::FieldCode;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::model::CurrencyForm;
use super::service::{self, MeError};
use crate::activity::service::home;
use crate::error::FieldErrors;
use crate::form::Flash;
use crate::testing::{World, demo_customer, other_customer, request, world};
use domain::identity::IdentityStep;

fn chosen(currency: &str) -> CurrencyForm {
    CurrencyForm { currency: currency.to_owned() }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_currency_is_shown_beside_kroner_once_it_is_chosen(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let actor = demo_customer();
    let at_home = async || home(&state, &actor, "Demo".to_owned(), IdentityStep::Approved).await.unwrap();
    assert_eq!(at_home().await.beside, None, "kroner alone at first");
    service::choose_currency(&state, &actor, &request(), &chosen("EUR")).await.unwrap();
    let choices = service::choices(&state, &actor, Flash::default()).await.unwrap();
    assert_eq!(choices.currency, Currency::Eur);
    let beside = at_home().await.beside.expect("euro beside kroner");
    let hundred = Money::new(10_000, Currency::Nok);
    assert_eq!(beside.about(hundred).map(Money::currency), Some(Currency::Eur));
    assert!(beside.about(hundred).is_some_and(Money::is_positive));
    service::choose_currency(&state, &actor, &request(), &chosen("NOK")).await.unwrap();
    assert_eq!(at_home().await.beside, None);
    let rows: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'settings.currency'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(rows, 2);
    let other = service::choices(&state, &other_customer(), Flash::default()).await.unwrap();
    assert_eq!(other.currency, Currency::Nok, "nobody else's choice");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_currency_that_we_do_not_have_is_refused(db: PgPool) {
    let World { state, .. } = world(db).await;
    for unknown in ["", "USD", "nok", "' or 1=1"] {
        let answer = service::choose_currency(&state, &demo_customer(), &request(), &chosen(unknown)).await;
        let Err(MeError::Form(fields)) = answer else { panic!("{unknown}: {answer:?}") };
        assert_eq!(fields, FieldErrors::from([("currency".to_owned(), FieldCode::Unknown)]));
    }
}
