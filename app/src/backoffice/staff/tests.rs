//! Tests of staff, each on a database of its own.
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::ids::UserId;
use sqlx::PgPool;

use super::model::DecisionForm;
use super::service::{StaffError, decide, list, person};
use crate::context::AppState;
use crate::identity::service::{Shown, open_login, visitor};
use crate::testing::{World, request, world};

fn id(text: &str) -> UserId {
    text.parse().unwrap()
}

fn lead() -> Officer {
    let actor = Actor { user_id: id("usr_demo_lead"), role: Role::Admin, kyc: KycStatus::Approved };
    Officer::decide(Some(&actor)).unwrap()
}

async fn take(state: &AppState, who: &str, decision: &str, reason: &str) -> Result<(), StaffError> {
    let form =
        DecisionForm { person: who.to_owned(), decision: decision.to_owned(), reason: reason.to_owned() };
    decide(state, &lead(), &request(), &id(who), &form).await
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn who_is_deactivated_is_out_and_comes_back_by_a_decision(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    open_login(&state, &request(), &id("usr_demo_officer"), "cookie", Shown::SecondFactor).await.unwrap();
    let before = list(&state, &lead()).await.unwrap();
    assert_eq!(before.people.len(), 3);
    let me = before.people.iter().find(|person| person.is_me).unwrap();
    assert_eq!(me.id.as_str(), "usr_demo_lead");

    take(&state, "usr_demo_officer", "deactivate", "Slutter i dag").await.unwrap();
    assert!(visitor(&state, "cookie").await.unwrap().is_none());
    let page = person(&state, &lead(), &id("usr_demo_officer")).await.unwrap();
    assert!(page.person.deactivated_at.is_some() && page.logins.is_empty());
    assert_eq!(page.decisions[0].by, "Henrik Dahl");
    let again = take(&state, "usr_demo_officer", "deactivate", "Slutter i dag").await;
    assert!(matches!(again, Err(StaffError::ChangedMeanwhile)), "{again:?}");

    take(&state, "usr_demo_officer", "reactivate", "Tilbake fra permisjon").await.unwrap();
    assert!(visitor(&state, "cookie").await.unwrap().is_none(), "the old login stays ended");
    assert_eq!(count(&db, "select count(*) from staff_decisions").await, 2);
    assert_eq!(count(&db, "select count(*) from audit_log where action like 'staff.%activate'").await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_telephone_is_forgotten_and_with_it_every_login(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    open_login(&state, &request(), &id("usr_demo_officer"), "cookie", Shown::SecondFactor).await.unwrap();
    take(&state, "usr_demo_officer", "reset_factor", "Mistet telefonen").await.unwrap();
    assert!(visitor(&state, "cookie").await.unwrap().is_none());
    let page = person(&state, &lead(), &id("usr_demo_officer")).await.unwrap();
    assert!(page.person.enrolled_at.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_decides_about_themselves_about_customers_or_without_a_reason(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let oneself = take(&state, "usr_demo_lead", "reset_factor", "Ny telefon").await;
    assert!(matches!(oneself, Err(StaffError::Oneself)), "{oneself:?}");
    let customer = take(&state, "usr_demo1", "deactivate", "Ikke ansatt").await;
    assert!(matches!(customer, Err(StaffError::NotFound)), "{customer:?}");
    for (decision, reason) in [("deactivate", " "), ("deactivate", "ok"), ("promote", "Flink")] {
        let answer = take(&state, "usr_demo_officer", decision, reason).await;
        assert!(matches!(answer, Err(StaffError::Form(_))), "{decision} {reason}: {answer:?}");
    }
    let by_hand = sqlx::query(
        "insert into staff_decisions (user_id, decision, reason, decided_by, decided_at)
         values ('usr_demo_lead', 'deactivate', 'Slutter', 'usr_demo_lead', now())",
    )
    .execute(&db)
    .await;
    assert!(by_hand.is_err(), "the database does not take it either");
}
