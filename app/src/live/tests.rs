//! Tests of news, each on a database of its own.
use std::time::Duration;

use domain::ids::{TransactionId, UserId};
use sqlx::PgPool;

use super::hub::{FOLLOWERS_MAX, Live, WAITING_MAX};
use super::model::{Event, News, Told};
use super::service::{LiveError, follow, hear, missed, tell_in_tx};
use super::store::listener;
use crate::context::AppState;
use crate::payments::service::advance;
use crate::testing::{World, demo_customer, demo_payment, other_customer, request, world};

fn news(transaction: &str) -> News {
    News::Payment { transaction: transaction.parse().unwrap() }
}

fn plain(transaction: &str) -> Told {
    Told::News { news: news(transaction), number: None }
}

fn event(user: &UserId, transaction: &str) -> Event {
    Event { user: user.clone(), number: None, news: news(transaction) }
}

async fn told(subscription: &mut super::Subscription) -> Option<Told> {
    tokio::time::timeout(Duration::from_secs(10), subscription.next()).await.expect("nothing was told")
}

/// Nothing comes for a moment.
async fn is_silent(subscription: &mut super::Subscription) -> bool {
    tokio::time::timeout(Duration::from_millis(300), subscription.next()).await.is_err()
}

async fn tell(state: &AppState, user: &UserId, transaction: &str) {
    let mut tx = state.db.begin().await.unwrap();
    tell_in_tx(&mut tx, user, news(transaction)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A world that hears, until the end of its test: a connection that listens would keep the database.
struct Hearing(Live);

impl Drop for Hearing {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A follower in a world that hears: the first thing that it is told is that the hearing has begun.
async fn following(world: &World) -> (Hearing, super::Subscription) {
    let mut subscription = follow(&world.state, &demo_customer()).unwrap();
    tokio::spawn(hear(world.state.clone()));
    assert_eq!(told(&mut subscription).await, Some(Told::Resynchronise));
    (Hearing(world.state.live.clone()), subscription)
}

#[sqlx::test(migrations = "../migrations")]
async fn news_comes_with_the_commit_and_to_its_owner_alone(db: PgPool) {
    let world = world(db).await;
    let (owner, other) = (demo_customer(), other_customer());
    let (_hearing, mut mine) = following(&world).await;
    let mut theirs = follow(&world.state, &other).unwrap();
    let mut tx = world.state.db.begin().await.unwrap();
    tell_in_tx(&mut tx, &owner.user_id, news("txn_a")).await.unwrap();
    assert!(is_silent(&mut mine).await, "not committed yet");
    tx.commit().await.unwrap();
    assert_eq!(told(&mut mine).await, Some(plain("txn_a")));
    let mut tx = world.state.db.begin().await.unwrap();
    tell_in_tx(&mut tx, &owner.user_id, news("txn_b")).await.unwrap();
    tx.rollback().await.unwrap();
    tell(&world.state, &other.user_id, "txn_c").await;
    assert_eq!(told(&mut theirs).await, Some(plain("txn_c")), "and nothing of the first customer's");
    assert!(is_silent(&mut mine).await, "neither what was rolled back nor what is another's");
}

/// The first step of a payment after it was ordered.
async fn number_of_first_step(world: &World, id: &TransactionId) -> i64 {
    sqlx::query_scalar(
        "select min(e.id) from payment_order_events e join payment_orders o on o.id = e.payment_order_id
         where o.transaction_id = $1 and e.detail is distinct from 'ordered'",
    )
    .bind(id.as_str())
    .fetch_one(&world.state.db)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_was_away_is_told_what_was_missed_and_nothing_of_others(db: PgPool) {
    let world = world(db.clone()).await;
    let (owner, other) = (demo_customer(), other_customer());
    let payment = demo_payment(&world).await;
    advance(&world.state, &payment, request().ip).await.unwrap();
    let newest: i64 =
        sqlx::query_scalar("select max(id) from payment_order_events").fetch_one(&db).await.unwrap();
    let paid = Told::News { news: News::Payment { transaction: payment.clone() }, number: Some(newest) };
    assert_eq!(missed(&world.state, &owner, 0).await.unwrap(), std::slice::from_ref(&paid));
    assert_eq!(
        missed(&world.state, &owner, newest).await.unwrap(),
        [paid],
        "numbers are not committed in order"
    );
    assert!(missed(&world.state, &other, 0).await.unwrap().is_empty());
    // The same payment, had it been one to a shop of the other customer.
    sqlx::query(
        "insert into merchants (id, user_id, business_name, org_number, bank_account)
         values ('mer_other', 'usr_demo2', 'Kari Kaffe', '974760673', '12345678903')",
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query("update transactions set type = 'qr_payment', merchant_id = 'mer_other' where id = $1")
        .bind(payment.as_str())
        .execute(&db)
        .await
        .unwrap();
    let sale = News::Sale { shop: "mer_other".parse().unwrap(), code: None, transaction: payment };
    let sold = Told::News { news: sale, number: Some(newest) };
    assert_eq!(missed(&world.state, &other, 0).await.unwrap(), [sold]);
    // So far behind that nobody tells single changes.
    assert_eq!(missed(&world.state, &owner, -1_000_000).await.unwrap(), [Told::Resynchronise]);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_step_of_a_payment_is_news(db: PgPool) {
    let world = world(db).await;
    let (_hearing, mut mine) = following(&world).await;
    let id = demo_payment(&world).await;
    assert!(advance(&world.state, &id, request().ip).await.unwrap());
    let first = number_of_first_step(&world, &id).await;
    assert_eq!(
        told(&mut mine).await,
        Some(Told::News { news: News::Payment { transaction: id }, number: Some(first) })
    );
    assert!(is_silent(&mut mine).await, "three steps in one transaction are one news");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payload_names_nobody_and_no_amount(db: PgPool) {
    let world = world(db).await;
    let mut wire = listener(&world.state.db).await.unwrap();
    let id = demo_payment(&world).await;
    advance(&world.state, &id, request().ip).await.unwrap();
    let heard = wire.recv().await.unwrap();
    let number = number_of_first_step(&world, &id).await;
    let expected =
        format!(r#"{{"user":"usr_demo1","number":{number},"kind":"payment","transaction":"{id}"}}"#);
    assert_eq!((heard.channel(), heard.payload()), ("drop_events", expected.as_str()));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_connection_is_opened_again_and_everybody_told(db: PgPool) {
    let world = world(db.clone()).await;
    let (_hearing, mut mine) = following(&world).await;
    let ended: i64 = sqlx::query_scalar(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and application_name = 'drop-news'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(ended, 1);
    assert_eq!(told(&mut mine).await, Some(Told::Resynchronise));
    // Something unreadable, as a newer server might tell it, harms nothing.
    sqlx::query("select pg_notify('drop_events', '{\"user\": \"usr_demo1\", \"kind\": \"till\"}')")
        .execute(&db)
        .await
        .unwrap();
    tell(&world.state, &demo_customer().user_id, "txn_a").await;
    assert_eq!(told(&mut mine).await, Some(plain("txn_a")));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_told_to_a_customer_is_news(db: PgPool) {
    let world = world(db).await;
    let (_hearing, mut mine) = following(&world).await;
    let notice = crate::notifications::Notice::ShopResumed { shop: "Ahmetov Kebab".to_owned() };
    let mut tx = world.state.db.begin().await.unwrap();
    crate::notifications::notify_in_tx(&mut tx, &world.state, &demo_customer().user_id, &notice, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&mut mine).await, Some(Told::News { news: News::Notification, number: None }));
}

#[tokio::test]
async fn whoever_is_slow_is_told_to_load_everything() {
    let (live, user) = (Live::default(), demo_customer().user_id);
    let mut slow = live.subscribe(&user).unwrap();
    for number in 0..=WAITING_MAX {
        live.tell(&event(&user, &format!("txn_{number}")));
    }
    assert_eq!(told(&mut slow).await, Some(Told::Resynchronise));
    assert!(matches!(told(&mut slow).await, Some(Told::News { .. })));
}

#[tokio::test]
async fn a_customer_has_so_many_open_pages_and_closed_ones_leave_nothing() {
    let (live, user) = (Live::default(), demo_customer().user_id);
    let mut pages: Vec<_> = (0..FOLLOWERS_MAX).map(|_| live.subscribe(&user).unwrap()).collect();
    assert!(matches!(live.subscribe(&user), Err(LiveError::TooMany)));
    assert!(live.subscribe(&other_customer().user_id).is_ok(), "others have theirs");
    pages.pop();
    assert!(live.subscribe(&user).is_ok());
    assert_eq!(live.customers(), 1);
    drop(pages);
    assert_eq!(live.customers(), 0);
}

#[tokio::test]
async fn a_stop_ends_what_is_followed() {
    let (live, user) = (Live::default(), demo_customer().user_id);
    let mut page = live.subscribe(&user).unwrap();
    live.close();
    assert_eq!(told(&mut page).await, None);
    assert!(matches!(live.subscribe(&user), Err(LiveError::Stopping)));
    live.closed().await;
}
