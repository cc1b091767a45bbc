//! What the process reads from its environment, checked as a whole before anything starts.
mod choices;
mod database_url;
mod outside;

use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use app::about::model::Operator;
use app::mail::gateway::MailSettings;
use app::merchant::shops::{BRREG_URL, RegisterName, RegisterSettings};
use app::notifications::push::gateway::VapidKey;
use app::rates::{NORGES_BANK_URL, RateSettings, SourceName};
use app::vault::Keys;
use domain::fx::BasisPoints;
use domain::remittance::rate_news::{MARGIN_DEFAULT, MARGIN_MAX};
use url::Url;

pub use choices::{Environment, LogFormat};
pub use database_url::DatabaseUrl;

const DB_MAX_CONNECTIONS: u32 = 20;
const PWNED_PASSWORDS_URL: &str = "https://api.pwnedpasswords.com";
const TRUSTED_PROXY_HOPS_MAX: usize = 10;

/// The sandbox bank that runs inside this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sandbox {
    pub addr: SocketAddr,
    /// How long after the approval a payment is debited, and then credited; the bank's own defaults when unset.
    pub settle_after: Option<Duration>,
    pub credit_after: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub environment: Environment,
    pub database_url: DatabaseUrl,
    /// What seals secrets at rest.
    pub vault_keys: Keys,
    pub db_max_connections: u32,
    /// Where customers reach the site: an origin, without a path.
    pub base_url: Url,
    pub addr: SocketAddr,
    /// `None` when the sandbox bank does not run here.
    pub sandbox: Option<Sandbox>,
    /// Where browsers reach the sandbox bank, wherever it runs.
    pub sandbox_public_url: Url,
    /// Where this server reaches it; the same, unless containers know each other by other names.
    pub sandbox_url: Url,
    pub seed_demo: bool,
    /// Where exchange rates come from, and what Drop keeps of them.
    pub rates: RateSettings,
    /// Who is asked about organisation numbers.
    pub register: RegisterSettings,
    /// Approves an identity without an officer where everything about it is clear.
    pub kyc_auto_approval: bool,
    /// Who is asked whether a new password has leaked: an origin, or nobody.
    pub breaches_url: Option<String>,
    pub operator: Operator,
    /// How letters leave.
    pub mail: MailSettings,
    /// What signs messages to browsers; without one there are none.
    pub vapid_key: Option<VapidKey>,
    /// How many proxies in front of this server are ours: each adds one address to X-Forwarded-For.
    pub trusted_proxy_hops: usize,
    pub log_filter: String,
    pub log_format: LogFormat,
}

/// Everything that is wrong with the environment, each with the variable's name and what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the configuration is not usable:\n  - {}", .0.join("\n  - "))]
pub struct ConfigErrors(pub Vec<String>);

impl Config {
    /// Reads the environment of the process.
    ///
    /// # Errors
    /// All of them at once.
    pub fn from_env() -> Result<Self, ConfigErrors> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// Reads variables from anywhere. An empty variable is an unset one.
    ///
    /// # Errors
    /// All of them at once.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigErrors> {
        let mut reader = Reader { lookup: &lookup, errors: Vec::new() };
        let environment =
            reader.parsed("DROP_ENV", Environment::Development, "write development, production or test");
        let production = environment == Environment::Production;
        let development = environment == Environment::Development;
        let database_url = reader.database_url();
        let base_url = reader.origin("DROP_BASE_URL", "http://localhost:3000");
        if production && base_url.scheme() != "https" {
            reader.error("DROP_BASE_URL", "production needs https: cookies are only sent over it");
        }
        if base_url.scheme() == "https" && lookup("DROP_ENV").is_none_or(|value| value.is_empty()) {
            reader
                .error("DROP_ENV", "a site on https must say what it is: production, or development or test");
        }
        let addr = reader.parsed("DROP_ADDR", local(3000), "write an address and a port, as in 0.0.0.0:3000");
        let sandbox = reader.sandbox(environment);
        let port = sandbox.as_ref().map_or(3001, |sandbox| sandbox.addr.port());
        let public_default = format!("http://localhost:{port}");
        let sandbox_public_url = reader.origin("DROP_SANDBOX_PUBLIC_URL", &public_default);
        let sandbox_url =
            reader.origin("DROP_SANDBOX_URL", sandbox_public_url.as_str().trim_end_matches('/'));
        let seed_demo = reader.flag("SEED_DEMO", development);
        let rates = reader.rates(environment, seed_demo);
        let register = reader.register(environment, seed_demo);
        let operator = reader.operator(seed_demo);
        let kyc_auto_approval = reader.flag("DROP_KYC_AUTO_APPROVAL", false);
        let breaches_url = reader.breaches(production);
        let hops = reader.parsed(
            "DROP_TRUSTED_PROXY_HOPS",
            0,
            "write how many of your own proxies stand in front, as in 1",
        );
        if hops > TRUSTED_PROXY_HOPS_MAX {
            reader.error("DROP_TRUSTED_PROXY_HOPS", "that many proxies are not believable; write 10 at most");
        }
        let config = Self {
            environment,
            database_url,
            vault_keys: reader.vault_keys(production),
            mail: reader.mail(environment, seed_demo, &base_url),
            db_max_connections: reader.connections(),
            base_url,
            addr,
            sandbox,
            sandbox_public_url,
            sandbox_url,
            seed_demo,
            rates,
            register,
            kyc_auto_approval,
            breaches_url,
            operator,
            vapid_key: reader.vapid_key(),
            trusted_proxy_hops: hops,
            log_filter: reader.log_filter(),
            log_format: reader.parsed("DROP_LOG_FORMAT", LogFormat::Text, "write text or json"),
        };
        if reader.errors.is_empty() { Ok(config) } else { Err(ConfigErrors(reader.errors)) }
    }

    /// The base URL as pages use it: without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.base_url.as_str().trim_end_matches('/').to_owned()
    }

    /// The same for the sandbox bank.
    #[must_use]
    pub fn sandbox_public_url(&self) -> String {
        self.sandbox_public_url.as_str().trim_end_matches('/').to_owned()
    }

    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<String>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn error(&mut self, name: &str, what: &str) {
        self.errors.push(format!("{name}: {what}"));
    }

    fn parsed<T: FromStr>(&mut self, name: &str, default: T, what: &str) -> T {
        let Some(text) = self.text(name) else { return default };
        text.parse().unwrap_or_else(|_| {
            self.error(name, &format!("\"{text}\" is not valid; {what}"));
            default
        })
    }

    fn flag(&mut self, name: &str, default: bool) -> bool {
        match self.text(name).as_deref() {
            None => default,
            Some("true" | "1" | "on" | "yes") => true,
            Some("false" | "0" | "off" | "no") => false,
            Some(text) => {
                let what = format!("\"{text}\" is not valid; write true or false");
                self.error(name, &what);
                default
            }
        }
    }

    /// The text itself is never part of an error: it holds a password.
    fn database_url(&mut self) -> DatabaseUrl {
        let text = self.text("DATABASE_URL").unwrap_or_default();
        if text.is_empty() {
            self.error("DATABASE_URL", "is not set; write postgres://user:password@host:5432/database");
        } else if !(text.starts_with("postgres://") || text.starts_with("postgresql://")) {
            self.error("DATABASE_URL", "is no PostgreSQL address; it starts with postgres://");
        } else if sqlx::postgres::PgConnectOptions::from_str(&text).is_err() {
            self.error("DATABASE_URL", "cannot be read; write postgres://user:password@host:5432/database");
        }
        DatabaseUrl::new(text)
    }

    /// The text itself is never part of an error. Production does not start with a key that everybody knows.
    fn vault_keys(&mut self, production: bool) -> Keys {
        const HOW: &str = "write id:key, as in 2026-11:…, with a key that `openssl rand -base64 32` makes";
        let name = "DROP_SECRET_KEYS";
        let read = match self.text(name) {
            None if production => Err(format!("is not set; {HOW}")),
            None => Ok(Keys::built_in()),
            Some(text) if production => Keys::secret(&text).map_err(|error| format!("{error}; {HOW}")),
            Some(text) => text.parse().map_err(|error| format!("{error}; {HOW}")),
        };
        read.unwrap_or_else(|what| {
            self.error(name, &what);
            Keys::built_in()
        })
    }

    fn origin(&mut self, name: &str, default: &str) -> Url {
        let text = self.text(name).unwrap_or_else(|| default.to_owned());
        match Url::parse(&text) {
            Ok(url)
                if matches!(url.scheme(), "http" | "https")
                    && url.has_host()
                    && url.path() == "/"
                    && url.query().is_none()
                    && url.username().is_empty() =>
            {
                url
            }
            _ => {
                let what = format!("\"{text}\" is not valid; write a scheme and a host, as in {default}");
                self.error(name, &what);
                fallback_url()
            }
        }
    }

    fn sandbox(&mut self, environment: Environment) -> Option<Sandbox> {
        let on = self.flag("DROP_SANDBOX", environment == Environment::Development);
        if on && environment == Environment::Production {
            self.error("DROP_SANDBOX", "a bank of play money has no place in production; write off");
        }
        let addr = self.parsed(
            "DROP_SANDBOX_ADDR",
            local(3001),
            "write an address and a port, as in 127.0.0.1:3001",
        );
        let settle_after = self.millis("DROP_SANDBOX_SETTLE_MILLIS");
        let credit_after = self.millis("DROP_SANDBOX_CREDIT_MILLIS");
        on.then_some(Sandbox { addr, settle_after, credit_after })
    }

    fn rates(&mut self, environment: Environment, demo: bool) -> RateSettings {
        let production = environment == Environment::Production;
        let usual = if production { SourceName::NorgesBank } else { SourceName::Seed };
        let source = self.parsed("DROP_RATES", usual, "write seed or norges-bank");
        if production && source == SourceName::Seed && !demo {
            self.error("DROP_RATES", "invented rates have no place in production; write norges-bank");
        }
        let url = self.origin("DROP_RATES_URL", NORGES_BANK_URL);
        let name = "DROP_RATE_MARGIN_BASIS_POINTS";
        let margin = self.parsed(name, MARGIN_DEFAULT.value(), "write hundredths of a percent, as in 34");
        if margin > MARGIN_MAX.value() {
            self.error(name, "that is more than a tenth of the money; write 1000 at most");
        }
        let url = url.as_str().trim_end_matches('/').to_owned();
        RateSettings { source, url, margin: BasisPoints::new(margin) }
    }

    fn register(&mut self, environment: Environment, demo: bool) -> RegisterSettings {
        let production = environment == Environment::Production;
        let usual = if production { RegisterName::Brreg } else { RegisterName::BuiltIn };
        let source = self.parsed("DROP_REGISTER", usual, "write brreg or built-in");
        if production && source == RegisterName::BuiltIn && !demo {
            self.error("DROP_REGISTER", "invented businesses have no place in production; write brreg");
        }
        let url = self.origin("DROP_REGISTER_URL", BRREG_URL);
        RegisterSettings { source, url: url.as_str().trim_end_matches('/').to_owned() }
    }

    /// Production asks, development does not; `off` is nobody, everywhere.
    fn breaches(&mut self, production: bool) -> Option<String> {
        let name = "DROP_BREACHES_URL";
        let said = self.text(name);
        if said.as_deref() == Some("off") || (said.is_none() && !production) {
            return None;
        }
        Some(self.origin(name, PWNED_PASSWORDS_URL).as_str().trim_end_matches('/').to_owned())
    }

    /// Who runs the service, as customers may know it. A demo says that it is one.
    fn operator(&self, demo: bool) -> Operator {
        let name = self.text("DROP_OPERATOR").or_else(|| demo.then(|| "Drop (demo)".to_owned()));
        Operator { name, email: self.text("DROP_CONTACT_EMAIL") }
    }

    fn millis(&mut self, name: &str) -> Option<Duration> {
        self.text(name)?;
        Some(Duration::from_millis(self.parsed(name, 0, "write a number of milliseconds")))
    }

    fn connections(&mut self) -> u32 {
        let name = "DROP_DB_MAX_CONNECTIONS";
        let most = self.parsed(name, DB_MAX_CONNECTIONS, "write a number of connections, as in 20");
        if most < 2 {
            self.error(name, "one connection is too few for requests beside jobs; write at least 2");
        }
        most
    }

    fn log_filter(&self) -> String {
        self.text("DROP_LOG")
            .or_else(|| self.text("RUST_LOG"))
            .unwrap_or_else(|| "info,sqlx=warn,tower_sessions=warn,tower_sessions_core=warn".to_owned())
    }
}

fn fallback_url() -> Url {
    #[expect(clippy::expect_used, reason = "a constant, read by a test")]
    Url::parse("http://localhost").expect("a constant URL")
}

#[cfg(test)]
mod tests;
