//! Tests of deciding about identities, each on a database of its own.
use domain::access::{Actor, KycStatus, Refusal, Role};
use domain::compliance::kyc::{
    CountryRisk, Decision, DecisionError, Obstacle, RiskClass, RiskReason, Screened,
};
use domain::identity::{CaseStatus, IdentityStep, Topic};
use domain::ids::KycCaseId;
use sqlx::PgPool;

use super::model::{CountryLine, Queue};
use super::service::{self, KycError, assess, decide_on, list, show};
use crate::kyc::model::IdentityForm;
use crate::testing::{World, demo_customer, request, world};
use crate::vault::Vault;

fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

fn lead() -> Actor {
    Actor { user_id: "usr_demo_lead".parse().unwrap(), role: Role::Admin, kyc: KycStatus::Approved }
}

fn newcomer() -> Actor {
    Actor { user_id: "usr_new".parse().unwrap(), role: Role::User, kyc: KycStatus::Pending }
}

async fn with_newcomer(db: PgPool) -> World {
    let world = world(db).await;
    sqlx::query(
        "insert into users (id, email, password_hash, first_name, last_name)
         values ('usr_new', 'ana@drop.example', '', 'Ana', 'Anić')",
    )
    .execute(&world.state.db)
    .await
    .unwrap();
    world
}

fn plain() -> IdentityForm {
    IdentityForm {
        national_id: "15108695088".to_owned(),
        date_of_birth: "15.10.1986".to_owned(),
        nationality: "PL".to_owned(),
        street: "Storgata 1".to_owned(),
        postal_code: "0155".to_owned(),
        city: "Oslo".to_owned(),
        employment: "employed".to_owned(),
        occupation: "Renholder".to_owned(),
        purpose: "support_family".to_owned(),
        source_of_funds: "salary".to_owned(),
        exposure: "none".to_owned(),
        monthly: "up_to_5000".to_owned(),
    }
}

/// Hands the form in and returns what it became.
async fn handed_in(world: &World, form: &IdentityForm) -> KycCaseId {
    world.clock.advance(chrono::Duration::seconds(1));
    crate::kyc::service::submit(&world.state, &newcomer(), &request(), form).await.unwrap();
    let id: String = sqlx::query_scalar(
        "select id from kyc_cases where user_id = 'usr_new' order by submitted_at desc, id desc limit 1",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    id.parse().unwrap()
}

async fn kyc_of(db: &PgPool) -> String {
    sqlx::query_scalar("select kyc_status from users where id = 'usr_new'").fetch_one(db).await.unwrap()
}

async fn told(db: &PgPool) -> Vec<(String, String, String)> {
    sqlx::query_as(
        "select type, title, body from notifications where user_id = 'usr_new' order by created_at, id",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn audited(db: &PgPool, action: &str) -> i64 {
    sqlx::query_scalar("select count(*) from audit_log where action = $1")
        .bind(action)
        .fetch_one(db)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_officer_approves_and_the_customer_may_send(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let state = &world.state;
    let case = handed_in(&world, &plain()).await;
    let early = decide_on(state, &officer(), None, &case, Decision::Approve, "seen").await;
    assert!(matches!(early, Err(KycError::NotAssessed)));
    assess(state, &case).await.unwrap();
    assert_eq!(kyc_of(&db).await, "pending", "the setting is off");
    let found = show(state, &officer(), &case).await.unwrap().assessed.unwrap();
    assert_eq!((found.risk, found.screened), (RiskClass::Low, Screened::Clear));
    assert_eq!(found.obstacles, [Obstacle::Off]);

    let nobody = decide_on(state, &demo_customer(), None, &case, Decision::Approve, "me").await;
    assert!(matches!(nobody, Err(KycError::Refused(Refusal::NotFound))));
    let silent = decide_on(state, &officer(), None, &case, Decision::Approve, " ").await;
    assert!(matches!(silent, Err(KycError::Decision(DecisionError::ReasonRequired))));
    let done = decide_on(state, &officer(), None, &case, Decision::Approve, "passport seen").await;
    assert_eq!(done.unwrap(), CaseStatus::Approved);
    assert_eq!(kyc_of(&db).await, "approved");
    let after = show(state, &officer(), &case).await.unwrap();
    assert_eq!(after.assessed.unwrap().review_on.unwrap().to_string(), "2029-11-24");
    assert_eq!(after.decided[0].by, Some(officer().user_id));
    assert_eq!(told(&db).await.len(), 1);
    assert_eq!(told(&db).await[0].0, "identity_approved");
    assert_eq!(audited(&db, "kyc.approve").await, 1);
    let again = decide_on(state, &officer(), None, &case, Decision::Approve, "again").await;
    assert!(matches!(again, Err(KycError::Decision(DecisionError::From(CaseStatus::Approved)))));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_asked_is_answered_with_another_submission(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let state = &world.state;
    let first = handed_in(&world, &plain()).await;
    assess(state, &first).await.unwrap();
    let ask = Decision::Ask(vec![Topic::SourceOfFunds]);
    decide_on(state, &officer(), None, &first, ask, "salary does not fit the tips of 12 August")
        .await
        .unwrap();
    assert_eq!(kyc_of(&db).await, "pending");
    let visitor = visitor_of_newcomer();
    let view = crate::kyc::service::view(state, &visitor, "nb").await.unwrap();
    assert_eq!((view.step, view.asked), (IdentityStep::MoreAsked, vec![Topic::SourceOfFunds]));
    let form = crate::kyc::service::form(state, &visitor, None, "nb").await.unwrap();
    assert_eq!(form.flash.values.get("street").map(String::as_str), Some("Storgata 1"));
    assert_eq!(form.flash.values.get("national_id"), None, "it is not read for that");

    let second = handed_in(&world, &plain()).await;
    assert_ne!(first, second);
    assess(state, &second).await.unwrap();
    let found = show(state, &officer(), &second).await.unwrap().assessed.unwrap();
    assert!(found.obstacles.contains(&Obstacle::Asked));
    let old = decide_on(state, &officer(), None, &first, Decision::Reject, "late").await;
    assert!(matches!(old, Err(KycError::NotLast)));
    decide_on(state, &officer(), None, &second, Decision::Reject, "the papers are another's").await.unwrap();
    assert_eq!(kyc_of(&db).await, "rejected");
    let kinds: Vec<String> = told(&db).await.into_iter().map(|row| row.0).collect();
    assert_eq!(kinds, ["identity_asked", "identity_rejected"]);
    for (_, title, body) in told(&db).await {
        for word in ["tips", "papers", "salary", "another", "risk", "liste"] {
            assert!(!title.contains(word) && !body.contains(word), "{title}: {body}");
        }
    }
}

fn visitor_of_newcomer() -> crate::identity::service::Visitor {
    crate::identity::service::Visitor {
        login_id: "ses_new".parse().unwrap(),
        actor: newcomer(),
        first_name: "Ana".to_owned(),
        last_name: "Anić".to_owned(),
        email: "ana@drop.example".to_owned(),
        phone: None,
        unread: 0,
        identity: IdentityStep::MoreAsked,
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_high_risk_needs_a_lead(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let exposed = IdentityForm { exposure: "close".to_owned(), nationality: "BA".to_owned(), ..plain() };
    let case = handed_in(&world, &exposed).await;
    assess(&world.state, &case).await.unwrap();
    let found = show(&world.state, &officer(), &case).await.unwrap().assessed.unwrap();
    assert_eq!(found.risk, RiskClass::High);
    assert_eq!(found.reasons, [RiskReason::CloseToExposed, RiskReason::NationalityIncreased]);
    let refused = decide_on(&world.state, &officer(), None, &case, Decision::Approve, "fine").await;
    assert!(matches!(refused, Err(KycError::Decision(DecisionError::LeadRequired))));
    decide_on(&world.state, &lead(), None, &case, Decision::Approve, "known to us").await.unwrap();
    let view = show(&world.state, &officer(), &case).await.unwrap();
    assert_eq!(view.assessed.unwrap().review_on.unwrap().to_string(), "2027-11-24");

    assert!(list(&world.state, &officer(), Queue::Due).await.unwrap().is_empty());
    world.clock.advance(chrono::Duration::days(365));
    let due = list(&world.state, &officer(), Queue::Due).await.unwrap();
    assert_eq!(due.iter().map(|line| &line.id).collect::<Vec<_>>(), [&case]);
    let told_before = told(&db).await.len();
    let reviewed = decide_on(&world.state, &lead(), None, &case, Decision::Review, "still so").await;
    assert_eq!(reviewed.unwrap(), CaseStatus::Approved);
    assert!(list(&world.state, &officer(), Queue::Due).await.unwrap().is_empty());
    assert_eq!(told(&db).await.len(), told_before, "nobody is told of a look");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_second_account_is_seen_by_officers_alone(db: PgPool) {
    let mut world = with_newcomer(db.clone()).await;
    // Selma's number, which was sealed with a key that is not the first one any more.
    let selma = IdentityForm {
        national_id: "11908500034".to_owned(),
        date_of_birth: "11.10.1985".to_owned(),
        ..plain()
    };
    let new_key =
        "new:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,dev:ZHJvcCBkZXZlbG9wbWVudCBrZXksIG5vIHNlY3JldCE=";
    world.state.vault = Vault::new(new_key.parse().unwrap(), world.state.entropy.clone());
    let case = handed_in(&world, &selma).await;
    assess(&world.state, &case).await.unwrap();
    let found = show(&world.state, &officer(), &case).await.unwrap().assessed.unwrap();
    assert_eq!(found.second_accounts, ["usr_demo3".parse().unwrap()]);
    assert!(found.obstacles.contains(&Obstacle::SecondAccount));
    let view = crate::kyc::service::view(&world.state, &visitor_of_newcomer(), "nb").await.unwrap();
    assert_eq!(view.step, IdentityStep::Waiting);
    assert!(!serde_json::to_string(&view).unwrap().contains("usr_demo3"));
}

#[sqlx::test(migrations = "../migrations")]
async fn each_reading_of_a_number_is_written_down(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let case = handed_in(&world, &plain()).await;
    assert_eq!(audited(&db, "kyc.read_national_id").await, 0);
    show(&world.state, &officer(), &case).await.unwrap();
    assert_eq!(audited(&db, "kyc.read_national_id").await, 0, "a masked one is no reading");
    assess(&world.state, &case).await.unwrap();
    assert_eq!(audited(&db, "kyc.read_national_id").await, 1);
    let refused = service::read_national_id(&world.state, &newcomer(), None, &case).await;
    assert!(matches!(refused, Err(KycError::Refused(Refusal::NotFound))));
    let number = service::read_national_id(&world.state, &officer(), None, &case).await.unwrap();
    assert_eq!(number, "15108695088");
    let by: Option<String> = sqlx::query_scalar(
        "select user_id from audit_log where action = 'kyc.read_national_id' and details ->> 'purpose' = 'officer'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(by.as_deref(), Some("usr_demo_officer"));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_by_age_and_assessing_twice_is_once(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let case = handed_in(&world, &plain()).await;
    let (one, two) = tokio::join!(assess(&world.state, &case), assess(&world.state, &case));
    one.unwrap();
    two.unwrap();
    let waiting = list(&world.state, &officer(), Queue::Waiting).await.unwrap();
    let ids: Vec<_> = waiting.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["kyc_demo3", case.as_str()]);
    decide_on(&world.state, &officer(), None, &case, Decision::Reject, "no answer").await.unwrap();
    assess(&world.state, &case).await.unwrap();
    assert_eq!(kyc_of(&db).await, "rejected", "a late job changes nothing");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_countrys_risk_holds_from_its_day_on(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let set = |country: &str, day: &str, risk| CountryLine {
        country: country.to_owned(),
        valid_from: day.parse().unwrap(),
        risk,
        source: "FATF".to_owned(),
    };
    let state = &world.state;
    service::set_country(state, &officer(), None, &set("PL", "2026-11-25", CountryRisk::High)).await.unwrap();
    let twice =
        service::set_country(state, &officer(), None, &set("PL", "2026-11-25", CountryRisk::High)).await;
    assert!(matches!(twice, Err(KycError::CountryTaken)));
    let unknown =
        service::set_country(state, &officer(), None, &set("ZZ", "2026-11-25", CountryRisk::High)).await;
    assert!(matches!(unknown, Err(KycError::BadCountry)));
    let nobody =
        service::set_country(state, &newcomer(), None, &set("PL", "2027-01-01", CountryRisk::High)).await;
    assert!(matches!(nobody, Err(KycError::Refused(_))));

    let case = handed_in(&world, &plain()).await;
    assess(state, &case).await.unwrap();
    assert_eq!(show(state, &officer(), &case).await.unwrap().assessed.unwrap().risk, RiskClass::Low);
    world.clock.advance(chrono::Duration::days(1));
    assess(state, &case).await.unwrap();
    assert_eq!(show(state, &officer(), &case).await.unwrap().assessed.unwrap().risk, RiskClass::High);
    service::set_country(state, &officer(), None, &set("PL", "2026-11-26", CountryRisk::Ordinary))
        .await
        .unwrap();
    world.clock.advance(chrono::Duration::days(1));
    assess(state, &case).await.unwrap();
    assert_eq!(show(state, &officer(), &case).await.unwrap().assessed.unwrap().risk, RiskClass::Low);
    for statement in
        ["update country_risks set risk = 'high'", "delete from country_risks", "truncate country_risks"]
    {
        assert!(sqlx::query(statement).execute(&db).await.is_err(), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn decisions_are_only_added_to(db: PgPool) {
    let _world = world(db.clone()).await;
    for statement in [
        "update kyc_events set reason = 'x'",
        "delete from kyc_events",
        "truncate kyc_events",
        "insert into kyc_events (case_id, decision, status_before, status_after, reason)
         values ('kyc_demo3', 'reject', 'submitted', 'rejected', 'nobody decided')",
    ] {
        assert!(sqlx::query(statement).execute(&db).await.is_err(), "{statement}");
    }
}
