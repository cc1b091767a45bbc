//! Tests of retention, each on a database of its own.
use chrono::{Duration, NaiveDate};
use domain::access::{Actor, KycStatus, Role};
use domain::calendar::oslo_midnight;
use domain::clock::Entropy as _;
use domain::clock::testing::SeededEntropy;
use domain::compliance::retention::RecordKind;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::PgPool;

use super::service::{self, BATCH_ROWS, Deleted, delete_due, ids_hash};
use crate::testing::{World, world};

fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn run(db: &PgPool, sql: &str) {
    sqlx::raw_sql(sql).execute(db).await.expect(sql);
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.expect(sql)
}

/// A remittance of Amir's on a day, with its order, history and price.
async fn old_payment(db: &PgPool, id: &str, day: &str) {
    run(
        db,
        &format!(
            "insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount,
               receive_currency, rate, mid_rate, margin_amount, rate_as_of, created_at, expires_at)
             values ('quo_{id}', 'usr_demo1', 'rcp_demo1', 100, 1, 101, 1170, 'RSD', 11.7, 11.74, 0.34, '{day}',
               '{day} 12:00+00', '{day} 12:30+00');
             insert into transactions (id, user_id, type, status, amount, fee, recipient_id, quote_id, created_at,
               completed_at)
             values ('txn_{id}', 'usr_demo1', 'remittance', 'completed', 101, 1, 'rcp_demo1', 'quo_{id}',
               '{day} 12:00+00', '{day} 12:05+00');
             insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, product, amount,
               currency, debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information,
               request_id, psu_ip, approve_by)
             values ('pay_{id}', 'txn_{id}', 'usr_demo1', 'dnb', 'bac_demo1', 'settled', 'cross-border', 101, 'NOK',
               'NO', 'Milica', 'RS', 'RS', 'Drop', gen_random_uuid(), '127.0.0.1', '{day} 13:00+00');
             insert into payment_order_events (payment_order_id, state_before, state_after)
             values ('pay_{id}', 'created', 'settled');"
        ),
    )
    .await;
}

#[sqlx::test(migrations = "../migrations")]
async fn the_view_and_the_domain_say_the_same(db: PgPool) {
    for &kind in RecordKind::ALL {
        for started in ["2019-12-31", "2020-01-01", "2020-02-29", "2024-02-28", "2026-11-27", "2100-02-28"] {
            let date: NaiveDate = sqlx::query_scalar("select retention_delete_on($1, $2)")
                .bind(kind.as_str())
                .bind(day(started))
                .fetch_one(&db)
                .await
                .unwrap();
            assert_eq!(date, kind.delete_on(day(started)), "{kind} {started}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_record_tells_its_date_and_why(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let of = async |id: &str| service::date_of(&state, &officer(), id).await.unwrap().unwrap();
    let paid = of("txn_demo1").await;
    assert_eq!((paid.kind, paid.delete_on), (RecordKind::Transaction, Some(day("2032-01-01"))));
    run(&db, "insert into aml_alerts (id, user_id, alert_type, severity, transaction_id) values ('aml_1', 'usr_demo1', 'x', 'low', 'txn_demo1')").await;
    let looked_at = of("txn_demo1").await;
    assert_eq!((looked_at.kind, looked_at.delete_on), (RecordKind::Investigated, Some(day("2036-11-21"))));
    let identity = of("kyc_demo1").await;
    assert_eq!((identity.kind, identity.delete_on), (RecordKind::Identity, None), "she is still a customer");
    run(&db, "update users set left_at = '2026-11-24 12:00+00' where id = 'usr_demo1'").await;
    assert_eq!(of("kyc_demo1").await.delete_on, Some(day("2031-11-24")));
    let customer = of("usr_demo1").await;
    assert_eq!((customer.kind, customer.delete_on), (RecordKind::Customer, None), "her payments are kept");
    assert!(
        service::date_of(&state, &officer(), "usr_demo2").await.unwrap().is_none(),
        "one who is still here"
    );
    let kinds = service::overview(&state, &officer()).await.unwrap();
    assert!(kinds.iter().all(|line| line.due == 0), "{kinds:?}");
    let customer = crate::testing::demo_customer();
    assert!(service::date_of(&state, &customer, "txn_demo1").await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_goes_on_its_day_with_all_that_belongs_to_it_and_leaves_a_proof(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    old_payment(&db, "old", "2020-06-15").await;
    clock.set(oslo_midnight(day("2026-01-01")) - Duration::seconds(1));
    assert_eq!(delete_due(&state).await.unwrap(), []);
    clock.set(oslo_midnight(day("2026-01-01")));
    let kind = RecordKind::Transaction;
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind, rows: 1 }]);
    for table in ["transactions", "payment_orders", "quotes"] {
        let left = format!("select count(*) from {table} where id like '%\\_old'");
        assert_eq!(count(&db, &left).await, 0, "{table}");
    }
    assert_eq!(
        count(&db, "select count(*) from payment_order_events where payment_order_id = 'pay_old'").await,
        0
    );
    let proof: serde_json::Value =
        sqlx::query_scalar("select details from audit_log where action = 'retention.delete'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(proof["records"], 1);
    assert_eq!(proof["ids_sha256"], ids_hash(&["txn_old"]));
    assert!(proof["rule"].as_str().unwrap().contains("§ 30"));
    let text = proof.to_string();
    for word in ["usr_", "Milica", "txn_", "101"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

/// A finding of a rule in one payment; `alert`: the alert that it was attached to, if the rule was live.
async fn found(db: &PgPool, id: &str, payment: &str, alert: Option<&str>) {
    let (mode, alert) = alert.map_or(("test", "null".to_owned()), |alert| ("live", format!("'{alert}'")));
    run(
        db,
        &format!(
            "insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence,
               alert_id)
             select '{id}', '{payment}', 'usr_demo1', rule, id, '{mode}', 'low', 10, '{{}}', {alert}
             from rule_settings where rule = 'velocity' limit 1"
        ),
    )
    .await;
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_looked_into_is_kept_for_ten_years_and_an_alert_until_its_last_payment(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    old_payment(&db, "odd", "2015-06-15").await;
    old_payment(&db, "later", "2016-06-15").await;
    old_payment(&db, "tried", "2015-06-15").await;
    run(
        &db,
        "insert into aml_alerts (id, user_id, alert_type, severity, transaction_id)
         values ('aml_old', 'usr_demo1', 'velocity', 'low', 'txn_odd');
         insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
         values ('aml_old', 'note', 'usr_demo_officer', 'looked at it', '{}', '{}', '2015-06-16');
         insert into str_reports (id, user_id, alert_id, report_type) values ('str_old', 'usr_demo1', 'aml_old', 'str')",
    )
    .await;
    found(&db, "fnd_odd", "txn_odd", Some("aml_old")).await;
    found(&db, "fnd_later", "txn_later", Some("aml_old")).await;
    // A rule in trial makes no payment a case.
    found(&db, "fnd_tried", "txn_tried", None).await;
    let kind = RecordKind::Investigated;
    clock.set(oslo_midnight(day("2025-06-14")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind: RecordKind::Transaction, rows: 1 }]);
    clock.set(oslo_midnight(day("2025-06-15")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind, rows: 1 }]);
    assert_eq!(count(&db, "select count(*) from aml_alerts where id = 'aml_old'").await, 1);
    clock.set(oslo_midnight(day("2026-06-15")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind, rows: 1 }]);
    for table in ["aml_findings", "aml_alerts", "str_reports"] {
        let left = format!("select count(*) from {table} where id like '%\\_odd' or id like '%\\_old'");
        assert_eq!(count(&db, &left).await, 0, "{table}");
    }
    assert_eq!(count(&db, "select count(*) from aml_alert_events").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_that_was_held_is_kept_for_ten_years(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    old_payment(&db, "held", "2015-06-15").await;
    run(
        &db,
        "insert into payment_holds (id, transaction_id, cause, created_at)
         values ('hld_1', 'txn_held', 'rule', '2015-06-15 12:00+00');
         insert into payment_hold_decisions (hold_id, step, officer_id, reason, decided_at)
         values ('hld_1', 'release', 'usr_demo_officer', 'explained by the customer', '2015-06-15 13:00+00');
         update payment_holds set state = 'released', closed_at = '2015-06-15 13:00+00', decision_step = 'release',
           decision_id = (select id from payment_hold_decisions where hold_id = 'hld_1') where id = 'hld_1'",
    )
    .await;
    clock.set(oslo_midnight(day("2025-06-14")));
    assert_eq!(delete_due(&state).await.unwrap(), []);
    clock.set(oslo_midnight(day("2025-06-15")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind: RecordKind::Investigated, rows: 1 }]);
    for table in ["payment_holds", "payment_hold_decisions"] {
        assert_eq!(count(&db, &format!("select count(*) from {table}")).await, 0, "{table}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_waits_for_its_refund_and_both_go_from_the_book(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    run(
        &db,
        "insert into transactions (id, user_id, type, status, amount, fee, merchant_id, refunded_amount, created_at)
         values ('txn_s', 'usr_demo2', 'qr_payment', 'completed', 100, 1, 'mer_demo1', 40, '2019-12-30 12:00+00');
         insert into transactions (id, user_id, type, status, amount, merchant_id, refund_of, created_at)
         values ('txn_r', 'usr_demo1', 'refund', 'completed', 40, 'mer_demo1', 'txn_s', '2020-01-02 12:00+00');
         insert into sale_entries (merchant_id, kind, transaction_id, sale_id, amount, fee, booked_on, booked_at)
         values ('mer_demo1', 'sale', 'txn_s', 'txn_s', 100, 1, '2019-12-30', '2019-12-30 12:00+00'),
           ('mer_demo1', 'refund', 'txn_r', 'txn_s', -40, 0, '2020-01-02', '2020-01-02 12:00+00')",
    )
    .await;
    clock.set(oslo_midnight(day("2025-12-31")));
    assert_eq!(delete_due(&state).await.unwrap(), []);
    clock.set(oslo_midnight(day("2026-01-01")));
    let kind = RecordKind::Transaction;
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind, rows: 2 }]);
    assert_eq!(count(&db, "select count(*) from sale_entries where sale_id = 'txn_s'").await, 0);
    // The book of today is as it was.
    assert!(count(&db, "select count(*) from sale_entries").await > 0);
    assert!(sqlx::query("delete from sale_entries").execute(&db).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_identity_goes_five_years_after_the_customer_left(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    run(&db, "update users set left_at = '2020-02-29 12:00+00' where id = 'usr_demo1'").await;
    clock.set(oslo_midnight(day("2025-02-28")));
    assert_eq!(delete_due(&state).await.unwrap(), []);
    clock.set(oslo_midnight(day("2025-03-01")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind: RecordKind::Identity, rows: 1 }]);
    assert_eq!(count(&db, "select count(*) from kyc_cases").await, 2);
    assert_eq!(count(&db, "select count(*) from kyc_events where case_id = 'kyc_demo1'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn stopped_in_the_middle_nothing_is_half_gone(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    for number in 0..3 {
        old_payment(&db, &format!("old{number}"), "2019-06-15").await;
    }
    // The proof cannot be written, as if the server had died there.
    run(
        &db,
        "create function die() returns trigger language plpgsql as 'begin raise exception ''died''; end';
         create trigger die before insert on audit_log for each row when (new.action = 'retention.delete')
           execute function die()",
    )
    .await;
    clock.set(oslo_midnight(day("2026-01-01")));
    assert!(delete_due(&state).await.is_err());
    assert_eq!(
        count(&db, "select count(*) from payment_order_events where payment_order_id like 'pay\\_old%'")
            .await,
        3
    );
    run(&db, "drop trigger die on audit_log").await;
    // Two servers at once: one of them does it.
    let (one, two) = tokio::join!(delete_due(&state), delete_due(&state));
    let rows: usize = one.unwrap().iter().chain(&two.unwrap()).map(|one| one.rows).sum();
    assert_eq!(rows, 3);
    let proven = "select sum((details ->> 'records')::bigint)::bigint from audit_log where action = 'retention.delete'";
    assert_eq!(count(&db, proven).await, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_goes_before_its_day_and_everything_after(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let entropy = SeededEntropy::new(5);
    let mut runner = TestRunner::deterministic();
    let strategy = (proptest::collection::vec(0_u16..4_000, 1..12), 0_u16..5_000);
    let first = day("2010-01-01");
    for _ in 0..12 {
        let (ages, passed) = strategy.new_tree(&mut runner).unwrap().current();
        for age in &ages {
            let at = first + chrono::Days::new(u64::from(*age));
            let id = entropy.hex(8);
            run(
                &db,
                &format!(
                    "insert into sessions (id, user_id, token_hash, created_at, expires_at, last_seen_at)
                     values ('ses_{id}', 'usr_demo1', repeat('{id}', 4), '{at} 00:00+00', '{at} 12:00+00', '{at} 01:00+00');
                     insert into transactions (id, user_id, type, status, amount, recipient_id, created_at)
                     values ('txn_{id}', 'usr_demo1', 'remittance', 'failed', 10, 'rcp_demo1', '{at} 12:00+00')"
                ),
            )
            .await;
        }
        let today = first + chrono::Days::new(u64::from(passed));
        let keep = format!(
            "select count(*) from retention_dates where kind in ('login', 'transaction') and delete_on > '{today}'"
        );
        let due = format!(
            "select count(*) from retention_dates where kind in ('login', 'transaction') and delete_on <= '{today}'"
        );
        let kept = count(&db, &keep).await;
        clock.set(oslo_midnight(today));
        delete_due(&state).await.unwrap();
        assert_eq!(count(&db, &keep).await, kept, "nothing before its day");
        assert_eq!(count(&db, &due).await, 0, "everything after it");
    }
    assert_eq!(count(&db, "select count(*) from transactions where id like 'txn\\_demo%'").await, 4);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_run_takes_more_than_one_batch(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let many = BATCH_ROWS * 2 + 1;
    run(
        &db,
        &format!(
            "insert into notifications (id, user_id, type, title, body, created_at)
             select 'ntf_old' || n, 'usr_demo1', 'other', 'x', 'y', '2020-01-01' from generate_series(1, {many}) n"
        ),
    )
    .await;
    clock.set(oslo_midnight(day("2021-01-01")));
    assert_eq!(delete_due(&state).await.unwrap(), [Deleted { kind: RecordKind::Notification, rows: many }]);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'retention.delete'").await, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn complaints_and_requests_go_three_years_after_the_answer(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    run(
        &db,
        "update complaints set resolved_at = '2020-06-15 12:00+00' where id = 'cmp_demo6';
         update data_access_requests set completed_at = '2020-06-15 12:00+00' where id = 'dar_demo6'",
    )
    .await;
    assert!(
        sqlx::query("delete from complaint_messages where complaint_id = 'cmp_demo2'")
            .execute(&db)
            .await
            .is_err(),
        "a thread stays until its date"
    );
    clock.set(oslo_midnight(day("2023-06-15")) - Duration::seconds(1));
    assert_eq!(delete_due(&state).await.unwrap(), []);
    clock.set(oslo_midnight(day("2023-06-15")));
    let gone = delete_due(&state).await.unwrap();
    for kind in [RecordKind::Complaint, RecordKind::DataRequest] {
        assert!(gone.contains(&Deleted { kind, rows: 1 }), "{kind}: {gone:?}");
    }
    assert_eq!(
        count(&db, "select count(*) from complaint_messages where complaint_id = 'cmp_demo6'").await,
        0
    );
    assert_eq!(count(&db, "select count(*) from complaint_events where complaint_id = 'cmp_demo6'").await, 0);
}
