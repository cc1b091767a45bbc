//! Tests of letters, each on a database of its own.
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{Duration, NaiveDate};
use domain::form::Email;
use domain::ids::LetterId;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::gateway::{Message, Post, PostError};
use super::layout;
use super::model::Letter;
use super::service::{post_in_tx, post_to_in_tx, prune, send, shown};
use super::words::{Where, written};
use crate::context::AppSettings;
use crate::i18n::Locale;
use crate::jobs::model::Job;
use crate::notifications::Notice;
use crate::testing::{World, demo_customer, start_of_test, world};

const LINK: &str = "https://drop.example/login/reset?code=0123456789abcdef";

/// A mail server in memory.
#[derive(Default)]
struct FakePost {
    sent: Mutex<Vec<Message>>,
    failures: Mutex<Vec<PostError>>,
}

#[async_trait]
impl Post for FakePost {
    async fn send(&self, message: &Message) -> Result<(), PostError> {
        if let Some(failure) = self.failures.lock().unwrap().pop() {
            return Err(failure);
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }
}

/// A world in which nothing waits, and real people get letters.
async fn quiet_world(db: PgPool) -> (World, Arc<FakePost>) {
    let (mut world, post) = (world(db).await, Arc::new(FakePost::default()));
    world.state.post = post.clone();
    world.state.settings = Arc::new(AppSettings { demo: false, ..(*world.state.settings).clone() });
    sqlx::query("delete from jobs").execute(&world.state.db).await.unwrap();
    (world, post)
}

fn reset() -> Letter {
    Letter::ResetPassword { link: LINK.to_owned() }
}

async fn post_one(world: &World, letter: &Letter) -> LetterId {
    let mut tx = world.state.db.begin().await.unwrap();
    post_in_tx(&mut tx, &world.state, &demo_customer().user_id, letter).await.unwrap();
    tx.commit().await.unwrap();
    let job = crate::jobs::service::claim(&world.state, 1).await.unwrap().remove(0);
    crate::jobs::service::finish(&world.state, &job).await.unwrap();
    match job.job {
        Job::SendLetter { letter } => letter,
        other => panic!("{other:?}"),
    }
}

async fn kept(world: &World) -> Vec<(String, Option<String>, bool, bool)> {
    sqlx::query_as("select kind, letter, sent_at is not null, refused_at is not null from mail_outbox")
        .fetch_all(&world.state.db)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_letter_goes_to_its_reader_once_and_in_their_language(db: PgPool) {
    let (world, post) = quiet_world(db).await;
    sqlx::query("insert into settings (user_id, language) values ('usr_demo1', 'en') on conflict (user_id) do update set language = 'en'")
        .execute(&world.state.db)
        .await
        .unwrap();
    let id = post_one(&world, &reset()).await;
    send(&world.state, &id).await.unwrap();
    send(&world.state, &id).await.unwrap();
    let sent = post.sent.lock().unwrap();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].to.as_str(), sent[0].subject.as_str()), ("demo@drop.example", "Make a new password"));
    assert!(sent[0].text.contains(LINK) && sent[0].html.contains(LINK));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_is_never_readable_in_the_table_and_gone_once_it_was_sent(db: PgPool) {
    let (world, _) = quiet_world(db).await;
    let id = post_one(&world, &reset()).await;
    let waiting = kept(&world).await.remove(0);
    assert_eq!((waiting.0.as_str(), waiting.2), ("reset_password", false));
    let sealed = waiting.1.unwrap();
    assert!(sealed.starts_with("v1.") && !sealed.contains("code") && !sealed.contains("example"), "{sealed}");
    send(&world.state, &id).await.unwrap();
    assert_eq!(kept(&world).await, [("reset_password".to_owned(), None, true, false)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_does_not_leave_waits_and_what_is_refused_does_not(db: PgPool) {
    let (world, post) = quiet_world(db).await;
    let id = post_one(&world, &reset()).await;
    post.failures.lock().unwrap().push(PostError::NoAnswer("no connection".to_owned()));
    assert!(send(&world.state, &id).await.is_err(), "the job is tried again");
    assert!(kept(&world).await[0].1.is_some());
    post.failures.lock().unwrap().push(PostError::Refused("code 550".to_owned()));
    send(&world.state, &id).await.unwrap();
    assert_eq!(kept(&world).await, [("reset_password".to_owned(), None, false, true)]);
    send(&world.state, &id).await.unwrap();
    assert_eq!(post.sent.lock().unwrap().len(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_rolled_back_was_never_posted(db: PgPool) {
    let (world, _) = quiet_world(db).await;
    let mut tx = world.state.db.begin().await.unwrap();
    post_in_tx(&mut tx, &world.state, &demo_customer().user_id, &reset()).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(kept(&world).await, []);
    assert!(crate::jobs::service::claim(&world.state, 1).await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn only_a_demo_shows_letters(db: PgPool) {
    let (mut world, _) = quiet_world(db).await;
    let id = post_one(&world, &reset()).await;
    assert!(shown(&world.state, None).await.unwrap().is_none());
    world.state.settings = Arc::new(AppSettings { demo: true, ..(*world.state.settings).clone() });
    let (other, mut tx) = (Email::parse("ny@example.no").unwrap(), world.state.db.begin().await.unwrap());
    let confirm = Letter::ConfirmEmail { link: LINK.to_owned() };
    world.clock.advance(Duration::seconds(1));
    post_to_in_tx(&mut tx, &world.state, &other, Locale::en, None, &confirm).await.unwrap();
    tx.commit().await.unwrap();
    send(&world.state, &id).await.unwrap();
    let all = shown(&world.state, None).await.unwrap().unwrap();
    assert_eq!(
        all.iter().map(|one| one.to.as_str()).collect::<Vec<_>>(),
        ["ny@example.no", "demo@drop.example"]
    );
    let to_one = shown(&world.state, Some(&other)).await.unwrap().unwrap();
    assert_eq!(to_one.len(), 1);
    assert_eq!(to_one[0].written.ways[0].1, LINK);
}

#[sqlx::test(migrations = "../migrations")]
async fn old_letters_are_forgotten(db: PgPool) {
    let (world, _) = quiet_world(db).await;
    post_one(&world, &reset()).await;
    world.clock.advance(Duration::days(89));
    assert_eq!(prune(&world.state).await.unwrap(), 0);
    world.clock.advance(Duration::days(2));
    assert_eq!(prune(&world.state).await.unwrap(), 1);
}

fn every_letter() -> Vec<Letter> {
    let (link, name) = (LINK.to_owned(), "<b>Min & din</b>".to_owned());
    let day = NaiveDate::from_ymd_opt(2026, 12, 13).unwrap();
    let amount = Money::new(12_900, Currency::Nok);
    let notice = Notice::RefundReceived { shop: name.clone(), amount, reference: "AB12-CD34".to_owned() };
    let at = start_of_test();
    vec![
        Letter::ConfirmEmail { link: link.clone() },
        Letter::AccountExists { log_in: link.clone(), reset: link.clone() },
        reset(),
        Letter::PasswordChanged,
        Letter::ConfirmNewEmail { link: link.clone() },
        Letter::EmailChanged { to_masked: "n…@example.no".to_owned(), undo: link.clone() },
        Letter::PhoneChanged { ending: "4567".to_owned() },
        Letter::NewDevice { device: "Linux".to_owned(), ip: "203.0.113.7".to_owned(), at },
        Letter::FactorAdded,
        Letter::FactorRemoved,
        Letter::RecoveryCodesRenewed,
        Letter::RecoveryCodeUsed { left: 1 },
        Letter::PasskeyAdded { name: name.clone() },
        Letter::PasskeyRemoved { name },
        Letter::ExportReady { link },
        Letter::AccountClosed { until: day },
        Letter::News { notice, link: Some("/activity/txn_1".to_owned()) },
    ]
}

#[test]
fn every_letter_is_whole_in_every_language() {
    let place = Where { base_url: "https://drop.example", now: start_of_test() };
    let mut subjects = std::collections::HashSet::new();
    for letter in every_letter() {
        assert_eq!(serde_json::from_str::<Letter>(&serde_json::to_string(&letter).unwrap()).unwrap(), letter);
        for locale in Locale::ALL {
            let one = written(locale, &letter, place);
            let (text, html) = (layout::text(&one), layout::html(locale, &one));
            let (kind, whole) = (letter.kind(), format!("{}{text}{html}", one.subject));
            assert!(!one.subject.is_empty() && !one.ways.is_empty(), "{locale:?} {kind}");
            assert!(!whole.contains("{{") && !html.contains("<b>"), "{locale:?} {kind}\n{whole}");
            assert!(html.contains(&format!("dir=\"{}\"", locale.direction().as_str())));
            for (_, address) in &one.ways {
                assert!(address.starts_with("https://drop.example/"), "{kind}: {address}");
                assert!(text.contains(address), "{kind}");
            }
            if locale == Locale::nb {
                assert!(subjects.insert(one.subject), "{kind} is told apart from every other");
            }
        }
    }
}

#[test]
fn news_says_what_happened_and_nothing_that_only_a_login_may_read() {
    let place = Where { base_url: "https://drop.example", now: start_of_test() };
    let letter = every_letter().pop().unwrap();
    let one = written(Locale::en, &letter, place);
    let text = layout::text(&one);
    assert!(text.contains("You get back NOK\u{a0}129.00"), "{text}");
    assert!(!text.contains("AB12-CD34") && !text.contains("Min & din"), "{text}");
    assert_eq!(one.ways[0].1, "https://drop.example/activity/txn_1");
    assert!(text.contains("https://drop.example/me/notifications"));
}
