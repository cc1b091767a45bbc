//! Headers that every answer carries, errors included (OWASP ASVS 5.0, chapter 3).
use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Two years.
const HSTS: &str = "max-age=63072000; includeSubDomains";
/// The camera is for the QR scanner; nothing else of the device is ours.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), bluetooth=(), camera=(self), display-capture=(), \
    encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=()";

/// What the headers are made from, computed once.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    https: bool,
    /// `form-action 'self' <banks>`: an approval starts with a form post that ends at the customer's bank.
    form_action: Arc<str>,
    connect: Arc<str>,
    default_policy: HeaderValue,
}

impl SecurityHeaders {
    #[must_use]
    pub fn new(base_url: &str, bank_origins: &[String], live_reload_port: Option<u32>) -> Self {
        let origins: BTreeSet<String> = bank_origins.iter().filter_map(|text| origin(text)).collect();
        let form_action: String =
            std::iter::once("'self'".to_owned()).chain(origins).collect::<Vec<_>>().join(" ");
        let connect = live_reload_port
            .map_or_else(|| "'self'".to_owned(), |port| format!("'self' ws://localhost:{port}"));
        let default_policy = HeaderValue::from_str(&policy("'self'", &form_action, &connect))
            .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        Self {
            https: base_url.starts_with("https://"),
            form_action: form_action.into(),
            connect: connect.into(),
            default_policy,
        }
    }

    /// The policy of a page whose inline scripts carry this nonce.
    #[must_use]
    pub fn policy_with_nonce(&self, nonce: &str) -> Option<HeaderValue> {
        let scripts = format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'");
        HeaderValue::from_str(&policy(&scripts, &self.form_action, &self.connect)).ok()
    }
}

fn policy(scripts: &str, form_action: &str, connect: &str) -> String {
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src {connect}; manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         form-action {form_action}"
    )
}

/// The origin of an address, or nothing: a text that is no http address must not reach the policy.
fn origin(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

pub async fn layer(State(own): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if own.https {
        set(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| own.default_policy.clone());
    // Pages and answers show one customer's money. Files of the bundle say themselves how long they keep.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_banks_by_their_origin() {
        let banks =
            ["http://localhost:3001/dnb", "http://localhost:3001/nordea", "https://bank.example; x", "x y"];
        let headers = SecurityHeaders::new("https://drop.example", &banks.map(str::to_owned), None);
        let policy = headers.policy_with_nonce("abc").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.ends_with("form-action 'self' http://localhost:3001"), "{policy}");
        assert!(policy.contains("script-src 'self' 'nonce-abc' 'wasm-unsafe-eval';"));
        assert!(!headers.default_policy.to_str().unwrap().contains("nonce"));
    }
}
