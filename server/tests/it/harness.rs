//! A site with its bank, and browsers that keep cookies.
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use app::context::{AppSettings, AppState, RequestInfo};
use app::identity::gateway::BreachedPasswords;
use app::merchant::codes::service as codes;
use app::vault::{Keys, Place};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::access::{Actor, KycStatus, Role};
use domain::clock::Clock;
use domain::merchant::price::Price;
use domain::second_factor::{Secret, step_at};
use server::router::{Web, router};
use server::state::{OsEntropy, SystemClock, build_with};
use sqlx::PgPool;
use tower::ServiceExt;

pub use crate::browser::{Browser, Page};

pub const BASE_URL: &str = "https://drop.example";
const BODY_MAX_BYTES: usize = 8 * 1024 * 1024;
pub const PASSWORD: &str = "kaffe-trapp-88-nordlys";

/// The site under test. Nothing runs beside it: a test calls jobs itself.
pub struct Site {
    pub db: PgPool,
    pub state: AppState,
    /// Where the sandbox bank answers.
    pub bank: String,
    router: Router,
    visitors: AtomicU8,
}

impl Site {
    /// A site with rates, demo people and their bank.
    pub async fn open(db: PgPool) -> Self {
        Self::open_at(db, Arc::new(SystemClock)).await
    }

    /// The same, with a list of leaked passwords.
    pub async fn open_with_breaches(db: PgPool, breaches: Arc<dyn BreachedPasswords>) -> Self {
        let mut site = Self::open(db).await;
        site.state.breaches = breaches;
        site.router = router(site.state.clone(), &Web::default());
        site
    }

    /// The same by another clock.
    pub async fn open_at(db: PgPool, clock: Arc<dyn Clock>) -> Self {
        let bank = open_bank(db.clone()).await;
        Self::on(db, bank, true, clock).await
    }

    /// Another server on the same database, with connections of its own.
    pub async fn beside(&self) -> Self {
        let options = (*self.db.connect_options()).clone();
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(5).connect_with(options);
        Self::on(pool.await.unwrap(), self.bank.clone(), false, self.state.clock.clone()).await
    }

    async fn on(db: PgPool, bank: String, seed: bool, clock: Arc<dyn Clock>) -> Self {
        let settings = AppSettings {
            base_url: BASE_URL.to_owned(),
            demo: true,
            secure_cookies: true,
            rates: app::rates::RateSettings::default(),
            register: app::merchant::shops::RegisterSettings::default(),
            operator: app::about::model::Operator::default(),
            kyc_auto_approval: false,
            mail: app::mail::gateway::MailSettings::default(),
            push: None,
            breaches_url: None,
        };
        let entropy = Arc::new(OsEntropy);
        let state = build_with(db.clone(), settings, Keys::built_in(), clock, entropy).unwrap();
        if seed {
            app::demo::service::seed_base(&state).await.unwrap();
            app::demo::service::seed_demo(&state, &bank, &bank).await.unwrap();
        }
        let bank_origins = app::payments::service::bank_origins(&db).await.unwrap();
        let web = Web { bank_origins, ..Web::default() };
        let router = router(state.clone(), &web);
        Self { db, state, bank, router, visitors: AtomicU8::new(1) }
    }

    /// What stands behind `/q/` in the link of a demo shop's code.
    pub async fn token_of(&self, shop: &str, code: &str) -> String {
        let (shop, code) = (shop.parse().unwrap(), code.parse().unwrap());
        let (_, code) = codes::code(&self.state, &owner(), &shop, &code).await.unwrap();
        token(&self.state, &code)
    }

    /// The token of a new sale of the demo shop.
    pub async fn sale(&self, price: &str) -> String {
        let (shop, price) = ("mer_demo1".parse().unwrap(), Price::read(price).unwrap());
        let info = RequestInfo {
            request_id: "test".to_owned(),
            ip: "192.0.2.250".parse().unwrap(),
            user_agent: "test".to_owned(),
        };
        let code = codes::new_sale(&self.state, &owner(), &info, &shop, price, None).await.unwrap();
        token(&self.state, &code)
    }

    /// The site itself, for another runtime.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// A browser without cookies, at an address of its own.
    pub fn browser(&self) -> Browser<'_> {
        let last = self.visitors.fetch_add(1, Ordering::SeqCst);
        let address = SocketAddr::from(([192, 0, 2, last], 40_000));
        Browser::at(self, address)
    }

    /// A browser in which a demo customer is logged in.
    pub async fn logged_in_as(&self, email: &str) -> Browser<'_> {
        let browser = self.browser();
        let login = app::demo::customer_logins().into_iter().find(|login| login.email == email).unwrap();
        let page = browser.log_in(email, &login.password).await;
        assert_eq!(page.location(), Some("/home"), "{page:?}");
        browser
    }

    /// A browser in which a demo officer works.
    pub async fn officer(&self) -> Browser<'_> {
        self.at_the_desk("officer@drop.example").await
    }

    /// Another officer than [`Self::officer`].
    pub async fn second_officer(&self) -> Browser<'_> {
        self.at_the_desk("officer2@drop.example").await
    }

    /// A browser in which the demo lead works.
    pub async fn lead(&self) -> Browser<'_> {
        self.at_the_desk("lead@drop.example").await
    }

    async fn at_the_desk(&self, email: &str) -> Browser<'_> {
        let browser = self.browser();
        let login = app::demo::staff_logins().into_iter().find(|login| login.email == email).unwrap();
        let page = browser.log_in(email, &login.password).await;
        assert_eq!(page.location(), Some("/login/code"), "{page:?}");
        // A test may need the same person again within the half minute in which a code is shown.
        sqlx::query(
            "update second_factors set last_step = 0 where user_id = (select id from users where email = $1)",
        )
        .bind(email)
        .execute(&self.db)
        .await
        .unwrap();
        let page = browser.give_code(&self.code_now()).await;
        assert_eq!(page.location(), Some("/admin"), "{page:?}");
        browser
    }

    /// What the demo staff's telephones show now.
    pub fn code_now(&self) -> String {
        let secret = Secret::from_base32(app::demo::DEMO_SECRET).unwrap();
        secret.code(step_at(self.state.clock.now()))
    }

    /// A browser in which a new customer is logged in, whose identity is confirmed.
    pub async fn new_customer(&self, email: &str) -> Browser<'_> {
        let browser = self.browser();
        let page = browser.open_account(email).await;
        assert_eq!(page.location(), Some("/home"), "{page:?}");
        sqlx::query("update users set kyc_status = 'approved' where email = $1")
            .bind(email)
            .execute(&self.db)
            .await
            .unwrap();
        browser
    }

    /// Writes the letters that were asked for, as the job does.
    pub async fn write_letters(&self) {
        let due: Vec<i64> = sqlx::query_scalar("select id from account_links where is_due order by id")
            .fetch_all(&self.db)
            .await
            .unwrap();
        for link in due {
            app::identity::account::service::send_link(&self.state, link).await.unwrap();
        }
    }

    /// The newest letter to an address, as the outbox seals it.
    pub async fn newest_letter(&self, email: &str) -> Option<serde_json::Value> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select id, letter from mail_outbox where letter is not null order by created_at desc, id desc",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        rows.into_iter().find_map(|(id, sealed)| {
            let place = Place { table: "mail_outbox", column: "letter", row: &id };
            let posted: serde_json::Value =
                serde_json::from_str(&self.state.vault.open(place, &sealed).unwrap()).unwrap();
            (posted["to"] == email).then(|| posted["letter"].clone())
        })
    }

    /// What opens the link in the newest letter to an address, if there is a link in it.
    pub async fn code_for(&self, email: &str) -> Option<String> {
        self.write_letters().await;
        let text = self.newest_letter(email).await?.to_string();
        let code = regex::Regex::new(r"[?]code=([0-9a-f]{64})").unwrap();
        code.captures(&text).map(|captures| captures[1].to_owned())
    }

    /// A request exactly as it is.
    pub async fn send(&self, request: Request<Body>) -> Page {
        self.send_for_bytes(request).await.0
    }

    /// The same with the body as it came.
    pub async fn send_for_bytes(&self, request: Request<Body>) -> (Page, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, BODY_MAX_BYTES).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        (Page { status: parts.status, headers: parts.headers, body }, bytes)
    }
}

/// The demo shop's owner.
fn owner() -> Actor {
    Actor { user_id: "usr_demo1".parse().unwrap(), role: Role::Merchant, kyc: KycStatus::Approved }
}

fn token(state: &AppState, code: &codes::Code) -> String {
    let link = codes::link(state, code).unwrap();
    link.strip_prefix(&format!("{BASE_URL}/q/")).unwrap().to_owned()
}

/// The sandbox bank on a port of its own, in the test's database, fast.
pub async fn open_bank(db: PgPool) -> String {
    sandbox_bank::migrate(&db).await.unwrap();
    sandbox_bank::seed_demo(&db).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let options = sandbox_bank::Options {
        public_url: address.parse().unwrap(),
        settle_after: Duration::from_millis(50),
        credit_after: Duration::from_millis(50),
        ..sandbox_bank::Options::default()
    };
    let bank = sandbox_bank::router(db, options);
    tokio::spawn(async move { axum::serve(listener, bank).await });
    address
}

/// Approves a payment on the bank's own page, as the customer would.
pub async fn approve_at_bank(link: &str) -> StatusCode {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = http.get(link).send().await.unwrap().text().await.unwrap();
    let code = regex::Regex::new(r#"id="device-code">(\d{6})<"#).unwrap();
    let code =
        code.captures(&page).unwrap_or_else(|| panic!("no code on the approval page: {page}"))[1].to_owned();
    let body = format!("decision=approve&code={code}");
    let answer = http
        .post(link)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap();
    answer.status()
}
