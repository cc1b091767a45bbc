//! The letters of a demo on their page, what customers choose to hear, and where neither is anybody's business.
use std::net::SocketAddr;
use std::sync::Arc;

use app::context::AppSettings;
use app::i18n::Locale;
use app::mail::{Letter, post_to_in_tx};
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use domain::form::Email;
use server::router::{Web, router};
use sqlx::PgPool;
use tower::ServiceExt as _;

use crate::harness::Site;

const LINK: &str = "https://drop.example/login/confirm?code=0123456789abcdef";

async fn post(site: &Site, to: &str, locale: Locale) {
    let (to, mut tx) = (Email::parse(to).unwrap(), site.db.begin().await.unwrap());
    let letter = Letter::ConfirmEmail { link: LINK.to_owned() };
    post_to_in_tx(&mut tx, &site.state, &to, locale, None, &letter).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_demo_shows_its_letters_to_whoever_asks(db: PgPool) {
    let site = Site::open(db).await;
    post(&site, "ny@example.no", Locale::ur).await;
    post(&site, "o'hara&sons@example.no", Locale::en).await;
    let page = site.browser().get("/demo/mail").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(LINK) && page.body.contains("ny@example.no"), "{}", page.body);
    assert!(page.body.contains("lang=\"ur\" dir=\"rtl\"") && page.body.contains("o&#39;hara&amp;sons@"));
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; img-src 'self'; style-src 'sha256-"), "{policy}");
    let one = site.browser().get("/demo/mail?to=NY@example.no").await;
    assert!(one.body.contains("ny@example.no") && !one.body.contains("hara"));
    let none = site.browser().get("/demo/mail?to=nobody@example.no").await;
    assert!(!none.body.contains("<article") && none.status == StatusCode::OK);
    assert_eq!(site.browser().get("/demo/mail?to=nobody").await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrations = "../migrations")]
async fn no_other_site_shows_a_letter(db: PgPool) {
    let site = Site::open(db).await;
    post(&site, "ny@example.no", Locale::nb).await;
    let mut state = site.state.clone();
    state.settings = Arc::new(AppSettings { demo: false, ..(*state.settings).clone() });
    let address = ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000)));
    let request = Request::get("/demo/mail").extension(address).body(Body::empty()).unwrap();
    let page = router(state, &Web::default()).oneshot(request).await.unwrap();
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    let body = to_bytes(page.into_body(), 1_000_000).await.unwrap();
    assert!(!String::from_utf8_lossy(&body).contains("ny@example.no"));
}

#[sqlx::test(migrations = "../migrations")]
async fn switches_are_kept_without_javascript(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let page = browser.get("/me/notifications").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("name=\"form[payments_email]\"") && page.body.contains("demo@drop.example"));
    assert!(!page.body.contains("form[payments_push]"), "messages are off without a key");
    let saved = browser.post_form("/api/notifications/choose", &[("form[sales_email]", "true")]).await;
    assert_eq!(saved.location(), Some("/me/notifications?saved=1"), "{saved:?}");
    let kept: Vec<(String, bool)> =
        sqlx::query_as("select topic, email from notification_settings order by topic")
            .fetch_all(&site.db)
            .await
            .unwrap();
    let wanted =
        [("cases", false), ("identity", false), ("payments", false), ("sales", true), ("shops", false)];
    assert_eq!(kept, wanted.map(|(topic, on)| (topic.to_owned(), on)));
    assert!(browser.get("/me/notifications?saved=1").await.body.contains("Lagret."));
}
