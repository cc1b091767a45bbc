//! Every page in every language: whole, in the right direction, and with nothing left in Norwegian.
use std::collections::{BTreeMap, BTreeSet};

use app::i18n::{Locale, td_string};
use axum::http::{StatusCode, header};
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

/// Pages of somebody who is not logged in.
const OF_VISITORS: &[&str] = &[
    "/",
    "/login",
    "/register",
    "/about",
    "/about/fees",
    "/about/terms",
    "/about/privacy",
    "/about/complaints",
    "/about/accessibility",
    "/nowhere",
];

/// Pages of the demo shop's owner, who has something of everything.
const OF_CUSTOMERS: &[&str] = &[
    "/home",
    "/accounts",
    "/accounts/link",
    "/send",
    "/send/recipient",
    "/send/amount?recipient=rcp_demo1",
    "/recipients/rcp_demo1",
    "/recipients/rcp_demo1/edit",
    "/recipients/rcp_demo1/remove",
    "/pay",
    "/activity",
    "/activity?type=remittance&from=nonsense",
    "/activity/txn_demo1",
    "/activity/txn_none",
    "/me",
    "/me/profile",
    "/me/language",
    "/me/notifications",
    "/me/security",
    "/me/logins",
    "/me/password",
    "/me/email",
    "/me/phone",
    "/identity",
    "/identity/details",
    "/notifications",
    "/complaints",
    "/complaints/new",
    "/complaints/new?about=txn_demo1",
    "/complaints/cmp_demo1",
    "/shops",
    "/shops/new",
    "/shops/mer_demo1",
    "/shops/mer_demo1/settings",
    "/shops/mer_demo1/close",
    "/shops/mer_demo1/codes",
    "/shops/mer_demo1/codes/new",
    "/shops/mer_demo1/sales",
    "/shops/mer_demo1/statements",
    "/shops/mer_demo1/till",
];

/// Names that are the same in every language: of people, shops, banks, languages and the company, and what demo people
/// have written.
const NAMES: &[&str] = &["drop", "Drop", "IBAN", "PDF", "QR", "CSV", "NOK", "BIC"];

fn speak(browser: &Browser<'_>, locale: Locale) {
    browser.cookies.lock().unwrap().insert("drop_language".to_owned(), locale.as_str().to_owned());
}

/// What a reader sees, piece by piece, and what is read out.
fn pieces(page: &Page) -> BTreeSet<String> {
    let body = page.body.split_once("<body>").map_or("", |(_, body)| body);
    let scripts = regex::Regex::new(r"(?s)<(script|style|template)\b.*?</(script|style|template)>").unwrap();
    let body = scripts.replace_all(body, " ");
    let texts = regex::Regex::new(r">([^<>]+)<").unwrap();
    let said = regex::Regex::new(r#"(?:aria-label|alt|placeholder|title)="([^"]+)""#).unwrap();
    let found = texts.captures_iter(&body).chain(said.captures_iter(&body));
    found.map(|captures| captures[1].trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Two words or more, of letters: what is shorter is often the same in two languages, or a name.
fn is_sentence(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2).count() > 2
}

/// Texts of a language file as a page shows them; those with values in them are left out.
fn plain_texts(locale: Locale) -> BTreeSet<String> {
    let words = app::i18n::dictionary(locale, app::i18n::Dictionary::Customers);
    let plain = words.iter().filter(|text| !text.contains("{{") && !text.contains('\u{1}'));
    plain.map(|text| escaped(text)).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What stands on the page in this language and on the Norwegian one, and is neither a word that both languages write
/// the same nor what somebody has written.
fn left_in_norwegian(norwegian: &Page, page: &Page, own: &BTreeSet<String>, data: &str) -> Vec<String> {
    let both = pieces(norwegian).intersection(&pieces(page)).cloned().collect::<Vec<_>>();
    both.into_iter()
        .filter(|text| is_sentence(text) && !own.contains(text))
        .filter(|text| !NAMES.contains(&text.as_str()) && !data.contains(text.as_str()))
        .collect()
}

/// Everything that the demo people have written, as pages show it.
async fn data(db: &PgPool) -> String {
    let texts: Vec<String> = sqlx::query_scalar(
        r"
        select name from recipients union all select business_name || ' ' || coalesce(address, '') from merchants
        union all select subject || ' ' || description from complaints
        union all select body from complaint_messages
        union all select first_name || ' ' || last_name from users
        union all select name from banks union all select coalesce(account_name, '') from bank_accounts
        union all select street || ', ' || postal_code || ' ' || city || ' ' || occupation from kyc_cases
        union all select coalesce(name, '') from qr_codes
        ",
    )
    .fetch_all(db)
    .await
    .unwrap();
    escaped(&texts.join("\n"))
}

async fn check(browser: &Browser<'_>, paths: &[&str], data: &str) {
    let mut norwegian = BTreeMap::new();
    speak(browser, Locale::nb);
    for path in paths {
        norwegian.insert(*path, browser.get(path).await);
    }
    let mut problems = Vec::new();
    for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::nb) {
        speak(browser, locale);
        let own = plain_texts(locale);
        let html = format!("<html lang=\"{}\" dir=\"{}\"", locale.tag(), locale.direction().as_str());
        for path in paths {
            let page = browser.get(path).await;
            if page.status != norwegian[path].status || page.status.is_server_error() {
                problems.push(format!("{path} in {locale:?}: {}", page.status));
            }
            if !page.body.contains(&html) {
                problems.push(format!("{path} in {locale:?}: not {html}"));
            }
            for text in left_in_norwegian(&norwegian[path], &page, &own, data) {
                problems.push(format!("{path} in {locale:?}: {text}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_page_is_whole_in_every_language(db: PgPool) {
    let site = Site::open(db.clone()).await;
    app::demo::service::seed_sales(&site.state).await.unwrap();
    let data = data(&db).await;
    check(&site.browser(), OF_VISITORS, &data).await;
    check(&site.logged_in_as("demo@drop.example").await, OF_CUSTOMERS, &data).await;
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_language_is_the_chosen_one_then_what_the_browser_likes_best(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    for locale in Locale::ALL {
        let fields = [("language", locale.as_str()), ("back", "/login")];
        let page = browser.post_form("/api/identity/language", &fields).await;
        assert_eq!(page.location(), Some("/login"), "{page:?}");
        let page = browser.get("/login").await;
        assert!(page.body.contains(&format!("<html lang=\"{}\"", locale.tag())), "{locale:?}");
        // Each language is offered by its own name, wherever one is.
        for other in Locale::ALL {
            assert!(page.body.contains(other.own_name()), "{other:?} on the page in {locale:?}");
        }
    }
    let page = browser.post_form("/api/identity/language", &[("language", "xx"), ("back", "/")]).await;
    assert!(!page.status.is_success(), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn documents_and_files_are_in_the_readers_language(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    for locale in Locale::ALL {
        speak(&browser, locale);
        let (page, bytes) = browser.get_bytes("/activity/txn_demo1/receipt.pdf").await;
        assert_eq!(page.status, StatusCode::OK);
        let on_paper = if locale == Locale::ur { Locale::en } else { locale };
        let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace('\u{a0}', " ");
        let written = td_string!(on_paper, activity.debited);
        assert!(text.contains(written), "{locale:?}: {written}: {text}");
        let file = browser.get("/activity/export.csv").await;
        let begins = if locale == Locale::en { "" } else { "\u{feff}" };
        assert!(file.body.starts_with(begins), "{locale:?}");
        let parted = if locale.decimal_point() == "," { ';' } else { ',' };
        let head = file.body.lines().next().unwrap_or_default();
        assert!(head.contains(parted), "{locale:?}: {head}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_new_browser_learns_the_language_at_the_log_in(db: PgPool) {
    let site = Site::open(db).await;
    let first = site.logged_in_as("kari@drop.example").await;
    first.post_form("/api/identity/language", &[("language", "pl"), ("back", "/home")]).await;
    let second = site.logged_in_as("kari@drop.example").await;
    let page = second.get("/home").await;
    assert!(page.body.contains("<html lang=\"pl\""), "{:?}", page.header(header::SET_COOKIE.as_str()));
    // What was chosen in this browser before is not taken back.
    let third = site.browser();
    speak(&third, Locale::tr);
    let login =
        app::demo::customer_logins().into_iter().find(|login| login.email == "kari@drop.example").unwrap();
    third.log_in(&login.email, &login.password).await;
    assert!(third.get("/home").await.body.contains("<html lang=\"tr\""));
}
