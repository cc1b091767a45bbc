//! Two phones at the same instant.
use sqlx::PgPool;

use super::{a_sale, holder, kari_pays, obstacle, orders, third_customer, third_pays, world};
use domain::merchant::paying::Obstacle;

const SALES: i64 = 12;

#[sqlx::test(migrations = "../migrations")]
async fn one_of_two_phones_pays_and_the_other_is_told(db: PgPool) {
    let world = world(db.clone()).await;
    third_customer(&db).await;
    for round in 0..SALES {
        let (code, token) = a_sale(&world, "50").await;
        let key = format!("k{round}");
        // Each has its own connection, and neither knows of the other.
        let (kari, third) =
            tokio::join!(kari_pays(&world, &token, "50", &key), third_pays(&world, &token, "50", &key));
        let (paid, refused) = match (kari, third) {
            (Ok(paid), refused) | (refused, Ok(paid)) => (paid, refused),
            neither => panic!("nobody pays: {neither:?}"),
        };
        assert_eq!(obstacle(refused), Obstacle::BeingPaid);
        assert_eq!(holder(&db, &code).await.as_deref(), Some(paid.as_str()));
    }
    assert_eq!(orders(&db).await, SALES, "no order exists for whoever was refused");
}

#[sqlx::test(migrations = "../migrations")]
async fn one_impatient_phone_pays_once(db: PgPool) {
    let world = world(db.clone()).await;
    let (_, token) = a_sale(&world, "50").await;
    let (first, second, third) = tokio::join!(
        kari_pays(&world, &token, "50", "a"),
        kari_pays(&world, &token, "50", "b"),
        kari_pays(&world, &token, "50", "c")
    );
    let first = first.unwrap();
    assert_eq!((second.unwrap(), third.unwrap()), (first.clone(), first));
    assert_eq!(orders(&db).await, 1);
}
