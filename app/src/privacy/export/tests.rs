//! Copies of one's data, each test on a database of its own.
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use chrono::Duration;
use domain::access::Actor;
use domain::ids::DataExportId;
use sqlx::PgPool;

use super::parts::{LEFT_OUT, Part};
use super::service::{ask, build, expire, fetch, last, opens};
use crate::context::AppState;
use crate::mail::Letter;
use crate::mail::model::Posted;
use crate::privacy::model::CopyState;
use crate::privacy::service::{PrivacyError, list};
use crate::testing::{World, demo_customer, demo_payment, other_customer, request, world};
use crate::vault::Place;

/// What officers write about a customer.
const MARKER: &str = "zqxmarker";

async fn built(state: &AppState, actor: &Actor) {
    ask(state, actor, &request()).await.unwrap();
    let id: String = sqlx::query_scalar("select id from data_exports where state = 'building'")
        .fetch_one(&state.db)
        .await
        .unwrap();
    let id: DataExportId = id.parse().unwrap();
    build(state, &id).await.unwrap();
    // A worker that comes second makes no other link.
    build(state, &id).await.unwrap();
}

/// What stands in the link of the letter.
async fn code(state: &AppState) -> String {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, letter from mail_outbox where kind = 'export_ready'")
            .fetch_all(&state.db)
            .await
            .unwrap();
    let [(id, letter)] = rows.as_slice() else { panic!("{rows:?}") };
    let place = Place { table: "mail_outbox", column: "letter", row: id };
    let posted: Posted = serde_json::from_str(&state.vault.open(place, letter).unwrap()).unwrap();
    let Letter::ExportReady { link } = posted.letter else { panic!("{posted:?}") };
    link.strip_prefix("http://localhost:3000/me/privacy/copy?code=").unwrap().to_owned()
}

fn files(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

async fn copy_of(state: &AppState, actor: &Actor) -> BTreeMap<String, String> {
    built(state, actor).await;
    files(fetch(state, actor, &request(), &code(state).await).await.unwrap())
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_is_made_and_fetched_once_by_its_customer(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let demo = demo_customer();
    built(&state, &demo).await;
    assert!(matches!(last(&state, &demo).await.unwrap().unwrap().state, CopyState::Ready { .. }));
    let code = code(&state).await;
    let stored: String = sqlx::query_scalar("select content from data_exports").fetch_one(&db).await.unwrap();
    assert!(stored.starts_with("v1."), "it is sealed");
    assert!(matches!(fetch(&state, &other_customer(), &request(), &code).await, Err(PrivacyError::LinkDead)));
    opens(&state, &demo, &code).await.unwrap();
    opens(&state, &demo, &code).await.expect("looking changes nothing");
    let files = files(fetch(&state, &demo, &request(), &code).await.unwrap());
    assert!(matches!(fetch(&state, &demo, &request(), &code).await, Err(PrivacyError::LinkDead)));
    assert!(matches!(last(&state, &demo).await.unwrap().unwrap().state, CopyState::Fetched { .. }));
    let left: i64 = sqlx::query_scalar("select count(*) from data_exports where content is not null")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(left, 0, "the file is gone");
    // The one that waited for an officer was granted by this.
    let requests = list(&state, &demo).await.unwrap();
    let line = requests.iter().find(|line| line.id.as_str() == "dar_demo1").unwrap();
    assert_eq!(line.status.as_str(), "completed");
    let readme = &files["README.txt"];
    assert!(readme.contains("payments") && readme.contains("hvitvaskingsloven § 28"), "{readme}");
    for part in ["profile", "consents", "bank_accounts", "recipients", "payments", "shops", "complaints"] {
        assert!(files.contains_key(&format!("json/{part}.json")), "{part}");
        assert!(files.contains_key(&format!("csv/{part}.csv")), "{part}");
    }
    assert!(files["json/recipients.json"].contains("Milica"), "{}", files["json/recipients.json"]);
    assert!(files["json/profile.json"].trim_start_matches(['[', '\n', ' ', '{']).starts_with("\"id\""));
    assert!(!format!("{files:?}").contains("password"), "no secret");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_that_nobody_fetches_is_deleted_after_a_day(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let demo = demo_customer();
    built(&state, &demo).await;
    let code = code(&state).await;
    clock.advance(Duration::hours(24));
    assert!(matches!(fetch(&state, &demo, &request(), &code).await, Err(PrivacyError::LinkDead)));
    assert_eq!(last(&state, &demo).await.unwrap().unwrap().state, CopyState::Expired);
    assert_eq!(expire(&state).await.unwrap(), 1);
    assert_eq!(expire(&state).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_copy_is_made_at_a_time(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    for _ in 0..2 {
        ask(&state, &demo_customer(), &request()).await.expect("asking twice is asking once");
    }
    let copies: i64 = sqlx::query_scalar("select count(*) from data_exports").fetch_one(&db).await.unwrap();
    assert_eq!(copies, 1);
}

/// Whoever adds a table decides whether it is the customer's.
#[sqlx::test(migrations = "../migrations")]
async fn each_table_is_in_a_copy_or_left_out_with_a_reason(db: PgPool) {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'tower_sessions') and c.relkind in ('r', 'p')",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let tables: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
    let read = Part::ALL.into_iter().flat_map(|part| part.tables().iter().copied());
    let named: Vec<&str> = read.chain(LEFT_OUT.iter().map(|(table, _)| *table)).collect();
    let decided: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(tables, decided, "left: what exists; right: what parts.rs knows");
    assert_eq!(named.len(), decided.len(), "none is both, or named twice");
}

#[test]
fn every_table_of_a_part_is_read_for_it() {
    let sql = concat!(
        include_str!("reading/store.rs"),
        include_str!("reading/shop/store.rs"),
        include_str!("reading/told/store.rs")
    );
    let words: Vec<&str> = sql.split_whitespace().collect();
    let read: BTreeSet<&str> = words
        .windows(2)
        .filter(|pair| pair[0].ends_with("from") || pair[0].ends_with("join"))
        .map(|pair| pair[1])
        .collect();
    for part in Part::ALL {
        for table in part.tables() {
            assert!(read.contains(table), "{} is not read from {table}", part.name());
        }
    }
}

/// The wall of hvitvaskingsloven § 28: whatever officers know, a copy is to the letter what it would be without it.
#[sqlx::test(migrations = "../migrations")]
async fn nothing_that_officers_know_is_in_a_copy(db: PgPool) {
    let world = world(db.clone()).await;
    crate::testing::planting::sanctions_match(&db, "usr_demo1").await;
    demo_payment(&world).await;
    for statement in [
        "update screening_results set provider = $1 where subject_id = 'usr_demo1'",
        "insert into aml_alerts (id, user_id, alert_type, severity, details)
         values ('aml_zqx', 'usr_demo1', $1, 'high', jsonb_build_object('seen', $1))",
        "insert into data_request_events (request_id, step, officer_id, status_before, status_after, due_before,
           due_after, note, created_at)
         select id, 'note', 'usr_demo_officer', status, status, due_on, due_on, $1, now()
         from data_access_requests where user_id = 'usr_demo1'",
        "update data_access_requests set notes = $1 where user_id = 'usr_demo1'",
    ] {
        sqlx::query(statement).bind(MARKER).execute(&db).await.unwrap();
    }
    let held: i64 = sqlx::query_scalar("select count(*) from payment_orders where state = 'held'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(held, 1, "a payment waits for an officer");
    let files = copy_of(&world.state, &demo_customer()).await;
    for (name, text) in &files {
        for word in [MARKER, "hld_", "scr_", "aml_"] {
            assert!(!text.contains(word), "{name} tells {word}: {text}");
        }
    }
    let payments = &files["json/payments.json"];
    assert!(payments.contains("\"processing\"") && !payments.contains("held"), "{payments}");
}
