//! What officers say about a match, and when it has to be asked again.
use domain::access::Refusal;
use domain::compliance::watchlist::{ScreeningResult, Settlement};
use domain::ids::ScreeningId;
use sqlx::PgPool;

use super::{aliased, holds, imported, officer, people};
use crate::compliance::screening::service::screen_customer;
use crate::compliance::screening::settling::{Settled, SettlingError, confirm, open_matches, settle};
use crate::context::AppState;
use crate::testing::{demo_customer, world};

async fn screened(state: &AppState) -> ScreeningResult {
    screen_customer(state, &demo_customer().user_id).await.unwrap()
}

async fn open_match(state: &AppState) -> ScreeningId {
    let actor = officer(state, "usr_officer1").await;
    let open = open_matches(state, &actor).await.unwrap();
    assert_eq!(open.len(), 1, "{open:?}");
    open[0].id.parse().unwrap()
}

async fn cleared(state: &AppState, id: &ScreeningId) {
    let (first, second) = (officer(state, "usr_officer1").await, officer(state, "usr_officer2").await);
    let said = (Settlement::FalseMatch, "Born in another century.");
    assert_eq!(settle(state, &first, None, id, said).await.unwrap(), Settled::AwaitsSecondOfficer);
    confirm(state, &second, None, id).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn clearing_a_match_takes_two_officers(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    assert_eq!(screened(&state).await, ScreeningResult::Match);
    let id = open_match(&state).await;
    let (first, second) = (officer(&state, "usr_officer1").await, officer(&state, "usr_officer2").await);
    let said = (Settlement::FalseMatch, "Born in another century.");
    let early = confirm(&state, &second, None, &id).await;
    assert!(matches!(early, Err(SettlingError::NotProposed)));
    settle(&state, &first, None, &id, said).await.unwrap();
    let again = settle(&state, &second, None, &id, said).await;
    assert!(matches!(again, Err(SettlingError::AlreadyProposed)));
    assert!(matches!(confirm(&state, &first, None, &id).await, Err(SettlingError::SameOfficer)));
    assert_eq!(screened(&state).await, ScreeningResult::Match, "one officer clears nothing");
    confirm(&state, &second, None, &id).await.unwrap();
    assert_eq!(screened(&state).await, ScreeningResult::Clear);
    assert!(matches!(confirm(&state, &second, None, &id).await, Err(SettlingError::NotOpen)));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_too_wants_two_officers(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    screened(&state).await;
    let id = open_match(&state).await;
    let first = officer(&state, "usr_officer1").await;
    settle(&state, &first, None, &id, (Settlement::FalseMatch, "Hm.")).await.unwrap();
    for (statement, constraint) in [
        (
            "update screening_decisions set confirmed_by = decided_by, confirmed_at = decided_at",
            "screening_decisions_two_officers_check",
        ),
        (
            "update screening_results r set settled_as = 'false_match', settled_at = now(), settled_by = 'usr_officer1',
               decision_id = d.id from screening_decisions d where d.screening_id = r.id",
            "screening_results_two_officers_check",
        ),
        (
            "update screening_results r set settled_as = 'false_match', settled_at = now(), settled_by = 'usr_officer1',
               confirmed_by = 'usr_officer1', decision_id = d.id
             from screening_decisions d where d.screening_id = r.id",
            "screening_results_two_officers_check",
        ),
    ] {
        let refused = sqlx::query(statement).execute(&state.db).await.unwrap_err();
        assert_eq!(crate::db::violated_constraint(&refused), Some(constraint));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_true_match_takes_one_and_stays(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    screened(&state).await;
    let id = open_match(&state).await;
    let first = officer(&state, "usr_officer1").await;
    let said = (Settlement::TrueMatch, "The same passport.");
    assert_eq!(settle(&state, &first, None, &id, said).await.unwrap(), Settled::Done);
    assert_eq!(screened(&state).await, ScreeningResult::Match);
    assert_eq!(holds(&state, "usr_demo1").await, [("match".to_owned(), Some("true_match".to_owned()))]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cleared_match_stays_so_until_the_entry_changes(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    screened(&state).await;
    cleared(&state, &open_match(&state).await).await;
    // Another version that says the same of this entry.
    imported(&state, &people(&[("a", "Amir Ahmetov"), ("b", "Somebody Else")])).await.unwrap();
    assert_eq!(screened(&state).await, ScreeningResult::Clear);
    assert_eq!(holds(&state, "usr_demo1").await, [("match".to_owned(), Some("false_match".to_owned()))]);
    // One that says something new: officers look again.
    imported(&state, &aliased("a", "Amir Ahmetov", "Emir Ahmetov")).await.unwrap();
    assert_eq!(screened(&state).await, ScreeningResult::Match);
    assert_eq!(holds(&state, "usr_demo1").await, [("match".to_owned(), None)]);
    cleared(&state, &open_match(&state).await).await;
    // An entry that leaves the list takes its match with it.
    imported(&state, &people(&[("b", "Somebody Else")])).await.unwrap();
    assert_eq!(screened(&state).await, ScreeningResult::Clear);
    assert_eq!(holds(&state, "usr_demo1").await, [("clear".to_owned(), None)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cleared_match_is_open_again_under_another_name(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    screened(&state).await;
    cleared(&state, &open_match(&state).await).await;
    sqlx::query("update users set first_name = 'Ahmetov', last_name = 'Amir' where id = 'usr_demo1'")
        .execute(&state.db)
        .await
        .unwrap();
    assert!(screened(&state).await.is_hit());
    open_match(&state).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn only_officers_see_and_settle(db: PgPool) {
    let state = world(db).await.state;
    imported(&state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    screened(&state).await;
    let (id, customer) = (open_match(&state).await, demo_customer());
    let refused = |error| matches!(error, SettlingError::Refused(Refusal::NotFound));
    assert!(refused(open_matches(&state, &customer).await.unwrap_err()));
    let said = (Settlement::FalseMatch, "It is me.");
    assert!(refused(settle(&state, &customer, None, &id, said).await.unwrap_err()));
    assert!(refused(confirm(&state, &customer, None, &id).await.unwrap_err()));
    let first = officer(&state, "usr_officer1").await;
    let wordless = settle(&state, &first, None, &id, (Settlement::TrueMatch, "  ")).await;
    assert!(matches!(wordless, Err(SettlingError::Reason)));
    let unknown = "scr_none".parse().unwrap();
    let missing = settle(&state, &first, None, &unknown, said).await;
    assert!(matches!(missing, Err(SettlingError::NotFound)));
}
