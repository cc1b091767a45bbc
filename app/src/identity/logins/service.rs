//! Use cases of the list of logins.
use chrono::Duration;
use domain::access::{Action, Refusal, Resource, decide};
use domain::ids::LoginId;
use serde_json::json;

use super::model::{LoginView, Logins, browser_name};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::identity::service::{IDLE_MINUTES, Visitor, end_other_logins_in_tx};
use crate::{audit, db};

#[derive(Debug, thiserror::Error)]
pub enum LoginsError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<LoginsError> for AppError {
    fn from(error: LoginsError) -> Self {
        match error {
            LoginsError::Refused(refusal) => refusal.into(),
            LoginsError::Database(_) | LoginsError::BadRow(_) => {
                tracing::error!(%error, "logins");
                Self::Unexpected
            }
        }
    }
}

/// Customers see and end their own; a lead ends those of staff.
///
/// # Errors
/// For staff.
pub fn may_end(visitor: &Visitor) -> Result<(), LoginsError> {
    Ok(decide(Some(&visitor.actor), Action::ManageSessions, Resource::Own)?)
}

/// Where somebody is logged in.
///
/// # Errors
/// For staff, and when the database fails.
pub async fn list(state: &AppState, visitor: &Visitor) -> Result<Logins, LoginsError> {
    may_end(visitor)?;
    let now = state.clock.now();
    let used_since = now - Duration::minutes(IDLE_MINUTES);
    let user = &visitor.actor.user_id;
    let rows = store::open_logins(&state.db, user, &visitor.login_id, now, used_since).await?;
    let logins = rows.into_iter().map(|row| view(row, &visitor.login_id)).collect::<Result<_, _>>()?;
    Ok(Logins { logins, now })
}

fn view(row: store::LoginRow, this: &LoginId) -> Result<LoginView, db::BadRow> {
    let id: LoginId = db::parsed("a login id", &row.id)?;
    Ok(LoginView {
        is_this: id == *this,
        id,
        device: row.device.unwrap_or_default(),
        browser: row.user_agent.as_deref().and_then(browser_name).map(str::to_owned),
        ip: row.ip_address.unwrap_or_default(),
        begun: row.created_at,
        last_seen: row.last_seen_at,
    })
}

/// Ends one login of one's own. One that has ended, and somebody else's, are not found.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn end(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    login: &LoginId,
) -> Result<(), LoginsError> {
    may_end(visitor)?;
    let (user, now) = (&visitor.actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    if !store::end_in_tx(&mut tx, user, login, now).await? {
        return Err(Refusal::NotFound.into());
    }
    let entry = audit::Entry {
        user_id: Some(user),
        action: "auth.login_ended",
        resource: Some(("session", login.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every login of one's own but this one.
///
/// # Errors
/// For staff, and when the database fails.
pub async fn end_others(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
) -> Result<(), LoginsError> {
    may_end(visitor)?;
    let (user, now) = (&visitor.actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let ended = end_other_logins_in_tx(&mut tx, user, &visitor.login_id, now).await?;
    let entry = audit::Entry {
        user_id: Some(user),
        action: "auth.other_logins_ended",
        resource: Some(("user", user.as_str())),
        details: json!({ "ended": ended }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}
