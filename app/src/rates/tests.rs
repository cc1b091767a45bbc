//! Tests of exchange rates: what is believed, what is written down. Each on a database of its own.
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{Duration, NaiveDate};
use domain::fx::{BasisPoints, Rate};
use domain::money::Currency;
use domain::remittance::rate_news::{DatedRate, News};
use sqlx::PgPool;

use super::gateway::{Observation, RateSource, RateSourceError};
use super::service::{self, ByHand, Known, Outcome};
use crate::context::AppState;
use crate::testing::{World, world};

/// A source that gives what a test has put into it.
#[derive(Default)]
struct FakeSource(Mutex<Vec<Observation>>);

#[async_trait]
impl RateSource for FakeSource {
    fn name(&self) -> &'static str {
        "fake"
    }

    async fn latest(&self) -> Result<Vec<Observation>, RateSourceError> {
        let given = self.0.lock().unwrap().clone();
        if given.is_empty() { Err(RateSourceError::NoAnswer("status 503".to_owned())) } else { Ok(given) }
    }
}

impl FakeSource {
    fn gives(&self, mid: &str, as_of: &str) {
        *self.0.lock().unwrap() = vec![observation(mid, as_of)];
    }
}

fn observation(mid: &str, as_of: &str) -> Observation {
    let as_of: NaiveDate = as_of.parse().unwrap();
    Observation { currency: Currency::Pln, rate: DatedRate { mid: Rate::parse(mid).unwrap(), as_of } }
}

async fn with_source(db: PgPool) -> (World, Arc<FakeSource>) {
    let source = Arc::new(FakeSource::default());
    let mut world = world(db).await;
    world.state.rates = source.clone();
    (world, source)
}

async fn refresh(state: &AppState) -> Outcome {
    service::refresh(state, false).await.unwrap()[0].outcome
}

async fn known(state: &AppState, currency: Currency) -> Known {
    service::list(state).await.unwrap().into_iter().find(|known| known.currency == currency).unwrap()
}

async fn rows(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from exchange_rates where to_currency = 'PLN' and source <> 'seed'")
        .fetch_one(db)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn seeded_rates_become_the_schema_documents_own(db: PgPool) {
    let World { state, .. } = world(db).await;
    for (currency, rate) in [
        (Currency::Rsd, "11.7"),
        (Currency::Bam, "1.04"),
        (Currency::Pln, "0.41"),
        (Currency::Pkr, "26.8"),
        (Currency::Try, "3.45"),
        (Currency::Eur, "0.089"),
    ] {
        assert_eq!(known(&state, currency).await.rates.customer, Rate::parse(rate).unwrap(), "{currency}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_twice_confirms_and_writes_nothing_new(db: PgPool) {
    let (World { state, clock, .. }, source) = with_source(db.clone()).await;
    source.gives("0.37", "2026-11-23");
    assert_eq!(refresh(&state).await, Outcome::Judged(News::New));
    clock.advance(Duration::hours(5));
    assert_eq!(refresh(&state).await, Outcome::Judged(News::Confirmed));
    assert_eq!(rows(&db).await, 1);
    let rate = known(&state, Currency::Pln).await;
    assert_eq!((rate.rates.confirmed_at, rate.fresh), (state.clock.now(), true));
    assert_eq!(rate.rates.customer.to_decimal_string(), "0.36874200", "0.34 % below");
    // The next day's rate is another row, also when it is the same number.
    source.gives("0.37", "2026-11-24");
    assert_eq!(refresh(&state).await, Outcome::Judged(News::New));
    source.gives("0.36", "2026-11-23");
    assert_eq!(refresh(&state).await, Outcome::Judged(News::Older));
    assert_eq!(rows(&db).await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_jump_is_refused_until_somebody_has_looked(db: PgPool) {
    let (World { state, clock, .. }, source) = with_source(db.clone()).await;
    source.gives("0.37", "2026-11-23");
    refresh(&state).await;
    source.gives("37", "2026-11-24");
    assert_eq!(refresh(&state).await, Outcome::Judged(News::Jump));
    assert_eq!(known(&state, Currency::Pln).await.rates.mid, Rate::parse("0.37").unwrap());
    // A rate that the source contradicts is not confirmed: in a day it is stale, and the corridor closes.
    clock.advance(Duration::hours(25));
    refresh(&state).await;
    assert!(!known(&state, Currency::Pln).await.fresh);
    assert_eq!(service::refresh(&state, true).await.unwrap()[0].outcome, Outcome::Judged(News::New));
    assert!(known(&state, Currency::Pln).await.fresh);
    assert_eq!(rows(&db).await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_source_that_does_not_answer_changes_nothing(db: PgPool) {
    let (World { state, .. }, _) = with_source(db).await;
    let before = service::list(&state).await.unwrap();
    assert!(service::refresh(&state, false).await.is_err());
    assert_eq!(service::list(&state).await.unwrap(), before);
}

#[sqlx::test(migrations = "../migrations")]
async fn another_margin_is_another_row(db: PgPool) {
    let (World { mut state, .. }, source) = with_source(db.clone()).await;
    source.gives("0.37", "2026-11-23");
    refresh(&state).await;
    let mut settings = (*state.settings).clone();
    settings.rates.margin = BasisPoints::new(100);
    state.settings = Arc::new(settings);
    refresh(&state).await;
    assert_eq!(rows(&db).await, 2);
    assert_eq!(known(&state, Currency::Pln).await.rates.customer.to_decimal_string(), "0.36630000");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_rate_by_hand_is_audited_and_no_seeded_one_is_quoted_over_it(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let by_hand = |mid: &str, as_of: &str, believe_jump| ByHand {
        observation: observation(mid, as_of),
        source: "nbp".to_owned(),
        believe_jump,
    };
    let set = async |by_hand: ByHand| service::set(&state, &by_hand).await.unwrap().outcome;
    // Half of the seeded rate: what is invented is no measure.
    assert_eq!(set(by_hand("0.2", "2026-11-24", false)).await, Outcome::Judged(News::New));
    assert_eq!(set(by_hand("0.3", "2026-11-24", false)).await, Outcome::Judged(News::Jump));
    assert_eq!(set(by_hand("0.3", "2026-11-25", true)).await, Outcome::Judged(News::NotYet));
    assert_eq!(set(by_hand("0.3", "2026-11-24", true)).await, Outcome::Judged(News::New));
    clock.advance(Duration::hours(20));
    assert_eq!(set(by_hand("0.3", "2026-11-24", false)).await, Outcome::Judged(News::Confirmed));
    clock.advance(Duration::hours(20));
    let report = service::refresh(&state, false).await.unwrap();
    let pln = report.iter().find(|report| report.observation.currency == Currency::Pln).unwrap();
    assert_eq!(pln.outcome, Outcome::RealOneKept);
    assert!(known(&state, Currency::Pln).await.fresh);
    let audited: Vec<String> = sqlx::query_scalar(
        "select action from audit_log where resource_type = 'exchange_rate' and resource_id = 'PLN' order by timestamp, id",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let count = |action: &str| audited.iter().filter(|it| *it == action).count();
    assert_eq!((count("rate.set"), count("rate.refused")), (3, 2));
}
