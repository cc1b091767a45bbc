//! One HTTP exchange with a bank: bounded in time and size, and repeated only where that is safe.
use std::time::Duration;

use app::accounts::gateway::{BankEndpoint, BankError};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::Instant;
use url::Url;
use uuid::Uuid;

use super::errors;

const CONNECT_TIMEOUT_SECONDS: u64 = 3;
/// One attempt, connecting included.
const ATTEMPT_TIMEOUT_SECONDS: u64 = 8;
/// All attempts of one call together: well under the 20 s for which the engine claims an order.
const CALL_TIMEOUT_SECONDS: u64 = 16;
/// With less than this left another attempt is not worth its while.
const ATTEMPT_TIMEOUT_MIN_MILLIS: u64 = 500;
const RETRY_PAUSE_MILLIS: u64 = 150;
const ANSWER_MAX_BYTES: usize = 256 * 1024;
const IDLE_CONNECTIONS_PER_BANK: usize = 16;

/// A client that speaks NextGenPSD2 with any bank of the directory.
#[derive(Clone, Debug)]
pub struct NextGenPsd2 {
    http: Client,
    attempt_timeout: Duration,
    call_timeout: Duration,
}

/// When a failed attempt may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    /// A reading: twice more, whatever kept the bank from answering.
    Reading,
    /// An initiation: once more when the bank was not reached or did not answer in time. Its X-Request-ID makes
    /// the same payment of both.
    Initiation,
}

/// One call, as it goes out.
pub(super) struct Call {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Option<serde_json::Value>,
    pub retry: Retry,
}

/// Why an attempt brought no answer.
struct Failure {
    why: &'static str,
    /// Not reached, or too slow: nothing is known of what the bank did.
    unreached: bool,
    /// The bank may have got the request.
    delivered: bool,
}

impl NextGenPsd2 {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_timeouts(
            Duration::from_secs(ATTEMPT_TIMEOUT_SECONDS),
            Duration::from_secs(CALL_TIMEOUT_SECONDS),
        )
    }

    /// A client with less patience: `attempt` for one exchange, `call` for all attempts of one call.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn with_timeouts(attempt: Duration, call: Duration) -> Result<Self, reqwest::Error> {
        // The first one wins, and they are all the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(CONNECT_TIMEOUT_SECONDS))
            .timeout(attempt)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_PER_BANK)
            .build()?;
        Ok(Self { http, attempt_timeout: attempt, call_timeout: call })
    }

    /// Makes the call, again if it may be, and reads a JSON answer.
    pub(super) async fn ask<T: DeserializeOwned>(&self, call: &Call) -> Result<T, BankError> {
        let (status, body) = self.exchange(call).await?;
        errors::read(status, &body)
    }

    /// The same for a call whose success has no body. Returns the status of the success.
    pub(super) async fn tell(&self, call: &Call) -> Result<StatusCode, BankError> {
        let (status, body) = self.exchange(call).await?;
        if status.is_success() {
            Ok(status)
        } else {
            errors::read::<serde::de::IgnoredAny>(status, &body).map(|_| status)
        }
    }

    async fn exchange(&self, call: &Call) -> Result<(StatusCode, Vec<u8>), BankError> {
        let deadline = Instant::now() + self.call_timeout;
        let attempts = match call.retry {
            Retry::Reading => 3,
            Retry::Initiation => 2,
        };
        let mut attempt = 1;
        let mut delivered = false;
        loop {
            let failure = match self.attempt(call, deadline).await {
                Ok((status, body)) if status.is_server_error() => {
                    // An initiation that was answered is asked again by the engine, not here.
                    drop(body);
                    Failure { why: "the bank is out of order", unreached: false, delivered: true }
                }
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            delivered |= failure.delivered;
            let may_repeat = call.retry == Retry::Reading || failure.unreached;
            let pause = Duration::from_millis(RETRY_PAUSE_MILLIS << attempt);
            let left = deadline.saturating_duration_since(Instant::now()).saturating_sub(pause);
            if attempt >= attempts || !may_repeat || left < Duration::from_millis(ATTEMPT_TIMEOUT_MIN_MILLIS)
            {
                let why = failure.why.to_owned();
                return Err(if delivered { BankError::NoAnswer(why) } else { BankError::NotReached(why) });
            }
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, call: &Call, deadline: Instant) -> Result<(StatusCode, Vec<u8>), Failure> {
        let left = deadline.saturating_duration_since(Instant::now());
        let mut request = self
            .http
            .request(call.method.clone(), call.url.clone())
            .headers(call.headers.clone())
            .timeout(left.min(self.attempt_timeout));
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let mut response = request.send().await.map_err(|error| failure(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            if body.len() + chunk.len() > ANSWER_MAX_BYTES {
                return Err(Failure { why: "the answer is too large", unreached: false, delivered: true });
            }
            body.extend_from_slice(&chunk);
        }
        Ok((response.status(), body))
    }
}

/// Words of our own: a library's text could hold an address or an account number.
fn failure(error: &reqwest::Error) -> Failure {
    let why = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        // The connection broke while the answer was awaited or read: as unknown as no answer at all.
        "the connection broke"
    };
    Failure { why, unreached: true, delivered: !error.is_connect() }
}

/// `{base}/v1/{parts}`, each part escaped.
pub(super) fn address(endpoint: &BankEndpoint, parts: &[&str]) -> Result<Url, BankError> {
    let unusable = || BankError::NoAnswer("the bank's address cannot be used".to_owned());
    let mut url = Url::parse(&endpoint.base_url).map_err(|_| unusable())?;
    url.path_segments_mut().map_err(|()| unusable())?.pop_if_empty().push("v1").extend(parts);
    Ok(url)
}

/// The headers that every call carries.
pub(super) fn headers(request_id: Uuid) -> Result<HeaderMap, BankError> {
    let mut headers = HeaderMap::new();
    headers.insert(reqwest::header::ACCEPT, HeaderValue::from_static("application/json"));
    put(&mut headers, "x-request-id", &request_id.to_string())?;
    Ok(headers)
}

pub(super) fn put(headers: &mut HeaderMap, name: &'static str, value: &str) -> Result<(), BankError> {
    let value = HeaderValue::from_str(value)
        .map_err(|_| BankError::NoAnswer(format!("the header {name} cannot be written")))?;
    headers.insert(HeaderName::from_static(name), value);
    Ok(())
}
