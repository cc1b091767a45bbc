//! The queue of complaints and every step of officers, on a database.
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::compliance::complaint::{
    ComplaintError, ComplaintStatus, ComplaintStep, ComplaintsQuery, DayError, MessageKind, Outcome,
};
use domain::ids::ComplaintId;
use sqlx::PgPool;

use super::model::{Case, StepForm};
use super::service::{ComplaintsError, begin_export, case, export_chunk, queue, take_step};
use crate::complaints::model::Progress;
use crate::complaints::service as customers;
use crate::form::Flash;
use crate::i18n::Locale;
use crate::testing::{World, demo_customer, request, world};

fn staff(id: &str, role: Role) -> Actor {
    Actor { user_id: id.parse().unwrap(), role, kyc: KycStatus::Approved }
}

fn officer() -> Actor {
    staff("usr_demo_officer", Role::Compliance)
}

fn lead() -> Actor {
    staff("usr_demo_lead", Role::Admin)
}

async fn seen(world: &World, id: &str) -> Case {
    let id: ComplaintId = id.parse().unwrap();
    let officer = Officer::decide(Some(&officer())).unwrap();
    case(&world.state, &officer, Role::Compliance, &id).await.unwrap()
}

/// A step from the page as it is now.
async fn step(
    world: &World,
    actor: &Actor,
    id: &str,
    step: ComplaintStep,
    more: impl FnOnce(&mut StepForm),
) -> Result<ComplaintStep, ComplaintsError> {
    let mut form = StepForm {
        complaint: id.to_owned(),
        version: seen(world, id).await.version.to_string(),
        step: step.to_string(),
        body: "Vi har sett på saken din.".to_owned(),
        ..StepForm::default()
    };
    more(&mut form);
    take_step(&world.state, actor, &request(), &form).await
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_in_the_order_of_what_is_due(db: PgPool) {
    let world = world(db).await;
    let officer = Officer::decide(Some(&officer())).unwrap();
    let page = |queue_name: &str, search: &str| {
        let query = ComplaintsQuery {
            queue: queue_name.to_owned(),
            search: search.to_owned(),
            ..ComplaintsQuery::default()
        };
        let (state, officer) = (world.state.clone(), officer.clone());
        async move {
            let page = queue(&state, &officer, &query, "").await.unwrap();
            page.rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
        }
    };
    assert_eq!(page("", "").await, ["cmp_demo3", "cmp_demo2", "cmp_demo4", "cmp_demo5", "cmp_demo1"]);
    assert_eq!(page("overdue", "").await, ["cmp_demo3"]);
    assert_eq!(page("mine", "").await, ["cmp_demo2", "cmp_demo4"]);
    assert_eq!(page("unassigned", "").await, ["cmp_demo3", "cmp_demo5", "cmp_demo1"]);
    assert_eq!(page("escalated", "").await, ["cmp_demo5"]);
    assert_eq!(page("resolved", "").await, ["cmp_demo6", "cmp_demo7"]);
    assert_eq!(page("", "KARI").await, ["cmp_demo2", "cmp_demo5"]);
    assert_eq!(page("resolved", "gebyr").await, ["cmp_demo6"]);
    let counts = queue(&world.state, &officer, &ComplaintsQuery::default(), "").await.unwrap().counts;
    assert_eq!((counts.open, counts.mine, counts.overdue, counts.escalated), (5, 2, 1, 1));
    assert_eq!(counts.unassigned, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_follow_each_other(db: PgPool) {
    let world = world(db).await;
    let officer = Officer::decide(Some(&officer())).unwrap();
    let after_first = format!("{}.cmp_demo3", seen(&world, "cmp_demo3").await.days.due_on);
    let page = queue(&world.state, &officer, &ComplaintsQuery::default(), &after_first).await.unwrap();
    assert_eq!(page.rows[0].id.as_str(), "cmp_demo2");
    assert_eq!(page.next, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_click_confirms_and_tells_the_customer_by_when(db: PgPool) {
    let world = world(db).await;
    step(&world, &officer(), "cmp_demo1", ComplaintStep::Acknowledge, |_| ()).await.unwrap();
    let after = seen(&world, "cmp_demo1").await;
    assert_eq!(
        (after.status, after.acknowledged, after.is_mine),
        (ComplaintStatus::Investigating, true, true)
    );
    assert_eq!(
        (after.letters[0].kind, after.letters[0].due_on),
        (MessageKind::Acknowledgement, Some(after.days.due_on))
    );
    let told: i64 = sqlx::query_scalar(
        "select count(*) from notifications where user_id = 'usr_demo1' and type = 'complaint_news' and link = '/complaints/cmp_demo1'",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    assert_eq!(told, 1);
    let twice = step(&world, &officer(), "cmp_demo1", ComplaintStep::Acknowledge, |_| ()).await;
    assert!(matches!(twice, Err(ComplaintsError::Step(ComplaintError::Acknowledged))));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_holding_reply_names_a_day_that_the_law_allows(db: PgPool) {
    let world = world(db).await;
    let last = seen(&world, "cmp_demo1").await.days.last_due_on;
    for (until, wanted) in [
        (last + chrono::Days::new(1), DayError::TooLate),
        ("2026-11-25".parse().unwrap(), DayError::TooEarly),
    ] {
        let answer =
            step(&world, &officer(), "cmp_demo1", ComplaintStep::Hold, |form| form.until = until.to_string())
                .await;
        assert!(
            matches!(answer, Err(ComplaintsError::Step(ComplaintError::Day(error))) if error == wanted),
            "{until}"
        );
    }
    step(&world, &officer(), "cmp_demo1", ComplaintStep::Hold, |form| form.until = last.to_string())
        .await
        .unwrap();
    let after = seen(&world, "cmp_demo1").await;
    assert_eq!(after.days.due_on, last);
    assert_eq!((after.letters[0].kind, after.letters[0].due_on), (MessageKind::Holding, Some(last)));
    assert_ne!(after.events[0].due_on.0, after.events[0].due_on.1, "old and new are kept");
    let past = sqlx::query("update complaints set due_on = last_due_on + 1 where id = 'cmp_demo1'");
    assert!(past.execute(&world.state.db).await.is_err(), "the database refuses it too");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_final_reply_names_the_dispute_body_and_ends_it(db: PgPool) {
    let world = world(db).await;
    step(&world, &officer(), "cmp_demo1", ComplaintStep::Resolve, |form| form.outcome = "partly".to_owned())
        .await
        .unwrap();
    let id: ComplaintId = "cmp_demo1".parse().unwrap();
    let read = customers::thread(&world.state, &demo_customer(), &id, Flash::default()).await.unwrap();
    assert_eq!((read.line.progress, read.outcome), (Progress::Answered, Some(Outcome::Partly)));
    assert!(read.messages[0].body.contains("Finansklagenemnda"), "{}", read.messages[0].body);
    let kept: String = sqlx::query_scalar("select resolution from complaints where id = 'cmp_demo1'")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert_eq!(kept, read.messages[0].body);
    let again = step(&world, &officer(), "cmp_demo1", ComplaintStep::Reply, |_| ()).await;
    assert!(matches!(again, Err(ComplaintsError::Step(ComplaintError::Answered))));
}

#[sqlx::test(migrations = "../migrations")]
async fn two_officers_do_not_answer_the_same_page(db: PgPool) {
    let world = world(db).await;
    let version = seen(&world, "cmp_demo1").await.version.to_string();
    let form = StepForm {
        complaint: "cmp_demo1".to_owned(),
        version: version.clone(),
        step: "resolve".to_owned(),
        body: "Vi har sett på saken din.".to_owned(),
        outcome: "upheld".to_owned(),
        ..StepForm::default()
    };
    let (first, request_info) = (officer(), request());
    let second = lead();
    let (a, b) = tokio::join!(
        take_step(&world.state, &first, &request_info, &form),
        take_step(&world.state, &second, &request_info, &form)
    );
    assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
    assert_eq!(seen(&world, "cmp_demo1").await.letters.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_lead_answers_what_the_lead_has(db: PgPool) {
    let world = world(db).await;
    for one in [ComplaintStep::Reply, ComplaintStep::Take, ComplaintStep::HandBack] {
        let refused = step(&world, &officer(), "cmp_demo5", one, |_| ()).await;
        assert!(matches!(refused, Err(ComplaintsError::Step(ComplaintError::LeadOnly))), "{one}");
    }
    step(&world, &lead(), "cmp_demo5", ComplaintStep::HandBack, |_| ()).await.unwrap();
    assert_eq!(seen(&world, "cmp_demo5").await.status, ComplaintStatus::Investigating);
    step(&world, &officer(), "cmp_demo5", ComplaintStep::Reply, |_| ()).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn notes_stay_inside(db: PgPool) {
    let world = world(db).await;
    let secret = "Kunden har et varsel. Ikke si noe.";
    for one in [ComplaintStep::Note, ComplaintStep::Escalate] {
        step(&world, &officer(), "cmp_demo1", one, |form| form.body = secret.to_owned()).await.unwrap();
    }
    assert_eq!(seen(&world, "cmp_demo1").await.events.len(), 2);
    let id: ComplaintId = "cmp_demo1".parse().unwrap();
    let read = customers::thread(&world.state, &demo_customer(), &id, Flash::default()).await.unwrap();
    assert_eq!(read.line.progress, Progress::AtWork, "who works on it is ours");
    let told: Vec<(String, serde_json::Value)> =
        sqlx::query_as("select body, params from notifications").fetch_all(&world.state.db).await.unwrap();
    let audited: Vec<serde_json::Value> =
        sqlx::query_scalar("select details from audit_log where details is not null")
            .fetch_all(&world.state.db)
            .await
            .unwrap();
    assert!(!format!("{read:?} {told:?} {audited:?}").contains("varsel"));
}

#[sqlx::test(migrations = "../migrations")]
async fn customers_take_no_steps(db: PgPool) {
    let world = world(db).await;
    let refused = step(&world, &demo_customer(), "cmp_demo1", ComplaintStep::Acknowledge, |_| ()).await;
    assert!(matches!(refused, Err(ComplaintsError::Refused(domain::access::Refusal::NotFound))));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_taken_away_as_a_file(db: PgPool) {
    let world = world(db).await;
    let officer = Officer::decide(Some(&officer())).unwrap();
    let query = ComplaintsQuery { search: "=".to_owned(), ..ComplaintsQuery::default() };
    sqlx::query("update complaints set subject = '=1+1 ' || subject where id = 'cmp_demo1'")
        .execute(&world.state.db)
        .await
        .unwrap();
    let (head, export) = begin_export(&world.state, &officer, &request(), &query, Locale::nb).await.unwrap();
    let (lines, next) = export_chunk(&world.state, &export, None).await.unwrap();
    let file = String::from_utf8([head, lines].concat()).unwrap();
    assert!(file.contains("Nummer;Mottatt;Frist") && file.contains("cmp_demo1;2026-11-22;"), "{file}");
    assert!(file.contains(";'=1+1 "), "no formula: {file}");
    assert!(!file.contains("cmp_demo2") && next.is_none());
    let noted: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'complaint.export'")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert_eq!(noted, 1);
}
