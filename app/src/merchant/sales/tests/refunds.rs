//! Paying back: bounded, once, and given back when it fails.
use domain::access::Refusal;
use domain::bank::payment_state::TransactionStatus::{Acsc, Rjct};
use domain::form::FieldCode;
use domain::identity::IdentityStep;
use domain::merchant::refund::SaleState;
use rust_decimal::Decimal;
use sqlx::PgPool;

use super::*;
use crate::activity::model::ActivityKind;
use crate::idempotency::service::IdempotencyError;
use crate::merchant::sales::model::RefundProblem;
use crate::merchant::sales::service::SalesError;

fn kroner(minor: i64) -> Decimal {
    Decimal::new(minor, 2)
}

async fn state_of(world: &World, sale: &TransactionId) -> SaleState {
    service::sale(&world.state, &demo_customer(), &shop(), sale).await.unwrap().sale.state
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refund_is_a_payment_from_the_shop_to_whoever_paid(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(12_900), None).await;
    let id = refund(&world, &sale, "29").await.unwrap();
    assert_eq!(refunded(&db, &sale).await, kroner(2_900), "taken when it is ordered");
    assert_eq!(kinds(&db).await, ["sale"], "and booked when it is paid");
    let order: (String, String, String, String) = sqlx::query_as(
        "select debtor_iban, creditor_account, creditor_name, product from payment_orders where transaction_id = $1",
    )
    .bind(id.as_str())
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!((order.0.as_str(), order.1.as_str()), ("NO7112345678903", "NO1960112244118"));
    assert_eq!(order.2, "Kari Nordmann", "the bank checks the name of whom it pays");
    assert!(order.3.starts_with("norwegian-domestic"), "{}", order.3);
    banks_say(&world, &[(Acsc, None)]).await;
    assert_eq!(kinds(&db).await, ["sale", "refund"]);
    let totals = month(&world).await;
    assert_eq!((totals.gross, totals.refunded, totals.fee), (nok(12_900), nok(2_900), nok(129)));
    assert_eq!(state_of(&world, &sale).await, SaleState::PartlyRefunded);
    refund(&world, &sale, "100,00").await.unwrap();
    banks_say(&world, &[(Acsc, None)]).await;
    assert_eq!(state_of(&world, &sale).await, SaleState::Refunded);
    let told: Vec<String> = sqlx::query_scalar("select type from notifications where user_id = 'usr_demo2'")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(told, ["refund_received", "refund_received"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn never_more_than_was_paid(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(10_000), None).await;
    let more = refund(&world, &sale, "100,01").await;
    assert!(matches!(more, Err(SalesError::TooMuch { left }) if left == nok(10_000)), "{more:?}");
    refund(&world, &sale, "60").await.unwrap();
    let more = refund(&world, &sale, "40,01").await;
    assert!(matches!(more, Err(SalesError::TooMuch { left }) if left == nok(4_000)), "{more:?}");
    assert_eq!(refunded(&db, &sale).await, kroner(6_000));
    // The database has the last word, whatever the code does.
    let forced = sqlx::query("update transactions set refunded_amount = 100.01 where id = $1")
        .bind(sale.as_str())
        .execute(&db)
        .await;
    assert_eq!(
        crate::db::violated_constraint(&forced.unwrap_err()),
        Some("transactions_refunded_amount_check")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn two_refunds_at_once_never_exceed_the_payment(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(10_000), None).await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (state, form) = (world.state.clone(), form(&world, &sale, "30"));
        tries.spawn(async move { service::refund(&state, &demo_customer(), &request(), &form).await });
    }
    let answers = tries.join_all().await;
    let made = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(made, 3, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(SalesError::TooMuch { .. }))));
    assert_eq!(refunded(&db, &sale).await, kroner(9_000));
    let orders: i64 = sqlx::query_scalar(
        "select count(*) from payment_orders o join transactions t on t.id = o.transaction_id where t.refund_of = $1",
    )
    .bind(sale.as_str())
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(orders, 3, "one order for each that was made");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_form_pays_back_once(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(10_000), None).await;
    let same = form(&world, &sale, "30");
    let send = || async { service::refund(&world.state, &demo_customer(), &request(), &same).await };
    let (first, second) = tokio::join!(send(), send());
    let third = send().await.unwrap();
    assert_eq!(first.unwrap(), third);
    assert_eq!(second.unwrap(), third);
    assert_eq!(refunded(&db, &sale).await, kroner(3_000));
    let other = RefundForm { amount: "31".to_owned(), ..same.clone() };
    let reused = service::refund(&world.state, &demo_customer(), &request(), &other).await;
    assert!(matches!(reused, Err(SalesError::Idempotency(IdempotencyError::KeyReused))), "{reused:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refund_that_fails_or_comes_back_gives_back_what_it_took(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(10_000), None).await;
    refund(&world, &sale, "100").await.unwrap();
    banks_say(&world, &[(Rjct, Some("PSU_DECLINED"))]).await;
    assert_eq!(refunded(&db, &sale).await, kroner(0));
    assert_eq!(kinds(&db).await, ["sale"], "no money has moved");
    refund(&world, &sale, "100").await.unwrap();
    banks_say(&world, &[(Acsc, None)]).await;
    assert_eq!(month(&world).await.refunded, nok(10_000));
    banks_say(&world, &[(Rjct, Some("PAYMENT_RETURNED"))]).await;
    assert_eq!(refunded(&db, &sale).await, kroner(0));
    assert_eq!(kinds(&db).await, ["sale", "refund", "refund_reversal"]);
    let totals = month(&world).await;
    assert_eq!((totals.refunded, totals.refunds, totals.net().unwrap()), (nok(0), 0, nok(9_900)));
}

#[sqlx::test(migrations = "../migrations")]
async fn only_what_the_shop_has_is_paid_back(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let waiting = ordered_sale(&world, nok(10_000), None).await;
    assert!(matches!(refund(&world, &waiting, "10").await, Err(SalesError::NotPaid)));
    banks_say(&world, &[(Rjct, None)]).await;
    assert!(matches!(refund(&world, &waiting, "10").await, Err(SalesError::NotPaid)));
    let sale = paid_sale(&world, nok(10_000), None).await;
    for (amount, account, wanted) in [
        ("0", "bac_demo1", ("amount", FieldCode::AmountMalformed)),
        ("-5", "bac_demo1", ("amount", FieldCode::AmountMalformed)),
        ("mye", "bac_demo1", ("amount", FieldCode::AmountMalformed)),
        ("10", "", ("account", FieldCode::Required)),
        ("10", "bac_demo3", ("account", FieldCode::Unknown)),
    ] {
        let form = RefundForm { account: account.to_owned(), ..form(&world, &sale, amount) };
        let answer = service::refund(&world.state, &demo_customer(), &request(), &form).await;
        let Err(SalesError::Form(fields)) = answer else { panic!("{amount} {account}: {answer:?}") };
        assert_eq!(fields.get(wanted.0), Some(&wanted.1), "{amount} {account}");
    }
    assert_eq!(refunded(&db, &sale).await, kroner(0));
}

#[sqlx::test(migrations = "../migrations")]
async fn another_shops_sales_do_not_exist(db: PgPool) {
    let world = new_shop(db).await;
    let sale = paid_sale(&world, nok(10_000), None).await;
    let form = RefundForm { account: "bac_demo3".to_owned(), ..form(&world, &sale, "10") };
    let answer = service::refund(&world.state, &stranger(), &request(), &form).await;
    assert!(matches!(answer, Err(SalesError::Refused(Refusal::NotFound))), "{answer:?}");
    let answer = service::review(&world.state, &stranger(), &shop(), &sale, "10").await;
    assert!(matches!(answer, Err(SalesError::Refused(Refusal::NotFound))), "{answer:?}");
    let remittance = "txn_demo1".parse().unwrap();
    let answer = service::sale(&world.state, &demo_customer(), &shop(), &remittance).await;
    assert!(matches!(answer, Err(SalesError::NotFound)), "a remittance is no sale");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_review_offers_the_shops_own_account_first_and_says_what_is_wrong(db: PgPool) {
    let world = new_shop(db.clone()).await;
    sqlx::query("update merchants set bank_account = '98765432103'").execute(&db).await.unwrap();
    let sale = paid_sale(&world, nok(10_000), None).await;
    let review = |typed: &'static str| {
        let (world, sale) = (&world, sale.clone());
        async move { service::review(&world.state, &demo_customer(), &shop(), &sale, typed).await.unwrap() }
    };
    let step = review("25,50").await;
    let accounts: Vec<&str> = step.accounts.iter().map(|account| account.id.as_str()).collect();
    assert_eq!(accounts, ["bac_demo2", "bac_demo1"]);
    assert_eq!((step.amount, step.problem), (Some(nok(2_550)), None));
    assert_eq!(step.view.sale.payer, "KN", "initials, no name");
    for (typed, problem) in [
        ("", RefundProblem::Malformed),
        ("0", RefundProblem::Malformed),
        ("mye", RefundProblem::Malformed),
        ("100,01", RefundProblem::TooMuch { left: nok(10_000) }),
    ] {
        assert_eq!(review(typed).await.problem, Some(problem), "{typed}");
    }
    refund(&world, &sale, "100").await.unwrap();
    assert_eq!(review("1").await.problem, Some(RefundProblem::NotPaid));
}

#[sqlx::test(migrations = "../migrations")]
async fn both_sides_see_it_in_words_of_their_own(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = paid_sale(&world, nok(12_900), None).await;
    let id = refund(&world, &sale, "29").await.unwrap();
    banks_say(&world, &[(Acsc, None)]).await;
    let receipt = |actor, id| {
        let world = &world;
        async move { crate::activity::service::receipt(&world.state, &actor, &request(), &id).await.unwrap() }
    };
    let paid = receipt(other_customer(), sale.clone()).await;
    assert_eq!(paid.refunds.iter().map(|refund| refund.amount).collect::<Vec<_>>(), [nok(2_900)]);
    let own = receipt(demo_customer(), id.clone()).await;
    let kind = ActivityKind::Refund { shop: "Ahmetov Kebab".to_owned(), payer: "KN".to_owned() };
    assert_eq!((own.kind, own.to_iban), (kind.clone(), None), "neither the payer's name nor their account");
    assert_eq!(own.sale_path, Some(format!("/shops/mer_demo1/sales/{sale}")));
    let history =
        crate::activity::history::page(&world.state, &other_customer(), &Default::default(), None).await;
    let line = history.unwrap().rows.into_iter().find(|row| row.id == sale).unwrap();
    assert_eq!(line.refunded, Some(nok(2_900)));
    let only = domain::history::HistoryQuery { kind: "refund".to_owned(), ..Default::default() };
    let history = crate::activity::history::page(&world.state, &demo_customer(), &only, None).await.unwrap();
    let kinds: Vec<_> = history.rows.iter().map(|row| (&row.id, &row.kind)).collect();
    assert_eq!(kinds, [(&id, &kind)]);
    let home = crate::activity::service::home(
        &world.state,
        &demo_customer(),
        "Amir".to_owned(),
        IdentityStep::Approved,
    )
    .await
    .unwrap();
    assert_eq!(home.latest[0].kind, kind);
}
