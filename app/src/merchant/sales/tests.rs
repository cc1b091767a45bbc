//! Tests of a shop's sales, each on a database of its own.
mod book;
mod pages;
mod refunds;

use domain::access::{Actor, KycStatus, Role};
use domain::bank::payment_state::TransactionStatus;
use domain::ids::{MerchantId, TransactionId};
use domain::merchant::statement::Totals;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::model::RefundForm;
use super::service;
use crate::accounts::service::payable;
use crate::payments::service::{APPROVAL_MINUTES, NewOrder, order_in_tx, reconcile};
use crate::testing::{World, demo_customer, other_customer, request, world};

fn shop() -> MerchantId {
    "mer_demo1".parse().unwrap()
}

fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::Nok)
}

/// A world whose shop has sold nothing yet.
async fn new_shop(db: PgPool) -> World {
    let world = world(db).await;
    for statement in [
        "alter table sale_entries disable trigger user",
        "delete from sale_entries",
        "alter table sale_entries enable trigger user",
        "delete from transactions where merchant_id is not null",
        "delete from notifications",
    ] {
        sqlx::query(statement).execute(&world.state.db).await.unwrap();
    }
    world
}

/// Kari orders a payment in the shop. `code`: a static one.
async fn ordered_sale(world: &World, price: Money, code: Option<&str>) -> TransactionId {
    let (state, payer) = (&world.state, other_customer().user_id);
    let id = TransactionId::generate(state.entropy.as_ref());
    let now = state.clock.now();
    let account = payable(&state.db, &payer, &"bac_demo3".parse().unwrap(), now).await.unwrap();
    let fee = domain::merchant::fee::FeeRate::parse("0.01").unwrap().of(price).unwrap();
    let mut tx = state.db.begin().await.unwrap();
    sqlx::query(
        "insert into transactions (id, user_id, type, amount, fee, merchant_id, qr_code_id, created_at)
         values ($1, $2, 'qr_payment', $3, $4, 'mer_demo1', $5, $6)",
    )
    .bind(id.as_str())
    .bind(payer.as_str())
    .bind(crate::db::decimal(price))
    .bind(crate::db::decimal(fee))
    .bind(code)
    .bind(now)
    .execute(&mut *tx)
    .await
    .unwrap();
    let new = NewOrder {
        transaction_id: &id,
        user_id: &payer,
        account: &account,
        amount: price,
        creditor_name: "Ahmetov Kebab",
        creditor: &"NO7112345678903".parse().unwrap(),
        remittance_information: "Drop",
        psu_ip: request().ip.to_string(),
        approve_within: chrono::Duration::minutes(APPROVAL_MINUTES),
        gate: crate::compliance::gate::Gate::Go,
    };
    order_in_tx(&mut tx, state, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The banks say this about every payment that is under way, until nobody learns anything new.
async fn banks_say(world: &World, statuses: &[(TransactionStatus, Option<&str>)]) {
    world.bank.answer_statuses(statuses);
    // At once, as the request that orders does: nobody is told of what takes no time.
    reconcile(&world.state).await.unwrap();
    for _ in 0..5 {
        world.clock.advance(chrono::Duration::seconds(30));
        reconcile(&world.state).await.unwrap();
    }
}

/// The shop's bank has the money: nothing more is to be heard of this payment.
async fn paid_sale(world: &World, price: Money, code: Option<&str>) -> TransactionId {
    let id = ordered_sale(world, price, code).await;
    banks_say(world, &[(TransactionStatus::Accc, None)]).await;
    id
}

fn form(world: &World, sale: &TransactionId, amount: &str) -> RefundForm {
    RefundForm {
        shop: "mer_demo1".to_owned(),
        sale: sale.to_string(),
        amount: amount.to_owned(),
        account: "bac_demo1".to_owned(),
        idempotency_key: world.state.entropy.hex(16),
    }
}

async fn refund(
    world: &World,
    sale: &TransactionId,
    amount: &str,
) -> Result<TransactionId, service::SalesError> {
    let form = form(world, sale, amount);
    service::refund(&world.state, &demo_customer(), &request(), &form).await
}

/// The totals of the shop's whole month.
async fn month(world: &World) -> Totals {
    let today = domain::calendar::oslo_date(world.state.clock.now());
    let period = domain::merchant::statement::Period::month_of(today);
    service::statement(&world.state, &demo_customer(), &shop(), period).await.unwrap().of.totals
}

async fn refunded(db: &PgPool, sale: &TransactionId) -> rust_decimal::Decimal {
    sqlx::query_scalar("select refunded_amount from transactions where id = $1")
        .bind(sale.as_str())
        .fetch_one(db)
        .await
        .unwrap()
}

async fn kinds(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select kind from sale_entries order by id").fetch_all(db).await.unwrap()
}

fn stranger() -> Actor {
    Actor { user_id: "usr_demo2".parse().unwrap(), role: Role::User, kyc: KycStatus::Approved }
}

async fn sticker(world: &World) {
    sqlx::query(
        "insert into qr_codes (id, merchant_id, kind, name, key_id, created_by)
         values ('qrc_desk', 'mer_demo1', 'static', 'Disken', 'dev', 'usr_demo1')",
    )
    .execute(&world.state.db)
    .await
    .unwrap();
}
