//! Tests of handing in who one is, each on a database of its own.
use domain::access::{Actor, KycStatus, Refusal, Role};
use domain::form::FieldCode;
use domain::identity::IdentityStep;
use sqlx::PgPool;

use super::model::IdentityForm;
use super::service::{self, KycError};
use crate::context::AppState;
use crate::form::Flash;
use crate::identity::service::Visitor;
use crate::testing::{World, request, world};

/// A number of the test population for 11 October 1985.
const NUMBER: &str = "119085 00034";

fn newcomer() -> Actor {
    Actor { user_id: "usr_new".parse().unwrap(), role: Role::User, kyc: KycStatus::Pending }
}

fn visitor() -> Visitor {
    Visitor {
        login_id: "ses_new".parse().unwrap(),
        actor: newcomer(),
        first_name: "Ana".to_owned(),
        last_name: "Anić".to_owned(),
        email: "ana@drop.example".to_owned(),
        phone: None,
        unread: 0,
        identity: IdentityStep::NotGiven,
    }
}

async fn with_newcomer(db: PgPool) -> World {
    let world = world(db).await;
    sqlx::query(
        "insert into users (id, email, password_hash, first_name, last_name, date_of_birth)
         values ('usr_new', 'ana@drop.example', '', 'Ana', 'Anić', '1985-10-11')",
    )
    .execute(&world.state.db)
    .await
    .unwrap();
    world
}

fn filled() -> IdentityForm {
    IdentityForm {
        national_id: NUMBER.to_owned(),
        date_of_birth: "11.10.1985".to_owned(),
        nationality: "PL".to_owned(),
        street: " Storgata  1 ".to_owned(),
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

async fn submit(state: &AppState, form: &IdentityForm) -> Result<(), KycError> {
    service::submit(state, &newcomer(), &request(), form).await
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_handed_in_waits_and_is_handed_in_once(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    assert_eq!(service::view(&world.state, &visitor(), "nb").await.unwrap().step, IdentityStep::NotGiven);
    let form = filled();
    let (first, second) = tokio::join!(submit(&world.state, &form), submit(&world.state, &form));
    first.unwrap();
    second.unwrap();
    submit(&world.state, &filled()).await.unwrap();
    assert_eq!(count(&db, "select count(*) from kyc_cases where user_id = 'usr_new'").await, 1);
    assert_eq!(count(&db, "select count(*) from jobs where kind = 'assess_identity'").await, 1);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'kyc.submit'").await, 1);

    let view = service::view(&world.state, &visitor(), "nb").await.unwrap();
    assert_eq!(view.step, IdentityStep::Waiting);
    let last = view.last.unwrap();
    assert_eq!((last.national_id.as_str(), last.nationality.as_str()), ("119085 *****", "Polen"));
    assert_eq!(last.address, "Storgata 1, 0155 Oslo");
    assert!(!service::form(&world.state, &visitor(), None, "en").await.unwrap().step.is_open());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_number_can_be_read_in_no_table(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    submit(&world.state, &filled()).await.unwrap();
    for table in ["kyc_cases", "audit_log", "jobs", "users", "notifications"] {
        let rows: Option<String> =
            sqlx::query_scalar(&format!("select string_agg(t::text, ' ') from {table} t"))
                .fetch_one(&db)
                .await
                .unwrap();
        let rows = rows.unwrap_or_default();
        assert!(!rows.contains("11908500034") && !rows.contains("00034"), "{table}: {rows}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_field_that_is_wrong_is_named(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    let Err(KycError::Form(errors)) = submit(&world.state, &IdentityForm::default()).await else { panic!() };
    assert_eq!(errors.len(), 12, "{errors:?}");
    assert!(errors.values().all(|code| *code == FieldCode::Required), "{errors:?}");

    let wrong = |change: fn(&mut IdentityForm)| {
        let mut form = filled();
        change(&mut form);
        form
    };
    for (form, field, code) in [
        (
            wrong(|it| it.date_of_birth = "12.10.1985".into()),
            "date_of_birth",
            FieldCode::BirthDateContradicts,
        ),
        (wrong(|it| it.national_id = "11908500035".into()), "national_id", FieldCode::NationalIdChecksum),
        (wrong(|it| it.nationality = "ZZ".into()), "nationality", FieldCode::Unknown),
        (wrong(|it| it.purpose = "laundering".into()), "purpose", FieldCode::Unknown),
        (wrong(|it| it.postal_code = "155".into()), "postal_code", FieldCode::PostalCodeMalformed),
    ] {
        let Err(KycError::Form(errors)) = submit(&world.state, &form).await else { panic!("{field}") };
        assert_eq!(errors.into_iter().collect::<Vec<_>>(), [(field.to_owned(), code)]);
    }
    assert_eq!(count(&db, "select count(*) from kyc_cases where user_id = 'usr_new'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_real_site_takes_no_number_that_is_nobodys(db: PgPool) {
    let World { mut state, .. } = with_newcomer(db).await;
    let settings = crate::context::AppSettings { demo: false, ..(*state.settings).clone() };
    state.settings = std::sync::Arc::new(settings);
    let Err(KycError::Form(errors)) = submit(&state, &filled()).await else { panic!() };
    assert_eq!(errors.get("national_id"), Some(&FieldCode::NationalIdSynthetic));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_date_of_birth_follows_the_number(db: PgPool) {
    let world = with_newcomer(db.clone()).await;
    sqlx::query("update users set date_of_birth = '1985-11-10' where id = 'usr_new'")
        .execute(&db)
        .await
        .unwrap();
    let form = service::form(&world.state, &visitor(), None, "nb").await.unwrap();
    assert_eq!(form.flash.values.get("date_of_birth").map(String::as_str), Some("10.11.1985"));
    submit(&world.state, &filled()).await.unwrap();
    let born: String = sqlx::query_scalar("select date_of_birth::text from users where id = 'usr_new'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(born, "1985-10-11");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_typed_comes_back_and_the_number_only_to_its_owner(db: PgPool) {
    let world = with_newcomer(db).await;
    let kept = service::sealed(&world.state, &newcomer(), filled());
    assert!(!kept.national_id.contains("00034") && kept.street == filled().street);
    let flash = Flash { error: None, values: crate::context::flatten(&kept) };
    let form = service::form(&world.state, &visitor(), Some(flash.clone()), "nb").await.unwrap();
    assert_eq!(form.flash.values.get("national_id").map(String::as_str), Some(NUMBER));
    let mut other = visitor();
    other.actor.user_id = "usr_demo3".parse().unwrap();
    let form = service::form(&world.state, &other, Some(flash), "nb").await.unwrap();
    assert_eq!(form.flash.values.get("national_id").map(String::as_str), Some(""));
    let long = IdentityForm { national_id: "1".repeat(41), ..filled() };
    assert_eq!(service::sealed(&world.state, &newcomer(), long).national_id, "");
    assert!(!format!("{:?}", filled()).contains("119085"));
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_have_no_identity_to_hand_in(db: PgPool) {
    let world = world(db).await;
    let officer = Actor {
        user_id: "usr_demo_officer".parse().unwrap(),
        role: Role::Compliance,
        kyc: KycStatus::Approved,
    };
    let answer = service::submit(&world.state, &officer, &request(), &filled()).await;
    assert!(matches!(answer, Err(KycError::Refused(Refusal::NotFound))));
}
