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
async fn two_officers_never_take_the_same_alert(db: PgPool) {
    const RACES: i32 = 200;
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 2 * RACES).await;
    let mut taken = std::collections::BTreeSet::new();
    let request = request();
    for race in 0..RACES {
        let (one, two) = (officer(), second());
        let (first, other) = tokio::join!(
            service::take_next(&state, &one, &request),
            service::take_next(&state, &two, &request)
        );
        for id in [first, other] {
            let id = id.unwrap().expect("one for each");
            assert!(taken.insert(id.clone()), "race {race}: {id} twice");
        }
    }
    assert_eq!(taken.len(), 2 * RACES as usize);
    assert_eq!(service::take_next(&state, &officer(), &request).await.unwrap(), None, "none is left");
    let each = "select count(*) from aml_alerts where id like 'aml_m%' and status = 'investigating' and assigned_to = ";
    for person in ["'usr_demo_officer'", "'usr_second'"] {
        assert_eq!(count(&db, &format!("{each}{person}")).await, i64::from(RACES));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn take_next_takes_what_is_due_first_and_nothing_that_rests(db: PgPool) {
    let World { state, clock, .. } = desk(&db).await;
    raise(&db, "aml_low", "usr_demo1", Severity::Low, 30).await;
    raise(&db, "aml_high", "usr_demo2", Severity::High, 1).await;
    raise(&db, "aml_rests", "usr_demo3", Severity::Critical, 1).await;
    raise(&db, "aml_lead", "usr_second", Severity::Critical, 2).await;
    step(&state, &officer(), "aml_rests", ["snooze", "venter på banken", "2026-11-26"]).await.unwrap();
    step(&state, &officer(), "aml_lead", ["escalate", "Dette er for leder.", ""]).await.unwrap();
    let next = |actor| {
        let state = state.clone();
        async move { service::take_next(&state, &actor, &request()).await.unwrap().map(AlertId::into_string) }
    };
    assert_eq!(next(officer()).await.as_deref(), Some("aml_high"));
    assert_eq!(next(lead()).await.as_deref(), Some("aml_lead"), "what is escalated is the lead's");
    assert_eq!(next(officer()).await.as_deref(), Some("aml_low"));
    assert_eq!(next(officer()).await, None);
    assert_eq!(ids(&state, &[("status", "snoozed")]).await, ["aml_rests"]);
    // It wakes up when its day begins in Oslo.
    clock.set("2026-11-25T23:00:01Z".parse().unwrap());
    assert_eq!(ids(&state, &[("status", "snoozed")]).await, [""; 0]);
    assert_eq!(next(officer()).await.as_deref(), Some("aml_rests"));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_narrowed_and_read_page_by_page(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_old", "usr_demo1", Severity::High, 30).await;
    raise(&db, "aml_new", "usr_demo2", Severity::Critical, 1).await;
    raise(&db, "aml_low", "usr_demo3", Severity::Low, 1).await;
    step(&state, &officer(), "aml_low", ["assign", "", ""]).await.unwrap();
    assert_eq!(ids(&state, &[]).await, ["aml_old", "aml_new", "aml_low"], "what is due first is first");
    for (pairs, wanted) in [
        ([("severity", "critical"), ("status", "")], vec!["aml_new"]),
        ([("who", "me"), ("status", "")], vec!["aml_low"]),
        ([("who", "none"), ("status", "")], vec!["aml_old", "aml_new"]),
        ([("who", "usr_second"), ("status", "")], vec![]),
        ([("due", "overdue"), ("status", "")], vec!["aml_old"]),
        ([("status", "investigating"), ("who", "")], vec!["aml_low"]),
        ([("rule", "fan_out"), ("status", "")], vec![]),
        ([("from", "2026-11-24"), ("status", "open")], vec!["aml_new"]),
        ([("to", "2026-11-23"), ("status", "")], vec!["aml_old"]),
    ] {
        assert_eq!(ids(&state, &pairs).await, wanted, "{pairs:?}");
    }
    let counts = page(&state, &[]).await.counts;
    assert_eq!((counts.active, counts.mine, counts.free, counts.overdue, counts.critical), (3, 1, 2, 1, 1));
    raise_many(&db, 120).await;
    for pairs in [vec![], vec![("status", "open")]] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = page_after(&state, &pairs, &after).await;
            seen.extend(page.rows.into_iter().map(|row| row.id));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        let all = seen.len();
        seen.dedup();
        assert_eq!((all, seen.len()), if pairs.is_empty() { (123, 123) } else { (122, 122) });
    }
    assert_eq!(page_after(&state, &[], "1.x").await.rows.len(), 50, "a broken place begins anew");
}

#[sqlx::test(migrations = "../migrations")]
async fn closed_ones_stand_newest_first(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 60).await;
    run(
        &db,
        "update aml_alerts set status = 'resolved', closed_at = created_at, reviewed_by = 'usr_second',
           outcome = case when id < 'aml_m0030' then 'explained' else 'false_positive' end,
           severity = case when id < 'aml_m0010' then 'low' else severity end
         where id like 'aml_m%'",
    )
    .await;
    let first = page(&state, &[("status", "closed")]).await;
    assert_eq!((first.rows.len(), first.rows[0].id.as_str()), (50, "aml_m0060"));
    let rest = page_after(&state, &[("status", "closed")], &first.next.unwrap()).await;
    assert_eq!((rest.rows.len(), rest.rows[0].id.as_str(), rest.next), (10, "aml_m0010", None));
    assert_eq!(ids(&state, &[("status", "resolved"), ("outcome", "explained")]).await.len(), 29);
    assert_eq!(ids(&state, &[("status", "resolved"), ("severity", "low")]).await.len(), 9);
    assert_eq!(ids(&state, &[("status", "resolved"), ("who", "usr_second")]).await.len(), 50);
    assert!(ids(&state, &[("status", "filed")]).await.is_empty());
    assert_eq!(ids(&state, &[]).await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_search_finds_by_what_officers_have_in_their_hands(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    raise(&db, "aml_2", "usr_demo2", Severity::High, 1).await;
    step(&state, &officer(), "aml_1", ["resolve", WHY, "explained"]).await.unwrap();
    run(
        &db,
        "insert into transactions (id, user_id, type, status, amount, merchant_id)
         values ('txn_00000000abcd1234', 'usr_demo2', 'qr_payment', 'completed', 10, 'mer_demo1')",
    )
    .await;
    run(
        &db,
        "insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id)
         values ('fnd_1', 'txn_00000000abcd1234', 'usr_demo2', 'velocity', 'rul_velocity_1', 'live', 'high', 60, '{}', 'aml_2')",
    )
    .await;
    for (text, wanted) in [
        ("aml_1", vec!["aml_1"]),
        ("ABCD-1234", vec!["aml_2"]),
        ("ahmetov", vec!["aml_1"]),
        ("Amir Ahm", vec!["aml_1"]),
        ("KARI@drop.example", vec!["aml_2"]),
        ("usr_demo2", vec!["aml_2"]),
        ("milica", vec!["aml_1"]),
        ("RS35 2600 0560 1001 6113 79", vec!["aml_1"]),
        ("Kari Ahmetov", vec![]),
        ("%", vec![]),
        ("aml_nosuch", vec![]),
    ] {
        assert_eq!(ids(&state, &[("q", text)]).await, wanted, "{text}");
    }
    assert_eq!(ids(&state, &[("q", "ahmetov"), ("status", "open")]).await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn several_at_once_leave_what_has_changed_as_it_is(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 5).await;
    let rows = page(&state, &[]).await.rows;
    step(&state, &second(), "aml_m0001", ["assign", "", ""]).await.unwrap();
    step(&state, &officer(), "aml_m0002", ["escalate", "Dette er for leder.", ""]).await.unwrap();
    let form = BulkForm {
        alerts: rows.iter().map(seen).chain(["aml_nosuch.0".to_owned(), "x".to_owned()]).collect(),
        step: "resolve".to_owned(),
        outcome: "false_positive".to_owned(),
        note: WHY.to_owned(),
        ..BulkForm::default()
    };
    let done = service::take_many(&state, &officer(), &request(), &form).await.unwrap();
    assert_eq!((done.changed, done.left), (3, 4));
    assert_eq!(count(&db, "select count(*) from aml_alerts where status = 'resolved'").await, 3);
    assert_eq!(count(&db, "select count(*) from aml_alert_events where step = 'resolve'").await, 3);
    let none = BulkForm { alerts: Vec::new(), ..form.clone() };
    let answer = service::take_many(&state, &officer(), &request(), &none).await;
    assert!(matches!(answer, Err(AlertsError::Form(_))), "{answer:?}");
    let other = BulkForm { step: "reopen".to_owned(), ..form };
    assert!(service::take_many(&state, &officer(), &request(), &other).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn views_are_an_officers_own(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    let form = |name: &str, query: &str| ViewForm { name: name.to_owned(), query: query.to_owned() };
    let kept =
        service::save_view(&state, &officer(), &form(" Mine  høye ", "severity=high&who=me&open=aml_1"))
            .await;
    assert_eq!(kept.unwrap(), "severity=high&who=me", "only filters are kept");
    service::save_view(&state, &officer(), &form("Mine høye", "severity=critical")).await.unwrap();
    let views = page(&state, &[]).await.views;
    assert_eq!(views.len(), 1, "the same name again is the same view");
    assert_eq!((views[0].name.as_str(), views[0].query.as_str()), ("Mine høye", "severity=critical"));
    assert!(matches!(service::remove_view(&state, &second(), views[0].id).await, Err(AlertsError::NotFound)));
    service::remove_view(&state, &officer(), views[0].id).await.unwrap();
    for name in 0..20 {
        service::save_view(&state, &officer(), &form(&name.to_string(), "")).await.unwrap();
    }
    let full = service::save_view(&state, &officer(), &form("one more", "")).await;
    assert!(matches!(full, Err(AlertsError::Form(_))), "{full:?}");
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
