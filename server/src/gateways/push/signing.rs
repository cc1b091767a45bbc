//! Saying to a push service who sends: a signed token (RFC 8292).
use app::notifications::push::gateway::VapidKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;

/// Half of the longest that a push service takes.
const HOLDS_HOURS: i64 = 12;

pub(super) struct Signer {
    key: SigningKey,
    public: String,
    contact: String,
}

impl Signer {
    /// `contact` is an address of mail or of a site, as a URL. Nothing when the key is none.
    pub(super) fn new(key: &VapidKey, contact: String) -> Option<Self> {
        let key = SigningKey::from_slice(key.bytes()).ok()?;
        let public = URL_SAFE_NO_PAD.encode(key.verifying_key().to_encoded_point(false).as_bytes());
        Some(Self { key, public, contact })
    }

    pub(super) fn public_key(&self) -> &str {
        &self.public
    }

    /// The header's value, for the origin of a push service.
    pub(super) fn authorization(&self, audience: &str, now: DateTime<Utc>) -> String {
        let header = json!({ "typ": "JWT", "alg": "ES256" });
        let until = (now + Duration::hours(HOLDS_HOURS)).timestamp();
        let claims = json!({ "aud": audience, "exp": until, "sub": self.contact });
        let part = |part: &serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public)
    }
}
