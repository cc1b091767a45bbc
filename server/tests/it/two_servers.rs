//! Two servers on one database: sessions, limits, the reconciler and pages work across both.
use std::time::Duration;

use app::context::RequestInfo;
use app::remittance::model::ConfirmForm;
use domain::access::{Actor, KycStatus, Role};
use sqlx::PgPool;

use crate::harness::{Browser, Site, approve_at_bank};

/// The same person's browser, which the load balancer has sent to another server.
fn moved<'a>(browser: &Browser<'_>, to: &'a Site) -> Browser<'a> {
    let moved = to.browser();
    moved.cookies.lock().unwrap().extend(browser.cookies.lock().unwrap().clone());
    moved
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_login_on_one_is_used_and_revoked_on_the_other(db: PgPool) {
    let one = Site::open(db).await;
    let other = one.beside().await;
    let on_one = one.logged_in_as("demo@drop.example").await;
    let on_other = moved(&on_one, &other);
    assert!(on_other.get("/home").await.status.is_success());
    // What was typed and turned back on one server is there on the other.
    let quote = on_one.quote("rcp_demo1", "200").await;
    assert!(on_other.get(&format!("/send/review?quote={quote}")).await.status.is_success());
    on_one.post_form("/api/identity/logout", &[]).await;
    let page = on_other.get("/home").await;
    assert!(page.location().is_some_and(|path| path.starts_with("/login")), "{page:?}");
    let again = one.logged_in_as("demo@drop.example").await;
    let on_other = moved(&again, &other);
    assert!(on_other.get("/home").await.status.is_success());
    sqlx::query("update sessions set revoked = true").execute(&other.db).await.unwrap();
    for browser in [&again, &on_other] {
        let page = browser.get("/home").await;
        assert!(page.location().is_some_and(|path| path.starts_with("/login")), "{page:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn guessing_is_counted_across_both(db: PgPool) {
    let one = Site::open(db).await;
    let other = one.beside().await;
    let (on_one, on_other) = (one.browser(), other.browser());
    let mut last = String::new();
    for _ in 0..4 {
        for browser in [&on_one, &on_other] {
            let fields =
                [("form[email]", "kari@drop.example"), ("form[password]", "wrong"), ("form[next]", "")];
            last = browser.call("/api/identity/login", &fields).await.body;
        }
    }
    assert!(last.contains("\"too_many_attempts\""), "{last}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_days_limit_is_one_for_both(db: PgPool) {
    let one = Site::open(db.clone()).await;
    let other = one.beside().await;
    let on_one = one.logged_in_as("demo@drop.example").await;
    let on_other = moved(&on_one, &other);
    let (first, second) =
        (on_one.quote("rcp_demo1", "30000").await, on_other.quote("rcp_demo1", "30000").await);
    let (first, second) = tokio::join!(
        on_one.confirm(&first, "bac_demo1", "key-1"),
        on_other.confirm(&second, "bac_demo1", "key-2")
    );
    let to_the_bank =
        |page: &crate::harness::Page| page.location().is_some_and(|it| !it.starts_with("/send/"));
    assert_eq!(
        usize::from(to_the_bank(&first)) + usize::from(to_the_bank(&second)),
        1,
        "{first:?} {second:?}"
    );
    let made: i64 = sqlx::query_scalar("select count(*) from payment_orders").fetch_one(&db).await.unwrap();
    assert_eq!(made, 1);
}

/// The state of the only order, after a server has worked on it for a while.
async fn reconcile_until(site: &Site, wanted: &str) {
    let mut state = String::new();
    for _ in 0..200 {
        app::payments::service::reconcile(&site.state).await.unwrap();
        state = sqlx::query_scalar("select state from payment_orders").fetch_one(&site.db).await.unwrap();
        if state == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the order is {state} and does not become {wanted}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_order_of_a_server_that_died_is_finished_by_the_other(db: PgPool) {
    let one = Site::open(db.clone()).await;
    let other = one.beside().await;
    let browser = one.logged_in_as("demo@drop.example").await;
    let form = ConfirmForm {
        quote: browser.quote("rcp_demo1", "200").await,
        account: "bac_demo1".to_owned(),
        idempotency_key: "key-1".to_owned(),
    };
    let actor =
        Actor { user_id: "usr_demo1".parse().unwrap(), role: Role::Merchant, kyc: KycStatus::Approved };
    let request = RequestInfo {
        request_id: "req-test".to_owned(),
        ip: "192.0.2.1".parse().unwrap(),
        user_agent: "test".to_owned(),
    };
    // The order is written, and the server dies before any bank has heard of it.
    let id = app::remittance::service::confirm(&one.state, &actor, &request, &form).await.unwrap();
    let browser = moved(&browser, &other);
    reconcile_until(&other, "awaiting_sca").await;
    let page = format!("/activity/{id}");
    let waiting = browser.get(&page).await;
    assert!(waiting.status.is_success() && waiting.body.contains("venter på deg"), "{waiting:?}");
    let link = app::payments::service::approval_link(&other.state, &id).await.unwrap().expect("a link");
    assert!(approve_at_bank(&link).await.is_redirection());
    reconcile_until(&other, "settled").await;
    let (mine, theirs) = (browser.get(&page).await, moved(&browser, &one).get(&page).await);
    for page in [mine, theirs] {
        assert!(page.status.is_success() && !page.body.contains("venter på deg"), "{page:?}");
        assert!(page.body.contains("Ut av banken din"), "{page:?}");
    }
}
