//! Units of Brønnøysundregistrene, from their open interface. No key, no account.
mod wire;

use std::time::Duration;

use app::merchant::shops::gateway::{Answer, RegisterError, UnitRegister};
use async_trait::async_trait;
use domain::merchant::orgnr::Orgnr;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

const CONNECT_TIMEOUT_SECONDS: u64 = 2;
/// Somebody waits for it while they fill in a form.
const TIMEOUT_SECONDS: u64 = 4;
/// A unit takes 3 kB.
const ANSWER_MAX_BYTES: usize = 128 * 1024;

/// <https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html>
#[derive(Clone, Debug)]
pub struct Brreg {
    http: Client,
    address: String,
}

/// What an address answers.
enum Read {
    Body(Vec<u8>),
    NotFound,
    Gone,
}

impl Brreg {
    /// `url` is an origin, without a trailing slash.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(url: &str) -> reqwest::Result<Self> {
        Self::with_timeout(url, Duration::from_secs(TIMEOUT_SECONDS))
    }

    /// The same with another patience, for tests.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn with_timeout(url: &str, timeout: Duration) -> reqwest::Result<Self> {
        // Twice is no error: the client for banks has done so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(CONNECT_TIMEOUT_SECONDS))
            .timeout(timeout)
            .redirect(Policy::none())
            .build()?;
        Ok(Self { http, address: format!("{url}/enhetsregisteret/api") })
    }

    async fn read(&self, kind: &str, number: &Orgnr) -> Result<Read, RegisterError> {
        let no_answer = |error: reqwest::Error| RegisterError::NoAnswer(error.without_url().to_string());
        let address = format!("{}/{kind}/{number}", self.address);
        let request = self.http.get(address).header(reqwest::header::ACCEPT, "application/json");
        let mut response = request.send().await.map_err(no_answer)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(Read::NotFound),
            StatusCode::GONE => return Ok(Read::Gone),
            other => return Err(RegisterError::NoAnswer(format!("status {}", other.as_u16()))),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
            if body.len() + chunk.len() > ANSWER_MAX_BYTES {
                return Err(RegisterError::Unreadable("it is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Read::Body(body))
    }

    /// A part of a unit, a branch with a number of its own. It stands no better than the unit that it is a part of.
    async fn sub_unit(&self, number: &Orgnr) -> Result<Answer, RegisterError> {
        let body = match self.read("underenheter", number).await? {
            Read::Body(body) => body,
            Read::NotFound => return Ok(Answer::Unknown),
            Read::Gone => return Ok(Answer::Gone),
        };
        let (mut unit, parent) = wire::sub_unit(&body, number)?;
        let Some(parent) = parent else { return Ok(Answer::Unit(unit)) };
        match self.read("enheter", &parent).await? {
            Read::Body(body) => unit.standing = unit.standing.max(wire::unit(&body, &parent)?.standing),
            Read::Gone => return Ok(Answer::Gone),
            Read::NotFound => return Err(RegisterError::Unreadable("a part without the whole")),
        }
        Ok(Answer::Unit(unit))
    }
}

#[async_trait]
impl UnitRegister for Brreg {
    async fn unit(&self, number: &Orgnr) -> Result<Answer, RegisterError> {
        match self.read("enheter", number).await? {
            Read::Body(body) => wire::unit(&body, number).map(Answer::Unit),
            Read::NotFound => self.sub_unit(number).await,
            Read::Gone => Ok(Answer::Gone),
        }
    }
}
