//! Everybody again after a list has changed.
use sqlx::PgPool;

use super::{holds, imported, people};
use crate::compliance::screening::lists::Lists;
use crate::compliance::screening::runs::{Run, carry_on, ensure_run, list};
use crate::context::AppState;
use crate::jobs::Job;
use crate::jobs::service::claim;
use crate::testing::world;

async fn newest(state: &AppState) -> Run {
    list(&state.db).await.unwrap().remove(0)
}

/// More customers than fit one batch.
async fn fill(state: &AppState, count: i32) {
    sqlx::query(
        "insert into users (id, email, password_hash, first_name, last_name, role)
         select 'usr_' || lpad(n::text, 6, '0'), n || '@x.example', 'x', 'Nils', 'Nummer ' || n, 'user'
         from generate_series(1, $1) n",
    )
    .bind(count)
    .execute(&state.db)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn an_import_has_everybody_screened_by_a_job(db: PgPool) {
    let state = world(db).await.state;
    fill(&state, 2_500).await;
    imported(&state, &people(&[("a", "Amir Ahmetov"), ("b", "Milica Jovanovic")])).await.unwrap();
    let run = newest(&state).await;
    assert_eq!((run.state.as_str(), run.done), ("running", 0));
    let claimed = claim(&state, 1).await.unwrap().remove(0);
    let Job::Rescreen { run: id, leg: 0 } = claimed.job else { panic!("{claimed:?}") };
    carry_on(&state, id, 0).await.unwrap();
    let run = newest(&state).await;
    assert_eq!((run.state.as_str(), run.done, run.hits), ("done", run.total, 2));
    assert!(run.total > 2_500);
    assert_eq!(holds(&state, "usr_demo1").await, [("match".to_owned(), None)]);
    assert_eq!(holds(&state, "usr_000001").await, [("clear".to_owned(), None)]);
    assert_eq!(holds(&state, "mer_demo1").await, [("clear".to_owned(), None)]);
    let staff: i64 = sqlx::query_scalar(
        "select count(*) from screening_results r join users u on u.id = r.user_id where u.role not in ('user', 'merchant')",
    )
    .fetch_one(&state.db)
    .await
    .unwrap();
    assert_eq!(staff, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_servers_on_one_run_do_it_once(db: PgPool) {
    let state = world(db).await.state;
    fill(&state, 3_000).await;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    let other = AppState { lists: Lists::default(), ..state.clone() };
    let id = newest(&state).await.id;
    let (one, two) = tokio::join!(carry_on(&state, id, 0), carry_on(&other, id, 0));
    one.unwrap();
    two.unwrap();
    // Whoever came second at some batch has stopped; the other goes on to the end.
    let run = newest(&state).await;
    assert_eq!((run.state.as_str(), run.done, run.hits), ("done", run.total, 1));
    let twice: i64 = sqlx::query_scalar(
        "select count(*) from (select 1 from screening_results where superseded_at is null
           group by subject_id having count(*) > 1) s",
    )
    .fetch_one(&state.db)
    .await
    .unwrap();
    assert_eq!(twice, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_newer_version_replaces_a_run(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    let first = newest(&state).await;
    imported(&state, &people(&[("b", "Somebody Else")])).await.unwrap();
    carry_on(&state, first.id, 0).await.unwrap();
    assert_eq!(list(&state.db).await.unwrap()[1].state, "replaced");
    assert_eq!(holds(&state, "usr_demo1").await, [], "the replaced run did nothing");
    carry_on(&state, newest(&state).await.id, 0).await.unwrap();
    assert_eq!(holds(&state, "usr_demo1").await, [("clear".to_owned(), None)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_that_came_with_the_seed_gets_its_run_once(db: PgPool) {
    let state = world(db).await.state;
    assert!(list(&state.db).await.unwrap().is_empty());
    ensure_run(&state).await.unwrap();
    ensure_run(&state).await.unwrap();
    assert_eq!(list(&state.db).await.unwrap().len(), 1);
    carry_on(&state, newest(&state).await.id, 0).await.unwrap();
    ensure_run(&state).await.unwrap();
    assert_eq!(newest(&state).await.state, "done");
}
