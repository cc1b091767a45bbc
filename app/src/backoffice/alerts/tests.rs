//! Tests of working off alerts, each on a database of its own.
use chrono::{DateTime, Duration, Utc};
use domain::access::Officer;
use domain::compliance::alert::{AlertStatus, Outcome, due_at};
use domain::compliance::finding::Severity;
use domain::ids::{AlertId, ReportId};
use sqlx::PgPool;

use super::model::{AlertCase, AlertsPage, BulkForm, Change, Happening, Relation, StepForm, ViewForm, seen};
use super::query::AlertQuery;
use super::service::{self, AlertsError, Asked};
use crate::context::AppState;
use crate::error::AppError;
use crate::form::Flash;
use crate::testing::planting::{lead, officer};
use crate::testing::{World, demo_customer, request, start_of_test, world};

mod queue;

fn second() -> domain::access::Actor {
    domain::access::Actor { user_id: "usr_second".parse().unwrap(), ..officer() }
}

async fn run(db: &PgPool, statement: &str) {
    sqlx::query(statement).execute(db).await.expect(statement);
}

async fn count(db: &PgPool, query: &str) -> i64 {
    sqlx::query_scalar(query).fetch_one(db).await.expect(query)
}

/// A second officer, and no alerts but those that a test raises.
async fn desk(db: &PgPool) -> World {
    let world = world(db.clone()).await;
    run(
        db,
        "insert into users (id, email, password_hash, first_name, last_name, kyc_status, role)
         values ('usr_second', 'second@drop.example', 'x', 'Siri', 'Lund', 'approved', 'compliance')",
    )
    .await;
    world
}

/// An alert about a demo customer, raised some hours ago.
async fn raise(db: &PgPool, id: &str, user: &str, severity: Severity, hours_ago: i64) {
    let at = start_of_test() - Duration::hours(hours_ago);
    sqlx::query(
        "insert into aml_alerts (id, user_id, alert_type, severity, details, created_at, due_at)
         values ($1, $2, 'velocity', $3, '{\"findings\": 1, \"score\": 50}', $4, $5)",
    )
    .bind(id)
    .bind(user)
    .bind(severity.as_str())
    .bind(at)
    .bind(due_at(severity, at))
    .execute(db)
    .await
    .unwrap();
}

/// Many alerts, each about a customer of its own.
async fn raise_many(db: &PgPool, many: i32) {
    for statement in [
        "insert into users (id, email, password_hash, first_name, last_name)
         select 'usr_m' || n, 'm' || n || '@drop.example', 'x', 'Kunde', 'Nummer ' || n from generate_series(1, $1) n",
        "insert into aml_alerts (id, user_id, alert_type, severity, details, created_at, due_at)
         select 'aml_m' || lpad(n::text, 4, '0'), 'usr_m' || n, 'fan_out', 'medium', '{}',
           timestamptz '2026-11-01 00:00Z' + make_interval(mins => n), timestamptz '2026-11-20 00:00Z' + make_interval(mins => n)
         from generate_series(1, $1) n",
    ] {
        sqlx::query(statement).bind(many).execute(db).await.unwrap();
    }
}

fn query(pairs: &[(&str, &str)]) -> AlertQuery {
    AlertQuery::from_pairs(|name| pairs.iter().find(|(field, _)| *field == name).map(|it| it.1.to_owned()))
}

async fn page(state: &AppState, pairs: &[(&str, &str)]) -> AlertsPage {
    page_after(state, pairs, "").await
}

async fn page_after(state: &AppState, pairs: &[(&str, &str)], after: &str) -> AlertsPage {
    let none = (Flash::default(), Flash::default());
    service::page(state, &officer(), &query(pairs), after, none).await.unwrap()
}

async fn ids(state: &AppState, pairs: &[(&str, &str)]) -> Vec<String> {
    page(state, pairs).await.rows.into_iter().map(|row| row.id.into_string()).collect()
}

async fn case(state: &AppState, id: &str) -> AlertCase {
    let asked = Asked { queue: None, flash: Flash::default() };
    service::case(state, &officer(), &id.parse().unwrap(), asked).await.unwrap()
}

/// A step by its form, of what is there now.
async fn step(
    state: &AppState,
    actor: &domain::access::Actor,
    id: &str,
    fields: [&str; 3],
) -> Result<AlertId, AlertsError> {
    let version = case(state, id).await.alert.version;
    let [step, note, value] = fields.map(str::to_owned);
    let form = StepForm {
        alert: id.to_owned(),
        version: version.to_string(),
        note,
        outcome: if step == "resolve" { value.clone() } else { String::new() },
        to: if step == "assign" { value.clone() } else { String::new() },
        until: if step == "snooze" { value } else { String::new() },
        step,
        ..StepForm::default()
    };
    service::take(state, actor, &request(), &form).await
}

const WHY: &str = "Sjekket mot lønnsslipp og leiekontrakt.";

#[sqlx::test(migrations = "../migrations")]
async fn an_alert_goes_through_a_whole_life(db: PgPool) {
    let World { state, clock, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    step(&state, &officer(), "aml_1", ["assign", "", "me"]).await.unwrap();
    step(&state, &officer(), "aml_1", ["note", "Ringt kunden.\r\nVenter på svar.", ""]).await.unwrap();
    clock.advance(Duration::minutes(1));
    step(&state, &officer(), "aml_1", ["resolve", WHY, "explained"]).await.unwrap();
    let closed = case(&state, "aml_1").await;
    assert_eq!(
        (closed.alert.status, closed.alert.outcome),
        (AlertStatus::Resolved, Some(Outcome::Explained))
    );
    assert_eq!(closed.alert.closed_at, Some(start_of_test() + Duration::minutes(1)));
    clock.advance(Duration::days(3));
    step(&state, &second(), "aml_1", ["reopen", "Nye opplysninger fra banken.", ""]).await.unwrap();
    step(&state, &second(), "aml_1", ["escalate", "Forklaringen holder ikke.", ""]).await.unwrap();
    let not_the_lead = step(&state, &second(), "aml_1", ["resolve", WHY, "confirmed"]).await;
    assert_eq!(not_the_lead.map_err(AppError::from), Err(AppError::NotAllowed));
    step(&state, &lead(), "aml_1", ["return", "Hent inn skatteoppgjøret først.", ""]).await.unwrap();
    let told = case(&state, "aml_1").await;
    assert_eq!((told.alert.status, told.assigned_to), (AlertStatus::Investigating, None));
    assert_eq!(
        told.alert.due_at,
        due_at(Severity::High, start_of_test() + Duration::days(3) + Duration::minutes(1))
    );
    let steps: Vec<_> = told
        .timeline
        .iter()
        .rev()
        .map(|entry| match &entry.what {
            Happening::Step { step, by, .. } => format!("{step} {by}"),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        steps,
        [
            "Raised",
            "assign Ingrid Solberg",
            "note Ingrid Solberg",
            "resolve Ingrid Solberg",
            "reopen Siri Lund",
            "escalate Siri Lund",
            "return Henrik Dahl"
        ]
    );
    let Happening::Step { note, changes, .. } = &told.timeline[3].what else { panic!("{:?}", told.timeline) };
    assert_eq!(note.as_deref(), Some(WHY));
    assert!(
        changes.contains(&Change::Status(AlertStatus::Investigating, AlertStatus::Resolved)),
        "{changes:?}"
    );
    assert!(changes.contains(&Change::Outcome(None, Some(Outcome::Explained))), "{changes:?}");
    let audited = "select count(*) from audit_log where resource_id = 'aml_1' and action like 'alert.%'";
    assert_eq!(count(&db, audited).await, 6);
    let words =
        "select count(*) from audit_log where resource_id = 'aml_1' and details::text like '%skatte%'";
    assert_eq!(count(&db, words).await, 0, "an officer's words stay out of the log");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_decides_on_what_they_have_not_seen(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    let form = |version: &str| StepForm {
        alert: "aml_1".to_owned(),
        version: version.to_owned(),
        step: "resolve".to_owned(),
        outcome: "explained".to_owned(),
        note: WHY.to_owned(),
        ..StepForm::default()
    };
    // What the rule finds meanwhile counts as well.
    run(&db, "update aml_alerts set version = version + 1 where id = 'aml_1'").await;
    let answer = service::take(&state, &officer(), &request(), &form("0")).await;
    assert!(matches!(answer, Err(AlertsError::ChangedMeanwhile)), "{answer:?}");
    assert_eq!(count(&db, "select count(*) from aml_alert_events").await, 0);
    service::take(&state, &officer(), &request(), &form("1")).await.unwrap();
    let again = service::take(&state, &officer(), &request(), &form("2")).await;
    assert!(matches!(again, Err(AlertsError::Step(_))), "{again:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn forms_say_what_is_missing(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::Low, 1).await;
    for (fields, field) in [
        (["resolve", "kort", "explained"], "note"),
        (["resolve", WHY, ""], "outcome"),
        (["resolve", WHY, "guilty"], "outcome"),
        (["escalate", "", ""], "note"),
        (["snooze", "fordi", "i morgen"], "until"),
        (["snooze", "fordi", "2026-11-24"], "until"),
        (["snooze", "fordi", "2027-01-24"], "until"),
        (["note", " \n ", ""], "note"),
        (["assign", "", "usr_demo1"], "to"),
        (["assign", "", "usr_nosuch"], "to"),
    ] {
        match step(&state, &officer(), "aml_1", fields).await.map_err(AppError::from) {
            Err(AppError::Form(errors)) => assert!(errors.contains_key(field), "{fields:?}: {errors:?}"),
            other => panic!("{fields:?}: {other:?}"),
        }
    }
    for name in ["file", "delete"] {
        let answer = step(&state, &officer(), "aml_1", [name, WHY, ""]).await;
        assert!(matches!(answer, Err(AlertsError::NotFound)), "{name}");
    }
    let customer = step(&state, &demo_customer(), "aml_1", ["note", WHY, ""]).await;
    assert_eq!(customer.map_err(AppError::from), Err(AppError::NotFound));
    assert_eq!(count(&db, "select count(*) from aml_alert_events").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_report_files_its_alert_and_nothing_changes_it_afterwards(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    run(
        &db,
        "insert into str_reports (id, user_id, report_type, reference_number)
         values ('str_1', 'usr_demo1', 'suspicion', 'EFE-1')",
    )
    .await;
    let (alert, report): (AlertId, ReportId) = ("aml_1".parse().unwrap(), "str_1".parse().unwrap());
    let by = Officer::decide(Some(&officer())).unwrap();
    let mut tx = db.begin().await.unwrap();
    service::file_in_tx(&mut tx, &state, &by, &alert, &report).await.unwrap();
    assert!(service::file_in_tx(&mut tx, &state, &by, &alert, &report).await.is_err());
    tx.commit().await.unwrap();
    let filed = case(&state, "aml_1").await;
    assert_eq!((filed.alert.status, filed.alert.outcome), (AlertStatus::Filed, Some(Outcome::Confirmed)));
    assert_eq!(filed.reports[0].reference.as_deref(), Some("EFE-1"));
    for fields in [["reopen", WHY, ""], ["assign", "", ""], ["resolve", WHY, "explained"]] {
        assert!(step(&state, &lead(), "aml_1", fields).await.is_err(), "{fields:?}");
    }
    step(&state, &officer(), "aml_1", ["note", "Kvittering fra Økokrim er lagt i arkivet.", ""])
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_case_shows_evidence_and_what_is_related(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    crate::demo::service::seed_alerts(&state).await.unwrap();
    crate::demo::service::seed_alerts(&state).await.unwrap();
    let goran = case(&state, "aml_demo_goran").await;
    assert_eq!((goran.findings.len(), goran.findings[0].payments.len()), (2, 6));
    assert!(goran.findings.iter().all(|finding| finding.figures.is_some()), "{:?}", goran.findings);
    assert!(goran.related.iter().any(|one| one.relation == Relation::Customer));
    assert_eq!((goran.customer.payments, goran.customer.open_alerts), (6, 1));
    assert_eq!(goran.here, "/admin/alerts/aml_demo_goran");
    let beside = query(&[("severity", "high")]);
    let asked = Asked { queue: Some((&beside, "")), flash: Flash::default() };
    let id: AlertId = "aml_demo_goran".parse().unwrap();
    let goran = service::case(&state, &officer(), &id, asked).await.unwrap();
    assert_eq!(goran.here, "/admin/alerts?severity=high&open=aml_demo_goran");
    assert_eq!(goran.on, "/admin/alerts?severity=high&open=aml_demo_kebab", "the next one in the queue");
    for id in page(&state, &[]).await.rows {
        let one = case(&state, id.id.as_str()).await;
        assert!(!one.findings.is_empty() && one.findings[0].figures.is_some(), "{}", id.id);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_done_cannot_be_rewritten(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    step(&state, &officer(), "aml_1", ["note", WHY, ""]).await.unwrap();
    for statement in [
        "update aml_alert_events set note = 'x'",
        "insert into aml_alert_events (alert_id, step, officer_id, before, after, created_at)
         values ('aml_1', 'resolve', 'usr_second', '{}', '{}', now())",
        "update aml_alerts set status = 'resolved'",
        "update aml_alerts set closed_at = now()",
        "update aml_alerts set status = 'filed', closed_at = now(), outcome = 'explained'",
    ] {
        assert!(sqlx::query(statement).execute(&db).await.is_err(), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn monitoring_says_when_its_alerts_are_due(db: PgPool) {
    let world = desk(&db).await;
    crate::testing::planting::critical_findings(&db).await;
    crate::testing::demo_payment(&world).await;
    let raised: Vec<(String, DateTime<Utc>, DateTime<Utc>)> =
        sqlx::query_as("select severity, created_at, due_at from aml_alerts").fetch_all(&db).await.unwrap();
    assert!(!raised.is_empty());
    for (severity, created_at, due) in raised {
        assert_eq!(due, due_at(severity.parse().unwrap(), created_at), "{severity}");
    }
}
