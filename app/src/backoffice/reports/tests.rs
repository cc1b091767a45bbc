//! Tests of reports, each on a database of its own.
use domain::access::Officer;
use domain::compliance::report::{Gap, Indicator, State, Step, StepError};
use domain::ids::{ReportId, TransactionId};
use sha2::{Digest, Sha256};
use sqlx::PgPool;

use super::documents::{self, FileKind};
use super::model::{BeginForm, DecideForm, EditForm, ReportsQuery, StatementForm, Ticks};
use super::service::{self, ReportsError};
use crate::error::AppError;
use crate::form::Flash;
use crate::testing::planting::{lead, officer};
use crate::testing::{World, demo_customer, request, world};

const WHY: &str = "Kunden har delt opp et beløp som samlet er langt over grensen, til en mottaker som kunden ikke kan \
    gjøre rede for. Forklaringen om gaver passer ikke med lønnen.";
const DONE: &str = "Spurt kunden to ganger, og holdt den siste betalingen.";

fn first() -> Officer {
    Officer::decide(Some(&officer())).unwrap()
}

fn second() -> Officer {
    Officer::decide(Some(&lead())).unwrap()
}

/// An alert of structuring about the demo customer, resting on two payments; and another one of velocity.
async fn alerts(db: &PgPool) {
    let evidence = r#"{"transactions": ["txn_demo1", "txn_demo2"], "figures": {"kind": "just_under",
        "threshold": {"minor": 800000, "currency": "NOK"}, "count": 2, "total": {"minor": 1598000, "currency": "NOK"},
        "of": 2, "senders": 1, "window_hours": 168}}"#;
    for statement in [
        "insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, due_at)
         values ('aml_split', 'usr_demo1', 'structuring', 'high', 'txn_demo1', now()),
           ('aml_fast', 'usr_demo1', 'velocity', 'medium', 'txn_demo1', now()),
           ('aml_kari', 'usr_demo2', 'structuring', 'high', 'txn_demo4', now())"
            .to_owned(),
        format!(
            "insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id)
             values ('fnd_split', 'txn_demo1', 'usr_demo1', 'structuring', 'rul_structuring_1', 'live', 'high', 80, '{evidence}', 'aml_split'),
               ('fnd_fast', 'txn_demo1', 'usr_demo1', 'velocity', 'rul_velocity_1', 'live', 'medium', 60, '{{}}', 'aml_fast')"
        ),
    ] {
        sqlx::query(&statement).execute(db).await.unwrap();
    }
}

fn ticks(names: &[&str]) -> Ticks {
    names.iter().map(|name| ((*name).to_owned(), "true".to_owned())).collect()
}

async fn begun(world: &World) -> ReportId {
    alerts(&world.state.db).await;
    let form = BeginForm { alert: "aml_split".to_owned(), ..BeginForm::default() };
    service::begin(&world.state, &first(), Some(&request()), &form).await.unwrap()
}

async fn version(world: &World, id: &ReportId) -> String {
    service::report(&world.state, &first(), id).await.unwrap().version.to_string()
}

/// Writes what has to be in it.
async fn written(world: &World, id: &ReportId) {
    let form = EditForm {
        report: id.to_string(),
        version: version(world, id).await,
        suspicion: WHY.to_owned(),
        action: DONE.to_owned(),
        indicators: ticks(&["structuring", "no_purpose"]),
    };
    service::edit(&world.state, &first(), Some(&request()), &form).await.unwrap();
}

async fn take(world: &World, who: &Officer, id: &ReportId, step: Step) -> Result<State, ReportsError> {
    let form = DecideForm {
        report: id.to_string(),
        version: version(world, id).await,
        step: step.to_string(),
        reason: "read it twice".to_owned(),
        receipt: "AR-4711".to_owned(),
    };
    service::decide(&world.state, who, Some(&request()), &form).await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_begins_with_what_the_alert_rests_on(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    let content = &view.content;
    assert_eq!((view.state, content.person.name().as_str()), (State::Draft, "Amir Ahmetov"));
    assert_eq!(content.indicators, [Indicator::Structuring]);
    assert_eq!(content.statements.len(), 1);
    let told = content.statements[0].text.replace('\u{a0}', " ");
    assert!(told.contains("2 av 2") && told.contains("8 000,00 kr"), "{told}");
    let payments: Vec<&str> = content.payments.iter().map(|payment| payment.id.as_str()).collect();
    assert_eq!(payments, ["txn_demo2", "txn_demo1"], "the oldest first");
    assert_eq!(content.payments[1].to_name, "Milica Jovanović");
    assert!(content.person.number.as_ref().is_some_and(|number| number.masked.ends_with("*****")));
    assert_eq!(view.gaps, [Gap::Suspicion, Gap::Action]);
    // The same button again leads to the same report, and the second alert goes into it.
    let again = BeginForm { alert: "aml_split".to_owned(), ..BeginForm::default() };
    assert_eq!(service::begin(&world.state, &first(), None, &again).await.unwrap(), id);
    let more = BeginForm { alert: "aml_fast".to_owned(), into: id.to_string(), ..BeginForm::default() };
    assert_eq!(service::begin(&world.state, &first(), None, &more).await.unwrap(), id);
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert_eq!(view.content.alerts.len(), 2);
    let new =
        service::new_report(&world.state, &first(), &"aml_split".parse().unwrap(), Flash::default()).await;
    assert_eq!(new.unwrap().reported_in, Some(id.clone()));
    // Of two customers no report is made, nor of an alert that there is not.
    sqlx::query("delete from str_reports").execute(&db).await.unwrap();
    let mixed = BeginForm {
        alert: "aml_split".to_owned(),
        alerts: ticks(&["aml_split", "aml_kari"]),
        ..BeginForm::default()
    };
    let answer = service::begin(&world.state, &first(), None, &mixed).await;
    assert!(matches!(answer, Err(ReportsError::Form(_))), "{answer:?}");
    let unknown = BeginForm { alert: "aml_nothing".to_owned(), ..BeginForm::default() };
    let answer = service::begin(&world.state, &first(), None, &unknown).await;
    assert!(matches!(answer, Err(ReportsError::NotFound)), "{answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_report_is_submitted_by_another_officer_and_locked(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let answer = take(&world, &first(), &id, Step::Propose).await;
    assert!(matches!(answer, Err(ReportsError::Step(StepError::Incomplete))), "{answer:?}");
    written(&world, &id).await;
    assert_eq!(take(&world, &first(), &id, Step::Propose).await.unwrap(), State::Proposed);
    let answer = take(&world, &first(), &id, Step::Submit).await;
    assert!(matches!(answer, Err(ReportsError::Step(StepError::SameOfficer))), "{answer:?}");
    assert_eq!(take(&world, &second(), &id, Step::Return).await.unwrap(), State::Draft);
    assert_eq!(take(&world, &first(), &id, Step::Propose).await.unwrap(), State::Proposed);
    assert_eq!(take(&world, &second(), &id, Step::Submit).await.unwrap(), State::Submitted);

    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert_eq!(view.content.reference.as_deref(), Some("STR-2026-00001"));
    let (sealed, hash): (String, String) =
        sqlx::query_as("select content, content_hash from str_reports where id = $1")
            .bind(id.as_str())
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(hex::encode(Sha256::digest(&sealed)), hash);
    assert_eq!(view.hash.as_ref(), Some(&hash));
    assert!(!sealed.contains("12848800048"), "the number is nowhere but under its own seal");
    let signed = (view.content.prepared_by.unwrap().id, view.content.approved_by.unwrap().id);
    assert_eq!((signed.0.as_str(), signed.1.as_str()), ("usr_demo_officer", "usr_demo_lead"));
    let (status, outcome): (String, String) =
        sqlx::query_as("select status, outcome from aml_alerts where id = 'aml_split'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!((status.as_str(), outcome.as_str()), ("filed", "confirmed"));

    // What a customer changes later is not in it.
    sqlx::query("update users set last_name = 'Annet' where id = 'usr_demo1'").execute(&db).await.unwrap();
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert_eq!(view.content.person.last_name, "Ahmetov");
    assert_eq!(take(&world, &first(), &id, Step::Acknowledge).await.unwrap(), State::Acknowledged);
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert_eq!((view.receipt.as_deref(), view.steps.len()), (Some("AR-4711"), 0));
    let steps: Vec<Step> = view.timeline.iter().map(|taken| taken.step).collect();
    let wanted = [Step::Begin, Step::Propose, Step::Return, Step::Propose, Step::Submit, Step::Acknowledge];
    assert_eq!(steps, wanted);
    let audited: Vec<String> =
        sqlx::query_scalar("select action from audit_log where resource_id = $1 order by ctid")
            .bind(id.as_str())
            .fetch_all(&db)
            .await
            .unwrap();
    assert_eq!(audited.last().map(String::as_str), Some("report.acknowledge"), "{audited:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_keeps_what_was_submitted_and_who_did(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    written(&world, &id).await;
    take(&world, &first(), &id, Step::Propose).await.unwrap();
    let alone = sqlx::query(
        "update str_reports set status = 'submitted', submitted_by = proposed_by, filed_at = now(), content = 'x',
           content_hash = encode(sha256('x'), 'hex'), reference_number = 'STR-1' where id = $1",
    );
    let refused = alone.bind(id.as_str()).execute(&db).await.unwrap_err();
    assert_eq!(crate::db::violated_constraint(&refused), Some("str_reports_two_officers_check"));
    let forged = sqlx::query(
        "update str_reports set status = 'submitted', submitted_by = 'usr_demo_lead', filed_at = now(), content = 'x',
           content_hash = encode(sha256('y'), 'hex'), reference_number = 'STR-1' where id = $1",
    );
    let refused = forged.bind(id.as_str()).execute(&db).await.unwrap_err();
    assert_eq!(crate::db::violated_constraint(&refused), Some("str_reports_hash_check"));
    for statement in [
        "update str_statements set body = 'other'",
        "delete from str_statement_transactions",
        "insert into str_statements (report_id, number, body, written_by) select id, 9, 'x', 'usr_demo_officer' from str_reports",
        "update str_report_steps set reason = 'other'",
        "delete from str_report_steps",
    ] {
        assert!(sqlx::query(statement).execute(&db).await.is_err(), "{statement}");
    }
    take(&world, &second(), &id, Step::Submit).await.unwrap();
    for statement in [
        "update str_reports set content = 'x', content_hash = encode(sha256('x'), 'hex')",
        "update str_reports set details = '{}'",
        "update str_reports set status = 'draft'",
        "update str_reports set submitted_by = 'usr_demo_officer'",
        "update str_reports set filed_at = now()",
    ] {
        assert!(sqlx::query(statement).execute(&db).await.is_err(), "{statement}");
    }
    // With the report itself everything of it goes, when its time is over.
    sqlx::query("delete from str_reports").execute(&db).await.unwrap();
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from str_statements) + (select count(*) from str_report_steps)
           + (select count(*) from str_report_alerts) + (select count(*) from str_statement_transactions)",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_decides_about_another_text_than_the_one_they_read(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let seen = version(&world, &id).await;
    written(&world, &id).await;
    let form = DecideForm {
        report: id.to_string(),
        version: seen.clone(),
        step: "propose".to_owned(),
        ..DecideForm::default()
    };
    let answer = service::decide(&world.state, &first(), None, &form).await;
    assert!(matches!(answer, Err(ReportsError::Changed)), "{answer:?}");
    let stale = EditForm { report: id.to_string(), version: seen, ..EditForm::default() };
    let answer = service::edit(&world.state, &first(), None, &stale).await;
    assert_eq!(AppError::from(answer.unwrap_err()), AppError::ChangedMeanwhile);
    take(&world, &first(), &id, Step::Propose).await.unwrap();
    let locked =
        EditForm { report: id.to_string(), version: version(&world, &id).await, ..EditForm::default() };
    let answer = service::edit(&world.state, &first(), None, &locked).await;
    assert!(matches!(answer, Err(ReportsError::Changed)), "what is proposed is not written on: {answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn statements_are_about_the_customers_payments_and_the_evidence(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let step = service::statement_step(&world.state, &first(), &id, Some(1), Flash::default()).await.unwrap();
    let chosen =
        |id: &str| step.payments.iter().find(|it| it.payment.id.as_str() == id).map(|it| it.is_chosen);
    assert_eq!(
        [chosen("txn_demo1"), chosen("txn_demo3"), chosen("txn_demo4")],
        [Some(true), Some(false), None]
    );
    let new = StatementForm {
        report: id.to_string(),
        version: step.version.to_string(),
        text: "Betalte i sin egen butikk.\r\nUten kasse.".to_owned(),
        // Kari's payment is neither the customer's nor evidence.
        payments: ticks(&["txn_demo3", "txn_demo4"]),
        ..StatementForm::default()
    };
    service::write_statement(&world.state, &first(), None, &new).await.unwrap();
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    let added = &view.content.statements[1];
    assert_eq!(added.text, "Betalte i sin egen butikk.\nUten kasse.");
    assert_eq!(added.payments.iter().map(TransactionId::as_str).collect::<Vec<_>>(), ["txn_demo3"]);
    let without = StatementForm {
        number: "2".to_owned(),
        version: view.version.to_string(),
        payments: Ticks::new(),
        ..new.clone()
    };
    service::write_statement(&world.state, &first(), None, &without).await.unwrap();
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert!(view.gaps.contains(&Gap::StatementPayments));
    let gone = StatementForm { version: view.version.to_string(), remove: "true".to_owned(), ..without };
    service::write_statement(&world.state, &first(), None, &gone).await.unwrap();
    let view = service::report(&world.state, &first(), &id).await.unwrap();
    assert_eq!(view.content.statements.len(), 1);
    let empty = StatementForm {
        report: id.to_string(),
        version: view.version.to_string(),
        ..StatementForm::default()
    };
    let answer = service::write_statement(&world.state, &first(), None, &empty).await;
    assert!(matches!(answer, Err(ReportsError::Form(_))), "{answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dropped_draft_lets_its_alerts_go(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let mut form = DecideForm {
        report: id.to_string(),
        version: version(&world, &id).await,
        step: "withdraw".to_owned(),
        ..DecideForm::default()
    };
    let answer = service::decide(&world.state, &first(), None, &form).await;
    assert!(matches!(answer, Err(ReportsError::Form(_))), "not without a reason: {answer:?}");
    form.reason = "the wrong customer".to_owned();
    assert_eq!(service::decide(&world.state, &first(), None, &form).await.unwrap(), State::Withdrawn);
    let again = BeginForm { alert: "aml_split".to_owned(), ..BeginForm::default() };
    assert_ne!(service::begin(&world.state, &first(), None, &again).await.unwrap(), id);
    let query = ReportsQuery { state: "withdrawn".to_owned(), search: "ahmet".to_owned() };
    let page = service::list(&world.state, &first(), &query, "").await.unwrap();
    assert_eq!(page.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&id]);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_number_goes_into_documents_of_submitted_reports_and_each_reading_is_written_down(db: PgPool) {
    let world = world(db.clone()).await;
    let id = begun(&world).await;
    let readings = "select count(*) from audit_log where action = 'kyc.read_national_id' and user_id = 'usr_demo_officer'";
    let draft = documents::file(&world.state, &officer(), &request(), &id, FileKind::Pdf).await.unwrap();
    assert_eq!((draft.national_id, draft.sealed.is_some()), (None, false));
    let answer = documents::file(&world.state, &officer(), &request(), &id, FileKind::Xml).await;
    assert!(matches!(answer, Err(ReportsError::NotFound)), "a draft cannot be handed in by mistake");
    assert_eq!(sqlx::query_scalar::<_, i64>(readings).fetch_one(&db).await.unwrap(), 0);
    written(&world, &id).await;
    take(&world, &first(), &id, Step::Propose).await.unwrap();
    take(&world, &second(), &id, Step::Submit).await.unwrap();
    let file = documents::file(&world.state, &officer(), &request(), &id, FileKind::Json).await.unwrap();
    assert_eq!(file.national_id.as_deref(), Some("12848800048"));
    assert_eq!(sqlx::query_scalar::<_, i64>(readings).fetch_one(&db).await.unwrap(), 1);
    let answer = documents::file(&world.state, &demo_customer(), &request(), &id, FileKind::Pdf).await;
    assert_eq!(AppError::from(answer.unwrap_err()), AppError::NotFound);
}
