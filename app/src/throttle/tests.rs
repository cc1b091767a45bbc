//! Tests of counted attempts, each on a database of its own.
use chrono::Duration;
use domain::throttle::{PAYMENTS, RATES};
use sqlx::PgPool;

use super::service::{self, ThrottleError};
use crate::testing::{World, world};

fn wait(answer: Result<(), ThrottleError>) -> Option<u32> {
    match answer {
        Ok(()) => None,
        Err(ThrottleError::TooMany { retry_after_seconds }) => Some(retry_after_seconds),
        Err(other) => panic!("{other}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_window_counts_each_address_and_each_purpose_alone(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let count =
        async |window, ip: &str| wait(service::count_address(&state, window, ip.parse().unwrap()).await);
    for _ in 0..PAYMENTS.most {
        assert_eq!(count(&PAYMENTS, "192.0.2.1").await, None);
    }
    clock.advance(Duration::seconds(20));
    assert_eq!(count(&PAYMENTS, "192.0.2.1").await, Some(40));
    assert_eq!(count(&PAYMENTS, "192.0.2.2").await, None);
    assert_eq!(count(&RATES, "192.0.2.1").await, None);
    clock.advance(Duration::seconds(40));
    assert_eq!(count(&PAYMENTS, "192.0.2.1").await, None, "a new window");
    for host in 0..PAYMENTS.most {
        assert_eq!(count(&PAYMENTS, &format!("2001:db8::{host}")).await, None);
    }
    assert!(count(&PAYMENTS, "2001:db8::ffff").await.is_some(), "a /64 is one address");
    assert_eq!(count(&PAYMENTS, "2001:db8:0:1::1").await, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_waits_longer_after_each_failure(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let attempt = async || wait(service::count_account(&state, "account").await);
    for _ in 0..5 {
        assert_eq!(attempt().await, None);
    }
    for seconds in [30, 60, 120, 240, 480, 900, 900] {
        assert_eq!(attempt().await, Some(seconds));
        clock.advance(Duration::seconds(i64::from(seconds) - 1));
        assert_eq!(attempt().await, Some(1), "an attempt during the wait does not prolong it");
        clock.advance(Duration::seconds(1));
        assert_eq!(attempt().await, None);
    }
    service::forget(&state, "account").await.unwrap();
    assert_eq!(attempt().await, None);
    clock.advance(Duration::days(1));
    assert_eq!(service::prune(&state).await.unwrap(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn guesses_at_the_same_moment_are_counted_too(db: PgPool) {
    let World { state, .. } = world(db).await;
    let guesses = (0..20).map(|_| {
        let state = state.clone();
        tokio::spawn(async move { service::count_account(&state, "account").await.is_ok() })
    });
    let mut let_in = 0;
    for guess in guesses.collect::<Vec<_>>() {
        let_in += i32::from(guess.await.unwrap());
    }
    assert_eq!(let_in, 5);
}
