//! What a browser says of its subscription, and what is kept of it.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::gateway::Subscription;

const ENDPOINT_MAX_BYTES: usize = 2_048;
/// An uncompressed point: 4, then two coordinates.
const PUBLIC_KEY_BYTES: usize = 65;
const UNCOMPRESSED: u8 = 4;
const AUTH_BYTES: usize = 16;

/// As `PushSubscription.toJSON()` writes it. What else it says is not needed.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Said {
    pub endpoint: String,
    pub keys: SaidKeys,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SaidKeys {
    pub p256dh: String,
    pub auth: String,
}

/// Reads what somebody says is a subscription. Nothing for what this site would not write to.
pub(super) fn read(text: &str) -> Option<(Said, Subscription)> {
    let said: Said = serde_json::from_str(text).ok()?;
    let endpoint = Url::parse(&said.endpoint).ok().filter(is_writable)?;
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let (p256dh, auth) = (decoded(&said.keys.p256dh)?, decoded(&said.keys.auth)?);
    let keys_fit = p256dh.len() == PUBLIC_KEY_BYTES && p256dh[0] == UNCOMPRESSED && auth.len() == AUTH_BYTES;
    keys_fit.then_some((said, Subscription { endpoint, p256dh, auth }))
}

/// On https, at a host with a name and no port of its own: no address of a network that a visitor should not reach.
fn is_writable(endpoint: &Url) -> bool {
    let named = matches!(endpoint.host(), Some(Host::Domain(name)) if name.contains('.'));
    let plain = endpoint.port().is_none() && endpoint.username().is_empty() && endpoint.password().is_none();
    endpoint.scheme() == "https" && named && plain && endpoint.as_str().len() <= ENDPOINT_MAX_BYTES
}
