//! A shop's sales over the router: pages in both languages, files, a refund from the form to the bank.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use sqlx::PgPool;

use crate::harness::{Browser, Site, approve_at_bank};

async fn shop_with_history(db: PgPool) -> Site {
    let site = Site::open(db).await;
    app::demo::service::seed_sales(&site.state).await.unwrap();
    site
}

fn in_english(browser: &Browser<'_>) {
    browser.cookies.lock().unwrap().insert("drop_language".to_owned(), "en".to_owned());
}

/// A month of the demo shop that is over and full of sales.
fn last_month(now: DateTime<Utc>) -> String {
    let first = domain::calendar::first_of_month(oslo_date(now));
    domain::merchant::statement::Period::month_of(first - chrono::Days::new(1)).to_string()
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_page_of_a_shops_sales_is_shown_in_both_languages(db: PgPool) {
    let site = shop_with_history(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let sale: String = sqlx::query_scalar(
        "select id from transactions where id like 'txn\\_demosale%' and refunded_amount = 0 order by created_at desc limit 1",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    let month = last_month(site.state.clock.now());
    let day = format!("{month}-15");
    let pages = [
        ("/shops/mer_demo1".to_owned(), ["Oversikt", "Overview"]),
        ("/shops/mer_demo1/sales".to_owned(), ["Betalt", "Paid"]),
        ("/shops/mer_demo1/sales?status=refunded".to_owned(), ["Delvis refundert", "Partly refunded"]),
        (format!("/shops/mer_demo1/sales/{sale}"), ["ikke navnet", "not the name"]),
        (format!("/shops/mer_demo1/sales/{sale}/refund"), ["Hvor mye", "How much"]),
        (format!("/shops/mer_demo1/sales/{sale}/refund?amount=10"), ["Stemmer alt?", "Is everything right?"]),
        (format!("/shops/mer_demo1/sales/{sale}/refund?amount=100000"), ["Det er bare", "Only"]),
        ("/shops/mer_demo1/statements".to_owned(), ["Måneder", "Months"]),
        (format!("/shops/mer_demo1/statements/{month}"), ["Perioden er over", "The period is over"]),
        (format!("/shops/mer_demo1/statements/{day}"), ["Bokført", "Booked"]),
    ];
    for (index, language) in ["nb", "en"].into_iter().enumerate() {
        browser.cookies.lock().unwrap().insert("drop_language".to_owned(), language.to_owned());
        for (path, words) in &pages {
            let page = browser.get(path).await;
            assert_eq!(page.status, 200, "{path}: {page:?}");
            assert!(page.body.contains(words[index]), "{path} in {language}: {}", words[index]);
            assert!(page.body.contains("Ahmetov Kebab"), "{path} has the shop's frame");
            for secret in ["Nordmann", "NO1960112244118", "60112244118"] {
                assert!(!page.body.contains(secret), "{path} tells {secret}");
            }
        }
    }
    for strange in [
        "/shops/mer_demo1/sales?from=yesterday&min=-5&status=lost&code=qrc_%00&q=%00%FF",
        "/shops/mer_demo1/sales?from=9999999-01-01&after=99999999999999999999.txn_a",
        "/shops/mer_demo1/sales?q=%27%3B+drop+table+users&after=x.y",
        "/shops/mer_demo1/statements?until=soon",
        "/shops/mer_demo1/statements?until=2000-01",
        "/shops/mer_demo1/statements?until=2100-12",
        "/shops/mer_demo1/statements/2000-01",
        "/shops/mer_demo1/sales/export.csv?from=nonsense&q=%25_%25",
    ] {
        assert_eq!(browser.get(strange).await.status, 200, "{strange}");
    }
    for nothing in [
        "/shops/mer_nothing",
        "/shops/x%20y/sales",
        "/shops/mer_demo1/sales/txn_demo1",
        "/shops/mer_demo1/sales/x",
        "/shops/mer_demo1/statements/2026-13",
        "/shops/mer_demo1/statements/2100-12",
        "/shops/mer_demo1/statements/2026-13/statement.pdf",
        "/shops/mer_demo1/statements/2100-12/statement.pdf",
    ] {
        assert_eq!(browser.get(nothing).await.status, 404, "{nothing}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn files_are_the_shop_owners_and_in_ones_language(db: PgPool) {
    let site = shop_with_history(db.clone()).await;
    let month = last_month(site.state.clock.now());
    let files = [
        "/shops/mer_demo1/sales/export.csv".to_owned(),
        format!("/shops/mer_demo1/statements/{month}/statement.csv"),
        format!("/shops/mer_demo1/statements/{month}/statement.pdf"),
    ];
    let nobody = site.browser();
    let other = site.logged_in_as("kari@drop.example").await;
    for path in &files {
        assert!(
            nobody.get(path).await.location().unwrap().starts_with("/login?next=/shops/mer_demo1/"),
            "{path}"
        );
        assert_eq!(other.get(path).await.status, 404, "{path}");
    }
    let browser = site.logged_in_as("demo@drop.example").await;
    let sales = browser.get(&files[0]).await;
    assert_eq!(sales.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(sales.body.starts_with("\u{feff}Dato;Referanse;"), "{sales:?}");
    assert!(
        sales.body.contains("Ved disken") && sales.body.contains(";KN;") && !sales.body.contains("Nordmann")
    );
    let (page, bytes) = browser.get_bytes(&files[2]).await;
    assert_eq!(page.header("content-type"), Some("application/pdf"));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace('\u{a0}', " ");
    for word in [
        "Oppgjør",
        "Ahmetov Kebab",
        "988077917",
        "Ved disken",
        "Kassen",
        "Netto",
        "Side 1 av",
        "Perioden er over",
    ] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    let net: rust_decimal::Decimal = sqlx::query_scalar(
        "select sum(amount) - sum(fee) from sale_entries where to_char(booked_on, 'YYYY-MM') = $1",
    )
    .bind(&month)
    .fetch_one(&db)
    .await
    .unwrap();
    in_english(&browser);
    let (_, bytes) = browser.get_bytes(&files[2]).await;
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace([',', '\u{a0}'], "");
    assert!(text.contains(&net.to_string()), "{net} is not in {text}");
    let entries = browser.get(&files[1]).await;
    assert!(entries.body.starts_with("Date,Booked,Type,"), "{entries:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_refund_goes_from_the_form_to_the_bank_and_back(db: PgPool) {
    let site = shop_with_history(db.clone()).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let (sale, amount): (String, rust_decimal::Decimal) = sqlx::query_as(
        "select id, amount from transactions where id like 'txn\\_demosale%' and refunded_amount = 0 order by created_at desc limit 1",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    let review = browser.get(&format!("/shops/mer_demo1/sales/{sale}/refund?amount=10")).await;
    let key = review.field("form[idempotency_key]").expect("a key");
    let fields = [
        ("form[shop]", "mer_demo1"),
        ("form[sale]", sale.as_str()),
        ("form[amount]", "10.00"),
        ("form[account]", "bac_demo1"),
        ("form[idempotency_key]", key.as_str()),
    ];
    let sent = browser.post_form("/api/sales/refund", &fields).await;
    let link = sent.location().expect("a way to the bank").to_owned();
    let again = browser.post_form("/api/sales/refund", &fields).await;
    assert_eq!(again.location(), Some(link.as_str()), "the same form leads to the same payment");
    assert!(approve_at_bank(&link).await.is_redirection());
    let id: String = sqlx::query_scalar("select id from transactions where refund_of = $1")
        .bind(&sale)
        .fetch_one(&db)
        .await
        .unwrap();
    let receipt = browser.get(&format!("/activity/{id}")).await;
    assert!(receipt.body.contains("Fra butikken") && !receipt.body.contains("Nordmann"), "{receipt:?}");
    let view = browser.get(&format!("/shops/mer_demo1/sales/{sale}")).await;
    assert!(view.body.contains("Delvis refundert"), "{view:?}");
    let more = format!("{}", amount - rust_decimal::Decimal::new(999, 2));
    let fields = [
        ("form[shop]", "mer_demo1"),
        ("form[sale]", sale.as_str()),
        ("form[amount]", more.as_str()),
        ("form[account]", "bac_demo1"),
        ("form[idempotency_key]", "another"),
    ];
    let refused = browser.call("/api/sales/refund", &fields).await;
    assert!(refused.status == 422 && refused.body.contains("\"refund_too_large\""), "{refused:?}");
    let payer = site.logged_in_as("kari@drop.example").await;
    let theirs = payer.get(&format!("/activity/{sale}")).await;
    assert!(theirs.body.contains("Refundert") || theirs.body.contains("Refusjon på vei"), "{theirs:?}");
}
