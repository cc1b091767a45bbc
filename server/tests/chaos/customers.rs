//! Customers without JavaScript who send, approve, refuse, walk away, and press the button again.
use app::vault::service::payment_link;
use app::vault::{Keys, Vault};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sqlx::PgPool;

use crate::bank::Bank;
use crate::chance::Chance;

const REQUEST_SECONDS: u64 = 30;
/// How often one form is sent before the customer gives up.
const FORM_TRIES_MAX: usize = 8;
const LINK_TRIES_MAX: usize = 40;
const PAGE_TRIES_MAX: usize = 5;

/// A form that was confirmed: what the books have to show.
#[derive(Debug)]
pub struct Form {
    pub quote: String,
    /// A server has said that the payment is ordered.
    pub answered: bool,
}

pub struct Customer {
    http: reqwest::Client,
    cookie: String,
    address: String,
    account: String,
    recipient: String,
    sites: Vec<String>,
    db: PgPool,
    bank: Arc<Bank>,
    chance: Chance,
    pub forms: Mutex<Vec<Form>>,
}

/// Adds a customer as registration, an officer and the linking of a bank would.
async fn add(db: &PgPool, bank: &Bank, number: usize) {
    let account = bank.new_account(&format!("Chaos {number}")).await;
    let text = |name: &str| account[name].as_str().unwrap().to_owned();
    let statements = [
        "insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role)
         select 'usr_chaos' || $1, 'chaos' || $1 || '@drop.example', password_hash, first_name, last_name, phone,
           date_of_birth, 'approved', 'user' from users where id = 'usr_demo2' and $2 || $3 || $4 || $5 <> ''",
        "insert into settings (user_id) select 'usr_chaos' || $1 where $2 || $3 || $4 || $5 <> ''",
        "insert into consents (id, user_id, consent_type, granted_at)
         select 'cns_chaos' || $1, 'usr_chaos' || $1, 'psd2_aisp', now() where $2 || $3 || $4 || $5 <> ''",
        "insert into bank_consents (id, user_id, bank_id, consent_id, consent_ref, status, valid_until, created_at)
         select 'bcn_chaos' || $1, 'usr_chaos' || $1, 'dnb', 'cns_chaos' || $1, $2, 'valid',
           (now() + interval '180 days')::date, now() where $3 || $4 || $5 <> ''",
        "insert into bank_accounts (id, user_id, bank_name, account_number, iban, balance, is_primary, connected_at,
           bank_id, bank_consent_id, resource_id, account_name, balance_read_at)
         select 'bac_chaos' || $1, 'usr_chaos' || $1, 'DNB', $3, $4, 100000, true, now(), 'dnb', 'bcn_chaos' || $1, $5,
           'Brukskonto', now() where $2 <> ''",
        "insert into recipients (id, user_id, name, country, currency, bank_account)
         select 'rcp_chaos' || $1, 'usr_chaos' || $1, 'Milica Jovanović', 'RS', 'RSD', 'RS35260005601001611379'
         where $2 || $3 || $4 || $5 <> ''",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(number.to_string())
            .bind(text("consentId"))
            .bind(text("kontonr"))
            .bind(text("iban"))
            .bind(text("resourceId"))
            .execute(db)
            .await
            .unwrap();
    }
}

impl Customer {
    pub async fn new(db: &PgPool, bank: &Arc<Bank>, sites: &[String], number: usize, seed: u64) -> Self {
        add(db, bank, number).await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(REQUEST_SECONDS))
            .build()
            .unwrap();
        let mut customer = Self {
            http,
            cookie: String::new(),
            address: format!("203.0.113.{number}"),
            account: format!("bac_chaos{number}"),
            recipient: format!("rcp_chaos{number}"),
            sites: sites.to_vec(),
            db: db.clone(),
            bank: bank.clone(),
            chance: Chance::new(seed.wrapping_add(number as u64)),
            forms: Mutex::default(),
        };
        let email = format!("chaos{number}@drop.example");
        let password = app::demo::customer_logins().remove(0).password;
        let fields = [("form[email]", email.as_str()), ("form[password]", &password)];
        let answer = customer.post("/api/identity/login", &fields).await.unwrap();
        let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let pairs: Vec<_> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        customer.cookie = pairs.join("; ");
        customer
    }

    /// Posts a form to whichever server the load balancer chooses.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<reqwest::Response> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.http
            .post(format!("{}{path}", self.chance.one(&self.sites)))
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", &self.address)
            .header("cookie", &self.cookie)
            .body(body)
            .send()
            .await
    }

    /// Where the answer leads, if one came.
    async fn posted_to(&self, path: &str, fields: &[(&str, &str)]) -> Option<String> {
        let answer = self.post(path, fields).await.ok()?;
        Some(answer.headers().get("location")?.to_str().ok()?.to_owned())
    }

    /// Sends money until it is time to stop.
    pub async fn send_until(&self, deadline: Instant) {
        while Instant::now() < deadline {
            self.send().await;
            tokio::time::sleep(self.chance.millis(20, 250)).await;
        }
    }

    async fn send(&self) {
        let amount = format!("{},{:02}", 100 + self.chance.roll(60), self.chance.roll(100));
        let fields = [
            ("form[recipient]", self.recipient.as_str()),
            ("form[send_amount]", amount.as_str()),
            ("form[side]", "send"),
        ];
        let Some(review) = self.posted_to("/api/remittance/create-quote", &fields).await else { return };
        let Some(quote) = review.strip_prefix("/send/review?quote=").map(str::to_owned) else { return };
        if !self.confirm(&quote).await {
            return;
        }
        let what = self.chance.roll(10);
        // Some walk away before they come to the bank, and never return.
        if what < 8
            && let Some(link) = self.link(&quote).await
        {
            self.decide(&link, what).await;
        }
    }

    /// Sends the form of one quote, and again while it is not clear what came of it.
    async fn confirm(&self, quote: &str) -> bool {
        let index = {
            let mut forms = self.forms.lock().unwrap();
            forms.push(Form { quote: quote.to_owned(), answered: false });
            forms.len() - 1
        };
        let key = format!("key-of-{quote}");
        let account = self.account.as_str();
        let fields =
            [("form[quote]", quote), ("form[account]", account), ("form[idempotency_key]", key.as_str())];
        for _ in 0..FORM_TRIES_MAX {
            // The impatient press the button while the first answer is still under way.
            let again = async {
                if self.chance.roll(4) == 0 {
                    self.posted_to("/api/remittance/confirm", &fields).await
                } else {
                    None
                }
            };
            let (first, second) = tokio::join!(self.posted_to("/api/remittance/confirm", &fields), again);
            let ordered = |place: &String| place.starts_with("http") || place.starts_with("/activity/");
            if first.iter().chain(&second).any(ordered) {
                self.forms.lock().unwrap()[index].answered = true;
                return true;
            }
            tokio::time::sleep(self.chance.millis(100, 500)).await;
        }
        false
    }

    /// The bank's page, as soon as the payment has one.
    async fn link(&self, quote: &str) -> Option<String> {
        // The servers under test have the key of development.
        let vault = Vault::new(Keys::built_in(), std::sync::Arc::new(server::state::OsEntropy));
        for _ in 0..LINK_TRIES_MAX {
            let found = sqlx::query_as::<_, (String, Option<String>)>(
                "select o.id, o.sca_redirect from payment_orders o join transactions t on t.id = o.transaction_id
                 where t.quote_id = $1",
            )
            .bind(quote)
            .fetch_optional(&self.db)
            .await;
            if let Ok(Some((order, Some(link)))) = found {
                return Some(vault.open(payment_link(&order), &link).unwrap());
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        None
    }

    /// Approves for the most part; the bank's page may be away for a moment.
    async fn decide(&self, link: &str, what: u64) {
        for _ in 0..PAGE_TRIES_MAX {
            if self.try_to_decide(link, what).await.is_some_and(|done| done) {
                return;
            }
            tokio::time::sleep(self.chance.millis(100, 400)).await;
        }
    }

    async fn try_to_decide(&self, link: &str, what: u64) -> Option<bool> {
        assert!(link.starts_with(&self.bank.url), "{link}");
        let page = self.http.get(link).send().await.ok()?.text().await.ok()?;
        let code = page.split("id=\"device-code\">").nth(1).and_then(|rest| rest.get(..6))?;
        let (decision, code) = match what {
            0 => ("reject", ""),
            1 if self.chance.roll(2) == 0 => ("approve", "000000"),
            _ => ("approve", code),
        };
        let answer = self
            .http
            .post(link)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("decision={decision}&code={code}"))
            .send()
            .await
            .ok()?;
        Some(answer.status().is_redirection())
    }
}
