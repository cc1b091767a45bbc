//! News for open pages, across two servers on one database.
use std::time::Duration;

use app::live::{Live, News};
use axum::body::BodyDataStream;
use axum::http::HeaderMap;
use futures::StreamExt;
use sqlx::PgPool;

use crate::harness::{Browser, Site};

/// A stream of events, as far as it was read.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(browser: &Browser<'_>) -> (HeaderMap, Self) {
        let (parts, body) = browser.open("/events").await.into_parts();
        assert_eq!(parts.status, 200);
        (parts.headers, Self { body: body.into_data_stream(), text: String::new() })
    }

    /// The same of a browser that has heard something before.
    async fn reopen(browser: &Browser<'_>, last_heard: &str) -> (HeaderMap, Self) {
        let (parts, body) = browser.open_after("/events", last_heard).await.into_parts();
        assert_eq!(parts.status, 200);
        (parts.headers, Self { body: body.into_data_stream(), text: String::new() })
    }

    /// Reads what comes next; false when the stream has ended.
    async fn read(&mut self) -> bool {
        let next = tokio::time::timeout(Duration::from_secs(10), self.body.next()).await;
        let Some(bytes) = next.unwrap_or_else(|_| panic!("nothing came after {:?}", self.text)) else {
            return false;
        };
        self.text.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
        true
    }

    async fn until(&mut self, wanted: &str) {
        while !self.text.contains(wanted) {
            assert!(self.read().await, "{wanted:?} did not come: {:?}", self.text);
        }
    }

    async fn read_to_its_end(mut self) -> String {
        while self.read().await {}
        self.text
    }
}

/// A server that hears, until the end of its test: a connection that listens would keep the database.
struct Hearing(Live);

impl Drop for Hearing {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Starts hearing on a server, once `stream` is open there to notice it.
async fn hear(site: &Site, stream: &mut Stream) -> Hearing {
    tokio::spawn(app::live::service::hear(site.state.clone()));
    stream.until("event: resync\ndata: all\n\n").await;
    Hearing(site.state.live.clone())
}

async fn tell(site: &Site, user: &str, transaction: &str) {
    let news = News::Payment { transaction: transaction.parse().unwrap() };
    let mut tx = site.db.begin().await.unwrap();
    app::live::service::tell_in_tx(&mut tx, &user.parse().unwrap(), news).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn news_reaches_its_owner_on_every_server_and_nobody_else(db: PgPool) {
    let one = Site::open(db.clone()).await;
    let other = one.beside().await;
    let nobody = one.browser().get("/events").await;
    assert_eq!(nobody.status, 401);
    assert!(nobody.body.is_empty(), "{nobody:?}");
    let on_one = one.logged_in_as("demo@drop.example").await;
    let on_other = other.logged_in_as("demo@drop.example").await;
    let stranger = other.logged_in_as("kari@drop.example").await;
    let (headers, mut here) = Stream::open(&on_one).await;
    assert_eq!(headers["content-type"], "text/event-stream");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["x-accel-buffering"], "no");
    assert!(!headers.contains_key("content-encoding"), "what is compressed is held back");
    let (_, mut there) = Stream::open(&on_other).await;
    let (_, mut theirs) = Stream::open(&stranger).await;
    let _on_one = hear(&one, &mut here).await;
    let _on_other = hear(&other, &mut there).await;
    theirs.until("event: resync").await;
    let quote = on_one.quote("rcp_demo1", "2000").await;
    on_one.confirm(&quote, "bac_demo1", "key").await;
    let transaction: String = sqlx::query_scalar("select id from transactions where quote_id = $1")
        .bind(&quote)
        .fetch_one(&db)
        .await
        .unwrap();
    let news = format!("event: payment\ndata: {transaction}\nid: ");
    here.until(&news).await;
    there.until(&news).await;
    // A browser that comes back says what it heard last, and hears again what has changed since.
    let (_, mut back) = Stream::reopen(&on_other, "0").await;
    back.until(&news).await;
    let (_, mut far_behind) = Stream::reopen(&on_other, "-9000000").await;
    far_behind.until("event: resync").await;
    let (_, mut foreign) = Stream::reopen(&stranger, "0").await;
    // What comes to the stranger after it is their own, and nothing came before.
    tell(&one, "usr_demo2", "txn_theirs").await;
    theirs.until("txn_theirs").await;
    foreign.until("txn_theirs").await;
    assert!(!foreign.text.contains(&transaction), "{:?}", foreign.text);
    assert!(!theirs.text.contains(&transaction), "{:?}", theirs.text);
    assert!(here.text.starts_with("retry: "), "{:?}", here.text);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn after_a_log_out_elsewhere_nothing_more_is_told(db: PgPool) {
    let one = Site::open(db).await;
    let other = one.beside().await;
    let on_one = one.logged_in_as("demo@drop.example").await;
    let on_other = other.browser();
    on_other.cookies.lock().unwrap().extend(on_one.cookies.lock().unwrap().clone());
    let (_, mut stream) = Stream::open(&on_other).await;
    let _hearing = hear(&other, &mut stream).await;
    tell(&one, "usr_demo1", "txn_before").await;
    stream.until("txn_before").await;
    on_one.post_form("/api/identity/logout", &[]).await;
    tell(&one, "usr_demo1", "txn_after").await;
    let text = stream.read_to_its_end().await;
    assert!(!text.contains("txn_after"), "{text:?}");
    assert_eq!(on_other.get("/events").await.status, 401);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_stop_ends_every_stream(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (_, stream) = Stream::open(&browser).await;
    site.state.live.close();
    stream.read_to_its_end().await;
    assert_eq!(browser.get("/events").await.status, 503);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_open_stream_is_no_use_of_a_login(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (_, mut stream) = Stream::open(&browser).await;
    let _hearing = hear(&site, &mut stream).await;
    sqlx::query("update sessions set last_seen_at = last_seen_at - interval '29 minutes'")
        .execute(&db)
        .await
        .unwrap();
    let seen = "select max(last_seen_at)::text from sessions";
    let before: String = sqlx::query_scalar(seen).fetch_one(&db).await.unwrap();
    tell(&site, "usr_demo1", "txn_told").await;
    stream.until("txn_told").await;
    assert_eq!(sqlx::query_scalar::<_, String>(seen).fetch_one(&db).await.unwrap(), before);
    sqlx::query("update sessions set last_seen_at = last_seen_at - interval '2 minutes'")
        .execute(&db)
        .await
        .unwrap();
    tell(&site, "usr_demo1", "txn_idle").await;
    assert!(!stream.read_to_its_end().await.contains("txn_idle"));
}
