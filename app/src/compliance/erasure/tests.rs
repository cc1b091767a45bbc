//! Erasure and accounts that close, each test on a database of its own.
use chrono::Duration;
use domain::compliance::privacy::{DataKind, RequestStatus};
use sqlx::PgPool;

use super::service::{carry_out, close_due};
use crate::identity::service::{Shown, open_login, visitor};
use crate::privacy::closing::service::ask;
use crate::testing::{World, other_customer, request, world};

async fn run(db: &PgPool, sql: &str) {
    sqlx::raw_sql(sql).execute(db).await.expect(sql);
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.expect(sql)
}

/// An officer's decision: these kinds go, the rest stays.
async fn decided(db: &PgPool, erase: &[DataKind]) {
    run(
        db,
        "update data_access_requests set status = 'processing', decided_at = now(), decided_by = 'usr_demo_officer',
           answer = 'Slettes.' where id = 'dar_demo2'",
    )
    .await;
    for &kind in DataKind::ALL {
        let ground = match kind {
            _ if erase.contains(&kind) => None,
            _ if kind.duty().is_some() => Some("legal_duty"),
            _ => Some("claims"),
        };
        sqlx::query(
            "insert into data_request_lines (request_id, data_kind, outcome, ground)
             values ('dar_demo2', $1, case when $2::text is null then 'erase' else 'keep' end, $2)",
        )
        .bind(kind.as_str())
        .bind(ground)
        .execute(db)
        .await
        .unwrap();
    }
}

/// A recipient of Kari's who was never paid, with a price that she did not take.
async fn never_paid(db: &PgPool) {
    run(
        db,
        "insert into recipients (id, user_id, name, country, currency, bank_account)
         values ('rcp_new', 'usr_demo2', 'Ana', 'RS', 'RSD', 'RS35260005601001611379');
         insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount, receive_currency,
           rate, mid_rate, margin_amount, rate_as_of, expires_at)
         values ('quo_new', 'usr_demo2', 'rcp_new', 100, 1, 101, 1170, 'RSD', 11.7, 11.74, 0.34, now(), now() + interval '30 minutes');
         insert into screening_results (id, user_id, recipient_id, screening_type, result)
         values ('scr_new', 'usr_demo2', 'rcp_new', 'sanctions', 'clear')",
    )
    .await;
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_decided_goes_and_the_rest_stays(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    never_paid(&db).await;
    let payments = count(&db, "select count(*) from transactions where user_id = 'usr_demo2'").await;
    let erase = [
        DataKind::Recipients,
        DataKind::BankLinks,
        DataKind::Logins,
        DataKind::Notifications,
        DataKind::Marketing,
        DataKind::Complaints,
    ];
    decided(&db, &erase).await;
    let id = "dar_demo2".parse().unwrap();
    carry_out(&state, &id).await.unwrap();
    carry_out(&state, &id).await.expect("done twice it is done once");
    for (what, sql) in [
        ("recipient", "select count(*) from recipients where id = 'rcp_new'"),
        ("its price", "select count(*) from quotes where id = 'quo_new'"),
        ("consents", "select count(*) from bank_consents where user_id = 'usr_demo2' and status = 'valid'"),
        ("complaints", "select count(*) from complaints where user_id = 'usr_demo2' and status = 'resolved'"),
    ] {
        assert_eq!(count(&db, sql).await, 0, "{what}");
    }
    assert_eq!(
        count(&db, "select count(*) from transactions where user_id = 'usr_demo2'").await,
        payments,
        "the law keeps payments"
    );
    assert_eq!(count(&db, "select count(*) from kyc_cases where user_id = 'usr_demo2'").await, 1);
    let own = crate::privacy::service::list(&state, &other_customer()).await.unwrap();
    let line = own.iter().find(|line| line.id == id).unwrap();
    assert_eq!(line.status, RequestStatus::Completed);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'data_request.erased'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_recipient_that_officers_look_at_is_hidden_like_any_other(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    never_paid(&db).await;
    run(&db, "update screening_results set result = 'potential_match' where id = 'scr_new'").await;
    decided(&db, &[DataKind::Recipients]).await;
    carry_out(&state, &"dar_demo2".parse().unwrap()).await.unwrap();
    assert_eq!(
        count(&db, "select count(*) from recipients where id = 'rcp_new' and removed_at is not null").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_closed_account_keeps_what_the_law_keeps(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    never_paid(&db).await;
    open_login(&state, &request(), &"usr_demo2".parse().unwrap(), "one", Shown::Password).await.unwrap();
    let kari = visitor(&state, "one").await.unwrap().unwrap();
    ask(&state, &kari, &request()).await.unwrap();
    clock.advance(Duration::days(13));
    assert_eq!(close_due(&state).await.unwrap(), 0, "it can still be undone");
    clock.advance(Duration::days(1));
    assert_eq!(close_due(&state).await.unwrap(), 1);
    assert_eq!(close_due(&state).await.unwrap(), 0);
    assert!(visitor(&state, "one").await.unwrap().is_none());
    let (email, phone, name): (String, Option<String>, String) =
        sqlx::query_as("select email, phone, first_name from users where id = 'usr_demo2'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!((email.as_str(), phone, name.as_str()), ("usr_demo2@closed.invalid", None, "Kari"));
    assert_eq!(count(&db, "select count(*) from kyc_cases where user_id = 'usr_demo2'").await, 1);
    assert_eq!(count(&db, "select count(*) from recipients where id = 'rcp_new'").await, 0);
    assert_eq!(count(&db, "select count(*) from sessions where user_id = 'usr_demo2'").await, 0);
    let dated: i64 = count(
        &db,
        "select count(*) from retention_dates where user_id = 'usr_demo2' and kind = 'identity'
         and delete_on = date '2031-12-08'",
    )
    .await;
    assert_eq!(dated, 1, "its five years have begun");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_with_a_payment_under_way_waits(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    run(
        &db,
        "update users set closing_asked_at = now(), closing_on = '2026-11-24' where id = 'usr_demo2';
         insert into transactions (id, user_id, type, status, amount, merchant_id)
         values ('txn_way', 'usr_demo2', 'qr_payment', 'processing', 10, 'mer_demo1')",
    )
    .await;
    assert_eq!(close_due(&state).await.unwrap(), 0);
    run(&db, "update transactions set status = 'failed' where id = 'txn_way'").await;
    clock.advance(Duration::hours(1));
    assert_eq!(close_due(&state).await.unwrap(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_that_is_ordered_at_that_moment_is_seen(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    run(&db, "update users set closing_asked_at = now(), closing_on = '2026-11-24' where id = 'usr_demo2'")
        .await;
    // As an order does: it locks its customer, and is there when it is committed.
    let mut order = db.begin().await.unwrap();
    let lock = "select id from users where id = 'usr_demo2' for no key update";
    sqlx::query(lock).execute(&mut *order).await.unwrap();
    let closing = tokio::spawn({
        let state = state.clone();
        async move { close_due(&state).await.unwrap() }
    });
    waits_for_a_lock(&db).await;
    let payment = "insert into transactions (id, user_id, type, status, amount, merchant_id)
         values ('txn_late', 'usr_demo2', 'qr_payment', 'processing', 10, 'mer_demo1')";
    sqlx::query(payment).execute(&mut *order).await.unwrap();
    order.commit().await.unwrap();
    assert_eq!(closing.await.unwrap(), 0);
    assert_eq!(count(&db, "select count(*) from users where id = 'usr_demo2' and left_at is null").await, 1);
}

/// Until somebody waits for a lock in this database.
async fn waits_for_a_lock(db: &PgPool) {
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..200 {
        if count(db, waiting).await > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody waits");
}
