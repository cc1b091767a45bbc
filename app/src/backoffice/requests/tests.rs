//! The queue of data requests and every decision of officers, on a database.
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::compliance::complaint::DayError;
use domain::compliance::privacy::{
    DataKind, KeepGround, RefusalGround, RequestError, RequestStatus, RequestStep, RequestsQuery,
};
use domain::form::FieldCode;
use domain::ids::DataRequestId;
use sqlx::PgPool;

use super::model::{Case, StepForm};
use super::service::{RequestsError, case, queue, take_step};
use crate::privacy::service as customers;
use crate::testing::{World, demo_customer, other_customer, request, world};

fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

async fn seen(world: &World, id: &str) -> Case {
    let id: DataRequestId = id.parse().unwrap();
    case(&world.state, &Officer::decide(Some(&officer())).unwrap(), &id).await.unwrap()
}

/// A step from the page as it is now.
async fn step(
    world: &World,
    actor: &Actor,
    id: &str,
    step: RequestStep,
    more: impl FnOnce(&mut StepForm),
) -> Result<RequestStep, RequestsError> {
    let mut form = StepForm {
        request: id.to_owned(),
        version: seen(world, id).await.version.to_string(),
        step: step.to_string(),
        body: "Vi har sett på forespørselen.".to_owned(),
        ..StepForm::default()
    };
    more(&mut form);
    take_step(&world.state, actor, &request(), &form).await
}

/// What the page of an erasure posts when nothing was changed in it.
fn proposed(form: &mut StepForm) {
    let choice = |kind: DataKind| kind.proposed().map_or("erase", KeepGround::as_str).to_owned();
    form.identity = choice(DataKind::Identity);
    form.payments = choice(DataKind::Payments);
    form.accounting = choice(DataKind::Accounting);
    form.profile = choice(DataKind::Profile);
    form.recipients = choice(DataKind::Recipients);
    form.bank_links = choice(DataKind::BankLinks);
    form.logins = choice(DataKind::Logins);
    form.notifications = choice(DataKind::Notifications);
    form.quotes = choice(DataKind::Quotes);
    form.marketing = choice(DataKind::Marketing);
    form.complaints = choice(DataKind::Complaints);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_in_the_order_of_what_is_due(db: PgPool) {
    let world = world(db).await;
    let officer = Officer::decide(Some(&officer())).unwrap();
    let page = |queue_name: &str| {
        let query = RequestsQuery { queue: queue_name.to_owned(), ..RequestsQuery::default() };
        let (state, officer) = (world.state.clone(), officer.clone());
        async move {
            let page = queue(&state, &officer, &query, "").await.unwrap();
            page.rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
        }
    };
    assert_eq!(page("").await, ["dar_demo4", "dar_demo2", "dar_demo1", "dar_demo3"]);
    assert_eq!(page("overdue").await, ["dar_demo4"]);
    assert_eq!(page("mine").await, Vec::<String>::new());
    assert_eq!(page("decided").await, ["dar_demo5", "dar_demo6"]);
    let counts = queue(&world.state, &officer, &RequestsQuery::default(), "").await.unwrap().counts;
    assert_eq!((counts.open, counts.unassigned, counts.overdue), (4, 4, 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_is_granted(db: PgPool) {
    let world = world(db).await;
    step(&world, &officer(), "dar_demo1", RequestStep::Approve, |_| ()).await.unwrap();
    let after = seen(&world, "dar_demo1").await;
    assert_eq!((after.status, after.is_mine), (RequestStatus::Processing, true));
    assert_eq!(after.decided_by.as_deref(), Some("Ingrid Solberg"));
    let own = customers::list(&world.state, &demo_customer()).await.unwrap();
    let line = own.iter().find(|line| line.id.as_str() == "dar_demo1").unwrap();
    assert_eq!(line.answer.as_deref(), Some("Vi har sett på forespørselen."));
    let again =
        step(&world, &officer(), "dar_demo1", RequestStep::Refuse, |form| form.ground = "unfounded".into())
            .await;
    assert!(matches!(again, Err(RequestsError::Step(RequestError::Decided))));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_erasure_is_decided_kind_by_kind_with_its_law(db: PgPool) {
    let world = world(db).await;
    let greedy = step(&world, &officer(), "dar_demo2", RequestStep::Erase, |form| {
        proposed(form);
        form.payments = "erase".to_owned();
        form.logins = "legal_duty".to_owned();
    })
    .await
    .unwrap_err();
    let RequestsError::Form(fields) = greedy else { panic!("{greedy}") };
    assert_eq!(fields.into_keys().collect::<Vec<_>>(), ["logins", "payments"]);
    step(&world, &officer(), "dar_demo2", RequestStep::Erase, proposed).await.unwrap();
    let after = seen(&world, "dar_demo2").await;
    let kept = |kind| after.lines.iter().find(|line| line.kind == kind).map(|line| line.kept);
    assert_eq!(kept(DataKind::Payments), Some(Some(KeepGround::LegalDuty)));
    assert_eq!(kept(DataKind::Marketing), Some(None));
    assert_eq!(kept(DataKind::Accounting), None, "Kari has no shop");
    let own = customers::list(&world.state, &other_customer()).await.unwrap();
    assert!(own.iter().any(|line| line.lines.contains(&(DataKind::Identity, Some(KeepGround::LegalDuty)))));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_keeps_what_the_law_keeps(db: PgPool) {
    let world = world(db).await;
    for kind in ["identity", "payments", "accounting"] {
        let statement = "insert into data_request_lines (request_id, data_kind, outcome) values ('dar_demo2', $1, 'erase')";
        let refused = sqlx::query(statement).bind(kind).execute(&world.state.db).await;
        assert!(refused.is_err(), "{kind}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_wrong_is_put_right(db: PgPool) {
    let world = world(db).await;
    let wrong = step(&world, &officer(), "dar_demo3", RequestStep::Rectify, |form| {
        (form.first_name, form.phone) = ("Selma".to_owned(), "12".to_owned());
    })
    .await
    .unwrap_err();
    let RequestsError::Form(fields) = wrong else { panic!("{wrong}") };
    assert_eq!(fields["last_name"], FieldCode::Required);
    assert_eq!(fields["phone"], FieldCode::PhoneMalformed);
    step(&world, &officer(), "dar_demo3", RequestStep::Rectify, |form| {
        form.first_name = "Selma".to_owned();
        form.last_name = "Hodžić".to_owned();
        form.phone = "400 00 030".to_owned();
        form.born = "1991-02-03".to_owned();
    })
    .await
    .unwrap();
    let after = seen(&world, "dar_demo3").await;
    assert_eq!(
        (after.status, after.person.phone.as_deref(), after.person.born),
        (RequestStatus::Completed, Some("+4740000030"), "1991-02-03".parse().ok())
    );
    let screened: i64 = sqlx::query_scalar(
        "select count(*) from jobs where kind = 'screen' and payload::text like '%usr_demo3%'",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    assert_eq!(screened, 1, "another name is looked for on the lists");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_restriction_holds_until_it_is_lifted(db: PgPool) {
    let world = world(db).await;
    step(&world, &officer(), "dar_demo4", RequestStep::Restrict, |_| ()).await.unwrap();
    assert_eq!(seen(&world, "dar_demo4").await.status, RequestStatus::Processing);
    step(&world, &officer(), "dar_demo4", RequestStep::Lift, |_| ()).await.unwrap();
    let after = seen(&world, "dar_demo4").await;
    assert_eq!(after.status, RequestStatus::Completed);
    assert!(after.answer.is_some() && after.events[1].note.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_extension_ends_with_the_third_month_and_is_told(db: PgPool) {
    let world = world(db).await;
    let last = seen(&world, "dar_demo1").await.days.last_due_on;
    let until = |day: chrono::NaiveDate| move |form: &mut StepForm| form.until = day.to_string();
    let late =
        step(&world, &officer(), "dar_demo1", RequestStep::Extend, until(last + chrono::Days::new(1))).await;
    assert!(matches!(late, Err(RequestsError::Step(RequestError::Day(DayError::TooLate)))));
    step(&world, &officer(), "dar_demo1", RequestStep::Extend, until(last)).await.unwrap();
    assert_eq!(seen(&world, "dar_demo1").await.days.due_on, last);
    let own = customers::list(&world.state, &demo_customer()).await.unwrap();
    let line = own.iter().find(|line| line.id.as_str() == "dar_demo1").unwrap();
    assert_eq!((line.told.as_deref(), line.due_on), (Some("Vi har sett på forespørselen."), last));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_names_a_law_that_fits(db: PgPool) {
    let world = world(db).await;
    let refuse = |ground: &'static str| move |form: &mut StepForm| form.ground = ground.to_owned();
    let wrong = step(&world, &officer(), "dar_demo1", RequestStep::Refuse, refuse("legal_duty")).await;
    assert!(matches!(wrong, Err(RequestsError::Form(_))));
    step(&world, &officer(), "dar_demo1", RequestStep::Refuse, refuse("not_identified")).await.unwrap();
    let after = seen(&world, "dar_demo1").await;
    assert_eq!((after.status, after.ground), (RequestStatus::Rejected, Some(RefusalGround::NotIdentified)));
}

#[sqlx::test(migrations = "../migrations")]
async fn notes_stay_inside_and_customers_take_no_steps(db: PgPool) {
    let world = world(db).await;
    step(&world, &officer(), "dar_demo1", RequestStep::Note, |form| {
        form.body = "Under etterforskning.".to_owned();
    })
    .await
    .unwrap();
    let own = customers::list(&world.state, &demo_customer()).await.unwrap();
    assert!(!format!("{own:?}").contains("etterforskning"));
    let told: i64 = sqlx::query_scalar("select count(*) from notifications where type = 'request_answered'")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert_eq!(told, 0);
    let refused = step(&world, &demo_customer(), "dar_demo1", RequestStep::Approve, |_| ()).await;
    assert!(matches!(refused, Err(RequestsError::Refused(domain::access::Refusal::NotFound))));
}
