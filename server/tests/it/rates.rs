//! Exchange rates over HTTP, from a stand-in that gives Norges Bank's recorded answer; and prices through the router.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::rates::gateway::{RateSource, RateSourceError};
use app::rates::service::{Outcome, list, refresh};
use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use domain::remittance::rate_news::News;
use server::gateways::rates::NorgesBank;
use sqlx::PgPool;

use crate::harness::Site;

const RECORDED: &str = include_str!("../fixtures/norges-bank-exr.json");

/// A server on a port of its own: what it answers, and what it was asked.
#[derive(Clone, Default)]
struct StandIn {
    answer: Arc<Mutex<(u16, String)>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    async fn open(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let own = self.clone();
        let router = Router::new().fallback(move |uri: Uri| async move {
            own.asked.lock().unwrap().push(uri.to_string());
            let (status, body) = own.answer.lock().unwrap().clone();
            if status == 0 {
                tokio::time::sleep(Duration::from_secs(30)).await;
            }
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    fn answers(&self, status: u16, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }
}

/// The recorded answer with today's date for its newest day: a test has no clock of its own here.
fn of_today(site: &Site) -> String {
    let today = domain::calendar::oslo_date(site.state.clock.now());
    let before = today.pred_opt().unwrap();
    RECORDED.replace("2026-11-25", &before.to_string()).replace("2026-11-26", &today.to_string())
}

async fn site_with(db: PgPool, stand_in: &StandIn) -> Site {
    let url = stand_in.open().await;
    let mut site = Site::open(db).await;
    site.state.rates = Arc::new(NorgesBank::with_timeout(&url, Duration::from_millis(500)).unwrap());
    site
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_recorded_answer_becomes_rates(db: PgPool) {
    let stand_in = StandIn::default();
    let site = site_with(db, &stand_in).await;
    stand_in.answers(200, &of_today(&site));
    let reports = refresh(&site.state, false).await.unwrap();
    assert_eq!(reports.len(), 5);
    assert!(reports.iter().all(|report| report.outcome == Outcome::Judged(News::New)), "{reports:?}");
    assert_eq!(
        stand_in.asked.lock().unwrap().as_slice(),
        ["/api/data/EXR/B.PLN+PKR+TRY+EUR.NOK.SP?format=sdmx-json&lastNObservations=1&locale=en"]
    );
    let known = list(&site.state).await.unwrap();
    for (currency, mid) in [("PKR", "27.38825592"), ("BAM", "0.16814219"), ("PLN", "0.36543029")] {
        let rate = known.iter().find(|known| known.currency.code() == currency).unwrap();
        assert_eq!((rate.rates.mid.to_decimal_string().as_str(), rate.fresh), (mid, true), "{currency}");
        assert_eq!(rate.source, "norges-bank");
    }
    // The dinar is not quoted in Oslo: the one that was known stays.
    assert!(known.iter().any(|known| known.currency.code() == "RSD" && known.source == "seed"));
    let again = refresh(&site.state, false).await.unwrap();
    assert!(again.iter().all(|report| report.outcome == Outcome::Judged(News::Confirmed)), "{again:?}");
    let rows: i64 = sqlx::query_scalar("select count(*) from exchange_rates where source = 'norges-bank'")
        .fetch_one(&site.db)
        .await
        .unwrap();
    assert_eq!(rows, 5);
    // A decimal point that moved is not believed, and the other currencies are.
    stand_in.answers(200, &of_today(&site).replace("3.6512", "36.512"));
    let jumped = refresh(&site.state, false).await.unwrap();
    let outcome =
        |code: &str| jumped.iter().find(|it| it.observation.currency.code() == code).unwrap().outcome;
    assert_eq!(
        (outcome("PKR"), outcome("PLN")),
        (Outcome::Judged(News::Jump), Outcome::Judged(News::Confirmed))
    );
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn broken_answers_change_nothing(db: PgPool) {
    let stand_in = StandIn::default();
    let site = site_with(db, &stand_in).await;
    let before = list(&site.state).await.unwrap();
    let large = " ".repeat(300 * 1024);
    for (status, body) in
        [(500, ""), (404, ""), (302, ""), (200, "<html>"), (200, "{}"), (200, &large), (0, "")]
    {
        stand_in.answers(status, body);
        let answer = site.state.rates.latest().await;
        let known = matches!(answer, Err(RateSourceError::NoAnswer(_) | RateSourceError::Unreadable(_)));
        assert!(known, "{status} {answer:?}");
        assert!(refresh(&site.state, false).await.is_err());
    }
    assert_eq!(list(&site.state).await.unwrap(), before);
    let nobody = NorgesBank::new("http://127.0.0.1:9").unwrap();
    assert!(matches!(nobody.latest().await, Err(RateSourceError::NoAnswer(_))));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_price_is_calculated_without_javascript(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let calculated = "/send/amount?form%5Brecipient%5D=rcp_demo1&form%5Bside%5D=&form%5Bsend_amount%5D=2000&form%5Breceive_amount%5D=";
    for path in [calculated, "/send/amount?recipient=rcp_demo1&form%5Bsend_amount%5D=2000.00"] {
        let page = browser.get(path).await;
        for part in
            ["23\u{a0}400,00\u{a0}RSD", "2\u{a0}010,00\u{a0}kr", "6,80\u{a0}kr", "11,739916", "Fremme senest"]
        {
            assert!(page.body.contains(part), "{part} on {path}: {page:?}");
        }
    }
    let page = browser.get("/send/amount?recipient=rcp_demo1").await;
    assert!(page.body.contains("50\u{a0}000,00\u{a0}kr av 50\u{a0}000,00\u{a0}kr"), "{page:?}");
    assert!(page.body.contains("av 200\u{a0}000,00\u{a0}kr"), "{page:?}");
    sqlx::query("update exchange_rates set updated_at = updated_at - interval '25 hours'")
        .execute(&site.db)
        .await
        .unwrap();
    let page = browser.get("/send/amount?recipient=rcp_demo1").await;
    assert!(page.status.is_success() && page.body.contains("Ingen kurs for RSD"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_late_confirmation_ends_on_a_fresh_review(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let quote = browser.quote("rcp_demo1", "2000").await;
    sqlx::query("update quotes set expires_at = now() - interval '1 second'")
        .execute(&site.db)
        .await
        .unwrap();
    let old = browser.get(&format!("/send/review?quote={quote}")).await;
    assert!(old.body.contains("/api/remittance/renew-quote"), "{old:?}");
    let late = browser.confirm(&quote, "bac_demo2", "key").await;
    let path = late.location().expect("a fresh review").to_owned();
    assert!(path.starts_with("/send/review?quote=quo_") && path.ends_with("&account=bac_demo2"), "{path}");
    let fresh = browser.get(&path).await;
    assert!(fresh.body.contains("Prisen er fornyet og er den samme som før."), "{fresh:?}");
    let renewed = browser.post_form("/api/remittance/renew-quote", &[("form[quote]", &quote)]).await;
    let again = renewed.location().expect("the same review");
    assert!(path.starts_with(again), "{again} and {path}");
    let new = again.strip_prefix("/send/review?quote=").unwrap();
    assert!(browser.confirm(new, "bac_demo2", "key-2").await.location().unwrap().starts_with(&site.bank));
    // The address of a price that was paid leads to the payment, and the home page back to the bank.
    let paid = browser.get(again).await;
    assert!(paid.location().is_some_and(|to| to.starts_with("/activity/txn_")), "{paid:?}");
    let home = browser.get("/home").await;
    assert!(home.body.contains("Betalingen til Milica Jovanović venter på deg"), "{home:?}");
    assert!(
        home.body.contains(&format!("href=\"{}/dnb/sca/payments/", site.bank))
            || home.body.contains(&format!("href=\"{}/sparebank1/sca/payments/", site.bank)),
        "{home:?}"
    );
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn who_asks_too_often_is_told_when_to_come_back(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let fields = [
        ("form[quote]", "quo_0123456789abcdef"),
        ("form[account]", "bac_demo1"),
        ("form[idempotency_key]", "k"),
    ];
    for _ in 0..10 {
        // Refused for another reason: counted all the same.
        let page = browser.call("/api/remittance/confirm", &fields).await;
        assert!(page.status.is_client_error() && page.status != StatusCode::TOO_MANY_REQUESTS, "{page:?}");
    }
    let call = browser.call("/api/remittance/confirm", &fields).await;
    let form = browser.post_form("/api/remittance/confirm", &fields).await;
    for page in [&call, &form] {
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{page:?}");
        let wait: u32 = page.header("retry-after").expect("a time to come back").parse().unwrap();
        assert!((1..=60).contains(&wait));
        assert!(page.location().is_none());
    }
    assert!(call.body.contains("\"too_many_attempts\"") && form.body.contains("For mange forsøk"));
    sqlx::query("update rate_limits set count = 1000").execute(&site.db).await.unwrap();
    sqlx::query("insert into rate_limits (key, count, reset_at) select replace(key, 'payment', 'rates'), 1000, reset_at from rate_limits where key like 'payment:%'")
        .execute(&site.db)
        .await
        .unwrap();
    let page = browser.get("/send/amount?recipient=rcp_demo1").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{page:?}");
    assert!(page.header("retry-after").is_some());
    let quote = [("form[recipient]", "rcp_demo1"), ("form[send_amount]", "1000"), ("form[side]", "send")];
    assert_eq!(
        browser.call("/api/remittance/create-quote", &quote).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}
