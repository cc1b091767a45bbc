//! The way to a copy of one's data, and the question about cookies, through the whole site.
use app::mail::Letter;
use app::mail::model::Posted;
use app::privacy::export::service::build;
use app::vault::Place;
use domain::ids::DataExportId;
use sqlx::PgPool;

use crate::harness::{Browser, Site};

/// What is in the link of the only letter about a copy.
async fn code(site: &Site) -> String {
    let (id, letter): (String, String) =
        sqlx::query_as("select id, letter from mail_outbox where kind = 'export_ready'")
            .fetch_one(&site.db)
            .await
            .unwrap();
    let place = Place { table: "mail_outbox", column: "letter", row: &id };
    let posted: Posted = serde_json::from_str(&site.state.vault.open(place, &letter).unwrap()).unwrap();
    let Letter::ExportReady { link } = posted.letter else { panic!("{posted:?}") };
    link.split_once("?code=").unwrap().1.to_owned()
}

async fn confirm_who_one_is(browser: &Browser<'_>) {
    let fields = [("form[password]", "fjord-lampe-42"), ("form[next]", "/me/privacy")];
    let page = browser.post_form("/api/step-up/confirm", &fields).await;
    assert_eq!(page.location(), Some("/me/privacy"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_copy_takes_the_login_the_password_again_and_the_letter(db: PgPool) {
    let site = Site::open(db).await;
    let demo = site.logged_in_as("demo@drop.example").await;
    let asked = demo.post_form("/api/privacy/ask-copy", &[]).await;
    assert!(asked.location().unwrap().starts_with("/me/confirm"), "{asked:?}");
    confirm_who_one_is(&demo).await;
    let asked = demo.post_form("/api/privacy/ask-copy", &[]).await;
    assert_eq!(asked.location(), Some("/me/privacy"), "{asked:?}");
    assert!(demo.get("/me/privacy").await.body.contains("Kopien lages nå"));
    let id: String = sqlx::query_scalar("select id from data_exports").fetch_one(&site.db).await.unwrap();
    build(&site.state, &id.parse::<DataExportId>().unwrap()).await.unwrap();
    let code = code(&site).await;
    let page = format!("/me/privacy/copy?code={code}");
    let fields = [("code", code.as_str())];
    let nobody = site.browser().post_form("/me/privacy/copy.zip", &fields).await;
    assert!(nobody.location().unwrap().starts_with("/login?next="), "{nobody:?}");
    let elsewhere = site.logged_in_as("demo@drop.example").await;
    let unconfirmed = elsewhere.post_form("/me/privacy/copy.zip", &fields).await;
    assert!(unconfirmed.location().unwrap().starts_with("/me/confirm?next="), "{unconfirmed:?}");
    let kari = site.logged_in_as("kari@drop.example").await;
    confirm_who_one_is(&kari).await;
    assert_eq!(kari.get(&page).await.status, 410);
    assert_eq!(kari.post_form("/me/privacy/copy.zip", &fields).await.location(), Some(page.as_str()));
    for _ in 0..2 {
        assert!(demo.get(&page).await.body.contains("/me/privacy/copy.zip"), "looking fetches nothing");
    }
    assert!(!demo.get("/me/privacy/copy.zip").await.status.is_success(), "nor does following an address");
    let file = demo.post_form("/me/privacy/copy.zip", &fields).await;
    assert_eq!(file.header("content-type"), Some("application/zip"), "{:?}", file.headers);
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert_eq!(demo.post_form("/me/privacy/copy.zip", &fields).await.location(), Some(page.as_str()), "once");
    let again = demo.get(&page).await;
    assert!(again.status == 410 && again.body.contains("Lenken virker ikke lenger"), "{}", again.body);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn who_has_not_answered_is_asked_about_cookies_and_no_is_an_answer(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let browser = site.browser();
    let page = browser.get("/about/fees").await;
    assert!(page.body.contains("Bare nødvendige") && page.body.contains("Tillat statistikk"));
    let fields = [("choice", "necessary"), ("back", "/about/fees")];
    let answered = browser.post_form("/api/privacy/choose-cookies", &fields).await;
    assert_eq!(answered.location(), Some("/about/fees"));
    assert!(!browser.get("/about/fees").await.body.contains("Bare nødvendige"));
    let led = browser
        .post_form("/api/privacy/choose-cookies", &[("choice", "statistics"), ("back", "//evil.example")])
        .await;
    assert_eq!(led.location(), Some("/"), "to no other site");
    // Of a customer the answer is a fact too.
    let demo = site.logged_in_as("demo@drop.example").await;
    demo.post_form("/api/privacy/choose-cookies", &[("choice", "statistics")]).await;
    demo.post_form("/api/privacy/choose-cookies", &[("choice", "necessary")]).await;
    let withdrawn: i64 = sqlx::query_scalar(
        "select count(*) from consents where user_id = 'usr_demo1' and consent_type = 'statistics'
         and withdrawn_at is not null and withdrawn_ip is not null",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(withdrawn, 1);
}
