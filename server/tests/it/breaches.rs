//! Leaked passwords, from a stand-in that answers as the range interface does.
use std::sync::{Arc, Mutex};

use app::identity::gateway::BreachedPasswords as _;
use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use server::gateways::breaches::PwnedPasswords;
use sqlx::PgPool;

use crate::harness::Site;

/// SHA-1 of the harness's password, and its two parts.
const PREFIX: &str = "EB1C0";
const SUFFIX: &str = "21744F5446C63C968A1BBC0D0D413A641D6";

/// Answers every range alike; says what it was asked for.
async fn stand_in(status: StatusCode, body: String) -> (PwnedPasswords, Arc<Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = asked.clone();
    let router = Router::new().fallback(move |uri: Uri, headers: HeaderMap| async move {
        let padded = headers.get("add-padding").is_some();
        heard.lock().unwrap().push(format!("{uri} padded: {padded}"));
        (status, body)
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    (PwnedPasswords::new(&url).unwrap(), asked)
}

#[tokio::test]
async fn five_digits_leave_the_house_and_no_more() {
    let body = format!("{SUFFIX}:3\r\n{}:0\r\n", "0".repeat(35));
    let (list, asked) = stand_in(StatusCode::OK, body).await;
    assert_eq!(list.suffixes("ABCDE").await.unwrap(), [SUFFIX]);
    assert_eq!(*asked.lock().unwrap(), ["/range/ABCDE padded: true"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_leaked_password_is_refused_and_a_silent_list_refuses_nothing(db: PgPool) {
    let (list, asked) = stand_in(StatusCode::OK, format!("{SUFFIX}:12\r\n")).await;
    let site = Site::open_with_breaches(db, Arc::new(list)).await;
    let browser = site.browser();
    let page = browser.register("ny@drop.example").await;
    assert_eq!(page.location(), Some("/register?again=1"), "{page:?}");
    let page = browser.get("/register?again=1").await;
    assert!(page.body.contains("passord som er på avveie"), "{page:?}");
    assert_eq!(*asked.lock().unwrap(), [format!("/range/{PREFIX} padded: true")]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_list_that_does_not_answer_stands_in_nobodys_way(db: PgPool) {
    let (list, _) = stand_in(StatusCode::SERVICE_UNAVAILABLE, String::new()).await;
    let site = Site::open_with_breaches(db, Arc::new(list)).await;
    let page = site.browser().register("ny@drop.example").await;
    assert_eq!(page.location(), Some("/login/check-mail"), "{page:?}");
}
