//! Use cases of an account's security page.
use chrono::{DateTime, Utc};
use domain::access::{Action, Resource, decide};
use domain::ids::UserId;
use sqlx::PgConnection;

use super::model::{FactorView, Security};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::identity::passkeys::service as passkeys;
use crate::identity::second_factor::service::{self as second_factor, FactorError};
use crate::identity::service::Visitor;

/// Customers see to their own; a lead does for staff.
///
/// # Errors
/// For staff.
pub fn own(visitor: &Visitor) -> Result<&UserId, AppError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    Ok(&visitor.actor.user_id)
}

/// What opens the account beside the password.
///
/// # Errors
/// For staff, and when the database fails.
pub async fn overview(state: &AppState, visitor: &Visitor) -> Result<Security, AppError> {
    let user = own(visitor)?;
    let factor = store::factor(&state.db, user).await.map_err(FactorError::Database)?;
    let factor = factor.map(|row| FactorView { since: row.enrolled_at, codes_left: row.codes_left });
    let passkeys = passkeys::list(state, user).await?;
    let passkeys_possible = passkeys::are_possible(state);
    Ok(Security { factor, passkeys, passkeys_possible, now: state.clock.now() })
}

/// Takes away what has come since to open the account: the passkeys, second factor and recovery codes of whoever had
/// taken it over.
///
/// # Errors
/// When the database fails.
pub async fn forget_since_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    since: DateTime<Utc>,
) -> sqlx::Result<()> {
    store::forget_since_in_tx(tx, user, since).await
}

/// Takes the app whose code it is as second factor. Returns the recovery codes, for the only time.
///
/// # Errors
/// [`FactorError::WrongCode`], and [`FactorError::NotOpen`] for somebody who has one.
pub async fn add_factor(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    sealed: &str,
    code: &str,
) -> Result<Vec<String>, AppError> {
    let user = own(visitor)?;
    Ok(second_factor::enrol(state, request, user, sealed, code, Some(&visitor.login_id)).await?)
}

/// New recovery codes; those before open nothing any more.
///
/// # Errors
/// [`FactorError::NotOpen`] for somebody without a second factor.
pub async fn renew_codes(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
) -> Result<Vec<String>, AppError> {
    Ok(second_factor::renew_codes(state, request, own(visitor)?, &visitor.login_id).await?)
}

/// Takes the second factor and its recovery codes away.
///
/// # Errors
/// [`FactorError::NotOpen`] for somebody without one.
pub async fn remove_factor(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
) -> Result<(), AppError> {
    Ok(second_factor::give_up(state, request, own(visitor)?, &visitor.login_id).await?)
}
