//! Whether an address has an account is told neither by an answer, nor by the work behind it, nor by how long it takes
//! (ASVS 6.3.8).
//!
//! What is counted decides: the statements that reach the database, in their order, and the passwords that are hashed.
//! They are the same whatever machine this runs on. The clock is looked at too, with a bound that a branch which skips
//! hashing would break by far and that a busy machine does not.
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use regex::Regex;
use sqlx::PgPool;
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::harness::{Browser, PASSWORD, Page, Site};

/// Pairs of one known and one unknown address, in turns.
const PAIRS: usize = 12;
/// People of the demo who have a password, and whose address no page shows.
const KNOWN: [&str; 3] = ["ivan", "marta", "jasmin"];
/// How often a random known address may be slower than a random unknown one, or the other way round, of 100: of two that
/// do not differ 50. With twelve of each, chance alone leaves these bounds once in about a thousand times.
const SLOWER_PERCENT: std::ops::RangeInclusive<usize> = 10..=90;
/// Or the medians are so close that nobody tells them apart across a network.
const MEDIANS_APART_MILLIS: u128 = 10;

/// The statements of one request, as far as sqlx names them, and how many there were.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

struct Summary(Option<String>);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.0 = Some(format!("{value:?}"));
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut summary = Summary(None);
            event.record(&mut summary);
            self.0.lock().unwrap().extend(summary.0);
        }
    }
}

/// What one attempt shows to whoever makes it, and what it cost.
struct Attempt {
    answer: String,
    statements: Vec<String>,
    hashes: u64,
    took: Duration,
}

#[derive(Clone, Copy, Debug)]
enum Door {
    LogIn,
    Register,
    Forgot,
}

async fn knock(browser: &Browser<'_>, door: Door, email: &str) -> Page {
    match door {
        Door::LogIn => browser.log_in(email, "not the password at all").await,
        Door::Register => browser.register(email).await,
        Door::Forgot => browser.post_form("/api/account/forgot", &[("form[email]", email)]).await,
    }
}

async fn attempt(site: &Site, door: Door, email: &str) -> Attempt {
    let browser = site.browser();
    let statements = Statements::default();
    let hashed = site.state.passwords.computed();
    let started = Instant::now();
    let subscriber = tracing_subscriber::registry().with(statements.clone());
    let page = knock(&browser, door, email).with_subscriber(subscriber).await;
    let took = started.elapsed();
    let led = page.location().map(str::to_owned);
    let next = match &led {
        Some(path) => browser.get(path).await.body,
        None => String::new(),
    };
    let answer = format!("{} {led:?} {} {next}", page.status, page.body).replace(email, "<address>");
    // What is new on every page: the nonce, ids of the request, and keys of forms.
    let nonce = Regex::new(r#"(nonce="[^"]*"|[0-9a-f]{16,})"#).unwrap();
    let answer = nonce.replace_all(&answer, "<new>").into_owned();
    let statements = statements.0.lock().unwrap().clone();
    Attempt { answer, statements, hashes: site.state.passwords.computed() - hashed, took }
}

/// Of all pairs, how many of 100 in which the known one took longer.
fn slower_percent(known: &[Duration], unknown: &[Duration]) -> usize {
    let pairs = known.iter().flat_map(|one| unknown.iter().map(move |other| one > other));
    let (slower, all) = pairs.fold((0, 0), |(slower, all), is| (slower + usize::from(is), all + 1));
    slower * 100 / all
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2]
}

async fn assert_blind(db: PgPool, door: Door) {
    let site = Site::open(db).await;
    // Connections and prepared statements are there before anything is measured.
    attempt(&site, door, "selma@drop.example").await;
    attempt(&site, door, "nobody@elsewhere.example").await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..PAIRS {
        // In turns: failures on one account slow that account down, and letters to one mailbox are counted.
        let has = attempt(&site, door, &format!("{}@drop.example", KNOWN[round % KNOWN.len()])).await;
        let has_not = attempt(&site, door, &format!("nobody{round}@drop.example")).await;
        assert_eq!(has.answer, has_not.answer, "{door:?}: the answer tells");
        assert_eq!(has.statements, has_not.statements, "{door:?}: what is asked of the database tells");
        assert!(!has.statements.is_empty(), "{door:?}: nothing was listened to");
        assert_eq!(has.hashes, has_not.hashes, "{door:?}: hashing tells");
        known.push(has.took);
        unknown.push(has_not.took);
    }
    let slower = slower_percent(&known, &unknown);
    let apart = median(&known).abs_diff(median(&unknown)).as_millis();
    assert!(
        SLOWER_PERCENT.contains(&slower) || apart <= MEDIANS_APART_MILLIS,
        "{door:?}: the clock tells: {slower} of 100, {apart} ms apart"
    );
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_log_in_does_not_tell_who_has_an_account(db: PgPool) {
    assert_blind(db, Door::LogIn).await;
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_registration_does_not_tell_who_has_an_account(db: PgPool) {
    assert_blind(db, Door::Register).await;
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_forgotten_password_does_not_tell_who_has_an_account(db: PgPool) {
    assert_blind(db, Door::Forgot).await;
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_registration_is_confirmed_in_its_own_browser_and_in_another(db: PgPool) {
    let site = Site::open(db).await;
    let own = site.browser();
    let page = own.register("ny@drop.example").await;
    assert_eq!(page.location(), Some("/login/check-mail"));
    assert!(own.get("/login/check-mail").await.body.contains("ny@drop.example"));
    let code = site.code_for("ny@drop.example").await.unwrap();
    let link = format!("/login/confirm?code={code}");
    let page = own.get(&link).await;
    assert!(page.body.contains("ny@drop.example"), "{page:?}");
    assert_eq!(
        own.get("/home").await.location(),
        Some("/login?next=/home"),
        "a link by itself opens nothing"
    );

    let page = own.log_in("ny@drop.example", PASSWORD).await;
    assert_eq!(page.location(), Some("/login/check-mail"), "not confirmed yet");
    let elsewhere = site.browser();
    let page = elsewhere.post_form("/api/account/confirm", &[("code", &code)]).await;
    assert_eq!(page.location(), Some("/login/confirmed"), "who reads the letter elsewhere has to log in");
    assert_eq!(elsewhere.get("/home").await.location(), Some("/login?next=/home"));
    assert_eq!(own.get(&link).await.status, 410, "once");
    assert_eq!(own.log_in("ny@drop.example", PASSWORD).await.location(), Some("/home"));
}
