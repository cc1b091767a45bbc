//! Shops and notifications without JavaScript, through the real router: forms lead on, and what is wrong is on the page.
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

async fn follow(browser: &Browser<'_>, answer: Page) -> Page {
    let path = answer.location().unwrap_or_else(|| panic!("leads nowhere: {answer:?}")).to_owned();
    browser.get(&path).await
}

fn fields<'a>(number: &'a str, name: &'a str, address: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("form[org_number]", number),
        ("form[name]", name),
        ("form[address]", address),
        ("form[account]", "8601 11 17947"),
    ]
}

fn assert_says(page: &Page, words: &[&str]) {
    for word in words {
        assert!(page.body.contains(word), "{word}: {page:?}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_shop_is_opened_by_an_ordinary_form(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("kari@drop.example").await;
    let empty = browser.get("/shops").await;
    assert_says(&empty, &["Ta imot betaling i butikken", "/shops/new"]);
    assert!(!empty.body.contains("at-desk\"><a href=\"/shops\""), "no merchant yet: {empty:?}");
    let looked = browser.post_form("/api/shops/look-up", &fields("310 000 108", "", "")).await;
    assert_eq!(looked.location(), Some("/shops/new?again=1"));
    let filled = follow(&browser, looked).await;
    assert_says(
        &filled,
        &[
            "value=\"FJORDLYS KAFFE AS\"",
            "value=\"Strandgata 4, 9008 TROMSØ\"",
            "value=\"310 000 108\"",
            "notice good",
        ],
    );
    let form = fields("310 000 108", "Fjordlys", "");
    let answer = browser.post_form("/api/shops/open", &form).await;
    let list = follow(&browser, answer).await;
    assert_says(&list, &["Fjordlys er åpen", "Strandgata 4, 9008 TROMSØ", "/codes", "href=\"/shops\""]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn what_is_wrong_is_on_the_page_and_what_was_typed_too(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("kari@drop.example").await;
    for (number, words) in [
        ("988 077 918", "Organisasjonsnummeret stemmer ikke."),
        ("310001082", "Enhetsregisteret kjenner ikke dette nummeret."),
        ("310000663", "slettet eller under avvikling"),
        ("310000736", "Denne virksomheten er konkurs."),
        ("988077917", "Det finnes allerede en butikk med dette organisasjonsnummeret."),
    ] {
        let answer = browser.post_form("/api/shops/open", &fields(number, "Min Butikk", "")).await;
        let page = follow(&browser, answer).await;
        assert_says(&page, &[words, "value=\"Min Butikk\"", "value=\"8601 11 17947\""]);
    }
    let answer = browser.post_form("/api/shops/open", &fields("310000809", "", "")).await;
    assert_says(&follow(&browser, answer).await, &["Enhetsregisteret svarer ikke nå. Skriv det selv"]);
    let answer = browser.post_form("/api/shops/look-up", &fields("310000809", "", "")).await;
    assert_says(&follow(&browser, answer).await, &["Skriv navn og adresse selv"]);
    let form = fields("310000809", "Kafé Stille", "Storgata 1, 0155 Oslo");
    let answer = browser.post_form("/api/shops/open", &form).await;
    let list = follow(&browser, answer).await;
    assert_says(&list, &["Kafé Stille er åpen"]);
    let id =
        list.body.split("href=\"/shops/mer_").nth(1).unwrap().split(['/', '"']).next().unwrap().to_owned();
    let page = browser.get(&format!("/shops/mer_{id}/settings")).await;
    assert_says(&page, &["Ikke bekreftet ennå", "Vi spør igjen av oss selv."]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn settings_are_saved_or_turned_back(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let page = browser.get("/shops/mer_demo1/settings").await;
    assert_says(&page, &["988 077 917", "AHMETOV MAT AS", "Bekreftet", "value=\"1234 56 78903\"", "checked"]);
    let form = |account: &'static str| {
        [
            ("form[shop]", "mer_demo1"),
            ("form[name]", "Ahmetov Grill"),
            ("form[address]", "Grønland 12, 0188 Oslo"),
            ("form[account]", account),
        ]
    };
    let answer = browser.post_form("/api/shops/change", &form("1")).await;
    let page = follow(&browser, answer).await;
    assert_says(&page, &["Skriv et norsk kontonummer", "value=\"Ahmetov Grill\"", "value=\"1\""]);
    assert!(!page.body.contains("checked"), "what was not ticked stays so: {page:?}");
    let answer = browser.post_form("/api/shops/change", &form("8601.11.17947")).await;
    let page = follow(&browser, answer).await;
    assert_says(&page, &["Lagret.", "value=\"8601 11 17947\"", "Ahmetov Grill"]);
    let told = browser.get("/notifications").await;
    assert_says(&told, &["Butikken har fått ny konto", "kontoen som slutter på 7947"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn closing_asks_first_and_a_suspension_is_clear(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let question = browser.get("/shops/mer_demo1/close").await;
    assert_says(&question, &["Vil du stenge Ahmetov Kebab?", "Behold den åpen"]);
    let answer = browser.post_form("/api/shops/close", &[("shop", "mer_demo1")]).await;
    let page = follow(&browser, answer).await;
    assert_says(&page, &["Butikken er stengt", "Åpne butikken igjen"]);
    assert!(!page.body.contains("form[account]"), "{page:?}");
    assert_says(&browser.get("/shops").await, &["Stengt"]);
    let answer = browser.post_form("/api/shops/reopen", &[("shop", "mer_demo1")]).await;
    assert_says(&follow(&browser, answer).await, &["Ahmetov Kebab er åpen"]);
    sqlx::query("update merchants set status = 'suspended' where id = 'mer_demo1'")
        .execute(&site.db)
        .await
        .unwrap();
    for path in ["/shops/mer_demo1/settings", "/shops/mer_demo1/close"] {
        let page = browser.get(path).await;
        assert_says(&page, &["Butikken er stanset", "Ta kontakt med oss"]);
        assert!(!page.body.contains("/api/shops/"), "{path}: {page:?}");
    }
    assert_says(&browser.get("/shops").await, &["Stanset"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn notifications_are_counted_opened_and_read(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    let home = browser.get("/home").await;
    assert_says(&home, &["1 ulest varsel", "href=\"/shops\""]);
    let page = browser.get("/notifications").await;
    assert_says(
        &page,
        &["Du har fått 248,00", "Du har fått 129,00", "Salg i Ahmetov Kebab. Referanse DEMO4."],
    );
    assert_eq!(page.field("id").as_deref(), Some("ntf_demo4"), "only the unread one is a form");
    let answer = browser.post_form("/api/notifications/open", &[("id", "ntf_demo4")]).await;
    assert_eq!(answer.location(), Some("/shops/mer_demo1/sales/txn_demo4"));
    let page = browser.get("/notifications").await;
    assert!(page.field("id").is_none() && !page.body.contains("ulest varsel"), "{page:?}");
    sqlx::query("update notifications set read = false, link = null").execute(&site.db).await.unwrap();
    assert_says(&browser.get("/me").await, &["2 uleste varsler"]);
    let answer = browser.post_form("/api/notifications/read-all", &[]).await;
    let page = follow(&browser, answer).await;
    assert!(!page.body.contains("ulest"), "{page:?}");
    let nothing = site.logged_in_as("kari@drop.example").await.get("/notifications").await;
    assert_says(&nothing, &["Ingen varsler"]);
}

/// What `drop shops …` says and how it ends, with the site's database.
fn at_the_terminal(site: &Site, arguments: &[&str]) -> (bool, String) {
    use sqlx::ConnectOptions;
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_drop"))
        .arg("shops")
        .args(arguments)
        .env("DATABASE_URL", site.db.connect_options().to_url_lossy().as_str())
        .env("DROP_ENV", "test")
        .env("DROP_LOG", "warn")
        .output()
        .unwrap();
    let said = [command.stdout, command.stderr].concat();
    (command.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn an_officer_stops_a_shop_at_the_terminal(db: PgPool) {
    let site = Site::open(db).await;
    let by = ["--by", "officer@drop.example", "--reason", "goods never came"];
    let decide =
        |step: &'static str, by: &[&str]| at_the_terminal(&site, &[&[step, "mer_demo1"], by].concat());
    let (done, said) = at_the_terminal(&site, &["list"]);
    assert!(done && said.contains("mer_demo1 active 988077917 confirmed Ahmetov Kebab"), "{said}");
    assert!(at_the_terminal(&site, &["list", "--unconfirmed"]).1.contains("0 shops"));
    let (done, said) = decide("suspend", &["--by", "kari@drop.example", "--reason", "x"]);
    assert!(!done && said.contains("nobody of the staff"), "{said}");
    let (done, said) = decide("resume", &by);
    assert!(!done && said.contains("mer_demo1 stays as it is: the shop is active"), "{said}");
    let (done, said) = decide("suspend", &by);
    assert!(done && said.contains("mer_demo1 is suspended"), "{said}");
    let owner = site.logged_in_as("demo@drop.example").await;
    assert_says(&owner.get("/shops/mer_demo1/settings").await, &["Butikken er stanset"]);
    assert!(!owner.get("/notifications").await.body.contains("never came"));
    assert!(decide("resume", &by).0);
    assert_says(
        &owner.get("/notifications").await,
        &["Ahmetov Kebab er stanset", "Ahmetov Kebab er åpen igjen"],
    );
}
