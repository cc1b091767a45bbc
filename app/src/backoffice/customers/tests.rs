//! Tests of customers in the back-office, each on a database of its own.
use domain::access::Officer;
use domain::compliance::hold::HoldState;
use domain::ids::UserId;
use sqlx::PgPool;

use super::model::{CustomerView, CustomersQuery};
use super::service::{CustomersError, look, page, payments};
use crate::backoffice::paging::PAGE_ROWS;
use crate::demo::service::seed_people;
use crate::testing::planting::officer;
use crate::testing::{World, demo_customer, request, world};

async fn desk(db: PgPool) -> World {
    let world = world(db).await;
    seed_people(&world.state).await.unwrap();
    world
}

async fn found(world: &World, q: &str) -> Vec<String> {
    let query = CustomersQuery { q: q.to_owned(), ..CustomersQuery::default() };
    let key = Officer::decide(Some(&officer())).unwrap();
    page(&world.state, &key, &query).await.unwrap().rows.into_iter().map(|row| row.name).collect()
}

async fn seen(world: &World, id: &str) -> Result<CustomerView, CustomersError> {
    look(&world.state, &officer(), &request(), &id.parse().unwrap()).await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_customer_is_found_by_whatever_is_known_of_them(db: PgPool) {
    let world = desk(db).await;
    for sought in [
        "usr_demo_nora",
        "txn_demo_nora2",
        "NORA@drop",
        "+47 400 00 025",
        "NO93 8601 1117 947",
        "skogs",
        "nora",
        "Nora Skog",
        "Skogstad Nora",
    ] {
        assert_eq!(found(&world, sought).await, ["Nora Skogstad"], "{sought}");
    }
    // Everybody who sends to one account.
    assert_eq!(found(&world, "RS35260005601001611379").await, ["Amir Ahmetov", "Nora Skogstad"]);
    for nobody in ["Ingrid", "officer@drop.example", "usr_demo_officer", "%", "txn_none", "zz zz"] {
        assert_eq!(found(&world, nobody).await, Vec::<String>::new(), "{nobody}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_follow_each_other_and_hold_everybody_once(db: PgPool) {
    let world = desk(db).await;
    let key = Officer::decide(Some(&officer())).unwrap();
    let (mut ids, mut query) = (Vec::new(), CustomersQuery::default());
    loop {
        let page = page(&world.state, &key, &query).await.unwrap();
        assert!(page.rows.len() <= PAGE_ROWS && page.rows.is_sorted_by(|a, b| a.since >= b.since));
        ids.extend(page.rows.into_iter().map(|row| row.id));
        match page.next {
            Some(next) => query.after = next,
            None => break,
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), count), (78, 78));
    let pending = CustomersQuery { kyc: "pending".to_owned(), ..CustomersQuery::default() };
    let pending = page(&world.state, &key, &pending).await.unwrap();
    assert_eq!(pending.rows.len(), 14);
}

#[sqlx::test(migrations = "../migrations")]
async fn everything_of_one_customer(db: PgPool) {
    let world = desk(db).await;
    let nora = seen(&world, "usr_demo_nora").await.unwrap();
    let identity = nora.identity.unwrap();
    assert_eq!((identity.national_id.as_str(), identity.nationality.as_str()), ("078700 *****", "Norge"));
    assert_eq!((nora.accounts.len(), nora.logins.len(), nora.consents.len()), (1, 2, 3));
    assert_eq!(nora.payments.len(), 6);
    assert_eq!(nora.payments[0].alert.as_ref().map(ToString::to_string).as_deref(), Some("aml_demo_nora"));
    assert_eq!((nora.months.len(), nora.months.iter().map(|it| it.payments).sum::<i64>()), (12, 3));
    assert_eq!(nora.holds.len(), 4);
    assert_eq!(nora.holds[0].state, HoldState::Held);
    assert_eq!((nora.alerts.len(), nora.line.alerts), (1, 1));
    let shared = nora.recipients.iter().find(|one| one.name == "Stefan Kovač").unwrap();
    assert_eq!(shared.payments, 3);
    let others: Vec<_> = shared.others.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((others.as_slice(), shared.more_others), (["Amir Ahmetov"].as_slice(), false));
    let owner = seen(&world, "usr_demo_halvor").await.unwrap();
    assert_eq!(owner.shops.len(), 3);
    // Somebody who has told nothing yet.
    let many = seen(&world, "usr_demo_many01").await.unwrap();
    assert!(many.identity.is_none() && many.payments.is_empty(), "{many:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn who_works_with_it_sees_that_data_is_to_be_left_alone(db: PgPool) {
    let world = desk(db.clone()).await;
    let before = seen(&world, "usr_demo2").await.unwrap();
    assert_eq!((before.restricted_by, before.closing_on), (None, None), "one that was only asked for");
    for change in [
        "update data_access_requests set status = 'processing', decided_at = now(), decided_by = 'usr_demo_officer',
         answer = 'We leave it alone.' where id = 'dar_demo4'",
        "update users set closing_asked_at = '2026-11-24', closing_on = '2026-12-08' where id = 'usr_demo2'",
    ] {
        sqlx::query(change).execute(&db).await.unwrap();
    }
    let after = seen(&world, "usr_demo2").await.unwrap();
    assert_eq!(after.restricted_by.map(|id| id.to_string()).as_deref(), Some("dar_demo4"));
    assert_eq!(after.closing_on, "2026-12-08".parse().ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn looking_is_written_down_and_staff_are_no_customers(db: PgPool) {
    let world = desk(db).await;
    seen(&world, "usr_demo1").await.unwrap();
    for nobody in ["usr_demo_officer", "usr_none"] {
        assert!(matches!(seen(&world, nobody).await, Err(CustomersError::NotFound)), "{nobody}");
    }
    let id: UserId = "usr_demo2".parse().unwrap();
    let refused = look(&world.state, &demo_customer(), &request(), &id).await;
    assert!(matches!(refused, Err(CustomersError::Refused(_))), "{refused:?}");
    let looked: Vec<(Option<String>, Option<String>)> =
        sqlx::query_as("select user_id, resource_id from audit_log where action = 'customer.view'")
            .fetch_all(&world.state.db)
            .await
            .unwrap();
    assert_eq!(looked, [(Some("usr_demo_officer".to_owned()), Some("usr_demo1".to_owned()))]);
}

#[sqlx::test(migrations = "../migrations")]
async fn payments_a_page_at_a_time(db: PgPool) {
    let world = desk(db).await;
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    let (key, kari) = (Officer::decide(Some(&officer())).unwrap(), "usr_demo2".parse().unwrap());
    let first = payments(&world.state, &key, &kari, "").await.unwrap();
    assert_eq!((first.rows.len(), first.customer.name.as_str()), (PAGE_ROWS, "Kari Nordmann"));
    let second = payments(&world.state, &key, &kari, &first.next.unwrap()).await.unwrap();
    let last = first.rows.last().unwrap();
    assert!(second.rows[0].at <= last.at && second.rows[0].id != last.id);
    let staff = payments(&world.state, &key, &"usr_demo_lead".parse().unwrap(), "").await;
    assert!(matches!(staff, Err(CustomersError::NotFound)));
}
