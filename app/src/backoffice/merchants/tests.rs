//! Tests of shops in the back-office, each on a database of its own.
use domain::access::Officer;
use domain::form::FieldCode;
use domain::merchant::ShopStatus;
use sqlx::PgPool;

use super::model::{DecisionForm, FLAGGED, Register, ShopView, ShopsQuery, UNANSWERED};
use super::service::{decide, page, shop};
use crate::demo::service::seed_people;
use crate::error::AppError;
use crate::testing::planting::{lead, officer};
use crate::testing::{World, demo_customer, request, world};

async fn desk(db: PgPool) -> World {
    let world = world(db).await;
    seed_people(&world.state).await.unwrap();
    world
}

async fn names(world: &World, q: &str, list: &str) -> Vec<String> {
    let query = ShopsQuery { q: q.to_owned(), list: list.to_owned(), after: String::new() };
    let key = Officer::decide(Some(&officer())).unwrap();
    page(&world.state, &key, &query).await.unwrap().rows.into_iter().map(|row| row.name).collect()
}

async fn one(world: &World, id: &str) -> ShopView {
    let key = Officer::decide(Some(&officer())).unwrap();
    shop(&world.state, &key, &id.parse().unwrap()).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_narrows_and_finds(db: PgPool) {
    let world = desk(db).await;
    assert_eq!(names(&world, "", "").await.len(), 5);
    assert_eq!(names(&world, "", FLAGGED).await, ["Bryggen Suvenir", "Kjøkkenet på hjørnet"]);
    assert_eq!(names(&world, "", UNANSWERED).await, ["Nattbordet"]);
    assert_eq!(names(&world, "", "suspended").await, ["Kjøkkenet på hjørnet"]);
    for (sought, found) in [
        ("988 077 917", &["Ahmetov Kebab"][..]),
        ("KJØKKEN", &["Kjøkkenet på hjørnet"]),
        ("lille", &["Lille Orient"]),
        ("orient", &[]),
        ("%", &[]),
        ("310000507", &["Nattbordet"]),
    ] {
        assert_eq!(names(&world, sought, "").await, found, "{sought}");
    }
    let key = Officer::decide(Some(&officer())).unwrap();
    let counts = page(&world.state, &key, &ShopsQuery::default()).await.unwrap().counts;
    assert_eq!((counts.flagged, counts.unanswered, counts.suspended), (1, 1, 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_has_its_figures_and_its_history(db: PgPool) {
    let world = desk(db).await;
    let kebab = one(&world, "mer_demo1").await;
    assert_eq!((kebab.lately.sales, kebab.lately.payers), (2, 2));
    assert_eq!(kebab.lately.turnover.to_decimal_string(), "377.00");
    assert_eq!(kebab.lately.from_owner.to_decimal_string(), "129.00");
    assert_eq!(kebab.line.register, Register::Confirmed);
    let closed = one(&world, "mer_demo_kjokken").await;
    assert_eq!(closed.line.register, Register::Against("bankrupt".to_owned()));
    let history: Vec<_> = closed.changes.iter().map(|change| (change.after, change.by.as_str())).collect();
    assert_eq!(history, [(ShopStatus::Active, "Halvor Nygård"), (ShopStatus::Suspended, "Henrik Dahl")]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_the_register_says_against_a_shop_is_answered_once(db: PgPool) {
    let world = desk(db).await;
    let confirmed = async |id: &str, reason: &str| {
        let form =
            DecisionForm { shop: id.to_owned(), step: "confirm".to_owned(), reason: reason.to_owned() };
        decide(&world.state, &officer(), &request(), &form).await
    };
    assert_eq!(confirmed("mer_demo_bryggen", " ").await, Err(AppError::field("reason", FieldCode::Required)));
    assert_eq!(confirmed("mer_demo_bryggen", "Firmaattest sett.").await, Ok(()));
    assert_eq!(names(&world, "", FLAGGED).await, ["Kjøkkenet på hjørnet"]);
    let shop = one(&world, "mer_demo_bryggen").await;
    assert_eq!((&shop.line.register, shop.line.status), (&Register::Confirmed, ShopStatus::Active));
    let last = shop.changes.last().unwrap();
    assert_eq!((last.before, last.reason.as_str()), (Some(last.after), "Firmaattest sett."));
    for id in ["mer_demo_bryggen", "mer_demo1"] {
        assert_eq!(confirmed(id, "Again.").await, Err(AppError::ChangedMeanwhile), "{id}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_is_suspended_and_goes_on(db: PgPool) {
    let world = desk(db).await;
    let made = |who, step: &'static str, reason: &'static str| {
        let state = world.state.clone();
        let form = DecisionForm {
            shop: "mer_demo_bryggen".to_owned(),
            step: step.to_owned(),
            reason: reason.to_owned(),
        };
        async move { decide(&state, &who, &request(), &form).await }
    };
    assert_eq!(made(officer(), "suspend", "").await, Err(AppError::field("reason", FieldCode::Required)));
    assert_eq!(made(officer(), "", "why").await, Err(AppError::field("step", FieldCode::Required)));
    assert_eq!(made(officer(), "suspend", "dissolved").await, Ok(()));
    assert_eq!(one(&world, "mer_demo_bryggen").await.line.status, ShopStatus::Suspended);
    assert_eq!(made(lead(), "suspend", "again").await, Err(AppError::ChangedMeanwhile));
    assert_eq!(made(lead(), "resume", "a mistake of the register").await, Ok(()));
    let shop = one(&world, "mer_demo_bryggen").await;
    assert_eq!((shop.line.status, shop.changes.len()), (ShopStatus::Active, 3));
    assert_eq!(made(demo_customer(), "suspend", "mine").await, Err(AppError::NotFound));
}
