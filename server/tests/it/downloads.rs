//! Files that customers take away.
use sqlx::PgPool;

use crate::harness::Site;

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_history_as_a_file_is_ones_own_and_in_ones_language(db: PgPool) {
    let site = Site::open(db).await;
    let nobody = site.browser().get("/activity/export.csv?type=remittance").await;
    assert_eq!(nobody.location(), Some("/login?next=/activity%3Ftype%3Dremittance"));
    let browser = site.logged_in_as("demo@drop.example").await;
    let file = browser.get("/activity/export.csv?type=remittance").await;
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment; filename=\"drop-20"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert!(file.body.starts_with("\u{feff}Dato;Referanse;"), "{file:?}");
    assert!(file.body.contains("Milica Jovanović;RS;RS35 2600 0560 1001 6113 79;2000,00;10,00;2010,00;NOK"));
    assert!(!file.body.contains("Ahmetov"), "a payment in a shop is filtered out");
    browser.cookies.lock().unwrap().insert("drop_language".to_owned(), "en".to_owned());
    let english = browser.get("/activity/export.csv").await;
    assert!(english.body.starts_with("Date,Reference,"), "{english:?}");
    assert!(english.body.contains("2000.00,10.00,2010.00,NOK"));
    let other = site.logged_in_as("kari@drop.example").await;
    assert!(!other.get("/activity/export.csv").await.body.contains("Milica"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn whatever_stands_in_the_address_of_the_history_it_is_a_page(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    for address in [
        "/activity?from=yesterday",
        "/activity?from=2026-12-01&to=2026-01-01",
        "/activity?min=-5&max=mye&type=loan&status=lost&recipient=rcp_%00&q=%00%FF",
        "/activity?q=%27%3B+drop+table+users&after=x.y",
        "/activity?from=9999999-01-01&after=99999999999999999999.txn_a",
        "/activity?after=-8000000000000000000.txn_a",
        "/activity/export.csv?from=nonsense&q=%25_%25",
    ] {
        let page = browser.get(address).await;
        assert!(page.status.is_success(), "{address}: {page:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_receipt_is_a_document_that_says_what_the_page_says(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let path = "/activity/txn_demo1/receipt.pdf";
    assert_eq!(site.browser().get(path).await.location(), Some("/login?next=/activity/txn_demo1"));
    assert_eq!(site.logged_in_as("kari@drop.example").await.get(path).await.status, 404);
    let browser = site.logged_in_as("demo@drop.example").await;
    assert_eq!(browser.get("/activity/txn_nothing/receipt.pdf").await.status, 404);
    assert_eq!(browser.get("/activity/x%20y/receipt.pdf").await.status, 404);
    let norwegian = [
        "Kvittering",
        "Pengene er sendt",
        "23 400,00 RSD",
        "Milica Jovanović",
        "RS35 2600 0560 1001 6113 79",
        "2 000,00 kr",
        "10,00 kr",
        "2 010,00 kr",
        "1 NOK = 11,70 RSD",
    ];
    let english = ["Receipt", "RSD 23,400.00", "NOK 2,010.00", "1 NOK = 11.70 RSD", "Milica Jovanović"];
    for (language, words) in [("nb", &norwegian[..]), ("en", &english[..])] {
        browser.cookies.lock().unwrap().insert("drop_language".to_owned(), language.to_owned());
        let (page, bytes) = browser.get_bytes(path).await;
        assert_eq!(page.header("content-type"), Some("application/pdf"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace('\u{a0}', " ");
        for word in words {
            assert!(text.contains(word), "{language}: {word} is not in {text}");
        }
    }
    // One that failed says so, and why.
    sqlx::query("update transactions set status = 'failed', failure_reason = 'insufficient_funds' where id = 'txn_demo1'")
        .execute(&db)
        .await
        .unwrap();
    browser.cookies.lock().unwrap().insert("drop_language".to_owned(), "nb".to_owned());
    let text = pdf_extract::extract_text_from_mem(&browser.get_bytes(path).await.1).unwrap();
    assert!(text.contains("Mislyktes") && text.contains("ikke nok penger"), "{text}");
}
