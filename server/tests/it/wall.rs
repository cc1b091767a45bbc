//! The wall against tipping-off (hvitvaskingsloven § 28): whatever officers know, every page, file, function and event of
//! a customer and of a shop is to the letter what it would be without it.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::compliance::holds::service::take;
use domain::clock::testing::FixedClock;
use domain::compliance::hold::Step;
use futures::StreamExt;
use sqlx::PgPool;

use crate::doors::{FUNCTIONS, addresses_of};
use crate::harness::{Browser, Site};
use crate::suspicion::{MARKER, Suspicion, forget, officer, suspicion};

const LANGUAGES: [&str; 2] = ["nb", "en"];

/// Functions that change something: they are called at the end, once, and only the marker is looked for.
const CHANGES: &[&str] = &[
    "add-recipient",
    "ask-copy",
    "cancel",
    "change",
    "choose",
    "choose-cookies",
    "change-email",
    "change-password",
    "change-phone",
    "close",
    "code",
    "confirm",
    "confirm-new-email",
    "create-quote",
    "edit-recipient",
    "enrol",
    "file",
    "find",
    "finish",
    "keep",
    "forgot",
    "kept",
    "language",
    "link",
    "login",
    "new",
    "open",
    "primary",
    "read-all",
    "refresh",
    "refund",
    "register",
    "remove-recipient",
    "renew-quote",
    "reopen",
    "reset",
    "revoke",
    "send-again",
    "submit",
    "undo-email",
    "unlink",
    "write",
];

/// Pages and files, with this customer's ids in them.
fn addresses(about: &Suspicion) -> Vec<String> {
    let pages = server::router::page_paths();
    let mut addresses: Vec<String> = pages.iter().flat_map(|route| addresses_of(route)).collect();
    for file in [
        "/activity/export.csv",
        "/activity/{id}/receipt.pdf",
        "/shops/{shop}/sales/export.csv",
        "/shops/{shop}/statements/{period}/statement.csv",
        "/shops/{shop}/statements/{period}/statement.pdf",
        "/shops/{shop}/codes/{code}/code.svg",
        "/send/amount?recipient=rcp_demo1",
        "/send/recipient?copy=rcp_demo1",
        "/activity?status=processing",
        "/activity?status=failed",
        "/shops/{shop}/sales?status=processing",
        "/shops/{shop}/till?ref=",
    ] {
        addresses.push(file.to_owned());
    }
    let mut filled = Vec::new();
    for address in addresses {
        let ids: &[&str] = match address.split('/').nth(1) {
            Some("recipients") => &["rcp_demo1"],
            Some("accounts") => &["bcn_demo_dnb"],
            Some("complaints") => &["cmp_demo1"],
            _ if address.contains("{id}") => &[&about.remittance, &about.sale, "txn_demo1"],
            _ => &[""],
        };
        for id in ids {
            let path = address
                .replace("{id}", id)
                .replace("{shop}", "mer_demo1")
                .replace("{code}", &about.code)
                .replace("{token}", &about.token)
                .replace("{txn}", &about.sale)
                .replace("{period}", "2026-11");
            assert!(!path.contains('{'), "write down what {path} is called with");
            filled.push(path);
        }
    }
    filled
}

/// The fields of a function, about the payments that wait.
fn fields_of<'a>(function: &crate::doors::Function, about: &'a Suspicion) -> Vec<(&'a str, &'a str)> {
    let value = |value: &'static str| match value {
        "txn_demo1" => about.remittance.as_str(),
        "txn_demo4" => about.sale.as_str(),
        "qrc_demo1" => about.code.as_str(),
        "0123456789ABCDEF000G40R40M30E27Z" => about.token.as_str(),
        other => other,
    };
    function.fields.iter().map(|(name, field)| (*name, value(field))).collect()
}

fn changes(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| CHANGES.contains(&name) || name == "logout")
}

/// What differs from one answer to the next: nonces, keys of forms, ids of requests, what a passkey is to sign.
fn normalised(body: &str) -> String {
    let random = regex::Regex::new(
        r#"nonce="[^"]*"|nonce-[A-Za-z0-9+/=_-]+|\b[0-9a-f]{32}\b|challenge\\?":\\?"[A-Za-z0-9_-]{43}"#,
    )
    .unwrap();
    random.replace_all(body, "…").into_owned()
}

/// Everything that one customer can read, by where they read it.
async fn everything(site: &Site, browser: &Browser<'_>, about: &Suspicion) -> BTreeMap<String, String> {
    let mut read = BTreeMap::new();
    for language in LANGUAGES {
        sqlx::query("delete from rate_limits").execute(&site.db).await.unwrap();
        browser.cookies.lock().unwrap().insert("drop_language".to_owned(), language.to_owned());
        for path in addresses(about) {
            let (page, bytes) = browser.get_bytes(&path).await;
            let body = match page.header("content-type") {
                Some("application/pdf") => pdf_extract::extract_text_from_mem(&bytes).unwrap(),
                _ => page.body.clone(),
            };
            let answer = format!("{} {:?}\n{body}", page.status, page.location());
            read.insert(format!("{language} {path}"), normalised(&answer));
        }
        for function in FUNCTIONS.iter().filter(|function| !changes(function.path)) {
            let page = browser.call(function.path, &fields_of(function, about)).await;
            read.insert(
                format!("{language} {}", function.path),
                normalised(&format!("{}\n{}", page.status, page.body)),
            );
        }
        read.insert(format!("{language} /events"), events(browser).await);
    }
    read
}

/// What a page is told that has missed everything.
async fn events(browser: &Browser<'_>) -> String {
    let (parts, body) = browser.open_after("/events", "0").await.into_parts();
    let mut stream = body.into_data_stream();
    let mut text = format!("{}\n", parts.status);
    while let Ok(Some(Ok(bytes))) = tokio::time::timeout(Duration::from_millis(150), stream.next()).await {
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    // When to come again is drawn by lot, and several steps of one payment are one news with the number of one of them.
    let lines = text.lines().filter(|line| !line.starts_with("retry:") && !line.starts_with("id:"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Neither a word of an officer nor the name of a hold.
fn assert_silent(read: &BTreeMap<String, String>, about: &Suspicion) {
    for (place, text) in read {
        assert!(!text.contains(MARKER), "{place} tells what officers know: {text}");
        for hold in &about.holds {
            assert!(!text.contains(hold.as_str()), "{place} names a hold: {text}");
        }
    }
}

fn assert_same(with: &BTreeMap<String, String>, without: &BTreeMap<String, String>) {
    assert_eq!(with.keys().collect::<Vec<_>>(), without.keys().collect::<Vec<_>>());
    for (place, text) in with {
        let other = &without[place];
        if text != other {
            let at = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            let around = |text: &str| text.chars().skip(at.saturating_sub(120)).take(240).collect::<String>();
            panic!("{place} differs:\n{}\n---\n{}", around(text), around(other));
        }
    }
}

async fn scene(db: PgPool) -> (Site, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
    (Site::open_at(db, clock.clone()).await, clock)
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_held_payment_is_to_the_letter_one_whose_bank_does_not_answer(db: PgPool) {
    let (site, clock) = scene(db.clone()).await;
    let demo = site.logged_in_as("demo@drop.example").await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let about = suspicion(&site, &demo, &kari).await;
    clock.advance(chrono::Duration::minutes(5));
    let with = [everything(&site, &demo, &about).await, everything(&site, &kari, &about).await];
    let held: i64 = sqlx::query_scalar("select count(*) from payment_orders where state = 'held'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(held, 2, "looking changes nothing");
    let receipt = &with[0][&format!("nb /activity/{}", about.remittance)];
    assert!(receipt.contains("Betalingen er på vei") && receipt.contains("vi gir deg beskjed"), "{receipt}");
    forget(&db).await;
    // The same payments as orders that somebody just now carries to a bank that does not answer.
    for statement in [
        "update payment_order_events set state_after = 'created' where state_after = 'held'",
        "update payment_orders set state = 'created', next_attempt_at = now() + interval '10 years',
           claimed_until = now() + interval '10 years' where state = 'held'",
    ] {
        sqlx::query(statement).execute(&db).await.unwrap();
    }
    let without = [everything(&site, &demo, &about).await, everything(&site, &kari, &about).await];
    for (with, without) in with.iter().zip(&without) {
        assert_silent(with, &about);
        assert_same(with, without);
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_refused_payment_is_to_the_letter_one_that_a_bank_rejects(db: PgPool) {
    let (site, clock) = scene(db.clone()).await;
    let demo = site.logged_in_as("demo@drop.example").await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let about = suspicion(&site, &demo, &kari).await;
    clock.advance(chrono::Duration::minutes(5));
    for hold in &about.holds {
        let words = format!("{MARKER}: reported");
        take(&site.state, &officer(), None, hold, (Step::Refuse, &words)).await.unwrap();
    }
    let with = [everything(&site, &demo, &about).await, everything(&site, &kari, &about).await];
    let receipt = &with[0][&format!("nb /activity/{}", about.remittance)];
    assert!(receipt.contains("Betalingen kunne ikke gjennomføres"), "{receipt}");
    forget(&db).await;
    for statement in [
        "update payment_order_events set state_after = 'created' where state_after = 'held'",
        "update payment_order_events set state_before = 'submitted', bank_status = 'RJCT' where state_before = 'held'",
        "update payment_orders set failure_reason = 'rejected_by_bank' where failure_reason = 'refused'",
    ] {
        sqlx::query(statement).execute(&db).await.unwrap();
    }
    let without = [everything(&site, &demo, &about).await, everything(&site, &kari, &about).await];
    for (with, without) in with.iter().zip(&without) {
        assert_silent(with, &about);
        assert_same(with, without);
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn functions_that_change_something_tell_nothing_either(db: PgPool) {
    let (site, _) = scene(db).await;
    let demo = site.logged_in_as("demo@drop.example").await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let about = suspicion(&site, &demo, &kari).await;
    for browser in [&kari, &demo] {
        for function in FUNCTIONS.iter().filter(|function| changes(function.path)) {
            let fields = fields_of(function, &about);
            for page in
                [browser.call(function.path, &fields).await, browser.post_form(function.path, &fields).await]
            {
                let told = format!("{:?} {}", page.headers, page.body);
                let names_a_hold = about.holds.iter().any(|hold| told.contains(hold.as_str()));
                assert!(!told.contains(MARKER) && !names_a_hold, "{}: {told}", function.path);
            }
        }
    }
    // Nor the notifications, which mail and telephones will pass on.
    let notifications: Vec<(String, String, serde_json::Value)> =
        sqlx::query_as("select title, body, params from notifications").fetch_all(&site.db).await.unwrap();
    assert!(!format!("{notifications:?}").contains(MARKER));
}
