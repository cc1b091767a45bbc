//! Tests of messages to browsers, each on a database of its own.
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde_json::json;
use sqlx::PgPool;

use super::gateway::{PushError, PushService, Subscription};
use super::model::read;
use super::service::{BROWSERS_MAX, browsers, send, subscribe, unsubscribe};
use crate::jobs::model::Job;
use crate::notifications::service::NotificationError;
use crate::notifications::{Notice, notify_in_tx};
use crate::testing::{World, demo_customer, other_customer, request, world};

/// A push service in memory.
#[derive(Default)]
struct FakePush {
    sent: Mutex<Vec<(String, String)>>,
    failures: Mutex<Vec<PushError>>,
}

#[async_trait]
impl PushService for FakePush {
    fn public_key(&self) -> Option<&str> {
        Some("public")
    }

    async fn send(&self, to: &Subscription, text: &str) -> Result<(), PushError> {
        if let Some(failure) = self.failures.lock().unwrap().pop() {
            return Err(failure);
        }
        self.sent.lock().unwrap().push((to.endpoint.to_string(), text.to_owned()));
        Ok(())
    }
}

async fn quiet_world(db: PgPool) -> (World, Arc<FakePush>) {
    let (mut world, push) = (world(db).await, Arc::new(FakePush::default()));
    world.state.push = push.clone();
    sqlx::query("delete from jobs").execute(&world.state.db).await.unwrap();
    (world, push)
}

fn said(endpoint: &str) -> String {
    let mut point = [7_u8; 65];
    point[0] = 4;
    let keys = json!({ "p256dh": URL_SAFE_NO_PAD.encode(point), "auth": URL_SAFE_NO_PAD.encode([9_u8; 16]) });
    json!({ "endpoint": endpoint, "expirationTime": null, "keys": keys }).to_string()
}

/// The jobs that wait, and are taken.
async fn taken(world: &World) -> Vec<Job> {
    let jobs = crate::jobs::service::claim(&world.state, 10).await.unwrap();
    for job in &jobs {
        crate::jobs::service::finish(&world.state, job).await.unwrap();
    }
    jobs.into_iter().map(|claimed| claimed.job).collect()
}

async fn tell(world: &World) {
    let mut tx = world.state.db.begin().await.unwrap();
    let notice = Notice::ShopResumed { shop: "Ahmetov Kebab".to_owned() };
    notify_in_tx(&mut tx, &world.state, &demo_customer().user_id, &notice, None).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn only_an_address_of_the_public_network_is_taken() {
    for good in
        ["https://fcm.googleapis.com/fcm/send/abc", "https://updates.push.services.mozilla.com/wpush/v2/x"]
    {
        assert!(read(&said(good)).is_some(), "{good}");
    }
    for bad in [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://db/x",
        "https://push.example:8443/x",
        "https://user:word@push.example/x",
        "file:///etc/passwd",
        "",
    ] {
        assert!(read(&said(bad)).is_none(), "{bad}");
    }
    for broken in ["", "{}", "[]", &said("https://push.example/x").replace("\"B", "\"A")] {
        assert!(read(broken).is_none(), "{broken}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_browser_hears_once_that_there_is_news_and_nothing_of_it(db: PgPool) {
    let (world, push) = quiet_world(db).await;
    let me = demo_customer();
    let endpoint = "https://push.example/secret-way";
    subscribe(&world.state, &me, &request(), &said(endpoint)).await.unwrap();
    let kept: String = sqlx::query_scalar("select subscription from push_subscriptions")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert!(!kept.contains("secret-way"), "{kept}");
    tell(&world).await;
    tell(&world).await;
    let jobs = taken(&world).await;
    let pushes: Vec<_> = jobs
        .iter()
        .filter_map(|job| match job {
            Job::SendPush { subscription } => Some(subscription.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(pushes.len(), 1, "{jobs:?}");
    send(&world.state, &pushes[0]).await.unwrap();
    let sent = push.sent.lock().unwrap().clone();
    assert_eq!(sent[0].0, endpoint);
    assert!(sent[0].1.contains("Det er noe nytt til deg.") && !sent[0].1.contains("Kebab"), "{sent:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_browser_that_is_gone_is_forgotten_and_one_that_cannot_be_reached_is_not(db: PgPool) {
    let (world, push) = quiet_world(db).await;
    let me = demo_customer();
    subscribe(&world.state, &me, &request(), &said("https://push.example/1")).await.unwrap();
    let id = browsers(&world.state, &me).await.unwrap()[0].id.clone();
    push.failures.lock().unwrap().push(PushError::NoAnswer("status 503".to_owned()));
    assert!(send(&world.state, &id).await.is_err(), "the job is tried again");
    push.failures.lock().unwrap().push(PushError::Refused("status 400".to_owned()));
    send(&world.state, &id).await.unwrap();
    assert_eq!(browsers(&world.state, &me).await.unwrap().len(), 1);
    push.failures.lock().unwrap().push(PushError::Gone);
    send(&world.state, &id).await.unwrap();
    assert_eq!(browsers(&world.state, &me).await.unwrap(), []);
    send(&world.state, &id).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_browser_belongs_to_whoever_switched_it_on_last(db: PgPool) {
    let (world, _) = quiet_world(db).await;
    let (me, other) = (demo_customer(), other_customer());
    for _ in 0..2 {
        subscribe(&world.state, &me, &request(), &said("https://push.example/1")).await.unwrap();
    }
    let mine = browsers(&world.state, &me).await.unwrap();
    assert_eq!(mine.len(), 1, "twice is once");
    let theirs = unsubscribe(&world.state, &other, &request(), &mine[0].id).await;
    assert!(matches!(theirs, Err(NotificationError::NotFound)), "another customer's does not exist");
    subscribe(&world.state, &other, &request(), &said("https://push.example/1")).await.unwrap();
    assert_eq!(browsers(&world.state, &me).await.unwrap(), []);
    let id = browsers(&world.state, &other).await.unwrap()[0].id.clone();
    unsubscribe(&world.state, &other, &request(), &id).await.unwrap();
    assert_eq!(browsers(&world.state, &other).await.unwrap(), []);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_oldest_browser_makes_room(db: PgPool) {
    let (world, _) = quiet_world(db).await;
    let me = demo_customer();
    for number in 0..=BROWSERS_MAX {
        world.clock.advance(Duration::seconds(1));
        let endpoint = format!("https://push.example/{number}");
        subscribe(&world.state, &me, &request(), &said(&endpoint)).await.unwrap();
    }
    let kept: i64 = sqlx::query_scalar("select count(*) from push_subscriptions")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert_eq!(kept, BROWSERS_MAX);
}
