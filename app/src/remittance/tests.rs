//! Tests of sending money home, each on a database of its own.
use chrono::Duration;
use domain::access::{KycStatus, Refusal};
use domain::form::FieldCode;
use domain::money::Money;
use domain::remittance::limit::LimitExceeded;
use sqlx::PgPool;

use super::model::{ConfirmForm, QuoteForm};
use super::service::{self, RemittanceError};
use crate::idempotency::service::IdempotencyError;
use crate::testing::{World, demo_customer, demo_quote, other_customer, request, world};

fn amount(send: &str, receive: &str, side: &str) -> QuoteForm {
    QuoteForm {
        recipient: "rcp_demo1".to_owned(),
        send_amount: send.to_owned(),
        receive_amount: receive.to_owned(),
        side: side.to_owned(),
    }
}

fn confirmation(quote: &domain::ids::QuoteId, key: &str) -> ConfirmForm {
    ConfirmForm { quote: quote.to_string(), account: "bac_demo1".to_owned(), idempotency_key: key.to_owned() }
}

async fn transactions(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from transactions where quote_id is not null")
        .fetch_one(db)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_is_the_products_example_to_the_ore(db: PgPool) {
    let world = world(db).await;
    let id = demo_quote(&world).await;
    let review = service::review_step(&world.state, &demo_customer(), &id).await.unwrap();
    let quote = review.quote;
    let sums = [quote.send, quote.fee, quote.debit, quote.receive].map(Money::to_decimal_string);
    assert_eq!(sums, ["2000.00", "10.00", "2010.00", "23400.00"]);
    assert_eq!(quote.expires_at - quote.now, Duration::minutes(30));
    assert!(quote.margin.is_positive());
    assert_eq!(review.accounts.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn either_side_can_be_typed_and_what_cannot_be_priced_is_named(db: PgPool) {
    let World { state, .. } = world(db).await;
    let quote = async |form: QuoteForm| service::create_quote(&state, &demo_customer(), &form).await;
    for form in [amount("", "23 400,00", ""), amount("1", "23400", "receive")] {
        let id = quote(form).await.unwrap();
        let review = service::review_step(&state, &demo_customer(), &id).await.unwrap();
        assert_eq!(review.quote.send.to_decimal_string(), "2000.00");
    }
    for (form, field, code) in [
        (amount("", "", ""), "send_amount", FieldCode::Required),
        (amount("abc", "", ""), "send_amount", FieldCode::AmountMalformed),
        (amount("10,001", "", ""), "send_amount", FieldCode::AmountMalformed),
        (amount("", "x", ""), "receive_amount", FieldCode::AmountMalformed),
    ] {
        match quote(form).await {
            Err(RemittanceError::Form(fields)) => assert_eq!(fields.get(field), Some(&code)),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(
        quote(amount("99,99", "", "")).await,
        Err(RemittanceError::Limit(LimitExceeded::TooSmall { .. }))
    ));
    assert!(matches!(
        quote(amount("50000,01", "", "")).await,
        Err(RemittanceError::Limit(LimitExceeded::TooLarge { .. }))
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn stale_rates_are_refused(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    clock.advance(Duration::hours(24) + Duration::seconds(1));
    let answer = service::create_quote(&state, &demo_customer(), &amount("2000", "", "")).await;
    assert!(matches!(answer, Err(RemittanceError::RateStale)), "{answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_recipient_quote_and_account_do_not_exist(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, stranger) = (&world.state, other_customer());
    let quote = demo_quote(&world).await;
    let not_found = |error: &RemittanceError| {
        matches!(error, RemittanceError::NotFound | RemittanceError::Refused(Refusal::NotFound))
    };
    let answer = service::create_quote(state, &stranger, &amount("2000", "", "")).await.unwrap_err();
    assert!(not_found(&answer), "{answer}");
    let answer = service::review_step(state, &stranger, &quote).await.unwrap_err();
    assert!(not_found(&answer), "{answer}");
    let form = ConfirmForm { account: "bac_demo3".to_owned(), ..confirmation(&quote, "k") };
    let answer = service::confirm(state, &stranger, &request(), &form).await.unwrap_err();
    assert!(not_found(&answer), "{answer}");
    let theirs = ConfirmForm { account: "bac_demo3".to_owned(), ..confirmation(&quote, "k") };
    match service::confirm(state, &demo_customer(), &request(), &theirs).await {
        Err(RemittanceError::Form(fields)) => assert!(fields.contains_key("account")),
        other => panic!("{other:?}"),
    }
    assert_eq!(transactions(&db).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn somebody_we_do_not_know_yet_may_not_send(db: PgPool) {
    let world = world(db.clone()).await;
    let quote = demo_quote(&world).await;
    let mut unknown = demo_customer();
    unknown.kyc = KycStatus::Pending;
    let answer = service::confirm(&world.state, &unknown, &request(), &confirmation(&quote, "k")).await;
    assert!(matches!(answer, Err(RemittanceError::Refused(Refusal::KycRequired))));
    assert_eq!(transactions(&db).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_key_is_answered_again_and_never_for_something_else(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, actor) = (&world.state, demo_customer());
    let quote = demo_quote(&world).await;
    let first = service::confirm(state, &actor, &request(), &confirmation(&quote, "key-1")).await.unwrap();
    let again = service::confirm(state, &actor, &request(), &confirmation(&quote, "key-1")).await.unwrap();
    assert_eq!(first, again);
    let other_quote = demo_quote(&world).await;
    let reused = service::confirm(state, &actor, &request(), &confirmation(&other_quote, "key-1")).await;
    assert!(matches!(reused, Err(RemittanceError::Repeated(IdempotencyError::KeyReused))));
    let second_tab =
        service::confirm(state, &actor, &request(), &confirmation(&quote, "key-2")).await.unwrap();
    assert_eq!(second_tab, first, "one quote makes one payment");
    assert_eq!(transactions(&db).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn twenty_impatient_clicks_make_one_payment(db: PgPool) {
    let world = world(db.clone()).await;
    let quote = demo_quote(&world).await;
    let clicks = (0..20).map(|click| {
        let (state, form) = (world.state.clone(), confirmation(&quote, &format!("key-{}", click % 4)));
        tokio::spawn(async move { service::confirm(&state, &demo_customer(), &request(), &form).await })
    });
    let mut made = std::collections::BTreeSet::new();
    for click in clicks.collect::<Vec<_>>() {
        match click.await.unwrap() {
            Ok(id) => {
                made.insert(id);
            }
            Err(RemittanceError::Repeated(IdempotencyError::StillProcessing)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(made.len(), 1);
    assert_eq!(transactions(&db).await, 1);
}

/// Twenty confirmations of twenty quotes at once, on four connections: none waits for a second connection while it
/// holds one.
#[sqlx::test(migrations = "../migrations")]
async fn many_payments_at_once_do_not_starve_the_site(
    _: sqlx::postgres::PgPoolOptions,
    options: sqlx::postgres::PgConnectOptions,
) {
    let few = sqlx::postgres::PgPoolOptions::new()
        .max_connections(4)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .connect_with(options)
        .await
        .unwrap();
    let world = world(few.clone()).await;
    let mut quotes = Vec::new();
    for _ in 0..20 {
        quotes.push(demo_quote(&world).await);
    }
    let confirmed = quotes.iter().map(|quote| {
        let (state, form) = (world.state.clone(), confirmation(quote, quote.as_str()));
        tokio::spawn(async move { service::confirm(&state, &demo_customer(), &request(), &form).await })
    });
    for payment in confirmed.collect::<Vec<_>>() {
        payment.await.unwrap().unwrap();
    }
    assert_eq!(transactions(&few).await, 20);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_expired_price_moves_nothing(db: PgPool) {
    let world = world(db.clone()).await;
    let quote = demo_quote(&world).await;
    world.clock.advance(Duration::minutes(30));
    let answer =
        service::confirm(&world.state, &demo_customer(), &request(), &confirmation(&quote, "k")).await;
    assert!(matches!(answer, Err(RemittanceError::QuoteExpired)));
    assert_eq!(transactions(&db).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_payments_together_keep_to_the_days_limit(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, actor) = (&world.state, demo_customer());
    let mut quotes = Vec::new();
    for _ in 0..2 {
        quotes.push(service::create_quote(state, &actor, &amount("30000", "", "")).await.unwrap());
    }
    let (request, one, two) = (request(), confirmation(&quotes[0], "a"), confirmation(&quotes[1], "b"));
    let (one, two) = tokio::join!(
        service::confirm(state, &actor, &request, &one),
        service::confirm(state, &actor, &request, &two)
    );
    let refused =
        one.is_err().then_some(&one).or(two.is_err().then_some(&two)).expect("one is over the limit");
    match refused {
        Err(RemittanceError::Limit(LimitExceeded::Day { left })) => {
            assert_eq!(left.to_decimal_string(), "20000.00");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(transactions(&db).await, 1);
    let ip = "203.0.113.7".parse().unwrap();
    let step = service::amount_step(state, &actor, ip, &"rcp_demo1".parse().unwrap()).await.unwrap();
    assert_eq!(step.left().day.to_decimal_string(), "20000.00");
}
