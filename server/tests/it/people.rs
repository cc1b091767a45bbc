//! People, shops and held payments in the back-office without JavaScript, through the real router.
use app::demo::service::seed_people;
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

async fn desk(db: PgPool) -> Site {
    let site = Site::open(db).await;
    seed_people(&site.state).await.unwrap();
    site
}

async fn follow(browser: &Browser<'_>, answer: Page) -> Page {
    let path = answer.location().unwrap_or_else(|| panic!("leads nowhere: {answer:?}")).to_owned();
    browser.get(&path).await
}

fn assert_says(page: &Page, words: &[&str]) {
    for word in words {
        assert!(page.body.contains(word), "{word}: {page:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_held_payment_is_released_by_two(db: PgPool) {
    let site = desk(db).await;
    let (officer, lead) = (site.officer().await, site.lead().await);
    assert_says(
        &officer.get("/admin/holds").await,
        &["Nora Skogstad", "/admin/holds/hld_demo_nora1", "/admin/holds/hld_demo_nora3", "av Ingrid Solberg"],
    );
    let page = officer.get("/admin/holds/hld_demo_nora2").await;
    assert_says(&page, &["Mulig listetreff", "Dragutin Nepostojić", "Foreslå å frigi"]);
    assert!(!page.body.contains("value=\"release\""), "{page:?}");

    let short = [("form[hold]", "hld_demo_nora2"), ("form[step]", "propose"), ("form[reason]", "et kort")];
    let again = follow(&officer, officer.post_form("/api/admin/holds/decide", &short).await).await;
    assert_says(&again, &["Dette er for kort.", ">et kort</textarea>"]);

    let why = "Legitimasjon er sett og stemmer ikke med listen.";
    let fields = [("form[hold]", "hld_demo_nora2"), ("form[step]", "propose"), ("form[reason]", why)];
    let proposed = follow(&officer, officer.post_form("/api/admin/holds/decide", &fields).await).await;
    assert_says(&proposed, &["Foreslått frigitt", why, "En annen medarbeider må svare"]);
    let fields = [("form[hold]", "hld_demo_nora2"), ("form[step]", "approve"), ("form[reason]", why)];
    let alone = follow(&officer, officer.post_form("/api/admin/holds/decide", &fields).await).await;
    assert_says(&alone, &["En annen medarbeider må gjøre dette."]);
    let released = follow(&lead, lead.post_form("/api/admin/holds/decide", &fields).await).await;
    assert_says(&released, &["Frigitt", "Henrik Dahl"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_number_is_shown_once_and_a_high_risk_takes_the_lead(db: PgPool) {
    let site = desk(db).await;
    let (officer, lead) = (site.officer().await, site.lead().await);
    let page = officer.get("/admin/kyc/kyc_demo_zofia").await;
    assert_says(&page, &["148372 *****", "Bare lederen kan godkjenne", "Polen", "Ambassaderåd"]);
    assert!(!page.body.contains("value=\"approve\""), "{page:?}");
    let asks = [("form[case]", "kyc_demo_zofia"), ("form[customer]", "")];
    let shown = follow(&officer, officer.post_form("/api/admin/kyc/reveal", &asks).await).await;
    assert_says(&shown, &["14837200092"]);
    assert!(!officer.get("/admin/kyc/kyc_demo_zofia").await.body.contains("14837200092"));
    let asks = [("form[case]", "kyc_demo_zofia"), ("form[customer]", "usr_demo_zofia")];
    let answer = officer.post_form("/api/admin/kyc/reveal", &asks).await;
    assert_eq!(answer.location(), Some("/admin/customers/usr_demo_zofia?again=1"));
    assert_says(&follow(&officer, answer).await, &["14837200092"]);
    let read: i64 = sqlx::query_scalar(
        "select count(*) from audit_log where action = 'kyc.read_national_id' and user_id = 'usr_demo_officer'",
    )
    .fetch_one(&site.db)
    .await
    .unwrap();
    assert_eq!(read, 2);
    let fields = [
        ("form[case]", "kyc_demo_zofia"),
        ("form[decision]", "approve"),
        ("form[reason]", "Passet er sett."),
    ];
    let approved = follow(&lead, lead.post_form("/api/admin/kyc/decide", &fields).await).await;
    assert_says(&approved, &["Godkjent", "Passet er sett.", "Henrik Dahl"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_shop_is_stopped_and_goes_on(db: PgPool) {
    let site = desk(db).await;
    let officer = site.officer().await;
    let list = officer.get("/admin/merchants?list=flagged").await;
    assert_says(&list, &["Bryggen Suvenir", "Slettet eller under avvikling"]);
    assert!(!list.body.contains("Nattbordet"), "{list:?}");
    let fields = [
        ("form[shop]", "mer_demo_bryggen"),
        ("form[step]", "suspend"),
        ("form[reason]", "Slettet i registeret."),
    ];
    let stopped = follow(&officer, officer.post_form("/api/admin/merchants/decide", &fields).await).await;
    assert_says(&stopped, &["Slettet i registeret.", "Åpne butikken igjen"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_customer_is_found_and_shown(db: PgPool) {
    let site = desk(db).await;
    let officer = site.officer().await;
    let found = officer.get("/admin/customers?q=skogst").await;
    assert_says(&found, &["Nora Skogstad", "/admin/customers/usr_demo_nora"]);
    assert!(!found.body.contains("kari@drop.example"), "{found:?}");
    let page = officer.get("/admin/customers/usr_demo_nora").await;
    assert_says(
        &page,
        &[
            "078700 *****",
            "NO9386011117947",
            "Stefan Kovač",
            "Amir Ahmetov",
            "Handelsbanken",
            "class=\"chart\"",
        ],
    );
    assert_says(
        &officer.get("/admin/customers/usr_demo_nora/payments").await,
        &["Betalinger fra Nora Skogstad"],
    );
    for nobody in ["usr_demo_lead", "usr_none", "nonsense"] {
        assert_eq!(officer.get(&format!("/admin/customers/{nobody}")).await.status, 404, "{nobody}");
    }
}
