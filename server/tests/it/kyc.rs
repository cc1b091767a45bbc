//! Telling who one is without JavaScript, through the real router.
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

/// Of the test population, for the date of birth that the harness registers with.
fn number() -> String {
    // 17 May 1990: the first serial that has control digits.
    (0..500)
        .flat_map(|serial| (0..100).map(move |control| format!("178590{serial:03}{control:02}")))
        .find(|text| domain::form::NationalId::parse(text).is_ok())
        .unwrap()
}

fn fields<'a>(number: &'a str, born: &'a str) -> [(&'a str, &'a str); 12] {
    [
        ("form[national_id]", number),
        ("form[date_of_birth]", born),
        ("form[nationality]", "TR"),
        ("form[street]", "Storgata 1"),
        ("form[postal_code]", "0155"),
        ("form[city]", "Oslo"),
        ("form[employment]", "student"),
        ("form[occupation]", "Student"),
        ("form[purpose]", "gifts"),
        ("form[source_of_funds]", "benefits"),
        ("form[exposure]", "none"),
        ("form[monthly]", "up_to_5000"),
    ]
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
async fn an_ordinary_form_hands_it_in(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    browser.open_account("ny@drop.example").await;
    assert_says(&browser.get("/home").await, &["må vi bekrefte hvem du er", "href=\"/identity\""]);
    assert_says(&browser.get("/send").await, &["må vi bekrefte hvem du er"]);
    assert_says(&browser.get("/identity").await, &["Hvem du er", "href=\"/identity/details\""]);
    let form = browser.get("/identity/details").await;
    assert_says(
        &form,
        &["value=\"17.05.1990\"", "Statsborgerskap", ">Tyrkia<", "Yrke", "Fødselsnummer eller D-nummer"],
    );

    let number = number();
    let answer = browser.post_form("/api/kyc/submit", &fields(&number, "18.05.1990")).await;
    assert_eq!(answer.location(), Some("/identity/details?again=1"));
    let again = follow(&browser, answer).await;
    assert_says(
        &again,
        &[
            "Fødselsdatoen stemmer ikke",
            &format!("value=\"{number}\""),
            "value=\"Storgata 1\"",
            "value=\"18.05.1990\"",
        ],
    );
    assert!(again.body.contains("<option value=\"TR\" selected"), "{again:?}");
    let kept: Vec<String> =
        sqlx::query_scalar("select convert_from(data, 'utf8') from tower_sessions.session")
            .fetch_all(&site.db)
            .await
            .unwrap();
    assert!(kept.iter().all(|session| !session.contains(&number)), "{kept:?}");

    let answer = browser.post_form("/api/kyc/submit", &fields(&number, "17.05.1990")).await;
    assert_eq!(answer.location(), Some("/identity"));
    let page = follow(&browser, answer).await;
    assert_says(&page, &["Vi ser på det", "178590 *****", "Storgata 1, 0155 Oslo"]);
    assert!(!page.body.contains(&number[6..]), "{page:?}");
    assert_says(&browser.get("/send").await, &["Vi ser på det"]);
    let closed = browser.get("/identity/details").await;
    assert!(!closed.body.contains("form[national_id]"), "{closed:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_pending_customer_cannot_send_by_any_way_round(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("selma@drop.example").await;
    assert_says(&browser.get("/identity").await, &["119085 *****", "Vi ser på det"]);
    let fields =
        [("form[quote]", "quo_demo1"), ("form[account]", "bac_demo1"), ("form[idempotency_key]", "key")];
    let page = browser.call("/api/remittance/confirm", &fields).await;
    assert!(page.body.contains("kyc_required"), "{page:?}");
}
