//! Exchange rates of Norges Bank, from its open data service. No key, no account.
mod wire;

use std::time::Duration;

use app::rates::gateway::{Observation, RateSource, RateSourceError};
use async_trait::async_trait;
use reqwest::Client;
use reqwest::redirect::Policy;

const CONNECT_TIMEOUT_SECONDS: u64 = 5;
const TIMEOUT_SECONDS: u64 = 20;
/// Four currencies take 5 kB.
const ANSWER_MAX_BYTES: usize = 256 * 1024;
/// The currencies that Norges Bank quotes and Drop needs; the euro also stands for the Bosnian mark. The dinar is not
/// quoted: see `drop rates set`.
const PATH: &str = "/api/data/EXR/B.PLN+PKR+TRY+EUR.NOK.SP?format=sdmx-json&lastNObservations=1&locale=en";

/// <https://www.norges-bank.no/en/topics/statistics/open-data/>
#[derive(Clone, Debug)]
pub struct NorgesBank {
    http: Client,
    address: String,
}

impl NorgesBank {
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
        Ok(Self { http, address: format!("{url}{PATH}") })
    }

    async fn answer(&self) -> Result<Vec<u8>, RateSourceError> {
        let no_answer = |error: reqwest::Error| RateSourceError::NoAnswer(error.without_url().to_string());
        let request = self.http.get(&self.address).header(reqwest::header::ACCEPT, "application/json");
        let mut response = request.send().await.map_err(no_answer)?;
        if !response.status().is_success() {
            return Err(RateSourceError::NoAnswer(format!("status {}", response.status().as_u16())));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
            if body.len() + chunk.len() > ANSWER_MAX_BYTES {
                return Err(RateSourceError::Unreadable("it is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

#[async_trait]
impl RateSource for NorgesBank {
    fn name(&self) -> &'static str {
        "norges-bank"
    }

    async fn latest(&self) -> Result<Vec<Observation>, RateSourceError> {
        wire::read(&self.answer().await?)
    }
}
