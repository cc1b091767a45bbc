//! The way to a browser by its push service (RFC 8030), implemented in `server/src/gateways/push`.
use std::fmt;

use async_trait::async_trait;

/// Where a browser is reached, and the keys that it opens messages with (RFC 8291).
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// On https, at a host with a name. It must not lead into the house: the gateway looks at where the name leads.
    pub endpoint: url::Url,
    /// The browser's public key: an uncompressed point of P-256.
    pub p256dh: Vec<u8>,
    /// 16 bytes that only the browser and the site know.
    pub auth: Vec<u8>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription(…)")
    }
}

/// Why a message did not leave. Names no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The browser has gone: nothing will ever reach it there.
    #[error("the browser is gone")]
    Gone,
    /// It may leave later.
    #[error("the push service: {0}")]
    NoAnswer(String),
    /// It never will.
    #[error("the push service refuses the message: {0}")]
    Refused(String),
}

#[async_trait]
pub trait PushService: Send + Sync {
    /// What a browser needs to subscribe (RFC 8292), in base64url; nothing where messages are off.
    fn public_key(&self) -> Option<&str>;

    /// Sends a text that only the browser can read.
    ///
    /// # Errors
    /// See [`PushError`].
    async fn send(&self, to: &Subscription, text: &str) -> Result<(), PushError>;
}

/// No messages.
#[derive(Clone, Copy, Debug)]
pub struct Off;

#[async_trait]
impl PushService for Off {
    fn public_key(&self) -> Option<&str> {
        None
    }

    async fn send(&self, _: &Subscription, _: &str) -> Result<(), PushError> {
        Err(PushError::Refused("messages are off here".to_owned()))
    }
}

/// The site's private key (RFC 8292): 32 bytes of P-256. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct VapidKey([u8; 32]);

impl VapidKey {
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey(…)")
    }
}
