//! Held payments in shops, and held refunds: the shop learns no more than the customer.
use domain::bank::payment_state::TransactionStatus::{Accc, Acsc};
use domain::merchant::price::Price;
use domain::merchant::sale::SaleState;
use sqlx::PgPool;

use super::*;
use crate::merchant::codes::service::{Code, link, new_sale};
use crate::merchant::pay::model::PayForm;
use crate::merchant::pay::service::{PayError, pay};
use crate::merchant::sales::model::RefundForm;
use crate::merchant::sales::service::refund;
use crate::merchant::till;
use crate::testing::other_customer;

async fn a_sale(world: &World) -> Code {
    let shop = "mer_demo1".parse().unwrap();
    let price = Price::read("129").unwrap();
    new_sale(&world.state, &demo_customer(), &request(), &shop, price, None).await.unwrap()
}

async fn kari_pays(world: &World, code: &Code, key: &str) -> Result<TransactionId, PayError> {
    let token = link(&world.state, code).unwrap().rsplit('/').next().unwrap().to_owned();
    let form = PayForm {
        token,
        amount: "129".to_owned(),
        account: "bac_demo3".to_owned(),
        idempotency_key: key.to_owned(),
    };
    pay(&world.state, &other_customer(), &request(), &form).await
}

async fn at_the_till(world: &World, code: &Code) -> SaleState {
    let shop = "mer_demo1".parse().unwrap();
    till::service::sale(&world.state, &demo_customer(), &shop, &code.id).await.unwrap().state
}

#[sqlx::test(migrations = "../migrations")]
async fn a_held_sale_goes_on_when_it_is_released_in_time(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo2").await;
    let code = a_sale(&world).await;
    let id = kari_pays(&world, &code, "one").await.unwrap();
    nobody_carries_it(&world, &id).await;
    assert_eq!(at_the_till(&world, &code).await, SaleState::Approving);
    let hold = the_hold(&world).await;
    step(&world, &officer(), &hold, Step::Propose).await.unwrap();
    step(&world, &lead(), &hold, Step::Approve).await.unwrap();
    world.bank.answer_statuses(&[(Acsc, None)]);
    for _ in 0..3 {
        reconcile(&world.state).await.unwrap();
        world.clock.advance(Duration::seconds(5));
    }
    assert_eq!(shown(&db, &id).await, is("completed", "settled", None));
    assert_eq!(at_the_till(&world, &code).await, SaleState::Paid);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_held_sale_frees_its_code_when_any_other_would(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo2").await;
    let code = a_sale(&world).await;
    let id = kari_pays(&world, &code, "one").await.unwrap();
    let hold = the_hold(&world).await;
    nobody_carries_it(&world, &id).await;
    world.clock.advance(Duration::minutes(3));
    assert_eq!(reconcile(&world.state).await.unwrap(), 1);
    assert_eq!(shown(&db, &id).await, is("failed", "expired", Some("expired")));
    assert!(open(&world).await.is_empty(), "nobody has to decide about it any more");
    assert_eq!(
        wrong(step(&world, &officer(), &hold, Step::Release).await),
        HoldError::Over(HoldState::Lapsed)
    );
    assert_eq!(audited(&db).await.last().unwrap(), &("payment_hold.lapse".to_owned(), None));
    assert_eq!(told(&db, "usr_demo2").await[0].0, "payment_not_made");
    let holder: Option<String> = sqlx::query_scalar("select transaction_id from qr_codes where id = $1")
        .bind(code.id.as_str())
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(holder, None, "the code is free");
    assert_eq!(asked(&world), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_sale_is_a_payment_that_failed(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo2").await;
    let code = a_sale(&world).await;
    let id = kari_pays(&world, &code, "one").await.unwrap();
    step(&world, &officer(), &the_hold(&world).await, Step::Refuse).await.unwrap();
    assert_eq!(shown(&db, &id).await, is("failed", "rejected", Some("rejected_by_bank")));
    assert_eq!(at_the_till(&world, &code).await, SaleState::Failed, "the code can be scanned again");
    assert!(kari_pays(&world, &code, "two").await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refund_passes_the_same_gate(db: PgPool) {
    let world = world(db.clone()).await;
    let code = a_sale(&world).await;
    let sale = kari_pays(&world, &code, "one").await.unwrap();
    world.bank.answer_statuses(&[(Accc, None)]);
    for _ in 0..3 {
        reconcile(&world.state).await.unwrap();
        world.clock.advance(Duration::seconds(5));
    }
    sanctions_match(&db, "usr_demo2").await;
    let form = RefundForm {
        shop: "mer_demo1".to_owned(),
        sale: sale.to_string(),
        amount: "29".to_owned(),
        account: "bac_demo1".to_owned(),
        idempotency_key: "back".to_owned(),
    };
    let id = refund(&world.state, &demo_customer(), &request(), &form).await.unwrap();
    assert_eq!(shown(&db, &id).await, is("processing", "held", None), "whoever gets it may be listed");
    step(&world, &lead(), &the_hold(&world).await, Step::Refuse).await.unwrap();
    let refunded: rust_decimal::Decimal =
        sqlx::query_scalar("select refunded_amount from transactions where id = $1")
            .bind(sale.as_str())
            .fetch_one(&db)
            .await
            .unwrap();
    assert!(refunded.is_zero(), "what a refused refund took is given back");
}
