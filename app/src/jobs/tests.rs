//! Tests of jobs, each on a database of its own.
use std::collections::HashSet;

use chrono::Duration;
use domain::ids::JobId;
use sqlx::PgPool;

use super::model::{Claimed, Job};
use super::service::{
    CLAIM_SECONDS, Failed, claim, dismiss, enqueue_in_tx, ensure_periodic, fail, finish, list, revive,
};
use crate::context::AppState;
use crate::testing::{World, world};

async fn enqueue(state: &AppState, job: &Job) {
    let mut tx = state.db.begin().await.unwrap();
    enqueue_in_tx(&mut tx, state, job, state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// A job that is done once. There is none without a key of its own among the periodic ones, so the key is taken away.
async fn enqueue_once(world: &World) -> JobId {
    enqueue(&world.state, &Job::PruneRateLimits).await;
    let id: String = sqlx::query_scalar(
        "update jobs set unique_key = null where unique_key is not null and state = 'queued' returning id",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    id.parse().unwrap()
}

async fn claim_one(state: &AppState) -> Option<Claimed> {
    claim(state, 1).await.unwrap().pop()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_not_committed_is_not_done(db: PgPool) {
    let world = world(db).await;
    let mut tx = world.state.db.begin().await.unwrap();
    enqueue_in_tx(&mut tx, &world.state, &Job::RefreshRates, world.state.clock.now()).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(claim_one(&world.state).await.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_never_get_the_same_job(db: PgPool) {
    const JOBS: usize = 200;
    let world = world(db).await;
    for _ in 0..JOBS {
        enqueue_once(&world).await;
    }
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let state = world.state.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claimed = claim(&state, 3).await.unwrap();
                    if claimed.is_empty() {
                        return mine;
                    }
                    for job in claimed {
                        finish_as_done_once(&state, &job).await;
                        mine.push(job.id);
                    }
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), JOBS);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), JOBS);
}

/// A periodic job would wait for its next time; here it is done.
async fn finish_as_done_once(state: &AppState, job: &Claimed) {
    super::store::delete_done(&state.db, job.id.as_str(), job.claimed_until).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_job_of_a_worker_that_was_killed_is_done_by_another(db: PgPool) {
    let world = world(db).await;
    enqueue(&world.state, &Job::PruneRateLimits).await;
    let lost = claim_one(&world.state).await.expect("due");
    assert!(claim_one(&world.state).await.is_none(), "claimed");
    world.clock.advance(Duration::seconds(CLAIM_SECONDS));
    let taken_over = claim_one(&world.state).await.expect("its claim has run out");
    assert_eq!((taken_over.id.clone(), taken_over.attempts), (lost.id.clone(), 2));
    // The first worker was only slow: nothing that it says counts any more.
    finish(&world.state, &lost).await.unwrap();
    assert_eq!(fail(&world.state, &lost, "late").await.unwrap(), Failed::Lost);
    assert!(claim_one(&world.state).await.is_none(), "still held by the second");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_periodic_job_is_one_row_that_waits_for_its_next_time(db: PgPool) {
    let world = world(db).await;
    ensure_periodic(&world.state).await.unwrap();
    ensure_periodic(&world.state).await.unwrap();
    let claimed = claim(&world.state, 100).await.unwrap();
    assert_eq!(claimed.len(), Job::PERIODIC.len());
    for job in &claimed {
        finish(&world.state, job).await.unwrap();
    }
    world.clock.advance(Duration::seconds(14));
    assert!(claim_one(&world.state).await.is_none());
    world.clock.advance(Duration::minutes(60));
    assert_eq!(claim(&world.state, 100).await.unwrap().len(), Job::PERIODIC.len());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_failing_job_waits_longer_each_time_and_a_periodic_one_never_dies(db: PgPool) {
    let world = world(db).await;
    enqueue(&world.state, &Job::RefreshRates).await;
    let mut waits = Vec::new();
    for _ in 0..30 {
        let job = claim_one(&world.state).await.expect("due");
        let Failed::Again(at) = fail(&world.state, &job, "no answer").await.unwrap() else { panic!("died") };
        waits.push(at - world.state.clock.now());
        world.clock.set(at);
    }
    assert!(waits[1] > waits[0] && waits[5] > waits[4] && waits[0] < Duration::seconds(4), "{waits:?}");
    assert!(waits[29] < Duration::minutes(80), "{waits:?}");
    let job = claim_one(&world.state).await.expect("due");
    finish(&world.state, &job).await.unwrap();
    assert_eq!(list(&world.state.db, false).await.unwrap()[0].last_error, None, "works again");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dead_letter_is_seen_and_lives_again_or_is_dismissed(db: PgPool) {
    let world = world(db).await;
    let (first, second) = (enqueue_once(&world).await, enqueue_once(&world).await);
    for id in [&first, &second] {
        let job = claim_one(&world.state).await.expect("due");
        let until = job.claimed_until;
        let now = world.state.clock.now();
        assert!(super::store::bury(&world.state.db, job.id.as_str(), until, "no answer", now).await.unwrap());
        assert!([&first, &second].contains(&&job.id), "{id}");
    }
    let dead = list(&world.state.db, true).await.unwrap();
    assert_eq!(dead.len(), 2);
    assert!(dead.iter().all(|job| job.dead && job.last_error.as_deref() == Some("no answer")));
    assert!(claim_one(&world.state).await.is_none(), "a dead letter is not tried again by itself");
    assert!(dismiss(&world.state.db, &first).await.unwrap());
    assert!(!dismiss(&world.state.db, &first).await.unwrap());
    assert_eq!(revive(&world.state, Some(&second)).await.unwrap(), 1);
    assert_eq!(claim_one(&world.state).await.expect("alive").attempts, 1);
    assert!(!dismiss(&world.state.db, &second).await.unwrap(), "it is no dead letter any more");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dead_letter_whose_work_waits_again_already_goes(db: PgPool) {
    let world = world(db).await;
    for _ in 0..2 {
        enqueue(&world.state, &Job::RefreshRates).await;
        let job = claim_one(&world.state).await.expect("due");
        let now = world.state.clock.now();
        super::store::bury(&world.state.db, job.id.as_str(), job.claimed_until, "x", now).await.unwrap();
    }
    assert_eq!(list(&world.state.db, true).await.unwrap().len(), 2);
    assert_eq!(revive(&world.state, None).await.unwrap(), 2);
    assert_eq!(list(&world.state.db, false).await.unwrap().len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_job_that_this_server_does_not_know_is_kept_for_a_person(db: PgPool) {
    let world = world(db).await;
    sqlx::query(
        "insert into jobs (id, kind, payload, run_at) values ('job_x', 'fly', '{\"kind\": \"fly\"}', $1)",
    )
    .bind(world.state.clock.now())
    .execute(&world.state.db)
    .await
    .unwrap();
    assert!(claim_one(&world.state).await.is_none());
    assert_eq!(list(&world.state.db, true).await.unwrap()[0].kind, "fly");
}
