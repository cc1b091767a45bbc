//! Tests of the audit log's pages, each on a database of its own.
use domain::access::{Actor, KycStatus, Officer, Role};
use sqlx::PgPool;

use super::checking::{CheckError, begin, carry_on};
use super::model::{AuditPage, AuditQuery};
use super::service::{PAGE_ROWS, row, search};
use crate::audit::service::seal;
use crate::context::AppState;
use crate::testing::{World, request, world};

fn officer() -> Officer {
    let actor = Actor {
        user_id: "usr_demo_officer".parse().unwrap(),
        role: Role::Compliance,
        kyc: KycStatus::Approved,
    };
    Officer::decide(Some(&actor)).unwrap()
}

async fn write(db: &PgPool, user: &str, action: &str, thing: &str, count: i32) {
    sqlx::query(
        "insert into audit_log (id, timestamp, user_id, action, resource_type, resource_id, details)
         select 'aud_' || md5($1 || $2 || $3 || n), '2026-11-20T12:00:00Z'::timestamptz + n % 7 * interval '1 hour', $1, $2,
           'thing', $3, '{\"a\": 1}' from generate_series(1, $4) n",
    )
    .bind(user)
    .bind(action)
    .bind(thing)
    .bind(count)
    .execute(db)
    .await
    .unwrap();
}

async fn find(state: &AppState, query: &AuditQuery, cursor: &str) -> AuditPage {
    search(state, &officer(), query, cursor).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn every_row_stands_on_one_page_whatever_narrows_the_search(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    write(&db, "usr_demo1", "test.one", "txn_demo1", 70).await;
    write(&db, "usr_demo2", "test.two", "txn_demo1", 60).await;
    write(&db, "usr_demo1", "test.two", "txn_demo2", 10).await;
    let query = |action: &str, person: &str, resource: &str| AuditQuery {
        action: action.to_owned(),
        person: person.to_owned(),
        resource: resource.to_owned(),
        ..AuditQuery::default()
    };
    for (query, rows) in [
        (query("test.one", "", ""), 70),
        (query("test.two", "", ""), 70),
        (query("test.two", "demo@drop.example", ""), 10),
        (query("test.two", "usr_demo2", "txn_demo1"), 60),
        (query("", "", "txn_demo1"), 130),
        (query("test.two", "", "txn_demo2"), 10),
        (query("test.three", "", ""), 0),
        (AuditQuery { from: "2026-11-21".to_owned(), ..query("test.one", "", "") }, 0),
        (AuditQuery { to: "2026-11-20".to_owned(), ..query("test.one", "", "") }, 70),
        (AuditQuery { to: "2026-11-19".to_owned(), ..query("test.one", "", "") }, 0),
    ] {
        let (mut seen, mut cursor) = (std::collections::BTreeSet::new(), String::new());
        loop {
            let page = find(&state, &query, &cursor).await;
            assert!(page.lines.len() <= PAGE_ROWS);
            assert!(page.lines.is_sorted_by(|a, b| (b.at, &b.id) < (a.at, &a.id)), "{query:?}");
            seen.extend(page.lines.into_iter().map(|line| line.id));
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), rows, "{query:?}");
    }
    let nobody = find(&state, &query("", "nobody@drop.example", ""), "").await;
    assert!(nobody.is_unknown_person && nobody.lines.is_empty());
    let page = find(&state, &AuditQuery::default(), "changed by somebody").await;
    assert_eq!(page.lines.len(), PAGE_ROWS);
    assert!(page.actions.is_sorted() && page.actions.contains(&"test.two".to_owned()));
    let one = row(&state, &officer(), &page.lines[0].id).await.unwrap().unwrap();
    assert_eq!(one.line, page.lines[0]);
    assert!(row(&state, &officer(), "aud_nosuch").await.unwrap().is_none());
}

/// Carries a check through all its legs; its outcome.
async fn checked(state: &AppState) -> (String, Option<i64>) {
    begin(state, &officer(), &request()).await.unwrap();
    let second = begin(state, &officer(), &request()).await;
    assert!(matches!(second, Err(CheckError::UnderWay)), "one at a time");
    let check: i64 =
        sqlx::query_scalar("select max(id) from audit_checks").fetch_one(&state.db).await.unwrap();
    carry_on(state, check, 0).await.unwrap();
    carry_on(state, check, 0).await.unwrap();
    let page = find(state, &AuditQuery::default(), "").await;
    let found = page.check.unwrap();
    (found.outcome.expect("a few rows are one leg"), found.wrong_at)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_check_tells_what_was_changed_and_what_is_missing(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    write(&db, "usr_demo1", "test.one", "txn_demo1", 20).await;
    seal(&db).await.unwrap();
    assert_eq!(checked(&state).await, ("intact".to_owned(), None));
    let told: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'audit.checked'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(told, 1, "a leg that is walked twice tells once");

    for (change, outcome) in [
        ("delete from audit_log where chain_seq > 15", "cut_off"),
        ("update audit_log set ip_address = '10.0.0.1' where chain_seq = 5", "broken"),
    ] {
        let mut tx = db.begin().await.unwrap();
        for statement in [
            "alter table audit_log disable trigger user",
            change,
            "alter table audit_log enable trigger user",
        ] {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(checked(&state).await.0, outcome);
    }
}
