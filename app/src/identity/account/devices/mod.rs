//! Browsers that a person has logged in with before: whoever logs in with another is told by letter.
mod store;

use chrono::Duration;
use domain::ids::{LoginId, UserId};
use serde_json::json;

use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::identity::service::{IdentityError, device_name, token_hash};
use crate::mail::model::Letter;
use crate::mail::service::post_in_tx;

/// A browser that nobody has logged in with for this long is a new one: as long as browsers keep a cookie at most.
pub const KEPT_DAYS: i64 = 400;
const TOKEN_BYTES: usize = 32;
/// Characters of a cookie that we wrote.
const TOKEN_CHARS: usize = TOKEN_BYTES * 2;

/// The cookie's name: browsers bind a `__Host-` cookie to this host, to https and to the whole site.
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-drop_device" } else { "drop_device" }
}

/// Notes with which browser a login was opened, and writes to its owner when it was never seen: but not about the first
/// of all. Returns what the browser is known by from now on.
pub(in crate::identity) async fn note(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    login: &LoginId,
    cookie: Option<&str>,
) -> Result<String, IdentityError> {
    let now = state.clock.now();
    let is_ours =
        |cookie: &&str| cookie.len() == TOKEN_CHARS && cookie.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cookie = cookie.filter(is_ours);
    let token = cookie.map_or_else(|| state.entropy.hex(TOKEN_BYTES), str::to_owned);
    let hash = token_hash(&token);
    let mut tx = state.db.begin().await?;
    if !store::touch_device_in_tx(&mut tx, user, &hash, now).await? {
        store::insert_device_in_tx(&mut tx, user, &hash, now).await?;
        if store::logged_in_before_in_tx(&mut tx, user, login.as_str()).await? {
            let letter = Letter::NewDevice {
                device: device_name(&request.user_agent).to_owned(),
                ip: request.ip.to_string(),
                at: now,
            };
            post_in_tx(&mut tx, state, user, &letter).await?;
            let entry = audit::Entry {
                user_id: Some(user),
                action: "auth.new_device",
                resource: Some(("session", login.as_str())),
                details: json!({}),
            };
            audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
        }
    }
    tx.commit().await?;
    Ok(token)
}

/// Forgets browsers that nobody logs in with any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_unseen(state: &AppState) -> sqlx::Result<()> {
    store::delete_unseen(&state.db, state.clock.now() - Duration::days(KEPT_DAYS)).await
}
