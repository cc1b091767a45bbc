//! The live catalogue against the schema document: its 19 tables, columns, defaults, checks and indexes.
use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgPool;

/// Columns as `name`, `name!` (not null), `name=default` (a part of the default's text).
const TABLES: &[(&str, &str)] = &[
    (
        "users",
        "id! email! password_hash! first_name! last_name! phone date_of_birth kyc_status='pending' role='user' \
         created_at=CURRENT_TIMESTAMP",
    ),
    (
        "recipients",
        "id! user_id! name! country! currency! bank_account! bank_name created_at=CURRENT_TIMESTAMP",
    ),
    (
        "merchants",
        "id! user_id! business_name! org_number! address bank_account! fee_rate=0.01 status='active' \
         created_at=CURRENT_TIMESTAMP",
    ),
    (
        "transactions",
        "id! user_id! type! status='processing' amount! currency='NOK' fee=0 recipient_id merchant_id send_amount \
         send_currency receive_amount receive_currency exchange_rate created_at=CURRENT_TIMESTAMP completed_at",
    ),
    ("exchange_rates", "id=nextval from_currency='NOK' to_currency! rate! updated_at=CURRENT_TIMESTAMP"),
    (
        "bank_accounts",
        "id! user_id! bank_name! account_number! iban balance=0 currency='NOK' is_primary=false \
         connected_at=CURRENT_TIMESTAMP",
    ),
    (
        "cards",
        "id! user_id! type='virtual' last_four! token_ref expiry! status='active' shipping_address \
         created_at=CURRENT_TIMESTAMP pin_hash",
    ),
    ("sessions", "id! user_id! token_hash! created_at=CURRENT_TIMESTAMP expires_at! revoked=false"),
    ("notifications", "id! user_id! type! title! body! read=false created_at=CURRENT_TIMESTAMP"),
    (
        "settings",
        "user_id! currency='NOK' language='nb' push_enabled=true email_enabled=true updated_at=CURRENT_TIMESTAMP",
    ),
    (
        "spending_limits",
        "id! user_id! card_id limit_type! amount! currency='NOK' created_at=CURRENT_TIMESTAMP",
    ),
    ("rate_limits", "key! count! reset_at!"),
    (
        "audit_log",
        "id! timestamp=CURRENT_TIMESTAMP user_id action! resource_type resource_id details ip_address user_agent",
    ),
    (
        "aml_alerts",
        "id! user_id! alert_type! severity! transaction_id details status='open' reviewed_by reviewed_at \
         created_at=CURRENT_TIMESTAMP",
    ),
    (
        "str_reports",
        "id! user_id! alert_id report_type! status='draft' filed_at reference_number details \
         created_at=CURRENT_TIMESTAMP",
    ),
    (
        "screening_results",
        "id! user_id! screening_type! provider result! match_details screened_at=CURRENT_TIMESTAMP",
    ),
    (
        "consents",
        "id! user_id! consent_type! granted!=true granted_at=CURRENT_TIMESTAMP withdrawn_at ip_address",
    ),
    (
        "data_access_requests",
        "id! user_id! request_type! status='pending' requested_at=CURRENT_TIMESTAMP completed_at download_url notes",
    ),
    (
        "complaints",
        "id! user_id! category! subject! description! status='received' resolution created_at=CURRENT_TIMESTAMP \
         resolved_at",
    ),
];

const CHECKS: &[(&str, &str, &[&str])] = &[
    ("users", "kyc_status", &["pending", "approved", "rejected"]),
    ("users", "role", &["user", "merchant"]),
    ("transactions", "type", &["remittance", "qr_payment"]),
    ("transactions", "status", &["processing", "completed", "failed"]),
    ("cards", "type", &["virtual", "physical"]),
    ("cards", "status", &["active", "frozen", "cancelled"]),
    ("aml_alerts", "severity", &["low", "medium", "high", "critical"]),
    ("aml_alerts", "status", &["open", "investigating", "resolved", "escalated", "filed"]),
    ("str_reports", "status", &["draft", "submitted", "acknowledged"]),
    ("screening_results", "screening_type", &["pep", "sanctions", "adverse_media"]),
    ("screening_results", "result", &["clear", "match", "potential_match", "error"]),
    ("data_access_requests", "request_type", &["export", "erasure", "rectification", "restriction"]),
    ("data_access_requests", "status", &["pending", "processing", "completed", "rejected"]),
    ("complaints", "status", &["received", "investigating", "resolved", "escalated"]),
];

const INDEXES: &[(&str, &str, &str)] = &[
    ("idx_recipients_user", "recipients", "user_id"),
    ("idx_merchants_org", "merchants", "org_number"),
    ("idx_transactions_user", "transactions", "user_id"),
    ("idx_transactions_merchant", "transactions", "merchant_id"),
    ("idx_bank_accounts_user", "bank_accounts", "user_id"),
    ("idx_cards_user", "cards", "user_id"),
    ("idx_sessions_user", "sessions", "user_id"),
    ("idx_sessions_token", "sessions", "token_hash"),
    ("idx_notifications_user", "notifications", "user_id"),
    ("idx_spending_limits_user", "spending_limits", "user_id"),
    ("idx_spending_limits_card", "spending_limits", "card_id"),
    ("idx_audit_log_user", "audit_log", "user_id"),
    ("idx_audit_log_timestamp", "audit_log", "timestamp"),
    ("idx_audit_log_action", "audit_log", "action"),
    ("idx_aml_alerts_user", "aml_alerts", "user_id"),
    ("idx_aml_alerts_status", "aml_alerts", "status"),
    ("idx_screening_user", "screening_results", "user_id"),
    ("idx_consents_user", "consents", "user_id"),
    ("idx_data_requests_user", "data_access_requests", "user_id"),
    ("idx_complaints_user", "complaints", "user_id"),
    ("idx_complaints_status", "complaints", "status"),
];

const UNIQUE: &[(&str, &str)] = &[("users", "email"), ("merchants", "org_number")];

const FOREIGN_KEYS: &[(&str, &str, &str)] = &[
    ("transactions", "recipient_id", "recipients"),
    ("transactions", "merchant_id", "merchants"),
    ("spending_limits", "card_id", "cards"),
    ("aml_alerts", "transaction_id", "transactions"),
    ("str_reports", "alert_id", "aml_alerts"),
];

struct Column {
    not_null: bool,
    default: String,
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn columns_and_defaults(db: PgPool) {
    let rows: Vec<(String, String, bool, Option<String>)> = sqlx::query_as(
        "select table_name::text, column_name::text, is_nullable = 'NO', column_default::text
         from information_schema.columns where table_schema = 'public'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let found: BTreeMap<(String, String), Column> = rows
        .into_iter()
        .map(|(table, column, not_null, default)| {
            ((table, column), Column { not_null, default: default.unwrap_or_default() })
        })
        .collect();
    assert_eq!(TABLES.len(), 19);
    let mut missing = Vec::new();
    for (table, columns) in TABLES {
        for wanted in columns.split_whitespace() {
            let (left, default) = wanted.split_once('=').unwrap_or((wanted, ""));
            let name = left.trim_end_matches('!');
            match found.get(&((*table).to_owned(), name.to_owned())) {
                None => missing.push(format!("{table}.{name}")),
                Some(column) if left.ends_with('!') && !column.not_null => {
                    missing.push(format!("{table}.{name} not null"));
                }
                Some(column) if !column.default.contains(default) => {
                    missing.push(format!("{table}.{name} default {default}, not {}", column.default));
                }
                Some(_) => {}
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn check_values(db: PgPool) {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where contype = 'c'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    for (table, column, values) in CHECKS {
        let holds = rows.iter().any(|(on, definition)| {
            on == table
                && definition.contains(&format!("({column} = ANY"))
                && values.iter().all(|value| definition.contains(&format!("'{value}'")))
        });
        assert!(holds, "{table}.{column} in {values:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn indexes_and_keys(db: PgPool) {
    let indexes: BTreeSet<(String, String)> =
        sqlx::query_as("select indexname::text, indexdef::text from pg_indexes where schemaname = 'public'")
            .fetch_all(&db)
            .await
            .unwrap()
            .into_iter()
            .collect();
    for (name, table, column) in INDEXES {
        let holds = indexes.iter().any(|(found, definition)| {
            found == name
                && definition.contains(&format!(".{table} "))
                && definition.ends_with(&format!("({column})"))
                || found == name && definition.ends_with(&format!("(\"{column}\")"))
        });
        assert!(holds, "{name} on {table} ({column})");
    }
    for (table, column) in UNIQUE {
        let holds = indexes.iter().any(|(_, definition)| {
            definition.starts_with("CREATE UNIQUE INDEX")
                && definition.contains(&format!(".{table} "))
                && definition.ends_with(&format!("({column})"))
        });
        assert!(holds, "{table}.{column} is unique");
    }
    let keys: Vec<(String, String)> = sqlx::query_as(
        "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where contype = 'f'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let owned = TABLES
        .iter()
        .filter(|(_, columns)| {
            columns.split_whitespace().any(|column| column.trim_end_matches('!') == "user_id")
        })
        .map(|(table, _)| (*table, "user_id", "users"));
    for (table, column, other) in owned.chain(FOREIGN_KEYS.iter().copied()) {
        let wanted = format!("FOREIGN KEY ({column}) REFERENCES {other}(id)");
        assert!(
            keys.iter().any(|(on, definition)| on == table && definition.starts_with(&wanted)),
            "{table}: {wanted}"
        );
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_audit_log_only_grows(db: PgPool) {
    sqlx::query("insert into audit_log (id, action) values ('aud_1', 'auth.login')")
        .execute(&db)
        .await
        .unwrap();
    for statement in [
        "update audit_log set action = 'auth.logout'",
        "delete from audit_log",
        "truncate audit_log",
        "truncate audit_log cascade",
    ] {
        let error = sqlx::query(statement).execute(&db).await.expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    // Linking a row once is how the chain grows; unlinking or changing it afterwards is refused.
    assert_eq!(app::audit::service::seal(&db).await.unwrap(), 1);
    let unlink = "update audit_log set chain_seq = null, chain_previous = null, chain_hash = null";
    assert!(sqlx::query(unlink).execute(&db).await.is_err());
    let intact = app::audit::service::Verification::Intact(1);
    assert_eq!(app::audit::service::verify(&db, &[]).await.unwrap(), intact);
}
