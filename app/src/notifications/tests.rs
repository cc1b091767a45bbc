//! Tests of notifications, each on a database of its own.
use chrono::Duration;
use domain::ids::{NotificationId, UserId};
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::model::{Notice, NotificationPage};
use super::service::{NotificationError, PAGE_ROWS, notify_in_tx, open, page, read_all};
use super::words::words;
use crate::i18n::Locale;
use crate::testing::{World, demo_customer, other_customer, world};

fn sale(reference: &str) -> Notice {
    Notice::Sale {
        shop: "Ahmetov Kebab".to_owned(),
        amount: Money::new(12_900, Currency::Nok),
        reference: reference.to_owned(),
    }
}

async fn tell(world: &World, user: &UserId, notice: &Notice, link: Option<&str>) {
    let mut tx = world.state.db.begin().await.unwrap();
    notify_in_tx(&mut tx, &world.state, user, notice, link).await.unwrap();
    tx.commit().await.unwrap();
    world.clock.advance(Duration::seconds(1));
}

/// A world in which nobody was told anything yet.
async fn quiet_world(db: PgPool) -> World {
    let world = world(db).await;
    sqlx::query("delete from notifications").execute(&world.state.db).await.unwrap();
    world
}

async fn list(world: &World, cursor: &str) -> NotificationPage {
    page(&world.state, &demo_customer(), 0, cursor).await.unwrap()
}

async fn unread(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from notifications where user_id = 'usr_demo1' and not read")
        .fetch_one(&world.state.db)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_told_is_listed_newest_first_and_a_page_at_a_time(db: PgPool) {
    let world = quiet_world(db).await;
    let (me, other) = (demo_customer().user_id, other_customer().user_id);
    tell(&world, &other, &sale("THEIRS"), None).await;
    for number in 0..=PAGE_ROWS {
        tell(&world, &me, &sale(&number.to_string()), Some("/shops/mer_demo1")).await;
    }
    let first = list(&world, "").await;
    assert_eq!(first.lines.len(), PAGE_ROWS);
    assert_eq!(first.lines[0].notice, sale(&PAGE_ROWS.to_string()));
    assert_eq!(first.lines[0].link.as_deref(), Some("/shops/mer_demo1"));
    let second = list(&world, &first.next.unwrap()).await;
    assert_eq!(second.lines.iter().map(|line| line.notice.clone()).collect::<Vec<_>>(), [sale("0")]);
    assert_eq!(second.next, None);
    for broken in ["x", "1.ntf_a.b", "99999999999999999.ntf_a", "1.usr_demo1"] {
        assert_eq!(list(&world, broken).await.lines.len(), PAGE_ROWS, "{broken}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_rolled_back_was_never_told(db: PgPool) {
    let world = quiet_world(db).await;
    let mut tx = world.state.db.begin().await.unwrap();
    notify_in_tx(&mut tx, &world.state, &demo_customer().user_id, &sale("A"), None).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(list(&world, "").await.lines, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn opening_one_marks_it_and_leads_on(db: PgPool) {
    let world = quiet_world(db).await;
    let me = demo_customer();
    tell(&world, &me.user_id, &sale("A"), Some("/shops/mer_demo1/sales/txn_1")).await;
    tell(&world, &me.user_id, &sale("B"), None).await;
    let lines = list(&world, "").await.lines;
    assert_eq!(open(&world.state, &me, &lines[1].id).await.unwrap(), "/shops/mer_demo1/sales/txn_1");
    assert_eq!(unread(&world).await, 1);
    assert_eq!(open(&world.state, &me, &lines[0].id).await.unwrap(), "/notifications");
    assert!(list(&world, "").await.lines.iter().all(|line| line.read));
    let theirs = open(&world.state, &other_customer(), &lines[0].id).await;
    assert!(matches!(theirs, Err(NotificationError::NotFound)), "another customer's does not exist");
    let nothing: NotificationId = "ntf_nothing".parse().unwrap();
    assert!(matches!(open(&world.state, &me, &nothing).await, Err(NotificationError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn all_of_ones_own_are_marked_and_nobody_elses(db: PgPool) {
    let world = quiet_world(db).await;
    for user in [demo_customer().user_id, demo_customer().user_id, other_customer().user_id] {
        tell(&world, &user, &sale("A"), None).await;
    }
    read_all(&world.state, &other_customer()).await.unwrap();
    assert_eq!(unread(&world).await, 2);
    read_all(&world.state, &demo_customer()).await.unwrap();
    assert_eq!(unread(&world).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_documents_columns_are_filled_and_serve_when_nothing_else_does(db: PgPool) {
    let world = quiet_world(db).await;
    tell(&world, &demo_customer().user_id, &sale("AB12-CD34"), None).await;
    let (kind, title, body): (String, String, String) =
        sqlx::query_as("select type, title, body from notifications")
            .fetch_one(&world.state.db)
            .await
            .unwrap();
    assert_eq!((kind.as_str(), title.as_str()), ("sale", "Du har fått 129,00\u{a0}kr"));
    assert!(body.contains("Ahmetov Kebab") && body.contains("AB12-CD34"), "{body}");
    // As a newer version might have written it.
    sqlx::query("update notifications set params = '{\"kind\": \"flight\"}', link = '/x'")
        .execute(&world.state.db)
        .await
        .unwrap();
    let line = list(&world, "").await.lines.remove(0);
    assert_eq!(line.notice, Notice::Other { title, body });
}

#[test]
fn the_reader_chooses_the_language() {
    let (title, body) = words(Locale::en, &sale("AB12-CD34"));
    assert_eq!(title, "You were paid NOK\u{a0}129.00");
    assert_eq!(body, "Sale in Ahmetov Kebab. Reference AB12-CD34.");
}

#[test]
fn every_kind_reads_back_from_its_row() {
    let shop = "Ahmetov Kebab".to_owned();
    let amount = Money::new(100, Currency::Nok);
    for notice in [
        sale("A"),
        Notice::RefundReceived { shop: shop.clone(), amount, reference: "A".to_owned() },
        Notice::ShopAccountChanged { shop: shop.clone(), ending: "7947".to_owned() },
        Notice::ShopSuspended { shop: shop.clone() },
        Notice::ShopResumed { shop: shop.clone() },
        Notice::ShopNotConfirmed { shop },
    ] {
        let row = serde_json::to_value(&notice).unwrap();
        assert_eq!(row["kind"], notice.kind());
        assert_eq!(serde_json::from_value::<Notice>(row).unwrap(), notice);
        for locale in [Locale::nb, Locale::en] {
            let (title, body) = words(locale, &notice);
            assert!(!title.contains("{{") && !body.contains("{{"), "{title} {body}");
        }
    }
}
