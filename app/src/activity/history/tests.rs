//! Tests of the history, each on a database of its own.
use domain::filter::{FilterFault, FilterField, FilterProblem, FilterQuery};
use domain::history::HistoryQuery;
use sqlx::PgPool;

use super::{EXPORT_CHUNK_ROWS, HISTORY_PAGE_ROWS, begin_export, export_chunk, page};
use crate::activity::model::HistoryPage;
use crate::activity::service::ActivityError;
use crate::i18n::Locale;
use crate::testing::{World, demo_customer, other_customer, request, world};

async fn filtered(world: &World, query: HistoryQuery) -> HistoryPage {
    page(&world.state, &demo_customer(), &query, None).await.unwrap()
}

fn ids(page: &HistoryPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.id.as_str()).collect()
}

/// A filter from `name=value`.
fn by(name: &str, value: &str) -> HistoryQuery {
    by_all(&[(name, value)])
}

fn by_all(pairs: &[(&str, &str)]) -> HistoryQuery {
    HistoryQuery::from_pairs(|name| {
        pairs.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
    })
}

async fn add_shop_payments(db: &PgPool, count: i32) {
    sqlx::query(
        "insert into transactions (id, user_id, type, amount, merchant_id, created_at)
         select 'txn_many' || n, 'usr_demo1', 'qr_payment', n, 'mer_demo1', timestamptz '2026-11-01 10:00:00.123456Z' + (n / 10) * interval '1 hour'
         from generate_series(1, $1) n",
    )
    .bind(count)
    .execute(db)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn paging_shows_every_payment_once_even_when_times_are_equal(db: PgPool) {
    let world = world(db.clone()).await;
    add_shop_payments(&db, 97).await;
    let (mut cursor, mut seen, mut pages) = (None::<String>, Vec::new(), 0);
    let all = HistoryQuery::default();
    loop {
        let page = page(&world.state, &demo_customer(), &all, cursor.as_deref()).await.unwrap();
        assert!(page.rows.len() <= HISTORY_PAGE_ROWS);
        seen.extend(page.rows.into_iter().map(|row| (row.created_at, row.id)));
        pages += 1;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((seen.len(), pages), (100, 5));
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first, each once");
    let broken = page(&world.state, &demo_customer(), &all, Some("x'; drop table users")).await.unwrap();
    assert_eq!(broken.rows.len(), HISTORY_PAGE_ROWS);
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_of_a_filter_hold_only_what_it_lets_through(db: PgPool) {
    let world = world(db.clone()).await;
    add_shop_payments(&db, 60).await;
    let query = by_all(&[("type", "qr_payment"), ("min", "11"), ("max", "55")]);
    let (mut cursor, mut seen) = (None::<String>, Vec::new());
    loop {
        let page = page(&world.state, &demo_customer(), &query, cursor.as_deref()).await.unwrap();
        seen.extend(page.rows.into_iter().map(|row| row.amount.minor()));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (11..=55).map(|kroner| kroner * 100).collect::<Vec<i64>>());
}

#[sqlx::test(migrations = "../migrations")]
async fn each_filter_narrows(db: PgPool) {
    let world = world(db.clone()).await;
    sqlx::query("update transactions set status = 'failed' where id = 'txn_demo2'")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query("update transactions set created_at = '2026-10-31 22:59:59Z' where id = 'txn_demo1'")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query("update transactions set created_at = '2026-10-31 23:00:00Z' where id = 'txn_demo2'")
        .execute(&db)
        .await
        .unwrap();
    let all = filtered(&world, HistoryQuery::default()).await;
    assert_eq!(all.rows.len(), 3);
    assert_eq!(all.recipients.len(), 3);
    for (name, value, wanted) in [
        ("type", "remittance", &["txn_demo2", "txn_demo1"][..]),
        ("status", "failed", &["txn_demo2"]),
        // 23:00 UTC is midnight in Oslo's winter.
        ("to", "2026-10-31", &["txn_demo1"]),
        ("recipient", "rcp_demo1", &["txn_demo1"]),
        ("recipient", "rcp_demo9", &[]),
        ("max", "129", &["txn_demo3"]),
        ("min", "2010", &["txn_demo1"]),
        ("q", "jovanovic", &["txn_demo1"]),
        ("q", "KEBAB", &["txn_demo3"]),
        ("q", "6113 79", &["txn_demo1"]),
        ("q", "nobody at all", &[]),
    ] {
        assert_eq!(ids(&filtered(&world, by(name, value)).await), wanted, "{name}={value}");
    }
    let from = filtered(&world, by("from", "2026-11-01")).await;
    assert_eq!(ids(&from), ["txn_demo3", "txn_demo2"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_reference_is_found_as_people_read_it(db: PgPool) {
    let world = world(db.clone()).await;
    sqlx::query(
        "insert into transactions (id, user_id, type, amount, merchant_id)
         values ('txn_0123456789abcdef', 'usr_demo1', 'qr_payment', 5, 'mer_demo1')",
    )
    .execute(&db)
    .await
    .unwrap();
    for text in ["89AB-CDEF", "89abcdef", " 89ab-cdef "] {
        assert_eq!(ids(&filtered(&world, by("q", text)).await), ["txn_0123456789abcdef"], "{text}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_older_account_of_a_recipient_is_the_same_recipient(db: PgPool) {
    let world = world(db.clone()).await;
    sqlx::query(
        "insert into recipients (id, user_id, name, country, currency, bank_account)
         values ('rcp_new', 'usr_demo1', 'Milica Jovanović', 'RS', 'RSD', 'RS35105008123123123173')",
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query(
        "update recipients set removed_at = now(), removed_reason = 'replaced', replaced_by = 'rcp_new' where id = 'rcp_demo1'",
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(ids(&filtered(&world, by("recipient", "rcp_new")).await), ["txn_demo1"]);
    assert!(
        !filtered(&world, HistoryQuery::default())
            .await
            .recipients
            .iter()
            .any(|it| it.id.as_str() == "rcp_demo1")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_wrong_with_a_filter_is_named_and_the_rest_narrows(db: PgPool) {
    let world = world(db).await;
    let problem = |field, fault| FilterProblem { field, fault };
    let typed = by_all(&[("type", "remittance"), ("from", "yesterday"), ("min", "much")]);
    let strange = filtered(&world, typed.clone()).await;
    assert_eq!(ids(&strange), ["txn_demo1", "txn_demo2"]);
    assert_eq!(
        strange.problems,
        [
            problem(FilterField::From, FilterFault::Unreadable),
            problem(FilterField::Min, FilterFault::Unreadable),
        ]
    );
    assert_eq!(strange.filter, typed, "what was typed stays");
    let backwards = filtered(&world, by_all(&[("from", "2026-11-02"), ("to", "2026-11-01")])).await;
    assert!(backwards.rows.is_empty());
    assert_eq!(
        backwards.problems,
        [
            problem(FilterField::From, FilterFault::Backwards),
            problem(FilterField::To, FilterFault::Backwards),
        ]
    );
    assert_eq!(filtered(&world, by("type", "remittance")).await.problems, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_file_holds_every_payment_as_each_language_reads_it(db: PgPool) {
    let world = world(db.clone()).await;
    add_shop_payments(&db, i32::try_from(EXPORT_CHUNK_ROWS).unwrap() + 7).await;
    sqlx::query("update merchants set business_name = '=cmd()' where id = 'mer_demo1'")
        .execute(&db)
        .await
        .unwrap();
    for (locale, delimiter, point, mark) in [(Locale::nb, b';', ',', true), (Locale::en, b',', '.', false)] {
        let all = HistoryQuery::default();
        let (mut file, export) =
            begin_export(&world.state, &demo_customer(), &request(), &all, locale).await.unwrap();
        assert_eq!(file.starts_with("\u{feff}".as_bytes()), mark);
        let mut cursor = None::<String>;
        let mut chunks = 0;
        loop {
            let (bytes, next) =
                export_chunk(&world.state, &demo_customer(), &export, cursor.as_deref()).await.unwrap();
            file.extend(bytes);
            chunks += 1;
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(chunks, 2);
        let text = String::from_utf8(file).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3 + EXPORT_CHUNK_ROWS + 7);
        let milica = rows.iter().find(|row| &row[4] == "Milica Jovanović").expect("a remittance");
        assert_eq!(&milica[6], "RS35 2600 0560 1001 6113 79");
        assert_eq!((&milica[7], &milica[9]), (&*format!("2000{point}00"), &*format!("2010{point}00")));
        assert_eq!((&milica[11], &milica[13]), (&*format!("11{point}7"), "RSD"));
        assert!(milica[0].ends_with("+01:00"), "{}", &milica[0]);
        assert!(rows.iter().all(|row| !row[4].starts_with('=')), "no cell is a formula");
    }
    let all = HistoryQuery::default();
    let export = begin_export(&world.state, &other_customer(), &request(), &all, Locale::nb).await.unwrap().1;
    let theirs = export_chunk(&world.state, &other_customer(), &export, None).await.unwrap().0;
    assert!(!String::from_utf8(theirs).unwrap().contains("Milica"));
    let audited: i64 =
        sqlx::query_scalar("select count(*) from audit_log where action = 'transaction.export'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(audited, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn taking_files_is_counted(db: PgPool) {
    let world = world(db).await;
    let all = HistoryQuery::default();
    for _ in 0..10 {
        begin_export(&world.state, &demo_customer(), &request(), &all, Locale::nb).await.unwrap();
    }
    let more = begin_export(&world.state, &demo_customer(), &request(), &all, Locale::nb).await;
    assert!(matches!(more, Err(ActivityError::Throttled(_))));
}
