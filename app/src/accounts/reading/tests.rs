//! Tests of reading balances, each on a database of its own.
use chrono::Duration;
use domain::bank::consent::ConsentStatus;
use domain::bank::iban::Iban;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::super::gateway::{AccountAtBank, BankError};
use super::super::model::{AccountView, LinkState};
use super::super::service;
use crate::testing::{World, demo_customer, request, world};

fn at_bank(bban: &str, balance: Option<i64>) -> AccountAtBank {
    AccountAtBank {
        resource_id: format!("resource-{bban}"),
        iban: Iban::from_bban("NO", bban).unwrap(),
        name: None,
        balance: balance.map(|minor| Money::new(minor, Currency::Nok)),
        currency: Currency::Nok,
    }
}

async fn accounts(world: &World) -> Vec<AccountView> {
    service::list(&world.state, &demo_customer()).await.unwrap()
}

async fn state_of(world: &World, bank: &str) -> LinkState {
    let links = service::links(&world.state, &demo_customer()).await.unwrap().links;
    links.into_iter().find(|link| link.bank_id == bank).unwrap().state
}

#[sqlx::test(migrations = "../migrations")]
async fn a_customer_who_asks_gets_every_balance_once_in_ten_seconds(db: PgPool) {
    let world = world(db).await;
    for _ in 0..3 {
        service::refresh_all(&world.state, &demo_customer(), &request()).await.unwrap();
    }
    let asked = world.bank.balance_readings.lock().unwrap().clone();
    assert_eq!(asked.len(), 2, "two accounts, once each");
    assert!(asked.iter().all(|reading| reading.psu_ip == Some(request().ip)));
    let texts: Vec<_> = accounts(&world).await.iter().map(|it| it.balance.to_decimal_string()).collect();
    assert_eq!(texts, ["43220.00", "43220.00"]);
    world.clock.advance(Duration::seconds(10));
    service::refresh_all(&world.state, &demo_customer(), &request()).await.unwrap();
    assert_eq!(world.bank.balance_readings.lock().unwrap().len(), 4);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bank_that_is_down_keeps_its_old_balance_and_the_others_get_theirs(db: PgPool) {
    let world = world(db).await;
    world.clock.advance(Duration::minutes(5));
    world.bank.balance_failures.lock().unwrap().push(BankError::NoAnswer("down".to_owned()));
    service::refresh_all(&world.state, &demo_customer(), &request()).await.unwrap();
    let after = accounts(&world).await;
    let (silent, answered): (Vec<_>, Vec<_>) = after.iter().partition(|it| it.unanswered_at.is_some());
    assert_eq!((silent.len(), answered.len()), (1, 1));
    assert!(silent[0].read_at < silent[0].unanswered_at && silent[0].linked);
    assert_eq!(answered[0].read_at, silent[0].unanswered_at);

    world.clock.advance(Duration::minutes(1));
    service::refresh_all(&world.state, &demo_customer(), &request()).await.unwrap();
    assert!(accounts(&world).await.iter().all(|it| it.unanswered_at.is_none()), "all is well again");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_consent_that_was_withdrawn_at_the_bank_is_told_from_one_that_expired(db: PgPool) {
    let world = world(db).await;
    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::RevokedByPsu);
    let dnb = "bac_demo1".parse().unwrap();
    world.bank.balance_failures.lock().unwrap().push(BankError::ConsentInvalid);
    let owner = demo_customer().user_id;
    let answer = service::refresh_balance(&world.state, &owner, &dnb, Some(request().ip)).await;
    assert!(answer.is_err());
    assert_eq!(state_of(&world, "dnb").await, LinkState::RevokedAtBank);
    assert_eq!(state_of(&world, "sparebank1").await, LinkState::Linked);
}

#[sqlx::test(migrations = "../migrations")]
async fn while_the_customer_is_away_three_readings_a_day_are_spread_and_one_is_kept(db: PgPool) {
    let world = world(db).await;
    *world.bank.accounts.lock().unwrap() = vec![at_bank("12345678903", Some(77_700))];
    assert_eq!(service::refresh_due(&world.state).await.unwrap(), 0, "read when it was linked");
    let mut read = 0;
    for _ in 0..48 {
        world.clock.advance(Duration::minutes(30));
        read += service::refresh_due(&world.state).await.unwrap();
        assert_eq!(service::refresh_due(&world.state).await.unwrap(), 0, "once, whoever else looks");
    }
    // Three consents of two customers, after 8, 16 and 24 hours.
    assert_eq!(read, 9);
    assert_eq!(accounts(&world).await[0].balance.to_decimal_string(), "777.00");
    let links = service::links(&world.state, &demo_customer()).await.unwrap().links;
    assert!(links.iter().all(|link| link.reads_today == 3), "{links:?}");
    let dnb = "bac_demo1".parse().unwrap();
    let owner = demo_customer().user_id;
    service::refresh_balance(&world.state, &owner, &dnb, None).await.unwrap();
    assert!(service::refresh_balance(&world.state, &owner, &dnb, None).await.is_err(), "that was the last");
}

#[sqlx::test(migrations = "../migrations")]
async fn two_servers_do_not_read_the_same_accounts(db: PgPool) {
    let world = world(db).await;
    world.clock.advance(Duration::hours(9));
    let (one, other) = tokio::join!(service::refresh_due(&world.state), service::refresh_due(&world.state));
    assert_eq!(one.unwrap() + other.unwrap(), 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_balance_that_does_not_come_with_the_list_is_asked_for(db: PgPool) {
    let world = world(db).await;
    *world.bank.accounts.lock().unwrap() = vec![at_bank("12345678903", None)];
    world.clock.advance(Duration::hours(9));
    service::refresh_due(&world.state).await.unwrap();
    let asked = world.bank.balance_readings.lock().unwrap().clone();
    assert!(!asked.is_empty() && asked.iter().all(|reading| reading.psu_ip.is_none()));
    assert_eq!(accounts(&world).await[0].balance.to_decimal_string(), "43220.00");
}

#[sqlx::test(migrations = "../migrations")]
async fn ended_consents_are_noticed_while_the_customer_is_away(db: PgPool) {
    let world = world(db.clone()).await;
    sqlx::query(
        "update bank_consents set next_read_at = now() + interval '900 years' where bank_id <> 'dnb'",
    )
    .execute(&db)
    .await
    .unwrap();
    world.clock.advance(Duration::hours(9));
    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::RevokedByPsu);
    world.bank.accounts_failures.lock().unwrap().push(BankError::ConsentInvalid);
    service::refresh_due(&world.state).await.unwrap();
    assert_eq!(state_of(&world, "dnb").await, LinkState::RevokedAtBank);

    world.clock.advance(Duration::days(181));
    service::refresh_due(&world.state).await.unwrap();
    let status: String =
        sqlx::query_scalar("select status from bank_consents where id = 'bcn_demo_sparebank1'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!((status.as_str(), state_of(&world, "sparebank1").await), ("expired", LinkState::Expired));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bank_that_is_down_while_the_customer_is_away_is_told_of(db: PgPool) {
    let world = world(db).await;
    world.clock.advance(Duration::hours(9));
    let down = || BankError::NoAnswer("down".to_owned());
    *world.bank.accounts_failures.lock().unwrap() = vec![down(), down(), down()];
    service::refresh_due(&world.state).await.unwrap();
    let accounts = accounts(&world).await;
    assert!(accounts.iter().all(|it| it.unanswered_at.is_some() && it.linked), "{accounts:?}");
}
