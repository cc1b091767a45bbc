//! Tests of identities in the back-office, each on a database of its own.
use domain::access::Actor;
use domain::form::FieldCode;
use domain::identity::{CaseStatus, Topic};
use domain::ids::KycCaseId;
use sqlx::PgPool;

use super::model::{CaseView, DUE, DecisionForm, KycQuery};
use super::service::{case, decide, page};
use crate::demo::service::seed_people;
use crate::error::AppError;
use crate::testing::planting::{lead, officer};
use crate::testing::{World, demo_customer, request, world};

async fn desk(db: PgPool) -> World {
    let world = world(db).await;
    seed_people(&world.state).await.unwrap();
    world
}

async fn names(world: &World, query: KycQuery) -> Vec<String> {
    page(&world.state, &officer(), &query).await.unwrap().rows.into_iter().map(|row| row.name).collect()
}

async fn seen_by(world: &World, who: &Actor, id: &str) -> CaseView {
    case(&world.state, who, &id.parse().unwrap(), "nb", None).await.unwrap()
}

fn form(case: &str, decision: &str, reason: &str) -> DecisionForm {
    DecisionForm {
        case: case.to_owned(),
        decision: decision.to_owned(),
        reason: reason.to_owned(),
        ..DecisionForm::default()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_the_oldest_first_and_narrows(db: PgPool) {
    let world = desk(db).await;
    let waiting = ["Zofia Lewandowska", "Imran Siddiqui", "Selma Hodžić"];
    assert_eq!(names(&world, KycQuery::default()).await, waiting);
    let high = KycQuery { risk: "high".to_owned(), ..KycQuery::default() };
    assert_eq!(names(&world, high).await, ["Zofia Lewandowska"]);
    let unscreened = KycQuery { screened: "not_screened".to_owned(), ..KycQuery::default() };
    assert_eq!(names(&world, unscreened).await, ["Selma Hodžić"]);
    let due = KycQuery { queue: DUE.to_owned(), ..KycQuery::default() };
    assert_eq!(names(&world, due).await, ["Halvor Nygård"]);
    let counts = page(&world.state, &officer(), &KycQuery::default()).await.unwrap();
    assert_eq!((counts.waiting, counts.due, counts.next), (3, 1, None));
    let refused = page(&world.state, &demo_customer(), &KycQuery::default()).await;
    assert_eq!(refused.map_err(AppError::from).err(), Some(AppError::NotFound));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_case_has_what_was_told_and_who_may_decide(db: PgPool) {
    let world = desk(db).await;
    let mine = seen_by(&world, &officer(), "kyc_demo_zofia").await;
    assert_eq!((mine.national_id.as_str(), mine.in_full), ("148372 *****", false));
    assert_eq!((mine.nationality.as_str(), mine.needs_lead), ("Polen", true));
    assert_eq!(mine.choices, ["ask", "reject"]);
    assert_eq!(mine.next.map(KycCaseId::into_string).as_deref(), Some("kyc_demo_imran"));
    let leads = seen_by(&world, &lead(), "kyc_demo_zofia").await;
    assert_eq!(
        (leads.choices.as_slice(), leads.needs_lead),
        (["approve", "ask", "reject"].map(str::to_owned).as_slice(), false)
    );
    let other = seen_by(&world, &officer(), "kyc_demo_imran").await;
    assert_eq!(other.assessed.unwrap().second_accounts.len(), 1);
    let approved = seen_by(&world, &officer(), "kyc_demo_halvor").await;
    assert_eq!(approved.choices, ["review", "ask", "reject"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_number_in_full_is_written_down(db: PgPool) {
    let world = desk(db).await;
    let id = "kyc_demo_zofia".parse().unwrap();
    let read = case(&world.state, &officer(), &id, "nb", Some(&request())).await.unwrap();
    assert_eq!((read.national_id.as_str(), read.in_full), ("14837200092", true));
    let audited: Vec<(Option<String>, Option<String>)> = sqlx::query_as(
        "select user_id, details ->> 'purpose' from audit_log where action = 'kyc.read_national_id'
           and resource_id = 'kyc_demo_zofia'",
    )
    .fetch_all(&world.state.db)
    .await
    .unwrap();
    assert_eq!(audited, [(Some("usr_demo_officer".to_owned()), Some("officer".to_owned()))]);
}

#[sqlx::test(migrations = "../migrations")]
async fn decisions_and_what_goes_wrong(db: PgPool) {
    let world = desk(db).await;
    let made = |who, form| {
        let state = world.state.clone();
        async move { decide(&state, &who, &request(), &form).await }
    };
    let high = made(officer(), form("kyc_demo_zofia", "approve", "seen")).await;
    assert_eq!(high, Err(AppError::NotAllowed));
    let silent = made(lead(), form("kyc_demo_zofia", "reject", " ")).await;
    assert_eq!(silent, Err(AppError::field("reason", FieldCode::Required)));
    let nothing = made(lead(), form("kyc_demo_zofia", "ask", "unclear")).await;
    assert_eq!(nothing, Err(AppError::field("national_id", FieldCode::Required)));
    let asks =
        DecisionForm { purpose: true, source_of_funds: true, ..form("kyc_demo_imran", "ask", "unclear") };
    assert_eq!(made(officer(), asks).await, Ok(()));
    let asked = seen_by(&world, &officer(), "kyc_demo_imran").await;
    assert_eq!(asked.status, CaseStatus::MoreInformation);
    assert_eq!(asked.asked, [Topic::Purpose, Topic::SourceOfFunds]);
    assert_eq!(asked.decided.last().and_then(|one| one.by.clone()).as_deref(), Some("Ingrid Solberg"));
    let late = made(lead(), form("kyc_demo_imran", "approve", "seen")).await;
    assert_eq!(late, Err(AppError::ChangedMeanwhile));
    let customer = made(demo_customer(), form("kyc_demo_zofia", "approve", "me")).await;
    assert_eq!(customer, Err(AppError::NotFound));
}
