//! What of an account was changed: told to its owner, so that somebody else's hand is seen, and written down.
use domain::ids::UserId;
use serde_json::json;
use sqlx::PgConnection;

use crate::context::{AppState, RequestInfo};
use crate::mail::model::Letter;
use crate::mail::service::{MailError, post_in_tx};
use crate::notifications::model::{Notice, SecurityChange};
use crate::{audit, notifications};

/// By letter, and in the app.
pub(in crate::identity) async fn tell_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    what: SecurityChange,
    letter: &Letter,
) -> Result<(), MailError> {
    post_in_tx(tx, state, user, letter).await?;
    let notice = Notice::SecurityChanged { what };
    notifications::notify_in_tx(tx, state, user, &notice, Some(page_of(what))).await?;
    Ok(())
}

/// The page that shows how it is now.
const fn page_of(what: SecurityChange) -> &'static str {
    match what {
        SecurityChange::SecondFactor | SecurityChange::Passkey => super::model::PAGE,
        _ => "/me",
    }
}

/// A row of the audit log about the account itself.
pub(in crate::identity) async fn note_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    action: &'static str,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(user),
        action,
        resource: Some(("user", user.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await
}
