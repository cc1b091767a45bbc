//! Comparing one subject, and whether its payments wait.
use domain::compliance::watchlist::ScreeningResult;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use super::{holds, imported, people, recipient};
use crate::compliance::screening::Subject;
use crate::compliance::screening::lists::Lists;
use crate::compliance::screening::service::{listed_in_tx, screen_by_id, screen_customer};
use crate::context::AppState;
use crate::testing::{World, demo_customer, other_customer, request, world};

async fn listed(state: &AppState, subject: Subject<'_>) -> bool {
    let mut tx = state.db.begin().await.unwrap();
    let listed = listed_in_tx(&mut tx, state, &subject).await.unwrap();
    tx.commit().await.unwrap();
    listed
}

fn result(text: &str) -> Vec<(String, Option<String>)> {
    vec![(text.to_owned(), None)]
}

async fn without_lists(world: &World) {
    sqlx::raw_sql("truncate watchlists, watchlist_entries, watchlist_contents cascade")
        .execute(&world.state.db)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_customer_on_no_list_is_clear(db: PgPool) {
    let world = world(db).await;
    let customer = demo_customer().user_id;
    assert_eq!(screen_customer(&world.state, &customer).await.unwrap(), ScreeningResult::Clear);
    assert_eq!(holds(&world.state, "usr_demo1").await, result("clear"));
    assert!(!listed(&world.state, Subject::Customer(&customer)).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_list_nobody_is_clear(db: PgPool) {
    let world = world(db).await;
    without_lists(&world).await;
    let customer = demo_customer().user_id;
    assert_eq!(screen_customer(&world.state, &customer).await.unwrap(), ScreeningResult::Error);
    assert_eq!(holds(&world.state, "usr_demo1").await, result("error"));
    assert!(listed(&world.state, Subject::Customer(&customer)).await, "what is not known holds the payment");
    // As soon as there is a list, the next payment knows.
    imported(&world.state, &people(&[("a", "Somebody Else")])).await.unwrap();
    assert!(!listed(&world.state, Subject::Customer(&customer)).await);
    assert_eq!(holds(&world.state, "usr_demo1").await, result("clear"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_listed_customer_is_found_with_an_explanation(db: PgPool) {
    let world = world(db).await;
    imported(&world.state, &people(&[("a", "AHMETOV, Amir")])).await.unwrap();
    let customer = demo_customer().user_id;
    assert_eq!(screen_customer(&world.state, &customer).await.unwrap(), ScreeningResult::Match);
    assert!(listed(&world.state, Subject::Customer(&customer)).await);
    let (details, score): (serde_json::Value, i32) = sqlx::query_as(
        "select match_details, score from screening_results where subject_id = 'usr_demo1' and superseded_at is null",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    assert_eq!((&details["listed_as"], &details["source"]), (&"AHMETOV, Amir".into(), &"un".into()));
    assert!(score >= 9_500 && details["explanation"].as_str().unwrap().contains("ahmetov"), "{details}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_recipient_who_is_paid_before_the_job_ran_is_screened_by_the_payment(db: PgPool) {
    let world = world(db).await;
    let (clear, found) =
        (recipient(&world, "Marija Savić").await, "rcp_demo1".parse::<domain::ids::RecipientId>().unwrap());
    imported(&world.state, &people(&[("a", "JOVANOVIC, Milica")])).await.unwrap();
    assert_eq!(holds(&world.state, clear.as_str()).await, []);
    assert!(!listed(&world.state, Subject::Recipient(&clear)).await);
    assert!(listed(&world.state, Subject::Recipient(&found)).await);
    assert_eq!(holds(&world.state, clear.as_str()).await, result("clear"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_needs_no_second_connection_to_screen(db: PgPool) {
    let world = world(db).await;
    let options = (*world.state.db.connect_options()).clone();
    let one = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_secs(2))
        .connect_with(options)
        .await
        .unwrap();
    let state = AppState { db: one, lists: Lists::default(), ..world.state.clone() };
    assert!(!listed(&state, Subject::Customer(&demo_customer().user_id)).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn entering_a_recipient_writes_a_job_and_nothing_else_whoever_it_is(db: PgPool) {
    let world = world(db).await;
    imported(&world.state, &people(&[("a", "Zoran Zlikovac")])).await.unwrap();
    let listed_one = recipient(&world, "Zoran Zlikovac").await;
    let jobs: Vec<String> =
        sqlx::query_scalar("select payload->'payload'->>'subject' from jobs where kind = 'screen'")
            .fetch_all(&world.state.db)
            .await
            .unwrap();
    assert_eq!(jobs, [listed_one.as_str()]);
    assert_eq!(holds(&world.state, listed_one.as_str()).await, []);
    screen_by_id(&world.state, listed_one.as_str()).await.unwrap();
    assert_eq!(holds(&world.state, listed_one.as_str()).await, result("match"));
    screen_by_id(&world.state, "rcp_gone").await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn another_name_is_another_question(db: PgPool) {
    let world = world(db).await;
    imported(&world.state, &people(&[("a", "Zoran Zlikovac")])).await.unwrap();
    let id = recipient(&world, "Marija Savić").await;
    screen_by_id(&world.state, id.as_str()).await.unwrap();
    assert_eq!(holds(&world.state, id.as_str()).await, result("clear"));
    let form = crate::remittance::model::RecipientForm {
        recipient: id.as_str().to_owned(),
        version: "1".to_owned(),
        name: "Zoran Zlikovac".to_owned(),
        country: "RS".to_owned(),
        iban: "RS35105008123123123173".to_owned(),
    };
    crate::remittance::service::edit_recipient(&world.state, &demo_customer(), &request(), &form)
        .await
        .unwrap();
    // The job has not run yet: the old result says nothing about the new name.
    assert!(listed(&world.state, Subject::Recipient(&id)).await);
    assert_eq!(holds(&world.state, id.as_str()).await, result("match"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_is_compared_by_both_of_its_names(db: PgPool) {
    let world = world(db).await;
    let shop = "mer_demo1".parse().unwrap();
    assert!(!listed(&world.state, Subject::Shop(&shop)).await);
    sqlx::query("update merchants set registered_name = 'Paper Tiger Front' where id = 'mer_demo1'")
        .execute(&world.state.db)
        .await
        .unwrap();
    assert!(listed(&world.state, Subject::Shop(&shop)).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_screenings_at_once_leave_one_result(db: PgPool) {
    let world = world(db).await;
    let other = AppState { lists: Lists::default(), ..world.state.clone() };
    let customer = other_customer().user_id;
    let (one, two) =
        tokio::join!(screen_customer(&world.state, &customer), screen_customer(&other, &customer));
    assert_eq!((one.unwrap(), two.unwrap()), (ScreeningResult::Clear, ScreeningResult::Clear));
    assert_eq!(holds(&world.state, "usr_demo2").await, result("clear"));
}

#[sqlx::test(migrations = "../migrations")]
async fn every_server_notices_a_new_version(db: PgPool) {
    let world = world(db).await;
    let other = AppState { lists: Lists::default(), ..world.state.clone() };
    let customer = demo_customer().user_id;
    for state in [&world.state, &other] {
        assert_eq!(screen_customer(state, &customer).await.unwrap(), ScreeningResult::Clear);
    }
    imported(&world.state, &people(&[("a", "Amir Ahmetov")])).await.unwrap();
    assert_eq!(screen_customer(&other, &customer).await.unwrap(), ScreeningResult::Match);
    imported(&other, &people(&[("b", "Somebody Else")])).await.unwrap();
    assert_eq!(screen_customer(&world.state, &customer).await.unwrap(), ScreeningResult::Clear);
}
