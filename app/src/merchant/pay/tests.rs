//! Tests of paying in a shop, each on a database of its own.
use chrono::Duration;
use domain::access::{Action, Actor, KycStatus, Refusal, Resource, Role, decide};
use domain::bank::payment_state::TransactionState;
use domain::bank::payment_state::TransactionStatus::{Acsc, Acsp, Rjct};
use domain::form::FieldCode;
use domain::ids::TransactionId;
use domain::merchant::paying::Obstacle;
use domain::merchant::price::Price;
use rust_decimal::Decimal;
use sqlx::PgPool;

use super::model::{PayForm, PayState, PayStep};
use super::service::{PayError, find, pay, step};
use crate::accounts::gateway::BankError;
use crate::error::FieldErrors;
use crate::idempotency::service::IdempotencyError;
use crate::live::{News, Told};
use crate::merchant::codes::model::CodeForm;
use crate::merchant::codes::service::{Code, link, new_sale, new_static, revoke};
use crate::payments::attention;
use crate::payments::service::{advance, reconcile};
use crate::testing::{World, demo_customer, other_customer, request, world};

mod race;
mod schedules;

/// The token of a sale of this price at the demo shop.
async fn a_sale(world: &World, price: &str) -> (Code, String) {
    let (shop, price) = ("mer_demo1".parse().unwrap(), Price::read(price).unwrap());
    let words = Some(domain::merchant::code::SaleReference::parse("Bord 4").unwrap());
    let code = new_sale(&world.state, &demo_customer(), &request(), &shop, price, words).await.unwrap();
    (code.clone(), token(world, &code))
}

/// The token of a sticker; an empty price is an open one.
async fn a_sticker(world: &World, name: &str, price: &str) -> (Code, String) {
    let form = CodeForm { shop: "mer_demo1".to_owned(), name: name.to_owned(), amount: price.to_owned() };
    let code = new_static(&world.state, &demo_customer(), &request(), &form).await.unwrap();
    (code.clone(), token(world, &code))
}

fn token(world: &World, code: &Code) -> String {
    link(&world.state, code).unwrap().rsplit('/').next().unwrap().to_owned()
}

/// A third customer, with an account of their own at Nordea.
async fn third_customer(db: &PgPool) -> Actor {
    for statement in [
        "insert into users (id, email, password_hash, first_name, last_name, kyc_status, role)
         values ('usr_third', 'third@drop.example', 'none', 'Tredje', 'Kunde', 'pending', 'user') on conflict do nothing",
        "insert into bank_consents (id, user_id, bank_id, consent_ref, status, valid_until)
         values ('bcn_third', 'usr_third', 'nordea', 'third', 'valid', '2027-01-01') on conflict do nothing",
        "insert into bank_accounts (id, user_id, bank_name, account_number, iban, balance, is_primary, bank_id,
           bank_consent_id, resource_id)
         values ('bac_third', 'usr_third', 'Nordea', '8601 11 17947', 'NO9386011117947', 1000, true, 'nordea', 'bcn_third',
           'third') on conflict do nothing",
    ] {
        sqlx::query(statement).execute(db).await.unwrap();
    }
    Actor { user_id: "usr_third".parse().unwrap(), role: Role::User, kyc: KycStatus::Pending }
}

fn form(token: &str, amount: &str, account: &str, key: &str) -> PayForm {
    PayForm {
        token: token.to_owned(),
        amount: amount.to_owned(),
        account: account.to_owned(),
        idempotency_key: key.to_owned(),
    }
}

/// Kari pays what a code asks for.
async fn kari_pays(world: &World, token: &str, amount: &str, key: &str) -> Result<TransactionId, PayError> {
    pay(&world.state, &other_customer(), &request(), &form(token, amount, "bac_demo3", key)).await
}

async fn third_pays(world: &World, token: &str, amount: &str, key: &str) -> Result<TransactionId, PayError> {
    let third = third_customer(&world.state.db).await;
    pay(&world.state, &third, &request(), &form(token, amount, "bac_third", key)).await
}

fn obstacle(answer: Result<TransactionId, PayError>) -> Obstacle {
    match answer {
        Err(PayError::CannotPay(why)) => why,
        other => panic!("paid, or another error: {other:?}"),
    }
}

fn wrong(answer: Result<TransactionId, PayError>) -> FieldErrors {
    match answer {
        Err(PayError::Form(fields)) => fields,
        other => panic!("paid, or another error: {other:?}"),
    }
}

async fn orders(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from payment_orders").fetch_one(db).await.unwrap()
}

async fn holder(db: &PgPool, code: &Code) -> Option<String> {
    sqlx::query_scalar("select transaction_id from qr_codes where id = $1")
        .bind(code.id.as_str())
        .fetch_one(db)
        .await
        .unwrap()
}

async fn status(db: &PgPool, id: &TransactionId) -> String {
    sqlx::query_scalar("select status from transactions where id = $1")
        .bind(id.as_str())
        .fetch_one(db)
        .await
        .unwrap()
}

async fn look(world: &World, actor: Option<&Actor>, token: &str) -> PayStep {
    step(&world.state, actor, token).await.unwrap()
}

/// Lets time pass and the reconciler work, a few times.
async fn reconcile_for_a_while(world: &World) {
    for _ in 0..8 {
        world.clock.advance(Duration::seconds(40));
        reconcile(&world.state).await.unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_price_is_paid_exactly_and_the_fee_is_the_shops(db: PgPool) {
    let world = world(db.clone()).await;
    let (code, token) = a_sale(&world, "248,50").await;
    let id = kari_pays(&world, &token, "248.50", "k").await.unwrap();
    #[derive(Debug, PartialEq, sqlx::FromRow)]
    struct Row {
        r#type: String,
        amount: Decimal,
        fee: Decimal,
        ordered: Decimal,
        product: String,
        creditor_name: String,
        creditor_account: String,
        remittance_information: String,
        qr_code_id: String,
        minutes: Decimal,
    }
    let row: Row = sqlx::query_as(
        "select t.type, t.amount, t.fee, o.amount as ordered, o.product, o.creditor_name, o.creditor_account,
           o.remittance_information, t.qr_code_id, extract(epoch from o.approve_by - o.created_at) / 60 as minutes
         from transactions t join payment_orders o on o.transaction_id = t.id where t.id = $1",
    )
    .bind(id.as_str())
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(row.r#type, "qr_payment");
    assert_eq!(
        (row.amount, row.fee, row.ordered),
        (Decimal::new(24_850, 2), Decimal::new(249, 2), row.amount)
    );
    assert_eq!(row.product, "norwegian-domestic-credit-transfers");
    assert_eq!(
        (row.creditor_name.as_str(), row.creditor_account.as_str()),
        ("Ahmetov Kebab", "NO7112345678903")
    );
    assert_eq!(row.remittance_information, format!("Drop {} Bord 4", id.reference()));
    assert_eq!((row.qr_code_id.as_str(), row.minutes.normalize()), (code.id.as_str(), Decimal::from(10)));
    assert_eq!(holder(&db, &code).await.as_deref(), Some(id.as_str()));
    advance(&world.state, &id, request().ip).await.unwrap();
    let sent = world.bank.payments.lock().unwrap().values().next().unwrap().clone();
    assert_eq!((sent.amount.minor(), sent.creditor.as_str()), (24_850, "NO7112345678903"));
    let created: i64 = sqlx::query_scalar(
        "select count(*) from audit_log where action = 'transaction.create' and resource_id = $1 and details->>'fee' = '2.49'",
    )
    .bind(id.as_str())
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(created, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_is_carried_out_once(db: PgPool) {
    let world = world(db.clone()).await;
    let (_, sticker) = a_sticker(&world, "Kasse 9", "").await;
    let first = kari_pays(&world, &sticker, "129", "k").await.unwrap();
    assert_eq!(
        kari_pays(&world, &sticker, "129,00", "k").await.unwrap(),
        first,
        "the same, written otherwise"
    );
    let reused = kari_pays(&world, &sticker, "130", "k").await;
    assert!(matches!(reused, Err(PayError::Repeated(IdempotencyError::KeyReused))), "{reused:?}");
    assert_ne!(
        kari_pays(&world, &sticker, "129", "k2").await.unwrap(),
        first,
        "a sticker is paid again and again"
    );
    assert_eq!(orders(&db).await, 2);
    let (_, sale) = a_sale(&world, "50").await;
    let paid = kari_pays(&world, &sale, "50", "k3").await.unwrap();
    assert_eq!(kari_pays(&world, &sale, "50", "k4").await.unwrap(), paid, "a second tab of one sale");
    assert_eq!(orders(&db).await, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_is_not_confirmed_pays_in_shops_and_staff_do_not(db: PgPool) {
    let world = world(db.clone()).await;
    let (_, token) = a_sale(&world, "50").await;
    assert!(third_pays(&world, &token, "50", "k").await.is_ok());
    let officer = Actor { role: Role::Compliance, ..other_customer() };
    let answer = pay(&world.state, &officer, &request(), &form(&token, "50", "bac_demo3", "k")).await;
    assert!(matches!(answer, Err(PayError::Refused(Refusal::NotFound))), "{answer:?}");
    assert!(decide(Some(&officer), Action::PayShop, Resource::Own).is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_stands_in_the_way_is_told_and_nothing_is_ordered(db: PgPool) {
    let world = world(db.clone()).await;
    let (sale, token) = a_sale(&world, "50").await;
    let own = pay(&world.state, &demo_customer(), &request(), &form(&token, "50", "bac_demo1", "k")).await;
    assert_eq!(obstacle(own), Obstacle::OwnShop);
    assert_eq!(
        look(&world, Some(&demo_customer()), &token).await.state,
        PayState::Refused(Obstacle::OwnShop)
    );
    for (shop, why) in [("suspended", Obstacle::ShopSuspended), ("closed", Obstacle::ShopClosed)] {
        sqlx::query("update merchants set status = $1").bind(shop).execute(&db).await.unwrap();
        assert_eq!(obstacle(kari_pays(&world, &token, "50", "k").await), why);
        assert_eq!(look(&world, None, &token).await.state, PayState::Refused(why));
    }
    sqlx::query("update merchants set status = 'active'").execute(&db).await.unwrap();
    let altered = format!("{}{}", &token[..31], if token.ends_with('0') { '1' } else { '0' });
    assert_eq!(obstacle(kari_pays(&world, &altered, "50", "k").await), Obstacle::Unknown);
    let unknown = look(&world, Some(&other_customer()), &altered).await;
    assert_eq!((unknown.bill, unknown.state), (None, PayState::Refused(Obstacle::Unknown)));
    let (revoked, its_token) = a_sticker(&world, "Kasse 9", "").await;
    revoke(&world.state, &demo_customer(), &request(), &revoked.shop, &revoked.id).await.unwrap();
    assert_eq!(obstacle(kari_pays(&world, &its_token, "50", "k").await), Obstacle::Revoked);
    world.clock.advance(Duration::minutes(10));
    assert_eq!(obstacle(kari_pays(&world, &token, "50", "k").await), Obstacle::Expired);
    assert_eq!((orders(&db).await, holder(&db, &sale).await), (0, None));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_wrong_amount_or_account_is_a_fields_error(db: PgPool) {
    let world = world(db.clone()).await;
    let (_, fixed) = a_sticker(&world, "Vaffel", "35").await;
    let (_, open) = a_sticker(&world, "Kasse 9", "").await;
    let (_, sale) = a_sale(&world, "50").await;
    for (token, amount, code) in [
        (&fixed, "34,99", FieldCode::PriceDiffers),
        (&sale, "1", FieldCode::PriceDiffers),
        (&sale, "", FieldCode::Required),
        (&open, "0,99", FieldCode::PriceTooSmall),
        (&open, "-5", FieldCode::PriceTooSmall),
        (&open, "100000,01", FieldCode::PriceTooLarge),
        (&open, "mye", FieldCode::AmountMalformed),
    ] {
        let fields = wrong(kari_pays(&world, token, amount, "k").await);
        assert_eq!(fields, FieldErrors::from([("amount".to_owned(), code)]), "{amount}");
    }
    for (account, code) in [("", FieldCode::Required), ("bac_demo1", FieldCode::Unknown)] {
        let answer =
            pay(&world.state, &other_customer(), &request(), &form(&fixed, "35", account, "k")).await;
        assert_eq!(wrong(answer), FieldErrors::from([("account".to_owned(), code)]));
    }
    assert_eq!(orders(&db).await, 0);
    assert!(kari_pays(&world, &open, "100 000", "k").await.is_ok(), "the key is still free");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_whose_payment_fails_is_given_back(db: PgPool) {
    let world = world(db.clone()).await;
    let (code, token) = a_sale(&world, "50").await;
    let first = kari_pays(&world, &token, "50", "k").await.unwrap();
    let third = third_customer(&db).await;
    assert_eq!(obstacle(third_pays(&world, &token, "50", "k").await), Obstacle::BeingPaid);
    assert_eq!(look(&world, Some(&third), &token).await.state, PayState::Refused(Obstacle::BeingPaid));
    let own = look(&world, Some(&other_customer()), &token).await.state;
    assert!(matches!(&own, PayState::Own(own) if own.id == first), "{own:?}");
    advance(&world.state, &first, request().ip).await.unwrap();
    world.bank.answer_statuses(&[(Rjct, Some("PSU_DECLINED"))]);
    reconcile_for_a_while(&world).await;
    assert_eq!((status(&db, &first).await.as_str(), holder(&db, &code).await), ("failed", None));
    let ready = look(&world, Some(&third), &token).await.state;
    assert!(matches!(&ready, PayState::Ready(choice) if choice.accounts.len() == 1), "{ready:?}");
    let second = third_pays(&world, &token, "50", "k").await.unwrap();
    world.bank.answer_statuses(&[(Acsp, None), (Acsc, None)]);
    reconcile_for_a_while(&world).await;
    assert_eq!(status(&db, &second).await, "completed");
    assert_eq!(obstacle(kari_pays(&world, &token, "50", "k2").await), Obstacle::Paid);
    assert_eq!(look(&world, None, &token).await.state, PayState::Refused(Obstacle::Paid));
    let paid = look(&world, Some(&third), &token).await.state;
    assert!(matches!(&paid, PayState::Own(own) if own.status == TransactionState::Completed), "{paid:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_that_is_not_approved_in_ten_minutes_is_called_off(db: PgPool) {
    let world = world(db.clone()).await;
    let (code, token) = a_sale(&world, "50").await;
    let (_, sticker) = a_sticker(&world, "Kasse 9", "").await;
    let sale = kari_pays(&world, &token, "50", "k").await.unwrap();
    let other = third_pays(&world, &sticker, "50", "k").await.unwrap();
    for id in [&sale, &other] {
        advance(&world.state, id, request().ip).await.unwrap();
    }
    world.clock.advance(Duration::minutes(9));
    reconcile(&world.state).await.unwrap();
    assert_eq!(status(&db, &sale).await, "processing");
    world.clock.advance(Duration::minutes(2));
    reconcile(&world.state).await.unwrap();
    assert_eq!((status(&db, &sale).await.as_str(), holder(&db, &code).await), ("failed", None));
    assert_eq!(world.bank.called_off.lock().unwrap().len(), 1, "a sticker's payment has an hour");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_settlement_after_somebody_else_has_paid_is_recorded_and_put_before_a_person(db: PgPool) {
    let world = world(db.clone()).await;
    let (code, token) = a_sale(&world, "50").await;
    let first = kari_pays(&world, &token, "50", "k").await.unwrap();
    advance(&world.state, &first, request().ip).await.unwrap();
    // A bank that calls nothing off, so that the first payment is given up here and not there.
    let no = BankError::Refused { code: "SERVICE_INVALID".to_owned() };
    *world.bank.cancel_failures.lock().unwrap() = vec![no; 40];
    world.clock.advance(Duration::minutes(11));
    reconcile(&world.state).await.unwrap();
    assert_eq!((status(&db, &first).await.as_str(), holder(&db, &code).await), ("failed", None));
    sqlx::query("update qr_codes set expires_at = expires_at + interval '1 hour'")
        .execute(&db)
        .await
        .unwrap();
    let second = third_pays(&world, &token, "50", "k").await.unwrap();
    // From here on both payments settle.
    world.bank.answer_statuses(&[(Acsc, None)]);
    reconcile_for_a_while(&world).await;
    assert_eq!(
        (status(&db, &first).await.as_str(), status(&db, &second).await.as_str()),
        ("completed", "completed")
    );
    let concerns = attention::list(&world.state).await.unwrap();
    let [concern] = concerns.as_slice() else { panic!("one concern: {concerns:?}") };
    assert_eq!(concern.why.as_str(), "paid_twice");
    assert!(holder(&db, &code).await.is_some());
    // The shop's bank has credited it too: the concern stays until somebody has seen to it.
    world.bank.answer_statuses(&[(domain::bank::payment_state::TransactionStatus::Accc, None)]);
    world.clock.advance(Duration::hours(2));
    reconcile_for_a_while(&world).await;
    assert_eq!(attention::list(&world.state).await.unwrap().len(), 1);
    assert!(attention::close(&world.state, &concern.order, "paid back by hand").await.unwrap());
    assert!(attention::list(&world.state).await.unwrap().is_empty());
    assert_eq!(status(&db, &first).await, "completed");
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_is_at_it_when_another_has_paid_after_all_is_called_off(db: PgPool) {
    let world = world(db.clone()).await;
    let (code, token) = a_sale(&world, "50").await;
    let first = kari_pays(&world, &token, "50", "k").await.unwrap();
    advance(&world.state, &first, request().ip).await.unwrap();
    let no = BankError::Refused { code: "SERVICE_INVALID".to_owned() };
    world.bank.cancel_failures.lock().unwrap().push(no);
    world.clock.advance(Duration::minutes(11));
    reconcile(&world.state).await.unwrap();
    assert_eq!(status(&db, &first).await, "failed");
    sqlx::query("update qr_codes set expires_at = expires_at + interval '1 hour'")
        .execute(&db)
        .await
        .unwrap();
    let second = third_pays(&world, &token, "50", "k").await.unwrap();
    advance(&world.state, &second, request().ip).await.unwrap();
    // The first bank speaks at last; the second waits for an approval that nobody needs any more.
    world.clock.advance(Duration::seconds(5));
    world.bank.answer_statuses(&[(Acsc, None), (domain::bank::payment_state::TransactionStatus::Rcvd, None)]);
    advance(&world.state, &first, request().ip).await.unwrap();
    assert_eq!(
        (status(&db, &first).await, status(&db, &second).await),
        ("completed".into(), "processing".into())
    );
    world.clock.advance(Duration::seconds(5));
    reconcile(&world.state).await.unwrap();
    assert_eq!(status(&db, &second).await, "failed");
    assert_eq!(holder(&db, &code).await.as_deref(), Some(first.as_str()));
    assert!(attention::list(&world.state).await.unwrap().is_empty());
}

async fn told(page: &mut crate::live::Subscription) -> News {
    match page.next().await {
        Some(Told::News { news, .. }) => news,
        other => panic!("no news: {other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_shops_owner_hears_of_every_step(db: PgPool) {
    let world = world(db.clone()).await;
    let mut owners = crate::live::service::follow(&world.state, &demo_customer()).unwrap();
    tokio::spawn(crate::live::service::hear(world.state.clone()));
    assert_eq!(owners.next().await, Some(Told::Resynchronise));
    let (code, token) = a_sale(&world, "50").await;
    let id = kari_pays(&world, &token, "50", "k").await.unwrap();
    let news = News::Sale { shop: code.shop.clone(), code: Some(code.id.clone()), transaction: id.clone() };
    assert_eq!(told(&mut owners).await, news, "ordered");
    advance(&world.state, &id, request().ip).await.unwrap();
    assert_eq!(told(&mut owners).await, news, "at the bank");
    world.bank.answer_statuses(&[(Acsp, None)]);
    world.clock.advance(Duration::seconds(5));
    reconcile(&world.state).await.unwrap();
    assert_eq!(told(&mut owners).await, news, "accepted");
    world.state.live.close();
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_scanned_leads_to_its_page_and_nowhere_else(db: PgPool) {
    let world = world(db).await;
    let (_, token) = a_sale(&world, "50").await;
    let path = format!("/q/{token}");
    for text in [token.clone(), path.clone(), format!("http://localhost:3000{path}")] {
        assert_eq!(find(&world.state, &other_customer(), &text).unwrap(), path);
    }
    let foreign = find(&world.state, &other_customer(), &format!("https://evil.example{path}"));
    assert!(matches!(foreign, Err(PayError::Form(fields)) if fields["text"] == FieldCode::ForeignLink));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_shows_who_asks_for_how_much(db: PgPool) {
    let world = world(db.clone()).await;
    let (_, token) = a_sale(&world, "248,50").await;
    let nobody = look(&world, None, &token).await;
    assert_eq!(nobody.state, PayState::LoggedOut);
    let bill = nobody.bill.unwrap();
    assert_eq!((bill.shop.as_str(), bill.org_number.as_str()), ("Ahmetov Kebab", "988 077 917"));
    assert_eq!((bill.amount.unwrap().minor(), bill.reference.as_deref()), (24_850, Some("Bord 4")));
    // A consent that has ended is told, and its account is none to pay from.
    sqlx::query("update bank_consents set valid_until = '2026-11-01' where user_id = 'usr_demo2'")
        .execute(&db)
        .await
        .unwrap();
    let PayState::Ready(choice) = look(&world, Some(&other_customer()), &token).await.state else {
        panic!("to be paid");
    };
    assert_eq!((choice.accounts.len(), choice.ended.as_slice()), (0, &["Nordea".to_owned()][..]));
    let answer = kari_pays(&world, &token, "248.50", "k").await;
    assert_eq!(wrong(answer)["account"], FieldCode::Unknown);
    assert_eq!(orders(&db).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_to_a_sticker_that_was_left_at_the_bank_is_shown(db: PgPool) {
    let world = world(db).await;
    let (_, token) = a_sticker(&world, "Kasse 9", "").await;
    let id = kari_pays(&world, &token, "75", "k").await.unwrap();
    advance(&world.state, &id, request().ip).await.unwrap();
    let PayState::Ready(choice) = look(&world, Some(&other_customer()), &token).await.state else {
        panic!("to be paid again");
    };
    assert_eq!(choice.unfinished.map(|own| own.id), Some(id));
}
