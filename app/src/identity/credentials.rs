//! Checking an e-mail and a password, slowly for those who guess.
use domain::access::Role;
use domain::form::{Email, Password};
use domain::ids::UserId;
use domain::throttle::LOGINS;
use serde_json::json;

use super::account::service as account;
use super::model::LogInForm;
use super::passwords::Verdict;
use super::service::{IdentityError, token_hash};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::{audit, db, throttle};

/// Somebody who knows the password of an account.
#[derive(Clone, Debug)]
pub struct Known {
    pub user_id: UserId,
    pub email: String,
    pub role: Role,
    has_factor: bool,
}

/// What is asked for after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Nothing,
    /// A code of the second factor.
    Code,
    /// A second factor, which this person must have and has not yet.
    Enrolment,
}

impl Known {
    /// Staff get nowhere without a second factor; customers who have one are asked for it too.
    #[must_use]
    pub const fn asked(&self) -> Asked {
        match (self.has_factor, self.role.is_staff()) {
            (true, _) => Asked::Code,
            (false, true) => Asked::Enrolment,
            (false, false) => Asked::Nothing,
        }
    }
}

/// Checks an e-mail and a password. The answer and the time are the same for an unknown e-mail and a wrong
/// password, and for staff who left. Whoever has the password of an account that waits for its address to be confirmed
/// hears so.
pub async fn check_credentials(
    state: &AppState,
    request: &RequestInfo,
    form: &LogInForm,
) -> Result<Known, IdentityError> {
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let email = Email::parse(&form.email).map_err(|_| IdentityError::WrongCredentials);
    let (known, waiting, account_key) = match &email {
        Ok(email) => {
            let key = format!("login:account:{}", token_hash(email.as_str()));
            throttle::service::count_account(state, &key).await?;
            let known = store::credentials(&state.db, email.as_str()).await?;
            // Asked whether or not there is an account, so that both take as long.
            let waiting = account::waiting(&state.db, email.as_str(), state.clock.now()).await?;
            (known, waiting, key)
        }
        Err(_) => (None, None, String::new()),
    };
    let waiting = waiting.filter(|_| known.is_none());
    let open = known.filter(|row| !row.deactivated);
    let stored = open.as_ref().map(|row| row.password_hash.as_str());
    let stored = stored.or(waiting.as_ref().map(|row| row.password_hash.as_str()));
    let verdict = state.passwords.verify(&form.password, stored).await?;
    if verdict == Verdict::Wrong {
        record_failure(state, request, &account_key).await?;
        return Err(IdentityError::WrongCredentials);
    }
    let Some(row) = open else {
        throttle::service::forget(state, &account_key).await?;
        let (email, waiting) = email.ok().zip(waiting).ok_or(IdentityError::WrongCredentials)?;
        return Err(IdentityError::NotConfirmed { link: waiting.link, email: email.into_string() });
    };
    let user_id: UserId = db::parsed("a user id", &row.id)?;
    throttle::service::forget(state, &account_key).await?;
    if verdict == Verdict::RightButOutdated {
        replace_hash(state, &user_id, &form.password).await?;
    }
    Ok(Known {
        user_id,
        email: row.email,
        role: db::parsed("a role", &row.role)?,
        has_factor: row.has_factor,
    })
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
