//! Kills the server at the worst moments of a payment and asks afterwards what the bank has booked.
//!
//! The real binary, a database of its own, and a sandbox bank in this process that survives every kill. Five
//! remittances are under way; the browser never comes back after the approval.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test ends where its expectation does"
)]

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use app::vault::service::payment_link;
use app::vault::{Keys, Vault};
use rust_decimal::Decimal;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

const REMITTANCES: usize = 5;
const START_SECONDS: u64 = 20;
/// A claim of a server that was killed holds an order for 20 s; everything else takes moments.
const FINAL_SECONDS: u64 = 45;

/// The program under test, on one port whatever happens to it.
struct Server {
    database_url: String,
    bank: String,
    port: u16,
    child: Option<Child>,
}

impl Server {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drop"));
        command
            .args(arguments)
            .env("DATABASE_URL", &self.database_url)
            .env("DROP_ENV", "development")
            .env("DROP_ADDR", format!("127.0.0.1:{}", self.port))
            .env("DROP_BASE_URL", self.url())
            .env("DROP_SANDBOX", "off")
            .env("DROP_SANDBOX_PUBLIC_URL", &self.bank)
            .env("SEED_DEMO", "false")
            .env("DROP_LOG", "warn")
            .stdout(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{arguments:?}");
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn start(&mut self) {
        self.child = Some(self.command(&["serve"]).spawn().unwrap());
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(START_SECONDS) {
            if let Ok(answer) = reqwest::get(format!("{}/health", self.url())).await
                && answer.status().is_success()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        panic!("the server does not answer");
    }

    /// SIGKILL: no destructor runs, no answer is finished.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    async fn kill_and_start(&mut self) {
        self.kill();
        self.start().await;
    }

    /// SIGTERM, and the exit code within the time that a stop may take.
    async fn stop(&mut self) -> bool {
        let Some(mut child) = self.child.take() else { return false };
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        for _ in 0..150 {
            if let Some(status) = child.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        child.kill().unwrap();
        false
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A logged-in browser without JavaScript.
struct Browser {
    http: reqwest::Client,
    site: String,
    cookie: String,
}

impl Browser {
    async fn log_in(site: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut browser = Self { http, site: site.to_owned(), cookie: String::new() };
        let login = app::demo::customer_logins().remove(0);
        let fields = [("form[email]", login.email.as_str()), ("form[password]", &login.password)];
        let answer = browser.post("/api/identity/login", &fields).await.unwrap();
        let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let pairs: Vec<_> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        browser.cookie = pairs.join("; ");
        browser
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<reqwest::Response> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.http
            .post(format!("{}{path}", self.site))
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &self.cookie)
            .body(body)
            .send()
            .await
    }

    async fn quote(&self, amount: &str) -> String {
        let fields =
            [("form[recipient]", "rcp_demo1"), ("form[send_amount]", amount), ("form[side]", "send")];
        let answer = self.post("/api/remittance/create-quote", &fields).await.unwrap();
        let location = answer.headers().get("location").expect("a redirect").to_str().unwrap();
        location.strip_prefix("/send/review?quote=").expect("the review step").to_owned()
    }

    async fn confirm(&self, quote: &str) -> reqwest::Result<reqwest::Response> {
        let key = format!("key-of-{quote}");
        let fields =
            [("form[quote]", quote), ("form[account]", "bac_demo1"), ("form[idempotency_key]", key.as_str())];
        self.post("/api/remittance/confirm", &fields).await
    }
}

async fn approve(link: &str) {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = http.get(link).send().await.unwrap().text().await.unwrap();
    let code = regex::Regex::new(r#"id="device-code">(\d{6})<"#).unwrap();
    let code = code.captures(&page).expect("a one-time code")[1].to_owned();
    let request = http.post(link).header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(format!("decision=approve&code={code}")).send().await.unwrap();
    assert!(answer.status().is_redirection(), "{}", answer.status());
}

/// The link to the bank, as soon as the order has one.
async fn link(db: &PgPool, quote: &str) -> String {
    // The server under test has the key of development.
    let vault = Vault::new(Keys::built_in(), std::sync::Arc::new(server::state::OsEntropy));
    for _ in 0..300 {
        let found: Option<(String, Option<String>)> = sqlx::query_as(
            "select o.id, o.sca_redirect from payment_orders o join transactions t on t.id = o.transaction_id
             where t.quote_id = $1",
        )
        .bind(quote)
        .fetch_optional(db)
        .await
        .unwrap();
        if let Some((order, Some(link))) = found {
            return vault.open(payment_link(&order), &link).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the order of {quote} does not reach the bank");
}

/// Sets the bank's fault switches.
async fn switch(bank: &str, faults: &str) {
    let request = reqwest::Client::new().put(format!("{bank}/sandbox/faults"));
    let answer =
        request.header("content-type", "application/json").body(faults.to_owned()).send().await.unwrap();
    assert!(answer.status().is_success());
}

async fn open_bank(db: PgPool) -> String {
    sandbox_bank::migrate(&db).await.unwrap();
    sandbox_bank::seed_demo(&db).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let options = sandbox_bank::Options {
        public_url: address.parse().unwrap(),
        settle_after: Duration::from_millis(500),
        credit_after: Duration::from_millis(500),
        ..sandbox_bank::Options::default()
    };
    tokio::spawn(async move { axum::serve(listener, sandbox_bank::router(db, options)).await });
    address
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

struct Database {
    admin: PgConnectOptions,
    name: String,
    url: String,
}

async fn create_database() -> Database {
    let cluster = std::env::var("DATABASE_URL").expect("DATABASE_URL: make test sets it");
    let name = format!("drop_kill_{}", uuid::Uuid::new_v4().simple());
    let mut url = url::Url::parse(&cluster).unwrap();
    url.set_path(&name);
    let admin = PgConnectOptions::from_str(&cluster).unwrap();
    let mut connection = PgConnection::connect_with(&admin).await.unwrap();
    sqlx::raw_sql(&format!("create database {name}")).execute(&mut connection).await.unwrap();
    Database { admin, name, url: url.into() }
}

impl Database {
    async fn remove(self) {
        let mut connection = PgConnection::connect_with(&self.admin).await.unwrap();
        let statement = format!("drop database {} with (force)", self.name);
        sqlx::raw_sql(&statement).execute(&mut connection).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_and_pays_nothing_twice() {
    // reqwest's own provider of cryptography is switched off: the workspace has one, and it is ring.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let database = create_database().await;
    let db = PgPoolOptions::new().max_connections(10).connect(&database.url).await.unwrap();
    let bank = open_bank(db.clone()).await;
    let mut server = Server { database_url: database.url.clone(), bank, port: free_port(), child: None };
    server.run(&["migrate"]);
    server.run(&["seed", "--demo"]);
    server.start().await;
    let quotes = drive(&mut server, &db).await;
    await_final(&db).await;
    verify(&db, &quotes).await;
    assert!(server.stop().await, "a stop in order ends with 0");
    server.run(&["audit", "verify"]);
    db.close().await;
    database.remove().await;
}

/// The steps of five remittances, with a kill between each pair of them. Returns the quotes.
async fn drive(server: &mut Server, db: &PgPool) -> Vec<String> {
    let browser = Browser::log_in(&server.url()).await;
    let mut quotes = Vec::new();
    for number in 1..=REMITTANCES {
        quotes.push(browser.quote(&format!("{number}00")).await);
    }
    // After the quotes.
    server.kill_and_start().await;
    // While a confirmation is being carried out: before or while it is written, while the bank has not heard of
    // it yet, and after the bank has accepted it without saying so.
    let depths = [("{}", 8), (r#"{"delay_ms": 300}"#, 150), (r#"{"accept_then_hang_next": 1}"#, 500)];
    for (quote, (faults, millis)) in quotes.iter().zip(depths) {
        switch(&server.bank, faults).await;
        let confirm = browser.confirm(quote);
        let answer = tokio::time::timeout(Duration::from_millis(millis), confirm).await;
        server.kill();
        assert!(answer.is_err() || millis < 100, "the bank answered too early: {answer:?}");
        server.start().await;
    }
    switch(&server.bank, "{}").await;
    // The customer sends every form, and those that brought no answer once more.
    for quote in &quotes {
        assert!(browser.confirm(quote).await.unwrap().status().is_redirection());
    }
    // While the bank waits for the customer.
    let mut links = Vec::new();
    for quote in &quotes {
        links.push(link(db, quote).await);
    }
    server.kill_and_start().await;
    // Approved, and killed before anybody asked the bank.
    for link in &links[..2] {
        approve(link).await;
    }
    server.kill();
    // Approved while no server runs at all.
    for link in &links[2..] {
        approve(link).await;
    }
    server.start().await;
    // While the reconciler is at work.
    tokio::time::sleep(Duration::from_millis(700)).await;
    server.kill_and_start().await;
    quotes
}

async fn await_final(db: &PgPool) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(FINAL_SECONDS) {
        let open: i64 = sqlx::query_scalar(
            "select count(*) from transactions t join payment_orders o on o.transaction_id = t.id
             where (t.status = 'processing' or o.next_attempt_at is not null)
             -- Some of the demo's wait for an officer.
             and o.id not like 'pay\\_demo%'",
        )
        .fetch_one(db)
        .await
        .unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the reconciler does not finish");
}

async fn verify(db: &PgPool, quotes: &[String]) {
    let transactions: Vec<(String, String, Decimal, String, bool)> = sqlx::query_as(
        "select t.quote_id, t.status, t.amount, o.id, o.credited
         from transactions t join payment_orders o on o.transaction_id = t.id
         where t.quote_id is not null order by t.amount",
    )
    .fetch_all(db)
    .await
    .unwrap();
    assert_eq!(transactions.len(), quotes.len(), "one transaction for each quote: {transactions:?}");
    let mut total = Decimal::ZERO;
    for (quote, status, amount, order, credited) in &transactions {
        assert!(quotes.contains(quote));
        assert_eq!((status.as_str(), *credited), ("completed", true), "{quote}");
        let payments: i64 =
            sqlx::query_scalar("select count(*) from sandbox_bank.payments where end_to_end_id = $1")
                .bind(order)
                .fetch_one(db)
                .await
                .unwrap();
        assert_eq!(payments, 1, "the bank knows one payment of {order}");
        let booked: Vec<Decimal> = sqlx::query_scalar(
            "select b.amount from sandbox_bank.bookings b join sandbox_bank.payments p on p.id = b.payment_id
             where p.end_to_end_id = $1",
        )
        .bind(order)
        .fetch_all(db)
        .await
        .unwrap();
        assert_eq!(booked, [-*amount], "one booking of exactly the amount of {order}");
        total += *amount;
    }
    let (opening, balance): (Decimal, Decimal) =
        sqlx::query_as("select opening, balance from sandbox_bank.accounts where resource_id = $1")
            .bind(sandbox_bank::demo::DNB_RESOURCE)
            .fetch_one(db)
            .await
            .unwrap();
    assert_eq!(opening - balance, total);
}
