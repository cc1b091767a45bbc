//! The session's cookie.
use time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::sessions::HashedSessionStore;

const EXPIRY_HOURS: i64 = 12;

/// The cookie's name: browsers bind a `__Host-` cookie to this host, to https and to the whole site.
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-drop" } else { "drop" }
}

/// Sessions that only a hash of the cookie leads to.
#[must_use]
pub fn layer(store: HashedSessionStore, secure: bool) -> SessionManagerLayer<HashedSessionStore> {
    SessionManagerLayer::new(store)
        .with_name(cookie_name(secure))
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::hours(EXPIRY_HOURS)))
}
