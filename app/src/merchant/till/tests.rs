//! Tests of the till, each on a database of its own.
use chrono::Duration;
use domain::form::FieldCode;
use domain::ids::{MerchantId, QrCodeId};
use domain::merchant::sale::SaleState;
use sqlx::PgPool;

use super::model::SaleForm;
use super::service::{cancel, new_sale, sale, till};
use crate::form::Flash;
use crate::merchant::codes::service::CodesError;
use crate::testing::{World, demo_customer, other_customer, request, world};

fn shop() -> MerchantId {
    "mer_demo1".parse().unwrap()
}

async fn made(world: &World, amount: &str, reference: &str) -> Result<QrCodeId, CodesError> {
    let form =
        SaleForm { shop: "mer_demo1".to_owned(), amount: amount.to_owned(), reference: reference.to_owned() };
    Ok(new_sale(&world.state, &demo_customer(), &request(), &form).await?.id)
}

async fn state_of(world: &World, code: &QrCodeId) -> (SaleState, bool) {
    let sale = sale(&world.state, &demo_customer(), &shop(), code).await.unwrap();
    (sale.state, sale.open)
}

async fn run(db: &PgPool, sql: &str, code: &QrCodeId) {
    sqlx::query(sql).bind(code.as_str()).execute(db).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_waits_is_paid_and_is_not_cancelled_then(db: PgPool) {
    let world = world(db.clone()).await;
    let code = made(&world, "129", " Bord 4 ").await.unwrap();
    let shown = sale(&world.state, &demo_customer(), &shop(), &code).await.unwrap();
    assert_eq!(
        (shown.state, shown.open, shown.reference.as_deref()),
        (SaleState::Waiting, true, Some("Bord 4"))
    );
    assert_eq!(shown.amount.to_decimal_string(), "129.00");
    run(&db, "update transactions set qr_code_id = $1, status = 'processing' where id = 'txn_demo4'", &code)
        .await;
    run(&db, "update qr_codes set transaction_id = 'txn_demo4' where id = $1", &code).await;
    assert_eq!(state_of(&world, &code).await, (SaleState::Approving, false));
    cancel(&world.state, &demo_customer(), &request(), &shop(), &code).await.unwrap();
    assert_eq!(state_of(&world, &code).await, (SaleState::Approving, false), "somebody is paying");
    run(&db, "update transactions set status = 'failed' where qr_code_id = $1", &code).await;
    run(&db, "update qr_codes set transaction_id = null where id = $1", &code).await;
    assert_eq!(state_of(&world, &code).await, (SaleState::Failed, true), "it can be scanned again");
    run(&db, "update transactions set status = 'completed' where qr_code_id = $1", &code).await;
    run(&db, "update qr_codes set transaction_id = 'txn_demo4' where id = $1", &code).await;
    world.clock.advance(Duration::hours(1));
    assert_eq!(state_of(&world, &code).await, (SaleState::Paid, false));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_is_cancelled_or_runs_out(db: PgPool) {
    let world = world(db).await;
    let (cancelled, late) =
        (made(&world, "1", "").await.unwrap(), made(&world, "100 000", "").await.unwrap());
    for _ in 0..2 {
        cancel(&world.state, &demo_customer(), &request(), &shop(), &cancelled).await.unwrap();
    }
    assert_eq!(state_of(&world, &cancelled).await, (SaleState::Cancelled, false));
    world.clock.advance(Duration::minutes(10));
    assert_eq!(state_of(&world, &late).await, (SaleState::Expired, false));
    for (amount, reference, field, wanted) in [
        ("", "", "amount", FieldCode::Required),
        ("0", "", "amount", FieldCode::PriceTooSmall),
        ("1", "a\u{202e}b", "reference", FieldCode::NameMalformed),
    ] {
        let Err(CodesError::Form(errors)) = made(&world, amount, reference).await else { panic!("{amount}") };
        assert_eq!(errors.get(field), Some(&wanted));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_last_sales_and_the_end_of_a_reference(db: PgPool) {
    let world = world(db.clone()).await;
    for number in 0..25 {
        sqlx::query(
            "insert into transactions (id, user_id, type, status, amount, merchant_id, created_at)
             values ('txn_0123456789ab' || lpad(to_hex($1), 4, '0'), 'usr_demo2', 'qr_payment', 'completed', $1 + 1,
               'mer_demo1', $2)",
        )
        .bind(number)
        .bind(crate::testing::start_of_test() + Duration::minutes(i64::from(number)))
        .execute(&db)
        .await
        .unwrap();
    }
    let look = async |sought: &str| {
        till(&world.state, &demo_customer(), &shop(), sought, Flash::default()).await.unwrap()
    };
    let all = look("").await;
    assert_eq!((all.recent.len(), all.sought), (20, None));
    assert_eq!(all.recent[0].id.as_str(), "txn_0123456789ab0018");
    for sought in ["0018", " 89AB-0018"] {
        let found = look(sought).await;
        assert_eq!(
            found.recent.iter().map(|sale| sale.id.as_str()).collect::<Vec<_>>(),
            ["txn_0123456789ab0018"]
        );
        assert_eq!(found.sought.as_deref(), Some("0018"));
    }
    assert!(look("zzzz").await.recent.is_empty());
    assert_eq!(look("18").await.recent.len(), 20, "too short to look for");
}

#[sqlx::test(migrations = "../migrations")]
async fn another_customers_till_is_not_there(db: PgPool) {
    let world = world(db).await;
    let code = made(&world, "129", "").await.unwrap();
    let other = other_customer();
    let hidden = |error: CodesError| crate::error::AppError::from(error) == crate::error::AppError::NotFound;
    assert!(hidden(till(&world.state, &other, &shop(), "", Flash::default()).await.unwrap_err()));
    assert!(hidden(sale(&world.state, &other, &shop(), &code).await.unwrap_err()));
    assert!(hidden(cancel(&world.state, &other, &request(), &shop(), &code).await.unwrap_err()));
    let form = SaleForm { shop: "mer_demo1".to_owned(), amount: "1".to_owned(), ..SaleForm::default() };
    assert!(hidden(new_sale(&world.state, &other, &request(), &form).await.unwrap_err()));
    assert_eq!(state_of(&world, &code).await, (SaleState::Waiting, true));
}
