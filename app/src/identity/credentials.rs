//! Checking an e-mail and a password, slowly for those who guess.
use std::net::{IpAddr, Ipv6Addr};

use domain::form::{Email, Password};
use domain::ids::UserId;
use serde_json::json;

use super::model::LogInForm;
use super::passwords::Verdict;
use super::service::{IdentityError, token_hash};
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::db;

/// Log-in attempts from one address in one minute.
const ATTEMPTS_PER_IP: i32 = 10;
const ATTEMPTS_PER_IP_SECONDS: i64 = 60;
/// Failures on one account before it has to wait.
const FAILURES_PER_ACCOUNT: i32 = 5;
const FAILURES_PER_ACCOUNT_SECONDS: i64 = 15 * 60;
/// Checks an e-mail and a password. The answer and the time are the same for an unknown e-mail and a wrong
/// password. Staff sign in elsewhere, with a second factor: here they are unknown.
pub async fn check_credentials(
    state: &AppState,
    request: &RequestInfo,
    form: &LogInForm,
) -> Result<UserId, IdentityError> {
    count_attempt_of_ip(state, request).await?;
    let email = Email::parse(&form.email).map_err(|_| IdentityError::WrongCredentials);
    let (known, account_key) = match &email {
        Ok(email) => {
            let key = format!("login:account:{}", token_hash(email.as_str()));
            count_attempt(state, &key, FAILURES_PER_ACCOUNT, FAILURES_PER_ACCOUNT_SECONDS).await?;
            (store::credentials(&state.db, email.as_str()).await?, key)
        }
        Err(_) => (None, String::new()),
    };
    let customer = known.filter(|row| matches!(row.role.as_str(), "user" | "merchant"));
    let stored = customer.as_ref().map(|row| row.password_hash.as_str());
    let verdict = state.passwords.verify(&form.password, stored).await?;
    let Some(row) = customer.filter(|_| verdict != Verdict::Wrong) else {
        record_failure(state, request, &account_key).await?;
        return Err(IdentityError::WrongCredentials);
    };
    let user_id: UserId = db::parsed("a user id", &row.id)?;
    store::forget_attempts(&state.db, &account_key).await?;
    if verdict == Verdict::RightButOutdated {
        replace_hash(state, &user_id, &form.password).await?;
    }
    Ok(user_id)
}

async fn replace_hash(state: &AppState, user: &UserId, password: &str) -> Result<(), IdentityError> {
    // A password from before today's rules may be shorter than they ask; it is hashed as it is.
    let hash = state.passwords.hash(&Password::known(password)).await?;
    let mut tx = state.db.begin().await?;
    store::replace_password_hash_in_tx(&mut tx, user, &hash).await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        state.clock.now(),
        None,
        audit::Entry {
            user_id: Some(user),
            action: "auth.password_rehash",
            resource: Some(("user", user.as_str())),
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn record_failure(
    state: &AppState,
    request: &RequestInfo,
    account_key: &str,
) -> Result<(), IdentityError> {
    let mut tx = state.db.begin().await?;
    let entry = audit::Entry {
        user_id: None,
        action: "auth.login_failed",
        resource: None,
        // A hash of the address that was tried: attempts on one account can be told apart without naming it.
        details: json!({ "account": account_key }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// The address, or for IPv6 its /64: who has one address there has all of them.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX))),
    }
}

pub(super) async fn count_attempt_of_ip(
    state: &AppState,
    request: &RequestInfo,
) -> Result<(), IdentityError> {
    let key = format!("login:ip:{}", network(request.ip));
    count_attempt(state, &key, ATTEMPTS_PER_IP, ATTEMPTS_PER_IP_SECONDS).await
}

async fn count_attempt(
    state: &AppState,
    key: &str,
    most: i32,
    window_seconds: i64,
) -> Result<(), IdentityError> {
    let now = state.clock.now().timestamp();
    let (count, reset_at) = store::count_attempt(&state.db, key, now, window_seconds).await?;
    if count <= most {
        return Ok(());
    }
    let retry_after_seconds = u32::try_from((reset_at - now).max(1)).unwrap_or(u32::MAX);
    Err(IdentityError::TooManyAttempts { retry_after_seconds })
}

/// Forgets counted attempts whose window is over. Returns how many rows went.
///
/// # Errors
/// When the database fails.
pub async fn prune_attempts(state: &AppState) -> sqlx::Result<u64> {
    store::prune_attempts(&state.db, state.clock.now().timestamp()).await
}
