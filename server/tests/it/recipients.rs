//! Recipients without JavaScript, through the real router: forms lead on, and what is wrong is on the page.
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

async fn follow(browser: &Browser<'_>, answer: Page) -> Page {
    let path = answer.location().unwrap_or_else(|| panic!("leads nowhere: {answer:?}")).to_owned();
    browser.get(&path).await
}

fn fields<'a>(recipient: &'a str, version: &'a str, name: &'a str, iban: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("form[recipient]", recipient),
        ("form[version]", version),
        ("form[country]", "RS"),
        ("form[name]", name),
        ("form[iban]", iban),
    ]
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_list_is_searched_by_an_ordinary_form(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let all = browser.get("/send").await;
    let rows = |page: &Page| page.body.matches("<li hidden").count();
    assert_eq!(rows(&all), 0, "{all:?}");
    assert_eq!(rows(&browser.get("/send?q=jovanovic").await), 2);
    assert_eq!(rows(&browser.get("/send?q=1379").await), 2);
    let none = browser.get("/send?q=nobody").await;
    assert!(rows(&none) == 3 && none.body.contains("Ingen mottaker passer til søket."), "{none:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_second_copy_names_the_first(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let form = fields("", "", "Mila", "rs35 2600 0560 1001 6113 79");
    let answer = browser.post_form("/api/remittance/add-recipient", &form).await;
    let page = follow(&browser, answer).await;
    for words in [
        "Du har allerede en mottaker med denne kontoen.",
        "Denne kontoen er allerede lagret som Milica Jovanović.",
        "/send/amount?recipient=rcp_demo1",
        "value=\"Mila\"",
    ] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_change_on_an_old_page_is_told_and_keeps_what_was_typed(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (path, account) = ("/api/remittance/edit-recipient", "RS35265000000001234526");
    let changed = browser.post_form(path, &fields("rcp_demo1", "1", "Milica Jovanović", account)).await;
    let new = changed.location().unwrap().to_owned();
    assert!(new.starts_with("/recipients/rcp_") && new != "/recipients/rcp_demo1", "{new}");
    let page = browser.get(&new).await;
    assert!(page.body.contains("RS35 2650 0000 0001 2345 26") && page.body.contains("/activity/txn_demo1"));
    let late = browser.post_form(path, &fields("rcp_demo1", "1", "Mila", account)).await;
    let page = follow(&browser, late).await;
    assert!(page.body.contains("Mottakeren er endret et annet sted i mellomtiden."), "{page:?}");
    assert!(page.body.contains("value=\"Mila\"") && page.body.contains(&new), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn removing_asks_first_and_can_be_taken_back(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let question = browser.get("/recipients/rcp_demo1/remove").await;
    assert!(question.body.contains("Vil du fjerne Milica Jovanović?"), "{question:?}");
    let answer = browser.post_form("/api/remittance/remove-recipient", &[("recipient", "rcp_demo1")]).await;
    let list = follow(&browser, answer).await;
    assert!(list.body.contains("/send/recipient?copy=rcp_demo1"), "{list:?}");
    assert!(!list.body.contains("/send/amount?recipient=rcp_demo1"), "{list:?}");
    let form = browser.get("/send/recipient?copy=rcp_demo1").await;
    assert!(form.body.contains("value=\"Milica Jovanović\""), "{form:?}");
    assert_eq!(browser.get("/send/amount?recipient=rcp_demo1").await.status, 410);
}
