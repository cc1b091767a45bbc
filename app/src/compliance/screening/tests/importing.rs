//! A new version of a list: what it adds, changes and takes away, and that a broken one does nothing.
use domain::compliance::watchlist::{NameQuality, Source};
use sqlx::PgPool;

use super::{List, imported, imported_as, people, person};
use crate::compliance::screening::lists::{ImportError, Imported, versions};
use crate::context::AppState;
use crate::testing::world;

fn counts(outcome: &Imported) -> (i32, i32, i32, i32) {
    let (Imported::New(it) | Imported::Already(it)) = outcome;
    (it.entries, it.added, it.changed, it.removed)
}

/// Every entry of the Security Council: id, whether it is still listed, how often it has said something new.
async fn entries(state: &AppState) -> Vec<(String, bool, i64)> {
    sqlx::query_as(
        "select external_id, removed_version is null,
           (select count(*) from watchlist_contents c where c.entry_id = e.id)
         from watchlist_entries e where source = 'un' order by external_id",
    )
    .fetch_all(&state.db)
    .await
    .unwrap()
}

fn entry(id: &str, listed: bool, contents: i64) -> (String, bool, i64) {
    (id.to_owned(), listed, contents)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_version_is_told_from_the_one_before(db: PgPool) {
    let state = world(db).await.state;
    let first = people(&[("a", "Anna Adams"), ("b", "Boris Bako"), ("c", "Carl Cox")]);
    assert_eq!(counts(&imported(&state, &first).await.unwrap()), (3, 3, 0, 0));
    let second = people(&[("a", "Anna Adams"), ("b", "Boris Bakov"), ("d", "Dora Dahl")]);
    assert_eq!(counts(&imported(&state, &second).await.unwrap()), (3, 1, 1, 1));
    assert_eq!(
        entries(&state).await,
        [entry("a", true, 1), entry("b", true, 2), entry("c", false, 1), entry("d", true, 1)]
    );
    // The first again: who comes back counts as added, and what an entry said before is kept.
    assert_eq!(counts(&imported(&state, &first).await.unwrap()), (3, 1, 1, 1));
    assert_eq!(
        entries(&state).await,
        [entry("a", true, 1), entry("b", true, 3), entry("c", true, 1), entry("d", false, 1)]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_files_again_change_nothing(db: PgPool) {
    let state = world(db).await.state;
    let list = people(&[("a", "Anna Adams")]);
    let first = imported(&state, &list).await.unwrap();
    let before = versions(&state.db).await.unwrap();
    let again = imported(&state, &list).await.unwrap();
    assert!(matches!((&first, &again), (Imported::New(new), Imported::Already(old)) if new == old));
    assert_eq!(versions(&state.db).await.unwrap(), before);
    // Another publisher's list of the same words is another list.
    assert!(matches!(imported_as(&state, Source::Eu, &list, false).await.unwrap(), Imported::New(_)));
}

#[sqlx::test(migrations = "../migrations")]
async fn names_in_another_order_are_no_change(db: PgPool) {
    let state = world(db).await.state;
    let mut one = person("a", "Anna Adams");
    one.content.add_name(NameQuality::Strong, "Anja Adams");
    one.content.add_name(NameQuality::Strong, "Ana Adams");
    let mut other = one.clone();
    other.content.names.reverse();
    imported(&state, &List { entries: vec![one], broken: false }).await.unwrap();
    let second = imported(&state, &List { entries: vec![other], broken: false }).await.unwrap();
    assert_eq!(counts(&second), (1, 0, 0, 0));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_broken_list_changes_nothing(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Anna Adams")])).await.unwrap();
    let (before, listed) = (versions(&state.db).await.unwrap(), entries(&state).await);
    let many: Vec<(String, String)> = (0..1_200).map(|n| (format!("n{n}"), format!("Name {n}"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    let mut broken = people(&many);
    broken.broken = true;
    let twice = people(&[("b", "Boris Bako"), ("b", "Boris Bako")]);
    let nameless = people(&[("b", "  ")]);
    for (list, expected) in [
        (broken, "nothing was changed: list.csv, line 3: 12 columns expected, 3 found"),
        (twice, "nothing was changed: b: this entry stands in the list twice"),
        (nameless, "nothing was changed: b: it has no name"),
        (List::default(), "nothing was changed: the list has no entries"),
    ] {
        assert_eq!(imported(&state, &list).await.unwrap_err().to_string(), expected);
    }
    assert_eq!((versions(&state.db).await.unwrap(), entries(&state).await), (before, listed));
    let runs: i64 =
        sqlx::query_scalar("select count(*) from screening_runs").fetch_one(&state.db).await.unwrap();
    assert_eq!(runs, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_that_has_lost_much_must_be_believed(db: PgPool) {
    let state = world(db).await.state;
    let all: Vec<_> = (0..100).map(|n| person(&format!("n{n:03}"), &format!("Name {n}"))).collect();
    let some = List { entries: all[..60].to_vec(), broken: false };
    imported(&state, &List { entries: all, broken: false }).await.unwrap();
    let refused = imported(&state, &some).await.unwrap_err();
    assert!(matches!(refused, ImportError::LacksMuch { before: 100, removed: 40 }), "{refused}");
    let believed = imported_as(&state, Source::Un, &some, true).await.unwrap();
    assert_eq!(counts(&believed), (60, 0, 0, 40));
}

#[sqlx::test(migrations = "../migrations")]
async fn one_list_is_imported_at_a_time(db: PgPool) {
    let state = world(db).await.state;
    let mut other = state.db.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(0x0064_726f_7077_6c73_i64)
        .execute(&mut *other)
        .await
        .unwrap();
    let refused = imported(&state, &people(&[("a", "Anna Adams")])).await.unwrap_err();
    assert!(matches!(refused, ImportError::Busy), "{refused}");
    other.rollback().await.unwrap();
    imported(&state, &people(&[("a", "Anna Adams")])).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn an_import_is_on_record(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Anna Adams")])).await.unwrap();
    let details: serde_json::Value =
        sqlx::query_scalar("select details from audit_log where action = 'watchlist.import'")
            .fetch_one(&state.db)
            .await
            .unwrap();
    assert_eq!((&details["source"], &details["entries"]), (&"un".into(), &1.into()));
}
