//! Tests of forgetting customers, each on a database of its own.
use domain::calendar::oslo_midnight;
use domain::compliance::retention::RecordKind;
use sqlx::PgPool;

use super::super::service::{Deleted, delete_due};
use crate::testing::{World, world};

/// A customer who left on a leap day, with a row in every table that can hold one of theirs.
const A_CUSTOMER: &str = "
    insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, role, left_at, deactivated_at)
    values ('usr_old', 'usr_old@closed.invalid', '', 'Vesna', 'Jovanović', '+4791234567', '1970-01-01', 'merchant',
      '2020-02-29 12:00+00', '2020-02-29 12:00+00');
    insert into recipients (id, user_id, name, country, currency, bank_account)
    values ('rcp_old1', 'usr_old', 'Milica', 'RS', 'RSD', 'RS1');
    insert into recipients (id, user_id, name, country, currency, bank_account, previous_id)
    values ('rcp_old2', 'usr_old', 'Milica', 'RS', 'RSD', 'RS2', 'rcp_old1');
    update recipients set removed_at = '2016-01-01', removed_reason = 'replaced', replaced_by = 'rcp_old2'
    where id = 'rcp_old1';
    insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount, receive_currency, rate,
      mid_rate, margin_amount, rate_as_of, created_at, expires_at)
    values ('quo_old', 'usr_old', 'rcp_old2', 100, 1, 101, 1170, 'RSD', 11.7, 11.74, 0.34, '2016-01-01',
      '2016-01-01 12:00+00', '2016-01-01 12:30+00');
    insert into consents (id, user_id, consent_type) values ('con_old', 'usr_old', 'psd2_aisp');
    insert into bank_consents (id, user_id, bank_id, consent_ref, status, valid_until, consent_id)
    values ('bcs_old', 'usr_old', 'dnb', 'sealed-old', 'expired', '2016-06-01', 'con_old');
    insert into bank_reads (bank_consent_id, customer_present) values ('bcs_old', true);
    insert into bank_accounts (id, user_id, bank_name, account_number, iban, bank_id, bank_consent_id)
    values ('bac_old', 'usr_old', 'DNB', '1', 'NO1', 'dnb', 'bcs_old');
    insert into cards (id, user_id, last_four, expiry) values ('crd_old', 'usr_old', '1234', '01/20');
    insert into spending_limits (id, user_id, card_id, limit_type, amount)
    values ('lim_old', 'usr_old', 'crd_old', 'month', 100);
    insert into settings (user_id) values ('usr_old');
    insert into notification_settings values ('usr_old', 'payments', true, true, '2016-01-01');
    insert into push_subscriptions (id, user_id, subscription, endpoint_hash, device, created_at)
    values ('psh_old', 'usr_old', 'sealed', repeat('0', 64), 'Firefox', '2016-01-01');
    insert into notifications (id, user_id, type, title, body, created_at)
    values ('ntf_old', 'usr_old', 'other', 'x', 'y', '2016-01-01');
    insert into mail_outbox (id, user_id, kind, created_at, sent_at)
    values ('mai_old', 'usr_old', 'welcome', '2016-01-01', '2016-01-01');
    insert into sessions (id, user_id, token_hash, expires_at) values ('ses_old', 'usr_old', repeat('0', 64), '2016-01-01');
    insert into idempotency_keys values ('usr_old', 'old', 'send', '', '{}', '2016-01-01');
    insert into account_links (purpose, user_id, email, language, is_due, created_at, expires_at)
    values ('undo_email', 'usr_old', 'usr_old@example.no', 'nb', false, '2016-01-01', '2016-01-02');
    insert into known_devices values ('usr_old', repeat('0', 64), '2016-01-01', '2016-01-01');
    insert into passkeys (id, user_id, credential_id, credential, name, created_at)
    values ('psk_old', 'usr_old', '00', '{}', 'x', '2016-01-01');
    insert into second_factors values ('usr_old', 'sealed', '2016-01-01', 0);
    insert into recovery_codes values ('usr_old', repeat('0', 64), '2016-01-01');
    insert into merchants (id, user_id, business_name, org_number, bank_account, status)
    values ('mer_old', 'usr_old', 'Kiosk', '999999999', 'NO1', 'closed');
    insert into merchant_events (merchant_id, status_after, decided_by) values ('mer_old', 'closed', 'usr_old');
    insert into qr_codes (id, merchant_id, kind, name, key_id, created_by)
    values ('qrc_old', 'mer_old', 'static', 'Till', 'k', 'usr_old');
    insert into aml_alerts (id, user_id, alert_type, severity, status, closed_at, outcome)
    values ('aml_old', 'usr_old', 'screening', 'high', 'filed', '2019-01-01', 'confirmed');
    insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
    values ('aml_old', 'note', 'usr_demo_officer', 'looked at it', '{}', '{}', '2019-01-01');
    insert into str_reports (id, user_id, report_type) values ('str_old', 'usr_old', 'str'), ('str_old2', 'usr_old', 'str');
    insert into str_report_alerts (report_id, alert_id) values ('str_old', 'aml_old');
    insert into str_statements (report_id, number, body, written_by) values ('str_old', 1, 'what happened', 'usr_demo_officer');
    insert into str_report_steps (report_id, step, officer_id) values ('str_old', 'begin', 'usr_demo_officer');
    update str_reports set withdrawn_by = 'usr_demo_officer', withdrawn_at = '2019-01-02' where user_id = 'usr_old';
    insert into screening_results (id, user_id, screening_type, result) values ('scr_old1', 'usr_old', 'sanctions', 'match');
    insert into screening_results (id, user_id, screening_type, result, recipient_id)
    values ('scr_old2', 'usr_old', 'sanctions', 'clear', 'rcp_old2');
    insert into screening_results (id, user_id, screening_type, result, merchant_id)
    values ('scr_old3', 'usr_old', 'sanctions', 'clear', 'mer_old');
    insert into screening_decisions (screening_id, outcome, reason, decided_by, decided_at)
    values ('scr_old1', 'true_match', 'the same person', 'usr_demo_officer', '2019-01-01');
    update screening_results set settled_as = 'true_match', settled_at = '2019-01-01', settled_by = 'usr_demo_officer',
      decision_id = (select id from screening_decisions where screening_id = 'scr_old1') where id = 'scr_old1';
    insert into audit_log (id, user_id, action) values ('aud_old', 'usr_old', 'account.closed');";

/// Tables whose rows about a customer have a date of their own, by which they are gone before the customer is.
const DATED: [&str; 7] = [
    "aml_findings",
    "complaints",
    "data_access_requests",
    "data_exports",
    "kyc_cases",
    "payment_orders",
    "transactions",
];

async fn run(db: &PgPool, sql: &str) {
    sqlx::raw_sql(sql).execute(db).await.expect(sql);
}

/// Every table with somebody's rows in it, by a column that refers to `users`.
async fn tables_of_customers(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select c.conrelid::regclass::text from pg_constraint c
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
         where c.contype = 'f' and c.confrelid = 'users'::regclass and a.attname = 'user_id' order by 1",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn rows_of(db: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(&format!("select count(*) from {table} where user_id = 'usr_old'"))
        .fetch_one(db)
        .await
        .unwrap()
}

async fn at(world: &World, day: &str) -> Vec<Deleted> {
    world.clock.set(oslo_midnight(day.parse().unwrap()));
    delete_due(&world.state).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn who_left_is_forgotten_whole_five_years_later(db: PgPool) {
    let world = world(db.clone()).await;
    run(&db, A_CUSTOMER).await;
    // Neither the log, which tells of ids alone, nor what officers decided about each other is a customer's.
    let tables = tables_of_customers(&db).await;
    let tables: Vec<_> = tables
        .iter()
        .filter(|table| {
            !DATED.contains(&table.as_str()) && !["audit_log", "staff_decisions"].contains(&table.as_str())
        })
        .collect();
    for table in &tables {
        assert!(rows_of(&db, table).await > 0, "this test and the deletion are to know {table}");
    }
    at(&world, "2025-02-28").await;
    assert_eq!(rows_of(&db, "recipients").await, 2);
    let forgotten = Deleted { kind: RecordKind::Customer, rows: 1 };
    assert_eq!(at(&world, "2025-03-01").await, [forgotten]);
    for table in tables {
        assert_eq!(rows_of(&db, table).await, 0, "{table}");
    }
    for (table, key) in [
        ("aml_alert_events", "alert_id"),
        ("bank_reads", "bank_consent_id"),
        ("merchant_events", "merchant_id"),
        ("qr_codes", "id"),
        ("screening_decisions", "screening_id"),
        ("str_statements", "report_id"),
        ("str_report_steps", "report_id"),
    ] {
        let left: i64 =
            sqlx::query_scalar(&format!("select count(*) from {table} where {key} like '%\\_old%'"))
                .fetch_one(&db)
                .await
                .unwrap();
        assert_eq!(left, 0, "{table}");
    }
    let row: (String, String, Option<String>, bool) = sqlx::query_as(
        "select email, first_name || last_name, phone, forgotten_at is not null from users where id = 'usr_old'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(row, ("usr_old@closed.invalid".to_owned(), String::new(), None, true));
    assert_eq!(rows_of(&db, "audit_log").await, 1);
    assert_eq!(at(&world, "2025-03-02").await, [], "once");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_is_forgotten_while_something_about_them_is_kept(db: PgPool) {
    let world = world(db.clone()).await;
    run(&db, A_CUSTOMER).await;
    for (keeps, gone) in [
        (
            "insert into transactions (id, user_id, type, status, amount, recipient_id, created_at)
             values ('txn_old', 'usr_old', 'remittance', 'failed', 10, 'rcp_old2', '2020-02-01')",
            "delete from transactions where id = 'txn_old'",
        ),
        (
            "insert into transactions (id, user_id, type, status, amount, merchant_id, created_at)
             values ('txn_sold', 'usr_demo1', 'qr_payment', 'failed', 10, 'mer_old', '2020-02-01')",
            "delete from transactions where id = 'txn_sold'",
        ),
        (
            "update aml_alerts set status = 'open', closed_at = null, outcome = null where id = 'aml_old'",
            "update aml_alerts set status = 'resolved', closed_at = '2024-01-01', outcome = 'explained' where id = 'aml_old'",
        ),
        (
            "insert into str_reports (id, user_id, report_type) values ('str_open', 'usr_old', 'str')",
            "delete from str_reports where id = 'str_open'",
        ),
        (
            "insert into complaints (id, user_id, category, subject, description, received_on, due_on, last_due_on)
             values ('cmp_old', 'usr_old', 'other', 'slow', 'too slow', '2020-01-02', '2020-01-23', '2020-02-20')",
            "delete from complaints where id = 'cmp_old'",
        ),
        (
            "insert into data_access_requests (id, user_id, request_type, received_on, due_on, last_due_on)
             values ('dar_old', 'usr_old', 'export', '2020-01-02', '2020-02-02', '2020-04-02')",
            "delete from data_access_requests where id = 'dar_old'",
        ),
    ] {
        run(&db, keeps).await;
        at(&world, "2025-03-01").await;
        assert_eq!(rows_of(&db, "recipients").await, 2, "{keeps}");
        run(&db, gone).await;
    }
    let forgotten = Deleted { kind: RecordKind::Customer, rows: 1 };
    assert_eq!(at(&world, "2025-03-01").await, [forgotten]);
}
