//! Tests of codes, each on a database of its own, and of their pictures.
mod drawing;

use std::sync::Arc;

use chrono::Duration;
use domain::clock::Clock as _;
use domain::clock::testing::SeededEntropy;
use domain::form::FieldCode;
use domain::ids::{MerchantId, QrCodeId, TransactionId};
use domain::merchant::code::CodeKind;
use domain::merchant::price::Price;
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::model::{CodeForm, CodeState, STATIC_CODES_MAX};
use super::service::{
    self, Code, CodesError, SALE_EXPIRY_MINUTES, by_token, code, link, list, new_sale, new_static, revoke,
};
use crate::context::AppState;
use crate::merchant::shops::service::ShopError;
use crate::testing::{demo_customer, other_customer, request, world};
use crate::vault::Vault;

fn shop() -> MerchantId {
    "mer_demo2".parse().unwrap()
}

fn kroner(amount: i64) -> Price {
    Price::new(Money::new(amount * 100, Currency::Nok)).unwrap()
}

async fn sticker(state: &AppState, name: &str, amount: &str) -> Result<Code, CodesError> {
    let form = CodeForm { shop: shop().into_string(), name: name.to_owned(), amount: amount.to_owned() };
    new_static(state, &demo_customer(), &request(), &form).await
}

async fn sale(state: &AppState) -> Code {
    let reference = Some("Bord 4".parse().unwrap());
    new_sale(state, &demo_customer(), &request(), &shop(), kroner(129), reference).await.unwrap()
}

fn token_of(state: &AppState, code: &Code) -> String {
    let link = link(state, code).unwrap();
    link.strip_prefix("http://localhost:3000/q/").unwrap().to_owned()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_leads_to_its_code_and_an_altered_one_nowhere(db: PgPool) {
    let state = world(db).await.state;
    let made = sticker(&state, "Kasse 2", "").await.unwrap();
    let other = sticker(&state, "Kasse 3", "49,50").await.unwrap();
    let token = token_of(&state, &made);
    assert_eq!(by_token(&state, &token).await.unwrap(), made);
    assert_eq!(
        by_token(&state, &token_of(&state, &other)).await.unwrap().amount,
        Some(Money::new(4_950, Currency::Nok))
    );
    let other_token = token_of(&state, &other);
    let mut wrong = vec![
        String::new(),
        token.to_lowercase(),
        format!("{token}0"),
        format!(" {token}"),
        token[1..].to_owned(),
        token.replacen(&token[..1], "æ", 1),
        // One code's id with another one's tag, and the bare id.
        format!("{}{}", &token[..16], &other_token[16..]),
        token[..16].to_owned(),
        made.id.to_string(),
    ];
    for place in 0..token.len() {
        let letter = if token.as_bytes()[place] == b'0' { "1" } else { "0" };
        wrong.push(format!("{}{letter}{}", &token[..place], &token[place + 1..]));
    }
    for wrong in wrong {
        let answer = by_token(&state, &wrong).await;
        assert!(matches!(answer, Err(CodesError::NotFound)), "{wrong:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_signed_link_to_a_code_that_is_not_there_is_as_wrong_as_an_altered_one(db: PgPool) {
    let state = world(db.clone()).await.state;
    let made = sticker(&state, "Kasse 2", "").await.unwrap();
    let token = token_of(&state, &made);
    sqlx::query("delete from qr_codes").execute(&db).await.unwrap();
    assert!(matches!(by_token(&state, &token).await, Err(CodesError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sticker_outlives_the_newest_key_and_not_its_own(db: PgPool) {
    let mut state = world(db).await.state;
    let made = sticker(&state, "Kasse 2", "").await.unwrap();
    let printed = link(&state, &made).unwrap();
    let with_keys = |keys: &str| Vault::new(keys.parse().unwrap(), Arc::new(SeededEntropy::new(3)));
    let (new, old) = (
        "b:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "dev:ZHJvcCBkZXZlbG9wbWVudCBrZXksIG5vIHNlY3JldCE=",
    );
    state.vault = with_keys(&format!("{new},{old}"));
    let (_, read) = code(&state, &demo_customer(), &shop(), &made.id).await.unwrap();
    assert_eq!(link(&state, &read).unwrap(), printed);
    let newer = sticker(&state, "Kasse 3", "").await.unwrap();
    assert_eq!(by_token(&state, &token_of(&state, &newer)).await.unwrap(), newer);
    state.vault = with_keys(new);
    let token = printed.rsplit('/').next().unwrap();
    assert!(matches!(by_token(&state, token).await, Err(CodesError::NotFound)));
    assert!(matches!(link(&state, &made), Err(CodesError::NoLink(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn stickers_are_named_once_and_so_many(db: PgPool) {
    let state = world(db.clone()).await.state;
    let made = sticker(&state, "Kasse 2", "").await.unwrap();
    assert_eq!((made.kind, made.amount, made.expires_at), (CodeKind::Static, None, None));
    for (name, amount, field, code) in [
        ("kasse  2", "", "name", FieldCode::Taken),
        ("", "", "name", FieldCode::Required),
        ("Kasse 3", "0,99", "amount", FieldCode::PriceTooSmall),
        ("Kasse 3", "100000,01", "amount", FieldCode::PriceTooLarge),
        ("Kasse 3", "-5", "amount", FieldCode::PriceTooSmall),
        ("Kasse 3", "mye", "amount", FieldCode::AmountMalformed),
    ] {
        let answer = sticker(&state, name, amount).await;
        let Err(CodesError::Form(fields)) = answer else { panic!("{name} {amount}: {answer:?}") };
        assert_eq!(fields.get(field), Some(&code), "{name} {amount}");
    }
    revoke(&state, &demo_customer(), &request(), &shop(), &made.id).await.unwrap();
    sticker(&state, "Kasse 2", "").await.expect("the name is free again");
    for number in 1..STATIC_CODES_MAX {
        sticker(&state, &format!("Bord {number}"), "100000").await.unwrap();
    }
    assert!(matches!(sticker(&state, "En til", "").await, Err(CodesError::TooMany)));
    let list = list(&state, &demo_customer(), &shop()).await.unwrap();
    assert_eq!(list.codes.len(), STATIC_CODES_MAX as usize + 1);
    assert_eq!(list.codes.last().unwrap().state, CodeState::Revoked);
    assert_eq!(list.shop.name, "Lille Orient");
    let written: i64 = sqlx::query_scalar("select count(*) from audit_log where action like 'qr_code.%'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(written, i64::from(STATIC_CODES_MAX) + 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_waits_ten_minutes_and_is_taken_once(db: PgPool) {
    let world = world(db.clone()).await;
    let state = &world.state;
    let made = sale(state).await;
    let now = world.clock.now();
    assert_eq!(
        (made.kind, made.name.as_deref(), made.reference.as_deref()),
        (CodeKind::Dynamic, None, Some("Bord 4"))
    );
    assert_eq!(made.state(now), CodeState::Live);
    assert_eq!(made.state(now + Duration::minutes(SALE_EXPIRY_MINUTES)), CodeState::Expired);
    let paid: TransactionId = "txn_demo4".parse().unwrap();
    sqlx::query("update qr_codes set transaction_id = 'txn_demo4' where kind = 'dynamic'")
        .execute(&db)
        .await
        .unwrap();
    let taken = by_token(state, &token_of(state, &made)).await.unwrap();
    assert_eq!(taken.transaction, Some(paid));
    assert_eq!(taken.state(now + Duration::days(1)), CodeState::Taken);
    let refused = revoke(state, &demo_customer(), &request(), &shop(), &made.id).await;
    assert!(matches!(refused, Err(CodesError::Taken)));
    sqlx::query("update qr_codes set transaction_id = null").execute(&db).await.unwrap();
    let revoked = revoke(state, &demo_customer(), &request(), &shop(), &made.id).await.unwrap();
    assert_eq!(revoked.state(now), CodeState::Revoked);
    assert!(list(state, &demo_customer(), &shop()).await.unwrap().codes.is_empty(), "a sale is no sticker");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_the_owner_of_an_active_shop_makes_and_revokes(db: PgPool) {
    let state = world(db.clone()).await.state;
    let made = sticker(&state, "Kasse 2", "").await.unwrap();
    let other = other_customer();
    let form = CodeForm { shop: "mer_demo2".to_owned(), name: "Kasse".to_owned(), ..CodeForm::default() };
    let hidden = |error: CodesError| crate::error::AppError::from(error) == crate::error::AppError::NotFound;
    assert!(hidden(new_static(&state, &other, &request(), &form).await.unwrap_err()));
    assert!(hidden(new_sale(&state, &other, &request(), &shop(), kroner(1), None).await.unwrap_err()));
    assert!(hidden(revoke(&state, &other, &request(), &shop(), &made.id).await.unwrap_err()));
    assert!(hidden(list(&state, &other, &shop()).await.unwrap_err()));
    assert!(hidden(code(&state, &other, &shop(), &made.id).await.unwrap_err()));
    assert!(hidden(service::details(&state, &other, &shop(), &made.id).await.unwrap_err()));
    // One's own code in another of one's shops is not there either.
    sqlx::query(
        "insert into merchants (id, user_id, business_name, org_number, bank_account)
         values ('mer_other', 'usr_demo1', 'Ahmetov Kaffe', '974760673', '12345678903')",
    )
    .execute(&db)
    .await
    .unwrap();
    let elsewhere: MerchantId = "mer_other".parse().unwrap();
    assert!(hidden(code(&state, &demo_customer(), &elsewhere, &made.id).await.unwrap_err()));
    assert!(hidden(revoke(&state, &demo_customer(), &request(), &elsewhere, &made.id).await.unwrap_err()));
    let nothing = QrCodeId::parse("qrc_nothing").unwrap();
    assert!(hidden(revoke(&state, &demo_customer(), &request(), &shop(), &nothing).await.unwrap_err()));
    sqlx::query("update merchants set status = 'suspended'").execute(&db).await.unwrap();
    assert!(matches!(sticker(&state, "Kasse 4", "").await, Err(CodesError::Shop(ShopError::Step(_)))));
    let refused = new_sale(&state, &demo_customer(), &request(), &shop(), kroner(1), None).await;
    assert!(matches!(refused, Err(CodesError::Shop(ShopError::Step(_)))));
    revoke(&state, &demo_customer(), &request(), &shop(), &made.id)
        .await
        .expect("taking back is always possible");
}
