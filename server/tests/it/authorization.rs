//! Every door of `doors.rs`, tried by nobody, by the wrong customer and by the wrong role.
use std::collections::BTreeSet;

use sqlx::PgPool;

use crate::doors::{Access, FUNCTIONS, LINK_STEPS, PUBLIC_PAGES, PUBLIC_STEPS, STAFF_PAGES, addresses_of};
use crate::harness::{Browser, Page, Site};

/// Words of the demo customer's life that nobody else may ever read.
const PRIVATE_WORDS: [&str; 6] = ["Milica", "Emir", "Ahmetov", "NO7112345678903", "RS35 2600", "45 230"];

fn assert_nothing_private(page: &Page, what: &str) {
    for word in PRIVATE_WORDS {
        assert!(!page.body.contains(word), "{what} tells {word}: {page:?}");
    }
}

#[test]
fn every_server_function_is_in_the_table() {
    let registered: BTreeSet<String> = server::api::paths().into_iter().collect();
    let listed: BTreeSet<String> = FUNCTIONS.iter().map(|function| function.path.to_owned()).collect();
    assert_eq!(registered, listed, "left: what exists; right: the table in doors.rs");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nobody_hears_only_that_they_have_to_log_in(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    for function in FUNCTIONS {
        let page = browser.call(function.path, function.fields).await;
        match function.access {
            Access::Public => assert!(!page.body.contains("logged_out"), "{}: {page:?}", function.path),
            _ => {
                assert_eq!(page.status, 401, "{}: {page:?}", function.path);
                assert!(page.body.contains("\"logged_out\""), "{}: {page:?}", function.path);
            }
        }
        if function.path != "/api/identity/demo-logins" {
            assert_nothing_private(&page, function.path);
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nobody_sees_no_page_of_a_customer(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let routes = server::router::page_paths();
    assert!(routes.len() > PUBLIC_PAGES.len());
    let mut open = Vec::new();
    let token = site.token_of("mer_demo1", "qrc_00000000000000d1").await;
    for route in routes.iter().flat_map(|route| addresses_of(route)) {
        let path = route
            .replace("{id}", "txn_demo1")
            .replace("{shop}", "mer_demo1")
            .replace("{code}", "qrc_demo1")
            .replace("{token}", &token)
            .replace("{txn}", "txn_demo4")
            .replace("{period}", "2026-01");
        assert!(!path.contains('{'), "write down what {path} is called with");
        let page = browser.get(&path).await;
        if PUBLIC_PAGES.contains(&route.as_str()) || PUBLIC_STEPS.contains(&path.as_str()) {
            assert!(page.status.is_success(), "{path}: {page:?}");
            continue;
        }
        if LINK_STEPS.contains(&path.as_str()) {
            assert_eq!(page.status, 410, "{path}: {page:?}");
            continue;
        }
        // To the log-in page, or on to another private page, or a page that asks to log in.
        let led = |to: &str| to.starts_with("/login") || to.starts_with("/activity");
        if page.status != 401 && !page.location().is_some_and(led) {
            open.push(format!("{path}: {} {:?}", page.status, page.location()));
        }
        assert_nothing_private(&page, &path);
    }
    assert!(open.is_empty(), "pages of customers that are open to everybody: {open:#?}");
}

/// What a customer owns.
struct Things {
    quote: String,
    transaction: String,
    code: String,
}

async fn things_of(site: &Site) -> Things {
    let owner = site.logged_in_as("demo@drop.example").await;
    let quote = owner.quote("rcp_demo1", "1000").await;
    let paid = owner.quote("rcp_demo1", "2000").await;
    owner.confirm(&paid, "bac_demo1", "key").await;
    let transaction = sqlx::query_scalar("select id from transactions where quote_id = $1")
        .bind(&paid)
        .fetch_one(&site.db)
        .await
        .unwrap();
    Things { quote, transaction, code: owner.sticker("Kasse 1", "").await }
}

async fn assert_not_found(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) {
    let page = browser.call(path, fields).await;
    assert_eq!(page.status, 404, "{path} {fields:?}: {page:?}");
    assert!(page.body.contains("\"not_found\""), "{path} {fields:?}: {page:?}");
    assert_nothing_private(&page, path);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn another_customers_things_do_not_exist(db: PgPool) {
    let site = Site::open(db).await;
    let things = things_of(&site).await;
    let other = site.logged_in_as("kari@drop.example").await;
    let (quote, transaction) = (things.quote.as_str(), things.transaction.as_str());
    let code = things.code.as_str();
    for (path, fields) in [
        ("/api/accounts/finish", vec![("id", "bcn_demo_dnb")]),
        ("/api/accounts/unlink", vec![("id", "bcn_demo_dnb")]),
        ("/api/accounts/primary", vec![("account", "bac_demo1")]),
        ("/api/shops/settings", vec![("shop", "mer_demo1"), ("again", "false")]),
        ("/api/shops/change", vec![("form[shop]", "mer_demo1"), ("form[name]", "Mine")]),
        ("/api/shops/close", vec![("shop", "mer_demo1")]),
        ("/api/shops/reopen", vec![("shop", "mer_demo1")]),
        ("/api/notifications/open", vec![("id", "ntf_demo4")]),
        ("/api/complaints/thread", vec![("id", "cmp_demo1"), ("again", "false")]),
        ("/api/complaints/form", vec![("about", "txn_demo1"), ("again", "false")]),
        ("/api/complaints/write", vec![("form[complaint]", "cmp_demo1"), ("form[body]", "Not mine at all")]),
        ("/api/activity/receipt", vec![("id", transaction)]),
        ("/api/activity/receipt", vec![("id", "txn_demo1")]),
        ("/api/remittance/recipient", vec![("id", "rcp_demo1")]),
        ("/api/remittance/recipient-form", vec![("recipient", "rcp_demo1"), ("again", "false")]),
        ("/api/remittance/recipient-form", vec![("copy_of", "rcp_demo1"), ("again", "false")]),
        ("/api/remittance/edit-recipient", vec![("form[recipient]", "rcp_demo1")]),
        ("/api/remittance/remove-recipient", vec![("recipient", "rcp_demo1")]),
        ("/api/remittance/amount-step", vec![("recipient", "rcp_demo1")]),
        (
            "/api/remittance/create-quote",
            vec![("form[recipient]", "rcp_demo1"), ("form[send_amount]", "1000"), ("form[side]", "send")],
        ),
        ("/api/remittance/review-step", vec![("quote", quote)]),
        ("/api/remittance/renew-quote", vec![("form[quote]", quote)]),
        (
            "/api/remittance/confirm",
            vec![("form[quote]", quote), ("form[account]", "bac_demo3"), ("form[idempotency_key]", "k")],
        ),
        // The customer's own payment, but another's sale.
        ("/api/sales/overview", vec![("shop", "mer_demo1")]),
        ("/api/sales/list", vec![("shop", "mer_demo1"), ("cursor", "")]),
        ("/api/sales/sale", vec![("shop", "mer_demo1"), ("sale", "txn_demo4")]),
        ("/api/sales/refund-step", vec![("shop", "mer_demo1"), ("sale", "txn_demo4"), ("amount", "1")]),
        (
            "/api/sales/refund",
            vec![
                ("form[shop]", "mer_demo1"),
                ("form[sale]", "txn_demo4"),
                ("form[amount]", "1"),
                ("form[account]", "bac_demo3"),
                ("form[idempotency_key]", "k"),
            ],
        ),
        ("/api/sales/statements", vec![("shop", "mer_demo1")]),
        ("/api/sales/statement", vec![("shop", "mer_demo1"), ("period", "2026-01")]),
        ("/api/codes/list", vec![("shop", "mer_demo1")]),
        ("/api/codes/code", vec![("shop", "mer_demo1"), ("code", code)]),
        ("/api/codes/new-form", vec![("shop", "mer_demo1"), ("again", "false")]),
        ("/api/codes/new", vec![("form[shop]", "mer_demo1"), ("form[name]", "Kasse")]),
        ("/api/codes/revoke", vec![("shop", "mer_demo1"), ("code", code)]),
        ("/api/till/till", vec![("shop", "mer_demo1"), ("again", "false")]),
        ("/api/till/new", vec![("form[shop]", "mer_demo1"), ("form[amount]", "129")]),
        ("/api/till/sale", vec![("shop", "mer_demo1"), ("code", code)]),
        ("/api/till/cancel", vec![("shop", "mer_demo1"), ("code", code)]),
    ] {
        assert_not_found(&other, path, &fields).await;
    }
    for path in [
        "/api/accounts/links",
        "/api/activity/home",
        "/api/activity/history",
        "/api/remittance/recipients",
        "/api/me/hub",
        "/api/notifications/list",
        "/api/shops/list",
    ] {
        let page = other.call(path, &[("cursor", "")]).await;
        assert!(page.status.is_success(), "{path}: {page:?}");
        for word in ["Milica", "Emir", "NO7112345678903", transaction, "rcp_demo1", "bac_demo1"] {
            assert!(!page.body.contains(word), "{path} tells {word}: {page:?}");
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn another_customers_pages_do_not_exist(db: PgPool) {
    let site = Site::open(db).await;
    let things = things_of(&site).await;
    let other = site.logged_in_as("kari@drop.example").await;
    for path in [
        format!("/activity/{}", things.transaction),
        "/activity/txn_demo1".to_owned(),
        "/send/amount?recipient=rcp_demo1".to_owned(),
        "/send/recipient?copy=rcp_demo1".to_owned(),
        "/complaints/cmp_demo1".to_owned(),
        "/complaints/new?about=txn_demo1".to_owned(),
        "/shops/mer_demo1/settings".to_owned(),
        "/shops/mer_demo1/close".to_owned(),
        "/recipients/rcp_demo1".to_owned(),
        "/recipients/rcp_demo1/edit".to_owned(),
        "/recipients/rcp_demo1/remove".to_owned(),
        format!("/send/review?quote={}", things.quote),
        "/shops/mer_demo1".to_owned(),
        "/shops/mer_demo1/sales".to_owned(),
        "/shops/mer_demo1/sales/txn_demo4".to_owned(),
        "/shops/mer_demo1/sales/txn_demo4/refund?amount=1".to_owned(),
        "/shops/mer_demo1/statements".to_owned(),
        "/shops/mer_demo1/statements/2026-01".to_owned(),
        "/shops/mer_demo1/codes".to_owned(),
        "/shops/mer_demo1/codes/new".to_owned(),
        format!("/shops/mer_demo1/codes/{}", things.code),
        "/shops/mer_demo1/till".to_owned(),
        format!("/shops/mer_demo1/till/{}", things.code),
    ] {
        let page = other.get(&path).await;
        assert_eq!(page.status, 404, "{path}: {page:?}");
        for word in ["Milica", "NO7112345678903", "RS35 2600"] {
            assert!(!page.body.contains(word), "{path} tells {word}");
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn nobody_pays_from_another_customers_account(db: PgPool) {
    let site = Site::open(db).await;
    let other = site.logged_in_as("kari@drop.example").await;
    let quote = other.quote("rcp_demo4", "1000").await;
    for account in ["bac_demo1", "bac_demo2", "bac_nosuch"] {
        let fields =
            [("form[quote]", quote.as_str()), ("form[account]", account), ("form[idempotency_key]", account)];
        let page = other.call("/api/remittance/confirm", &fields).await;
        assert!(!page.status.is_success() && page.body.contains("account"), "{account}: {page:?}");
    }
    let made: i64 =
        sqlx::query_scalar("select count(*) from payment_orders").fetch_one(&site.db).await.unwrap();
    assert_eq!(made, 0);
}

/// What somebody hears at a door.
fn heard(page: &Page) -> &'static str {
    match page.status.as_u16() {
        401 => "log in",
        403 if page.body.contains("not_allowed") || !page.body.starts_with('{') => "not allowed",
        404 => "not found",
        500.. => "broken",
        _ => "in",
    }
}

/// Who hears what at a function: a customer, a merchant, an officer, a lead. "in" is also the answer that a thing with
/// the id in the table does not exist, or that the form has errors.
const fn expected(access: &Access) -> [&'static str; 4] {
    match access {
        Access::Public | Access::Anyone => ["in", "in", "in", "in"],
        Access::Customer => ["in", "in", "not found", "not found"],
        Access::HalfWay => ["log in", "log in", "log in", "log in"],
        Access::Staff => ["not found", "not found", "in", "in"],
        Access::Lead => ["not found", "not found", "not allowed", "in"],
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_function_of_staff_as_each_role(db: PgPool) {
    let site = Site::open(db).await;
    let browsers = [
        site.logged_in_as("kari@drop.example").await,
        site.logged_in_as("demo@drop.example").await,
        site.officer().await,
        site.lead().await,
    ];
    let staff = FUNCTIONS.iter().filter(|it| !matches!(it.access, Access::Public | Access::Customer));
    for function in staff {
        for (browser, wanted) in browsers.iter().zip(expected(&function.access)) {
            let page = browser.call(function.path, function.fields).await;
            let heard = heard(&page);
            let is_right = heard == wanted || (wanted == "in" && heard == "not found");
            assert!(is_right, "{}: {heard} instead of {wanted}: {page:?}", function.path);
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn staff_have_nothing_of_what_customers_have(db: PgPool) {
    let site = Site::open(db).await;
    for browser in [site.officer().await, site.second_officer().await, site.lead().await] {
        for function in FUNCTIONS.iter().filter(|it| matches!(it.access, Access::Customer)) {
            let page = browser.call(function.path, function.fields).await;
            // Some read the form before they ask who sent it; none does anything.
            let is_closed = heard(&page) == "not found" || page.status == 422;
            assert!(is_closed, "{}: {page:?}", function.path);
        }
        for path in
            ["/home", "/activity", "/send", "/accounts", "/me", "/shops", "/identity", "/notifications"]
        {
            let page = browser.get(path).await;
            assert_eq!(page.status, 404, "{path}: {page:?}");
        }
        assert_eq!(browser.get("/events").await.status, 404);
        assert_eq!(browser.get("/activity/export.csv").await.status, 404);
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_page_of_staff_as_each_role(db: PgPool) {
    let site = Site::open(db).await;
    let nobody = site.browser();
    let browsers = [
        site.logged_in_as("kari@drop.example").await,
        site.logged_in_as("demo@drop.example").await,
        site.officer().await,
        site.lead().await,
    ];
    for (path, access) in STAFF_PAGES {
        let page = nobody.get(path).await;
        assert!(page.location().is_some_and(|to| to.starts_with("/login?next=/admin")), "{path}: {page:?}");
        for (browser, wanted) in browsers.iter().zip(expected(access)) {
            let page = browser.get(path).await;
            let is_nothing = *path == "/admin/nothing/here" || path.ends_with("_nosuch");
            let wanted = if is_nothing { "not found" } else { wanted };
            assert_eq!(heard(&page), wanted, "{path}: {page:?}");
            if wanted != "in" {
                assert_nothing_private(&page, path);
            }
        }
        for customer in &browsers[..2] {
            let page = customer.get(path).await;
            assert!(
                !page.body.contains("href=\"/admin/alerts"),
                "{path} tells a customer what there is: {page:?}"
            );
        }
    }
}
