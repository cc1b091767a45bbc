//! Paying in a shop, from the code to the receipt, through the real router.
use std::time::Duration;

use rust_decimal::Decimal;
use sqlx::PgPool;

use crate::harness::{Browser, PASSWORD, Page, Site, approve_at_bank};

const OPEN_STICKER: &str = "qrc_00000000000000d1";
const FIXED_STICKER: &str = "qrc_00000000000000d2";

fn fields<'a>(token: &'a str, amount: &'a str, account: &'a str, key: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("form[token]", token),
        ("form[amount]", amount),
        ("form[account]", account),
        ("form[idempotency_key]", key),
    ]
}

async fn pay(browser: &Browser<'_>, token: &str, amount: &str, key: &str) -> Page {
    browser.post_form("/api/pay/confirm", &fields(token, amount, "bac_demo3", key)).await
}

async fn orders(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from payment_orders").fetch_one(db).await.unwrap()
}

async fn reconcile_until(site: &Site, status: &str) {
    for _ in 0..200 {
        app::payments::service::reconcile(&site.state).await.unwrap();
        let reached: bool = sqlx::query_scalar(
            "select bool_and(t.status = $1) from transactions t join payment_orders o on o.transaction_id = t.id",
        )
        .bind(status)
        .fetch_one(&site.db)
        .await
        .unwrap();
        if reached {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the payment does not become {status}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_sale_is_paid_from_the_code_to_the_receipt(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let token = site.sale("248,50").await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let page = kari.get(&format!("/q/{token}")).await;
    for words in ["Betal til Ahmetov Kebab", "988 077 917", "248,50\u{a0}kr", "Nordea"] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    let (key, amount) = (page.field("form[idempotency_key]").unwrap(), page.field("form[amount]").unwrap());
    let first = pay(&kari, &token, &amount, &key).await;
    let link = first.location().expect("to the bank").to_owned();
    assert!(link.starts_with(&format!("{}/nordea/sca/payments/", site.bank)), "{link}");
    assert_eq!(
        pay(&kari, &token, &amount, &key).await.location(),
        Some(link.as_str()),
        "the same form again"
    );
    assert_eq!(orders(&db).await, 1);
    let approval = reqwest::get(&link).await.unwrap().text().await.unwrap();
    assert!(approval.contains("Ahmetov Kebab") && approval.contains("value=\"248.50\""), "{approval}");
    assert!(approve_at_bank(&link).await.is_redirection());
    reconcile_until(&site, "completed").await;
    let booked: Vec<Decimal> =
        sqlx::query_scalar("select amount from sandbox_bank.bookings").fetch_all(&db).await.unwrap();
    assert_eq!(booked, [Decimal::new(-24_850, 2)], "exactly the price");
    let id: String =
        sqlx::query_scalar("select transaction_id from payment_orders").fetch_one(&db).await.unwrap();
    let back = kari.get(&format!("/send/return/{id}")).await;
    assert_eq!(back.location(), Some(format!("/activity/{id}").as_str()));
    let receipt = kari.get(&format!("/activity/{id}")).await;
    for words in ["Ahmetov Kebab", "988 077 917", "248,50\u{a0}kr"] {
        assert!(receipt.body.contains(words), "{words}: {receipt:?}");
    }
    assert!(!receipt.body.contains("2,49"), "the fee is the shop's");
    let (_, pdf) = kari.get_bytes(&format!("/activity/{id}/receipt.pdf")).await;
    let text = pdf_extract::extract_text_from_mem(&pdf).unwrap().replace('\u{a0}', " ");
    assert!(text.contains("988 077 917") && text.contains("248,50 kr") && !text.contains("2,49"), "{text}");
    let csv = kari.get("/activity/export.csv").await;
    assert!(csv.body.contains("Ahmetov Kebab") && !csv.body.contains("2,49"), "{csv:?}");
    // Whoever scans it now is told, and so is the payer.
    assert!(kari.get(&format!("/q/{token}")).await.body.contains("Du har betalt dette"));
    let late = site.browser().get(&format!("/q/{token}")).await;
    assert!(late.status == 410 && late.body.contains("Dette er allerede betalt"), "{late:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn whoever_is_not_logged_in_sees_the_bill_and_comes_back_to_it(db: PgPool) {
    let site = Site::open(db).await;
    let path = format!("/q/{}", site.token_of("mer_demo1", FIXED_STICKER).await);
    let nobody = site.browser();
    let page = nobody.get(&path).await;
    assert_eq!(page.status, 200);
    for words in [
        "Ahmetov Kebab",
        "988 077 917",
        "39,00\u{a0}kr",
        &format!("/login?next={path}"),
        &format!("/register?next={path}"),
    ] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    let login = nobody.get(&format!("/login?next={path}")).await;
    assert_eq!(login.field("form[next]").as_deref(), Some(path.as_str()));
    assert!(login.body.contains(&format!("/register?next={path}")), "{login:?}");
    let password = app::demo::customer_logins().remove(1).password;
    let back = [("form[email]", "kari@drop.example"), ("form[password]", &password), ("form[next]", &path)];
    assert_eq!(nobody.post_form("/api/identity/login", &back).await.location(), Some(path.as_str()));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn registration_leads_back_to_a_page_of_this_site_only(db: PgPool) {
    let site = Site::open(db).await;
    let path = format!("/q/{}", site.token_of("mer_demo1", OPEN_STICKER).await);
    for (number, next, led) in [
        (1, path.as_str(), path.as_str()),
        (2, "https://evil.example/", "/home"),
        (3, "//evil.example", "/home"),
        (4, "/\\evil.example", "/home"),
        (5, "", "/home"),
    ] {
        let email = format!("ny{number}@drop.example");
        let form = [
            ("form[first_name]", "Test"),
            ("form[last_name]", "Testesen"),
            ("form[email]", email.as_str()),
            ("form[phone]", "+4741234567"),
            ("form[date_of_birth]", "1990-05-17"),
            ("form[password]", PASSWORD),
            ("form[terms]", "true"),
            ("form[privacy]", "true"),
            ("form[next]", next),
        ];
        let browser = site.browser();
        // A form that is turned back keeps where it leads.
        let wrong = form.map(|(name, value)| if name == "form[phone]" { (name, "1") } else { (name, value) });
        let again = browser.post_form("/api/identity/register", &wrong).await;
        let page = browser.get(again.location().expect("led back")).await;
        assert_eq!(page.field("form[next]").as_deref(), Some(next));
        let asked = browser.post_form("/api/identity/register", &form).await;
        assert_eq!(asked.location(), Some("/login/check-mail"), "{next:?}");
        let done = browser.confirm_address(&email).await;
        assert_eq!(done.location(), Some(led), "{next:?}");
    }
    // A new customer pays without a confirmed identity, and links a bank first.
    let new = site.browser();
    new.open_account("ny@drop.example").await;
    let page = new.get(&path).await;
    assert!(page.body.contains(&format!("/accounts/link?next={path}")), "{page:?}");
    assert!(!page.body.contains("Godkjenn i banken"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn after_a_bank_was_linked_the_customer_is_back_at_the_code(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let path = format!("/q/{}", site.token_of("mer_demo1", OPEN_STICKER).await);
    let browser = site.new_customer("ny@drop.example").await;
    for (next, led) in [(path.as_str(), path.as_str()), ("//evil.example", "/accounts"), ("", "/accounts")] {
        let begun = browser.post_form("/api/accounts/link", &[("bank", "dnb"), ("next", next)]).await;
        assert!(begun.location().is_some_and(|to| to.starts_with(&site.bank)), "{begun:?}");
        let consent: String = sqlx::query_scalar(
            "select id from bank_consents where user_id <> all($1) order by created_at desc limit 1",
        )
        .bind(["usr_demo1", "usr_demo2"])
        .fetch_one(&db)
        .await
        .unwrap();
        let back = browser.get(&format!("/accounts/return/{consent}")).await;
        assert_eq!(back.location(), Some(led), "{next:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_form_that_is_turned_back_says_why_and_keeps_what_was_typed(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let open = site.token_of("mer_demo1", OPEN_STICKER).await;
    let back = pay(&kari, &open, "0,50", "k").await;
    assert_eq!(back.location(), Some(format!("/q/{open}?again=1").as_str()));
    let page = kari.get(back.location().unwrap()).await;
    assert_eq!(page.field("form[amount]").as_deref(), Some("0,50"));
    assert!(page.body.contains("minst 1 kr"), "{page:?}");
    let fixed = site.token_of("mer_demo1", FIXED_STICKER).await;
    let tampered = kari.call("/api/pay/confirm", &fields(&fixed, "1", "bac_demo3", "k")).await;
    assert!(tampered.status == 422 && tampered.body.contains("price_differs"), "{tampered:?}");
    let anothers = kari.call("/api/pay/confirm", &fields(&fixed, "39", "bac_demo1", "k")).await;
    assert!(anothers.body.contains("\"account\":\"unknown\""), "{anothers:?}");
    // A post for something that is no code leads nowhere else.
    let nonsense = pay(&kari, "//evil.example/", "39", "k").await;
    assert_eq!(nonsense.location(), Some("/pay?again=1"));
    assert_eq!(orders(&db).await, 0);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn links_that_were_altered_in_any_way_are_refused(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let token = site.token_of("mer_demo1", OPEN_STICKER).await;
    let other = site.token_of("mer_demo1", FIXED_STICKER).await;
    let swapped = format!("{}{}", &other[..16], &token[16..]);
    let last = format!("{}{}", &token[..31], if token.ends_with('0') { '1' } else { '0' });
    for altered in
        [swapped, last, token.to_lowercase(), token[..31].to_owned(), format!("{token}0"), "x".to_owned()]
    {
        let page = browser.get(&format!("/q/{altered}")).await;
        assert!(page.status == 404 && page.body.contains("Koden er ikke gyldig"), "{altered}: {page:?}");
        assert!(!page.body.contains("Ahmetov"), "{altered}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn making_payments_is_slowed_by_address(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let token = site.token_of("mer_demo1", FIXED_STICKER).await;
    for number in 0..10 {
        let page = kari.call("/api/pay/confirm", &fields(&token, "40", "bac_demo3", "k")).await;
        assert_eq!(page.status, 422, "{number}: {page:?}");
    }
    let page = kari.call("/api/pay/confirm", &fields(&token, "39", "bac_demo3", "k")).await;
    assert_eq!(page.status, 429, "{page:?}");
    assert_eq!(orders(&db).await, 0);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn what_is_typed_leads_to_its_page(db: PgPool) {
    let site = Site::open(db).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let token = site.token_of("mer_demo1", OPEN_STICKER).await;
    assert!(kari.get("/pay").await.body.contains("Betal i butikk"));
    let typed = kari.post_form("/api/pay/find", &[("form[text]", &token.to_lowercase())]).await;
    assert_eq!(typed.location(), Some(format!("/q/{token}").as_str()));
    for (text, words) in
        [("https://evil.example/q/1", "Vi har ikke åpnet lenken"), ("hei", "Vi finner ingen betalingskode")]
    {
        let back = kari.post_form("/api/pay/find", &[("form[text]", text)]).await;
        assert_eq!(back.location(), Some("/pay?again=1"));
        let page = kari.get("/pay?again=1").await;
        assert!(page.body.contains(words), "{words}: {page:?}");
        assert_eq!(page.field("form[text]").as_deref(), Some(text));
    }
}
