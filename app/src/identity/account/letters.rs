//! Which letter goes to whom, once it is looked up who has an address.
use domain::form::Email;
use domain::ids::UserId;
use sqlx::PgConnection;

use super::links::{Purpose, new_token};
use super::store::{self, LinkRow};
use crate::context::AppState;
use crate::db;
use crate::identity::service::{IdentityError, token_hash};
use crate::mail::model::Letter;
use crate::mail::service::{post_in_tx, post_to_in_tx};

/// Writes the letter of a link that is due, and arms the link when the letter holds it.
pub(super) async fn write_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    link: &LinkRow,
) -> Result<(), IdentityError> {
    let Some(purpose) = Purpose::of(&link.purpose) else { return Ok(()) };
    let owner = store::owner_of_in_tx(tx, &link.email).await?;
    let owner: Option<UserId> = owner.map(|row| db::parsed("a user id", &row.id)).transpose()?;
    match (purpose, owner) {
        (Purpose::Register | Purpose::NewEmail, Some(owner)) => {
            // The address has an account: its owner is told, and this link opens nothing.
            store::arm_link_in_tx(tx, link.id, None, None).await?;
            Ok(post_in_tx(tx, state, &owner, &account_exists(state)).await?)
        }
        (Purpose::Register, None) => {
            let address = armed_in_tx(tx, state, link, purpose, None).await?;
            post_to_address_in_tx(tx, state, link, None, Letter::ConfirmEmail { link: address }).await
        }
        (Purpose::NewEmail, None) => {
            let address = armed_in_tx(tx, state, link, purpose, None).await?;
            let user: Option<UserId> =
                link.user_id.as_deref().map(|id| db::parsed("a user id", id)).transpose()?;
            let letter = Letter::ConfirmNewEmail { link: address };
            post_to_address_in_tx(tx, state, link, user.as_ref(), letter).await
        }
        (Purpose::ResetPassword, Some(owner)) => {
            // Only the newest opens.
            let purposes = [Purpose::ResetPassword.as_str().to_owned()];
            store::drop_links_in_tx(tx, owner.as_str(), &purposes, Some(link.id)).await?;
            let address = armed_in_tx(tx, state, link, purpose, Some(&owner)).await?;
            Ok(post_in_tx(tx, state, &owner, &Letter::ResetPassword { link: address }).await?)
        }
        // Nobody has the address, and nobody is written to.
        (Purpose::ResetPassword | Purpose::UndoEmail, _) => {
            Ok(store::arm_link_in_tx(tx, link.id, None, None).await?)
        }
    }
}

async fn armed_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    link: &LinkRow,
    purpose: Purpose,
    user: Option<&UserId>,
) -> sqlx::Result<String> {
    let token = new_token(state);
    store::arm_link_in_tx(tx, link.id, user.map(UserId::as_str), Some(&token_hash(&token))).await?;
    Ok(purpose.address(&state.settings.base_url, &token))
}

async fn post_to_address_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    link: &LinkRow,
    user: Option<&UserId>,
    letter: Letter,
) -> Result<(), IdentityError> {
    let Ok(to) = Email::parse(&link.email) else { return Ok(()) };
    Ok(post_to_in_tx(tx, state, &to, link.language.parse().unwrap_or_default(), user, &letter).await?)
}

fn account_exists(state: &AppState) -> Letter {
    let page = |path: &str| format!("{}{path}", state.settings.base_url);
    Letter::AccountExists { log_in: page("/login"), reset: page("/login/forgot") }
}
