//! Prices for whoever asks: of every country with a fresh rate, and of no other.
use sqlx::PgPool;

use super::service::prices;
use crate::testing::world;

#[sqlx::test(migrations = "../migrations")]
async fn a_country_without_a_fresh_rate_has_no_price(db: PgPool) {
    let world = world(db).await;
    let all = prices(&world.state).await.unwrap();
    let countries: Vec<_> = all.corridors.iter().map(|corridor| corridor.country.code()).collect();
    assert_eq!(countries, ["RS", "BA", "PL", "PK", "TR"]);
    sqlx::query(
        "update exchange_rates set updated_at = updated_at - interval '3 days' where to_currency = 'PKR'",
    )
    .execute(&world.state.db)
    .await
    .unwrap();
    let fewer = prices(&world.state).await.unwrap();
    assert_eq!(fewer.corridors.len(), 4);
    assert_eq!(fewer.corridor("PK"), fewer.corridor("RS"), "the first one instead");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_calculator_prices_as_a_quote_does(db: PgPool) {
    let world = world(db).await;
    let prices = prices(&world.state).await.unwrap();
    let serbia = prices.corridor("RS").unwrap();
    let terms = prices.price("2 000", serbia).unwrap().unwrap();
    assert_eq!((terms.fee.minor(), terms.debit.minor()), (1_000, 201_000));
    assert_eq!(
        terms.receive,
        serbia
            .rates
            .customer
            .apply(terms.send, terms.receive.currency(), domain::money::Rounding::HalfUp)
            .unwrap()
    );
    assert!(prices.price(" ", serbia).is_none());
    assert!(prices.price("99,99", serbia).unwrap().is_err(), "below the least");
    assert!(prices.price("two", serbia).unwrap().is_err());
}
