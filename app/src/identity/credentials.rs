//! Checking an e-mail and a password, slowly for those who guess.
use domain::form::{Email, Password};
use domain::ids::UserId;
use domain::throttle::LOGINS;
use serde_json::json;

use super::model::LogInForm;
use super::passwords::Verdict;
use super::service::{IdentityError, token_hash};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::{audit, db, throttle};

/// Checks an e-mail and a password. The answer and the time are the same for an unknown e-mail and a wrong
/// password. Staff sign in elsewhere, with a second factor: here they are unknown.
pub async fn check_credentials(
    state: &AppState,
    request: &RequestInfo,
    form: &LogInForm,
) -> Result<UserId, IdentityError> {
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let email = Email::parse(&form.email).map_err(|_| IdentityError::WrongCredentials);
    let (known, account_key) = match &email {
        Ok(email) => {
            let key = format!("login:account:{}", token_hash(email.as_str()));
            throttle::service::count_account(state, &key).await?;
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
    throttle::service::forget(state, &account_key).await?;
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
