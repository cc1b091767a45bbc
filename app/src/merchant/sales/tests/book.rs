//! What is written into the book, and what statements make of it.
use chrono::Duration;
use domain::bank::payment_state::TransactionStatus::{Acsc, Acsp, Rjct};
use domain::calendar::oslo_date;
use domain::merchant::statement::{Period, Totals};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use sqlx::PgPool;

use super::*;
use crate::testing::start_of_test;

fn today(world: &World) -> Period {
    Period::Day(oslo_date(world.state.clock.now()))
}

async fn day(world: &World, period: Period) -> Totals {
    service::statement(&world.state, &demo_customer(), &shop(), period).await.unwrap().of.totals
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sale_is_booked_when_it_is_paid_and_told_to_the_shop(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sale = ordered_sale(&world, nok(12_900), None).await;
    banks_say(&world, &[(Acsp, None)]).await;
    assert_eq!(kinds(&db).await, Vec::<String>::new(), "approved, not paid");
    banks_say(&world, &[(Acsc, None)]).await;
    banks_say(&world, &[(Acsc, None)]).await;
    assert_eq!(kinds(&db).await, ["sale"], "once, however often the bank says it");
    let totals = month(&world).await;
    assert_eq!((totals.sales, totals.gross, totals.fee), (1, nok(12_900), nok(129)));
    assert_eq!(totals.net().unwrap(), nok(12_771));
    let told: (String, String, String) =
        sqlx::query_as("select user_id, type, link from notifications").fetch_one(&db).await.unwrap();
    let link = format!("/shops/mer_demo1/sales/{sale}");
    assert_eq!(told, ("usr_demo1".to_owned(), "sale".to_owned(), link));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_that_wants_no_word_of_sales_gets_none(db: PgPool) {
    let world = new_shop(db.clone()).await;
    sqlx::query("update merchants set notify_sales = false").execute(&db).await.unwrap();
    paid_sale(&world, nok(12_900), None).await;
    let told: i64 = sqlx::query_scalar("select count(*) from notifications").fetch_one(&db).await.unwrap();
    assert_eq!(told, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_comes_back_is_booked_on_the_day_it_came_and_yesterday_stays(db: PgPool) {
    let world = new_shop(db.clone()).await;
    paid_sale(&world, nok(5_000), None).await;
    let sale = ordered_sale(&world, nok(10_000), None).await;
    banks_say(&world, &[(Acsc, None)]).await;
    let yesterday = today(&world);
    world.clock.advance(Duration::days(1));
    let printed = day(&world, yesterday).await;
    assert_eq!((printed.sales, printed.gross, printed.fee), (2, nok(15_000), nok(150)));
    banks_say(&world, &[(Rjct, Some("PAYMENT_RETURNED"))]).await;
    assert_eq!(day(&world, yesterday).await, printed, "what was printed yesterday is still so");
    let now = day(&world, today(&world)).await;
    assert_eq!((now.sales, now.gross, now.fee), (-1, nok(-10_000), nok(-100)));
    assert_eq!(month(&world).await.gross, nok(5_000));
    let view = service::sale(&world.state, &demo_customer(), &shop(), &sale).await.unwrap();
    assert_eq!(view.sale.state, domain::merchant::refund::SaleState::CameBack);
    assert!(view.came_back_at.is_some() && view.left.is_zero());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_book_is_only_added_to(db: PgPool) {
    let world = new_shop(db.clone()).await;
    paid_sale(&world, nok(10_000), None).await;
    for statement in
        ["update sale_entries set fee = 0", "delete from sale_entries", "truncate sale_entries cascade"]
    {
        let answer = sqlx::query(statement).execute(&db).await;
        assert!(answer.unwrap_err().to_string().contains("append-only"), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_day_is_oslos_and_closes_after_midnight(db: PgPool) {
    let world = new_shop(db).await;
    // 22:59 UTC is one minute to midnight in Oslo's winter; the banks are asked within it.
    let to_midnight = start_of_test().date_naive().and_hms_opt(22, 56, 0).unwrap().and_utc();
    world.clock.advance(to_midnight - world.state.clock.now());
    let evening = today(&world);
    paid_sale(&world, nok(10_000), None).await;
    assert_eq!(day(&world, evening).await.sales, 1);
    world.clock.advance(Duration::minutes(5));
    paid_sale(&world, nok(10_000), None).await;
    assert_eq!(day(&world, evening).await.sales, 1);
    assert_eq!(day(&world, today(&world)).await.sales, 1);
    let closed = |period| {
        let world = &world;
        async move {
            let statement = service::statement(&world.state, &demo_customer(), &shop(), period).await;
            statement.unwrap().of.closed
        }
    };
    assert!(closed(evening).await && !closed(today(&world)).await);
    let tomorrow = Period::Day(oslo_date(world.state.clock.now()) + chrono::Days::new(1));
    let ahead = service::statement(&world.state, &demo_customer(), &shop(), tomorrow).await;
    assert!(matches!(ahead, Err(service::SalesError::NotFound)), "it has not begun");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_demo_shops_statements_add_up_to_the_ore(db: PgPool) {
    let world = world(db.clone()).await;
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    let count = |sql: &'static str| {
        let db = db.clone();
        async move { sqlx::query_scalar::<_, i64>(sql).fetch_one(&db).await.unwrap() }
    };
    let before = count("select count(*) from transactions").await;
    assert!(before > 400, "{before}");
    world.clock.advance(Duration::days(1));
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    assert_eq!(count("select count(*) from transactions").await, before, "twice is once");
    let list = service::statements(&world.state, &demo_customer(), &shop(), None).await.unwrap();
    let first = list.months.last().unwrap();
    assert!((2..=4).contains(&list.months.len()) && !first.totals.is_empty(), "none before the first sale");
    assert_eq!(list.older, None);
    let total = Totals::sum(list.months.iter().map(|month| month.totals)).unwrap();
    let booked: (rust_decimal::Decimal, rust_decimal::Decimal) =
        sqlx::query_as("select sum(amount), sum(fee) from sale_entries").fetch_one(&db).await.unwrap();
    assert_eq!(crate::db::decimal(total.net().unwrap()), booked.0 - booked.1);
    // Against the transactions themselves.
    let paid: rust_decimal::Decimal = sqlx::query_scalar(
        "select sum(amount) from transactions where type = 'qr_payment' and status = 'completed'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(crate::db::decimal(total.gross), paid);
    assert_eq!(total.refunds, 2);
    for month in &list.months {
        let one = service::statement(&world.state, &demo_customer(), &shop(), month.period).await.unwrap();
        assert_eq!(one.of.totals, month.totals);
        let days = Totals::sum(one.by_day.iter().map(|day| day.totals)).unwrap();
        let codes = Totals::sum(one.by_code.iter().map(|code| code.totals)).unwrap();
        assert_eq!((days, codes), (month.totals, month.totals), "{}", month.period);
        for day in &one.by_day {
            let day = service::statement(&world.state, &demo_customer(), &shop(), Period::Day(day.day))
                .await
                .unwrap();
            let entries = day.entries.iter().map(|entry| Totals::of(entry.kind, entry.amount, entry.fee));
            assert_eq!(Totals::sum(entries).unwrap(), day.of.totals);
        }
    }
    // In two years these months are two pages back.
    world.clock.advance(Duration::days(730));
    let late = service::statements(&world.state, &demo_customer(), &shop(), None).await.unwrap();
    assert!(late.months.len() == 12 && late.months.iter().all(|month| month.totals.is_empty()));
    let older = service::statements(&world.state, &demo_customer(), &shop(), late.older).await.unwrap();
    assert!(older.is_older && older.older.is_some());
    let oldest = service::statements(&world.state, &demo_customer(), &shop(), older.older).await.unwrap();
    assert_eq!((oldest.older, oldest.months.last()), (None, list.months.last()));
}

/// What happens, in order; numbers choose among the sales and refunds that there are.
#[derive(Clone, Debug)]
enum Step {
    Sell(i64),
    Refund(usize, i64),
    Settle,
    Fail,
    Return,
    NextDay,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (100_i64..20_000).prop_map(Step::Sell),
        4 => (any::<usize>(), 1_i64..25_000).prop_map(|(sale, amount)| Step::Refund(sale, amount)),
        4 => Just(Step::Settle),
        1 => Just(Step::Fail),
        1 => Just(Step::Return),
        2 => Just(Step::NextDay),
    ];
    prop::collection::vec(step, 12..25)
}

/// Every statement against the transactions as they are now, and never more paid back than was paid.
async fn assert_adds_up(world: &World) {
    let db = &world.state.db;
    let total = month(world).await;
    let now: (rust_decimal::Decimal, rust_decimal::Decimal, rust_decimal::Decimal) = sqlx::query_as(
        "select coalesce(sum(amount) filter (where type = 'qr_payment'), 0),
           coalesce(sum(amount) filter (where type = 'refund'), 0),
           coalesce(sum(fee) filter (where type = 'qr_payment'), 0)
         from transactions where merchant_id = 'mer_demo1' and status = 'completed'",
    )
    .fetch_one(db)
    .await
    .unwrap();
    let told = [total.gross, total.refunded, total.fee].map(crate::db::decimal);
    assert_eq!(told, [now.0, now.1, now.2]);
    let wrong: i64 = sqlx::query_scalar(
        "select count(*) from transactions s where type = 'qr_payment' and refunded_amount is distinct from (
           select coalesce(sum(amount), 0) from transactions where refund_of = s.id and status <> 'failed')",
    )
    .fetch_one(db)
    .await
    .unwrap();
    assert_eq!(wrong, 0, "what is taken of a sale is what its refunds take");
}

#[sqlx::test(migrations = "../migrations")]
async fn statements_add_up_whatever_happens(db: PgPool) {
    let world = new_shop(db).await;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut sales, mut closed) = (Vec::new(), Vec::new());
    // One shop goes on living; a database for each case would take minutes.
    for _ in 0..4 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        for step in steps {
            match step {
                Step::Sell(price) => sales.push(ordered_sale(&world, nok(price), None).await),
                Step::Refund(choice, amount) => {
                    if let Some(index) = choice.checked_rem(sales.len()) {
                        let _ = refund(&world, &sales[index], &nok(amount).to_decimal_string()).await;
                    }
                }
                Step::Settle => banks_say(&world, &[(Acsc, None)]).await,
                Step::Fail => banks_say(&world, &[(Rjct, None)]).await,
                Step::Return => banks_say(&world, &[(Acsc, None), (Rjct, Some("PAYMENT_RETURNED"))]).await,
                Step::NextDay if closed.len() < 5 => {
                    let over = today(&world);
                    closed.push((over, day(&world, over).await));
                    world.clock.advance(Duration::days(1));
                }
                Step::NextDay => {}
            }
            assert_adds_up(&world).await;
        }
    }
    for (over, printed) in closed {
        assert_eq!(day(&world, over).await, printed, "{over}");
    }
}
