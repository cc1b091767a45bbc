//! Tests of the audit log, each on a database of its own.
use domain::clock::testing::SeededEntropy;
use domain::compliance::audit_chain::Head;
use serde_json::json;
use sqlx::PgPool;

use super::service::{Verification, head, seal, unsealed, verify};
use super::{Entry, record_in_tx};
use crate::context::AppState;
use crate::testing::{World, demo_payment, request, start_of_test, world};

async fn write(db: &PgPool, entropy: &SeededEntropy, rows: usize) {
    for index in 0..rows {
        let mut tx = db.begin().await.unwrap();
        let entry = Entry {
            user_id: None,
            action: "test.write",
            resource: None,
            details: json!({ "n": index, "å": "ø" }),
        };
        record_in_tx(&mut tx, entropy, start_of_test(), Some(&request()), entry).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn refused(db: &PgPool, sql: &str) -> bool {
    sqlx::query(sql).execute(db).await.is_err()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_log_refuses_to_be_changed(db: PgPool) {
    write(&db, &SeededEntropy::new(1), 3).await;
    assert!(refused(&db, "update audit_log set action = 'x'").await);
    assert!(refused(&db, "delete from audit_log").await);
    assert!(refused(&db, "truncate audit_log").await);
    seal(&db).await.unwrap();
    assert!(refused(&db, "update audit_log set chain_hash = chain_previous").await);
    assert!(refused(&db, "update audit_log set details = '{}', chain_seq = 99").await);
}

#[sqlx::test(migrations = "../migrations")]
async fn sealing_links_every_row_once_and_verification_finds_the_first_altered_one(db: PgPool) {
    let entropy = SeededEntropy::new(1);
    write(&db, &entropy, 4).await;
    assert_eq!(seal(&db).await.unwrap(), 4);
    assert_eq!(seal(&db).await.unwrap(), 0);
    write(&db, &entropy, 3).await;
    assert_eq!(seal(&db).await.unwrap(), 3);
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(7));

    // Somebody with the rights of the database's owner switches the guard off and changes history.
    let mut tx = db.begin().await.unwrap();
    sqlx::query("alter table audit_log disable trigger audit_log_append_only_row")
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("update audit_log set ip_address = '10.0.0.1' where chain_seq = 5")
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("alter table audit_log enable trigger audit_log_append_only_row")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(verify(&db, &[]).await.unwrap(), Verification::Broken { seq: 5, .. }));
}

#[sqlx::test(migrations = "../migrations")]
async fn sealers_at_the_same_time_do_not_fork_the_chain(db: PgPool) {
    let entropy = SeededEntropy::new(1);
    for _ in 0..5 {
        write(&db, &entropy, 5).await;
        let (a, b, c) = tokio::join!(seal(&db), seal(&db), seal(&db));
        let linked = a.unwrap() + b.unwrap() + c.unwrap();
        assert!(linked <= 5);
    }
    while seal(&db).await.unwrap() > 0 {}
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(25));
}

/// A chain of seven rows, meddled with by the database's owner.
async fn meddled(db: &PgPool, statements: &[&str]) -> Verification {
    write(db, &SeededEntropy::new(1), 7).await;
    seal(db).await.unwrap();
    let noted = head(db).await.unwrap().unwrap();
    let mut tx = db.begin().await.unwrap();
    let guards = ["alter table audit_log disable trigger user", "alter table audit_log enable trigger user"];
    for statement in [&guards[..1], statements, &guards[1..]].concat() {
        sqlx::query(statement).execute(&mut *tx).await.expect(statement);
    }
    tx.commit().await.unwrap();
    verify(db, &[noted]).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_that_is_missing_in_the_middle_is_named(db: PgPool) {
    let found = meddled(&db, &["delete from audit_log where chain_seq in (3, 4)"]).await;
    assert_eq!(found, Verification::Missing { seq: 3, next: 5 });
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_that_is_missing_at_the_beginning_is_named(db: PgPool) {
    let found = meddled(&db, &["delete from audit_log where chain_seq = 1"]).await;
    assert_eq!(found, Verification::Missing { seq: 1, next: 2 });
}

#[sqlx::test(migrations = "../migrations")]
async fn rows_that_are_missing_at_the_end_are_told_by_the_noted_head(db: PgPool) {
    let found = meddled(&db, &["delete from audit_log where chain_seq > 5"]).await;
    assert_eq!(found, Verification::CutOff { rows: 5, noted: 7 });
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(5), "from inside nothing is to be seen");
}

#[sqlx::test(migrations = "../migrations")]
async fn rows_that_changed_places_are_named(db: PgPool) {
    // Their contents, and then their places.
    let swap = "update audit_log a set details = b.details from audit_log b
      where a.chain_seq in (2, 6) and b.chain_seq = 8 - a.chain_seq";
    assert!(matches!(meddled(&db, &[swap]).await, Verification::Broken { seq: 2, .. }));
}

#[sqlx::test(migrations = "../migrations")]
async fn rows_whose_numbers_changed_places_are_named(db: PgPool) {
    let swap = [
        "alter table audit_log drop constraint audit_log_chain_seq_key",
        "update audit_log set chain_seq = 8 - chain_seq where chain_seq in (3, 5)",
    ];
    assert!(matches!(meddled(&db, &swap).await, Verification::Broken { seq: 3, .. }));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_that_was_put_in_between_is_named(db: PgPool) {
    let put_in = [
        "alter table audit_log drop constraint audit_log_chain_seq_key",
        "update audit_log set chain_seq = chain_seq + 1 where chain_seq > 3",
        "insert into audit_log (id, action, chain_seq, chain_previous, chain_hash)
         select 'aud_forged', 'auth.login', 4, chain_hash, chain_hash from audit_log where chain_seq = 3",
    ];
    let found = meddled(&db, &put_in).await;
    assert_eq!(found, Verification::Broken { seq: 4, id: "aud_forged".to_owned() });
}

#[sqlx::test(migrations = "../migrations")]
async fn a_chain_that_is_written_anew_as_a_whole_is_told_by_the_noted_head(db: PgPool) {
    write(&db, &SeededEntropy::new(1), 3).await;
    seal(&db).await.unwrap();
    let noted = head(&db).await.unwrap().unwrap();
    let anew = [
        "alter table audit_log disable trigger user",
        "update audit_log set chain_seq = null, chain_previous = null, chain_hash = null, ip_address = '10.0.0.1'",
        "alter table audit_log enable trigger user",
    ];
    for statement in anew {
        sqlx::query(statement).execute(&db).await.unwrap();
    }
    seal(&db).await.unwrap();
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(3));
    assert_eq!(verify(&db, &[noted]).await.unwrap(), Verification::OtherHead { seq: 3 });
    let later = Head { seq: 9, ..noted };
    assert_eq!(verify(&db, &[later]).await.unwrap(), Verification::CutOff { rows: 3, noted: 9 });
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_with_a_hash_of_its_own_does_not_lead_to_the_next(db: PgPool) {
    // As somebody would do who knows how the hash is made, but changes one row only.
    write(&db, &SeededEntropy::new(1), 3).await;
    seal(&db).await.unwrap();
    let forge = [
        "alter table audit_log disable trigger user",
        "create temporary table kept as select id, chain_seq, chain_previous, chain_hash from audit_log where chain_seq > 1",
        "update audit_log set chain_seq = null, chain_previous = null, chain_hash = null where chain_seq > 1",
        "update audit_log set ip_address = '10.0.0.1' where id = (select id from kept where chain_seq = 2)",
    ];
    let mut connection = db.acquire().await.unwrap();
    for statement in forge {
        sqlx::query(statement).execute(&mut *connection).await.unwrap();
    }
    seal(&db).await.unwrap();
    let back = "update audit_log set chain_previous = kept.chain_previous, chain_hash = kept.chain_hash
      from kept where kept.id = audit_log.id and kept.chain_seq = 3";
    sqlx::query(back).execute(&mut *connection).await.unwrap();
    assert!(matches!(verify(&db, &[]).await.unwrap(), Verification::Rewritten { seq: 2, .. }));
}

#[sqlx::test(migrations = "../migrations")]
async fn many_writers_beside_two_sealers_make_one_chain(db: PgPool) {
    const WRITERS: u64 = 8;
    const ROWS: usize = 20;
    let writing = async {
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let db = db.clone();
            tasks.spawn(async move { write(&db, &SeededEntropy::new(100 + writer), ROWS).await });
        }
        tasks.join_all().await;
    };
    let sealing = |db: PgPool| async move {
        let mut linked = 0;
        for _ in 0..60 {
            linked += seal(&db).await.unwrap();
            tokio::task::yield_now().await;
        }
        linked
    };
    let ((), one, two) = tokio::join!(writing, sealing(db.clone()), sealing(db.clone()));
    let mut linked = one + two;
    loop {
        match seal(&db).await.unwrap() {
            0 => break,
            more => linked += more,
        }
    }
    let all = usize::try_from(WRITERS).unwrap() * ROWS;
    assert_eq!(linked, all, "each row was linked once");
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(all as u64));
    assert_eq!(unsealed(&db).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_slow_transaction_keeps_neither_writers_nor_the_sealer_waiting(db: PgPool) {
    let mut slow = db.begin().await.unwrap();
    let entry = Entry { user_id: None, action: "test.slow", resource: None, details: json!({}) };
    record_in_tx(&mut slow, &SeededEntropy::new(9), start_of_test(), None, entry).await.unwrap();
    let others = async {
        write(&db, &SeededEntropy::new(1), 3).await;
        assert_eq!(seal(&db).await.unwrap(), 3);
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), others).await.expect("nobody waits");
    slow.commit().await.unwrap();
    assert_eq!(seal(&db).await.unwrap(), 1);
    assert_eq!(verify(&db, &[]).await.unwrap(), Verification::Intact(4));
}

/// A pool of the role that serves and owns nothing.
async fn serving(db: &PgPool) -> PgPool {
    // A cluster of scripts/db has it; the owner of another one may make it.
    let _ = sqlx::query("create role drop_app login password 'drop'").execute(db).await;
    sqlx::query("select drop_grant_to('drop_app')").execute(db).await.expect("the role drop_app");
    let options = (*db.connect_options()).clone().username("drop_app").password("drop");
    PgPool::connect_with(options).await.expect("to log in as drop_app")
}

#[sqlx::test(migrations = "../migrations")]
async fn the_role_that_serves_cannot_change_the_past(db: PgPool) {
    write(&db, &SeededEntropy::new(1), 3).await;
    let app = serving(&db).await;
    assert_eq!(seal(&app).await.unwrap(), 3, "it seals");
    write(&app, &SeededEntropy::new(2), 1).await;
    for statement in [
        "update audit_log set action = 'x'",
        "update audit_log set details = '{}' where chain_seq is null",
        "update audit_log set chain_seq = 1, chain_previous = chain_hash",
        "delete from audit_log",
        "truncate audit_log",
        "truncate audit_log, users cascade",
        "alter table audit_log disable trigger all",
        "alter table audit_log disable trigger audit_log_append_only_row",
        "drop trigger audit_log_append_only_row on audit_log",
        "create or replace function audit_log_append_only() returns trigger language plpgsql as 'begin return old; end'",
        "alter table audit_log add column x text",
        "alter table audit_log rename to other",
        "drop table audit_log",
        "drop index audit_log_unsealed_idx",
        "create trigger x before insert on audit_log for each row execute function audit_log_append_only()",
        "set session_replication_role = replica",
        "select drop_grant_to('drop_app')",
        "alter table audit_log owner to drop_app",
        "create table x (id text)",
        "create schema x",
        "update sale_entries set fee = 0",
        "update kyc_events set reason = 'x'",
        "delete from country_risks",
        "truncate transactions cascade",
        "insert into _sqlx_migrations select 1, '', now(), true, '', 0",
    ] {
        let refused = sqlx::query(statement).execute(&app).await;
        assert!(refused.is_err(), "{statement}");
    }
    seal(&app).await.unwrap();
    assert_eq!(verify(&app, &[]).await.unwrap(), Verification::Intact(4));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_role_that_serves_can_do_all_that_serving_needs(db: PgPool) {
    let World { state, clock, bank } = world(db.clone()).await;
    let app = serving(&db).await;
    let world = World { state: AppState { db: app, ..state }, clock, bank };
    demo_payment(&world).await;
    let state = &world.state;
    crate::payments::service::reconcile(state).await.unwrap();
    crate::jobs::service::ensure_periodic(state).await.unwrap();
    crate::jobs::service::claim(state, 10).await.unwrap();
    crate::compliance::retention::service::delete_due(state).await.unwrap();
    crate::compliance::kyc::service::assess(state, &"kyc_demo3".parse().unwrap()).await.unwrap();
    crate::vault::service::rotate(&state.db, &state.vault).await.unwrap();
    crate::throttle::service::prune(state).await.unwrap();
    crate::rates::service::refresh(state, true).await.unwrap();
    assert!(seal(&state.db).await.unwrap() > 0);
}
