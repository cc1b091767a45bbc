//! Tests of what one hears outside the app, each on a database of its own.
use domain::access::Actor;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::model::{Choices, WishesForm};
use super::service::{choices, choose};
use crate::identity::service::Visitor;
use crate::notifications::topic::{Topic, Wish};
use crate::notifications::{Notice, notify_in_tx};
use crate::testing::{World, demo_customer, other_customer, request, world};

fn visitor(actor: Actor) -> Visitor {
    Visitor {
        login_id: "ses_test".parse().unwrap(),
        actor,
        first_name: "Demo".to_owned(),
        last_name: "Demo".to_owned(),
        email: "demo@example.no".to_owned(),
        phone: None,
        unread: 0,
        identity: domain::identity::IdentityStep::Approved,
    }
}

async fn shown(world: &World, actor: Actor) -> Choices {
    choices(&world.state, &visitor(actor)).await.unwrap()
}

async fn letters(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from mail_outbox").fetch_one(&world.state.db).await.unwrap()
}

async fn tell(world: &World, notice: &Notice) {
    let mut tx = world.state.db.begin().await.unwrap();
    notify_in_tx(&mut tx, &world.state, &demo_customer().user_id, notice, None).await.unwrap();
    tx.commit().await.unwrap();
}

fn amount() -> Money {
    Money::new(12_900, Currency::Nok)
}

#[sqlx::test(migrations = "../migrations")]
async fn everybody_begins_with_what_is_usual_and_sees_what_concerns_them(db: PgPool) {
    let world = world(db).await;
    let of_a_shop = shown(&world, demo_customer()).await;
    assert_eq!(of_a_shop.wishes.len(), Topic::ALL.len());
    assert!(of_a_shop.wishes.contains(&(Topic::Sales, Wish { email: false, push: true })));
    let without: Vec<Topic> =
        shown(&world, other_customer()).await.wishes.iter().map(|wish| wish.0).collect();
    assert_eq!(without, [Topic::Payments, Topic::Identity, Topic::Cases]);
    assert_eq!(of_a_shop.push_key, None, "messages are off without a key");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_chosen_is_kept_and_changes_what_is_sent(db: PgPool) {
    let world = world(db).await;
    let before = letters(&world).await;
    let sale = Notice::Sale { shop: "Ahmetov Kebab".to_owned(), amount: amount(), reference: "A".to_owned() };
    let back = Notice::PaymentReturned { amount: amount(), reference: "A".to_owned() };
    tell(&world, &sale).await;
    tell(&world, &back).await;
    assert_eq!(letters(&world).await, before + 1, "a sale is no letter unless somebody asks for it");
    let form = WishesForm { sales_email: true, ..WishesForm::default() };
    choose(&world.state, &demo_customer(), &request(), &form).await.unwrap();
    let wishes = shown(&world, demo_customer()).await.wishes;
    assert!(
        wishes.contains(&(Topic::Payments, Wish { email: false, push: true })),
        "push was not on the page"
    );
    tell(&world, &sale).await;
    tell(&world, &back).await;
    assert_eq!(letters(&world).await, before + 2);
    let told: i64 = sqlx::query_scalar("select count(*) from notifications where params ->> 'kind' in ('sale', 'payment_returned') and not read")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert!(told >= 4, "in the app everything is told");
    let audited: i64 =
        sqlx::query_scalar("select count(*) from audit_log where action = 'notifications.choose'")
            .fetch_one(&world.state.db)
            .await
            .unwrap();
    assert_eq!(audited, 1);
}
