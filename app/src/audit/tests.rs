//! Tests of the audit log, each on a database of its own.
use domain::clock::testing::SeededEntropy;
use serde_json::json;
use sqlx::PgPool;

use super::service::{Verification, seal, verify};
use super::{Entry, record_in_tx};
use crate::testing::{request, start_of_test};

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
    assert_eq!(verify(&db).await.unwrap(), Verification::Intact(7));

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
    assert!(matches!(verify(&db).await.unwrap(), Verification::Broken { seq: 5, .. }));
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
    assert_eq!(verify(&db).await.unwrap(), Verification::Intact(25));
}
