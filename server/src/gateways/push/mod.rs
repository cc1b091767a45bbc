//! Messages to browsers by their push services: RFC 8030, sealed by RFC 8291, signed by RFC 8292.
mod addresses;
mod sealing;
mod signing;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use app::context::AppSettings;
use app::notifications::push::gateway::{Off, PushError, PushService, Subscription};
use async_trait::async_trait;
use domain::clock::{Clock, Entropy};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, header};

use signing::Signer;

const CONNECT_TIMEOUT_SECONDS: u64 = 5;
const TIMEOUT_SECONDS: u64 = 15;
/// How long a push service keeps a message for a browser that is not there.
const TTL_SECONDS: u64 = 24 * 3_600;
/// A later message takes the place of one that still waits: there is news, once.
const TOPIC: &str = "news";

/// Why messages could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum PushSetUp {
    #[error("DROP_VAPID_KEY is no private key of P-256")]
    Key,
    #[error("the client for push services: {0}")]
    Client(#[from] reqwest::Error),
}

/// Messages signed with the configured key; none without one.
///
/// # Errors
/// When the key is none, or TLS cannot be set up.
pub fn of(
    settings: &AppSettings,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<Arc<dyn PushService>, PushSetUp> {
    let Some(key) = &settings.push else { return Ok(Arc::new(Off)) };
    let signer = Signer::new(key, contact(settings)).ok_or(PushSetUp::Key)?;
    Ok(Arc::new(WebPush { http: client()?, signer, clock, entropy }))
}

/// Whom a push service asks when something is wrong with our messages.
fn contact(settings: &AppSettings) -> String {
    match &settings.operator.email {
        Some(email) => format!("mailto:{email}"),
        None => settings.base_url.clone(),
    }
}

/// Leads nowhere but to where a name of the public network leads: customers choose the addresses.
fn client() -> reqwest::Result<Client> {
    // Twice is no error: the client for banks has done so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(Duration::from_secs(CONNECT_TIMEOUT_SECONDS))
        .timeout(Duration::from_secs(TIMEOUT_SECONDS))
        .redirect(Policy::none())
        .https_only(true)
        .no_proxy()
        .dns_resolver(Arc::new(addresses::PublicOnly))
        .build()
}

struct WebPush {
    http: Client,
    signer: Signer,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

#[async_trait]
impl PushService for WebPush {
    fn public_key(&self) -> Option<&str> {
        Some(self.signer.public_key())
    }

    async fn send(&self, to: &Subscription, text: &str) -> Result<(), PushError> {
        let refused = |what: &str| PushError::Refused(what.to_owned());
        let sealed = sealing::sealed(to, text.as_bytes(), self.entropy.as_ref())
            .ok_or_else(|| refused("the browser's keys are none"))?;
        let audience = to.endpoint.origin().ascii_serialization();
        let request = self
            .http
            .post(to.endpoint.clone())
            .header(header::AUTHORIZATION, self.signer.authorization(&audience, self.clock.now()))
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", TTL_SECONDS)
            .header("topic", TOPIC)
            .header("urgency", "normal")
            .body(sealed);
        match request.send().await {
            Ok(answer) => answered(answer.status()),
            Err(error) => Err(PushError::NoAnswer(error.without_url().to_string())),
        }
    }
}

/// What the answer of a push service means (RFC 8030, sections 5 and 7.3).
fn answered(status: StatusCode) -> Result<(), PushError> {
    let said = || format!("status {}", status.as_u16());
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(PushError::Gone),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(PushError::NoAnswer(said())),
        status if status.is_success() => Ok(()),
        status if status.is_server_error() => Err(PushError::NoAnswer(said())),
        _ => Err(PushError::Refused(said())),
    }
}
