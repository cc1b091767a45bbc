//! Asking to close an account, each test on a database of its own.
use sqlx::PgPool;

use super::service::{ask, keep, step};
use crate::context::AppState;
use crate::identity::service::{Shown, Visitor, open_login, visitor};
use crate::privacy::model::Obstacle;
use crate::privacy::service::PrivacyError;
use crate::testing::{World, demo_payment, request, world};

async fn logged_in(state: &AppState, user: &str, token: &str) -> Visitor {
    open_login(state, &request(), &user.parse().unwrap(), token, Shown::Password).await.unwrap();
    visitor(state, token).await.unwrap().unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_under_way_comes_first(db: PgPool) {
    let world = world(db).await;
    demo_payment(&world).await;
    let demo = logged_in(&world.state, "usr_demo1", "one").await;
    let obstacles = step(&world.state, &demo).await.unwrap().obstacles;
    assert!(obstacles.contains(&Obstacle::PaymentsUnderWay) && obstacles.contains(&Obstacle::ShopOpen));
    let refused = ask(&world.state, &demo, &request()).await;
    assert!(matches!(refused, Err(PrivacyError::Changed)), "{refused:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_ends_what_nobody_would_want_to_go_on_and_can_be_undone(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let kari = logged_in(&state, "usr_demo2", "one").await;
    logged_in(&state, "usr_demo2", "other").await;
    ask(&state, &kari, &request()).await.unwrap();
    assert!(visitor(&state, "other").await.unwrap().is_none(), "another login");
    assert!(visitor(&state, "one").await.unwrap().is_some(), "this one can undo it");
    assert_eq!(step(&state, &kari).await.unwrap().closing_on.unwrap().to_string(), "2026-12-08");
    let count = |sql: &'static str| {
        let db = db.clone();
        async move { sqlx::query_scalar::<_, i64>(sql).fetch_one(&db).await.unwrap() }
    };
    let valid = count("select count(*) from bank_consents where user_id = 'usr_demo2' and status = 'valid'");
    assert_eq!(valid.await, 0, "nobody reads at banks any more");
    let letters = count("select count(*) from mail_outbox where kind = 'account_closed'");
    assert_eq!(letters.await, 1);
    ask(&state, &kari, &request()).await.expect("asking twice is asking once");
    keep(&state, &kari, &request()).await.unwrap();
    keep(&state, &kari, &request()).await.unwrap();
    assert_eq!(step(&state, &kari).await.unwrap().closing_on, None);
    let kept = count("select count(*) from audit_log where action = 'account.keep'");
    assert_eq!(kept.await, 1);
}
