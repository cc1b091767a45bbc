//! Tests of prices: freshness, renewal, limits at their edges. Each on a database of its own.
use chrono::Duration;
use domain::access::Actor;
use domain::ids::QuoteId;
use domain::remittance::limit::LimitExceeded;
use domain::throttle::RATES;
use sqlx::PgPool;

use super::{Renewed, amount_step};
use crate::rates;
use crate::remittance::model::{AmountStep, ConfirmForm, QuoteForm, QuoteView};
use crate::remittance::service::{self, RemittanceError};
use crate::testing::{World, demo_customer, demo_payment, demo_quote, other_customer, request, world};
use crate::throttle::service::ThrottleError;

const IP: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));

async fn step(world: &World, actor: &Actor, recipient: &str) -> AmountStep {
    amount_step(&world.state, actor, IP, &recipient.parse().unwrap()).await.unwrap()
}

async fn fixed(world: &World, actor: &Actor, recipient: &str, send: &str, receive: &str) -> QuoteId {
    let form = QuoteForm {
        recipient: recipient.to_owned(),
        send_amount: send.to_owned(),
        receive_amount: receive.to_owned(),
        ..Default::default()
    };
    service::create_quote(&world.state, actor, &form).await.unwrap()
}

async fn pay(world: &World, actor: &Actor, quote: &QuoteId, account: &str) -> Result<(), RemittanceError> {
    let form = ConfirmForm {
        quote: quote.to_string(),
        account: account.to_owned(),
        idempotency_key: world.state.entropy.hex(16),
    };
    service::confirm(&world.state, actor, &request(), &form).await.map(|_| ())
}

async fn renewed(world: &World, quote: &QuoteId) -> QuoteView {
    match service::renew_quote(&world.state, &demo_customer(), IP, quote).await.unwrap() {
        Renewed::Price(price) => *price,
        Renewed::Paid(id) => panic!("paid: {id}"),
    }
}

/// Another rate of today for dinars.
async fn rate(world: &World, mid: &str) {
    sqlx::query(
        "update exchange_rates set mid_rate = $1::numeric, rate = $1::numeric where to_currency = 'RSD'",
    )
    .bind(mid)
    .execute(&world.state.db)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_corridor_without_a_fresh_rate_says_so_and_sells_nothing(db: PgPool) {
    let world = world(db).await;
    assert!(step(&world, &demo_customer(), "rcp_demo1").await.rates.is_some());
    world.clock.advance(Duration::hours(25));
    assert_eq!(step(&world, &demo_customer(), "rcp_demo1").await.rates, None);
    // The source confirms the rate of Tuesday each day, until the rate itself is too old.
    for (days, fresh) in [(6, true), (7, false)] {
        world.clock.set(crate::testing::start_of_test() + Duration::days(days));
        sqlx::query("update exchange_rates set updated_at = $1")
            .bind(world.state.clock.now())
            .execute(&world.state.db)
            .await
            .unwrap();
        assert_eq!(step(&world, &demo_customer(), "rcp_demo1").await.rates.is_some(), fresh, "{days}");
    }
    sqlx::query("delete from exchange_rates").execute(&world.state.db).await.unwrap();
    assert_eq!(step(&world, &demo_customer(), "rcp_demo1").await.rates, None);
    rates::service::refresh(&world.state, false).await.unwrap();
    assert!(step(&world, &demo_customer(), "rcp_demo1").await.rates.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_price_is_renewed_on_the_side_that_was_fixed(db: PgPool) {
    let world = world(db).await;
    let by_send = fixed(&world, &demo_customer(), "rcp_demo1", "2000", "").await;
    let by_receive = fixed(&world, &demo_customer(), "rcp_demo1", "", "23400").await;
    assert_eq!(renewed(&world, &by_send).await.id, by_send, "a price that holds is its own renewal");
    world.clock.advance(Duration::minutes(30));
    rate(&world, "11.5").await;
    let price = renewed(&world, &by_send).await;
    assert_eq!(price.send.to_decimal_string(), "2000.00");
    assert_eq!(price.receive.to_decimal_string(), "23000.00");
    let before = price.before.unwrap();
    assert_eq!(
        (before.rate.display_string().as_str(), before.receive.to_decimal_string().as_str()),
        ("11.70", "23400.00")
    );
    assert_eq!(price.expires_at - price.now, Duration::minutes(30));
    let price = renewed(&world, &by_receive).await;
    // No whole øre gives exactly the wish: it is exceeded, by less than the worth of one.
    assert_eq!(price.receive.to_decimal_string(), "23400.09");
    assert_eq!(price.send.to_decimal_string(), "2034.79");
    assert_eq!(renewed(&world, &by_receive).await.id, price.id, "two tabs get the same one");
    world.clock.advance(Duration::minutes(30));
    rate(&world, "11.7").await;
    let third = renewed(&world, &price.id).await;
    assert_ne!(third.id, price.id);
    assert_eq!(third.receive.to_decimal_string(), "23400.00", "the wish is what was typed, however often");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_late_confirmation_leads_to_a_fresh_review(db: PgPool) {
    let world = world(db.clone()).await;
    let quote = demo_quote(&world).await;
    world.clock.advance(Duration::minutes(31));
    let form = ConfirmForm {
        quote: quote.to_string(),
        account: "bac_demo2".to_owned(),
        idempotency_key: "k".to_owned(),
    };
    let path = service::confirm_or_renew(&world.state, &demo_customer(), &request(), &form).await.unwrap();
    let new = renewed(&world, &quote).await;
    assert_eq!(path, format!("/send/review?quote={}&account=bac_demo2", new.id));
    let orders: i64 = sqlx::query_scalar("select count(*) from payment_orders").fetch_one(&db).await.unwrap();
    assert_eq!(orders, 0);
    pay(&world, &demo_customer(), &new.id, "bac_demo2").await.unwrap();
    let step = service::review_step(&world.state, &demo_customer(), &new.id).await.unwrap();
    let paid = step.paid.expect("a payment");
    match service::renew_quote(&world.state, &demo_customer(), IP, &new.id).await.unwrap() {
        Renewed::Paid(id) => assert_eq!(id, paid),
        Renewed::Price(price) => panic!("{price:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_renews_anothers_price_and_no_price_is_renewed_at_an_old_rate(db: PgPool) {
    let world = world(db).await;
    let quote = demo_quote(&world).await;
    world.clock.advance(Duration::hours(25));
    let answer = service::renew_quote(&world.state, &other_customer(), IP, &quote).await;
    assert!(matches!(answer, Err(RemittanceError::Refused(_))), "{answer:?}");
    let answer = service::renew_quote(&world.state, &demo_customer(), IP, &quote).await;
    assert!(matches!(answer, Err(RemittanceError::RateStale)), "{answer:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn limits_hold_to_the_ore_and_for_each_customer_alone(db: PgPool) {
    let world = world(db).await;
    let (demo, other) = (demo_customer(), other_customer());
    let first = fixed(&world, &demo, "rcp_demo1", "49900", "").await;
    let rest = fixed(&world, &demo, "rcp_demo1", "100", "").await;
    let more = fixed(&world, &demo, "rcp_demo1", "100,01", "").await;
    pay(&world, &demo, &first, "bac_demo1").await.unwrap();
    match pay(&world, &demo, &more, "bac_demo1").await {
        Err(RemittanceError::Limit(LimitExceeded::Day { left })) => {
            assert_eq!(left.to_decimal_string(), "100.00");
        }
        other => panic!("{other:?}"),
    }
    pay(&world, &demo, &rest, "bac_demo1").await.unwrap();
    let left = step(&world, &demo, "rcp_demo1").await.left();
    assert!(left.day.is_zero());
    // The demo customer's two earlier remittances count in the month: 2,000 and 1,500.
    assert_eq!(left.month.to_decimal_string(), "146500.00");
    let theirs = step(&world, &other, "rcp_demo4").await.left();
    assert_eq!(
        (theirs.day.to_decimal_string(), theirs.month.to_decimal_string()),
        ("50000.00".to_owned(), "200000.00".to_owned())
    );
    let quote = fixed(&world, &other, "rcp_demo4", "50000", "").await;
    pay(&world, &other, &quote, "bac_demo3").await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_day_later_the_days_limit_is_whole_again(db: PgPool) {
    let world = world(db).await;
    demo_payment(&world).await;
    for (hours, left) in [(23, "48000.00"), (24, "50000.00")] {
        world.clock.set(crate::testing::start_of_test() + Duration::hours(hours));
        assert_eq!(step(&world, &demo_customer(), "rcp_demo1").await.left().day.to_decimal_string(), left);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn rates_are_asked_for_so_often_and_no_more(db: PgPool) {
    let world = world(db).await;
    let ask = async || amount_step(&world.state, &demo_customer(), IP, &"rcp_demo1".parse().unwrap()).await;
    for _ in 0..RATES.most {
        ask().await.unwrap();
    }
    match ask().await {
        Err(RemittanceError::Throttled(ThrottleError::TooMany { retry_after_seconds })) => {
            assert_eq!(retry_after_seconds, 60);
        }
        other => panic!("{other:?}"),
    }
    world.clock.advance(Duration::seconds(60));
    ask().await.unwrap();
}
