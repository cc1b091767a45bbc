//! From a registration to an account: the link in a letter shows that the address is theirs.
use chrono::NaiveDate;
use domain::ids::UserId;

use super::links::{self, Purpose};
use super::model::ConfirmStep;
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::identity::registration::{Confirmed, open_account_in_tx};
use crate::identity::security::told::note_in_tx;
use crate::identity::service::{IdentityError, token_hash};
use crate::jobs::model::Job;
use crate::jobs::service::enqueue_in_tx;

/// What somebody has typed who wants an account.
pub struct NewAccount<'a> {
    pub email: &'a str,
    pub password_hash: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone: &'a str,
    pub born: NaiveDate,
    pub marketing: bool,
    pub language: &'a str,
}

/// An account that was opened, and by which link.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub user_id: UserId,
    pub link: i64,
}

/// Keeps a registration, and notes that a letter is to be written about it.
pub async fn keep_registration(
    state: &AppState,
    request: &RequestInfo,
    new: &NewAccount<'_>,
) -> Result<i64, IdentityError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let link = links::ask_in_tx(&mut tx, state, Purpose::Register, None, new.email, new.language).await?;
    let registration = store::NewRegistration {
        link,
        password_hash: new.password_hash,
        first_name: new.first_name,
        last_name: new.last_name,
        phone: new.phone,
        date_of_birth: new.born,
        marketing: new.marketing,
        ip: &request.ip.to_string(),
        now,
    };
    store::insert_registration_in_tx(&mut tx, &registration).await?;
    links::note_asked_in_tx(&mut tx, state, request, "auth.register_asked", new.email, now).await?;
    tx.commit().await?;
    Ok(link)
}

/// Asks for the letter of a registration once more; the link of the one before opens nothing then.
pub async fn ask_again(
    state: &AppState,
    request: &RequestInfo,
    link: i64,
    email: &str,
) -> Result<(), IdentityError> {
    links::count(state, request, email).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let Some(email) = store::ask_again_in_tx(&mut tx, link, now).await? else {
        return Err(IdentityError::LinkDead);
    };
    enqueue_in_tx(&mut tx, state, &Job::SendLink { link }, now).await?;
    links::note_asked_in_tx(&mut tx, state, request, "auth.register_asked_again", &email, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What the page with the button says. Looking changes nothing.
pub async fn look_at_confirmation(state: &AppState, code: &str) -> Result<ConfirmStep, IdentityError> {
    let now = state.clock.now();
    let link = store::open_link(&state.db, Purpose::Register.as_str(), &token_hash(code), now).await?;
    let link = link.ok_or(IdentityError::LinkDead)?;
    Ok(ConfirmStep { email: link.email })
}

/// Opens the account. Whoever else has wanted one with this address does not get it.
pub async fn confirm(
    state: &AppState,
    request: &RequestInfo,
    code: &str,
) -> Result<Confirmation, IdentityError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    store::lock_registrations_in_tx(&mut tx, &token_hash(code)).await?;
    let row = store::registration_in_tx(&mut tx, &token_hash(code), now).await?;
    let row = row.ok_or(IdentityError::LinkDead)?;
    let mut consents = vec!["terms", "privacy"];
    if row.marketing {
        consents.push("marketing");
    }
    let person = Confirmed {
        email: &row.email,
        password_hash: &row.password_hash,
        first_name: &row.first_name,
        last_name: &row.last_name,
        phone: &row.phone,
        born: row.date_of_birth,
        language: &row.language,
        consents: &consents,
        registered_at: row.registered_at,
        ip: &row.ip_address,
    };
    let user_id = match open_account_in_tx(&mut tx, state, request, &person).await {
        // Another registration of this address was confirmed meanwhile.
        Err(IdentityError::Form(_)) => return Err(IdentityError::LinkDead),
        opened => opened?,
    };
    store::drop_registrations_in_tx(&mut tx, &row.email).await?;
    note_in_tx(&mut tx, state, request, &user_id, "auth.email_confirmed").await?;
    tx.commit().await?;
    Ok(Confirmation { user_id, link: row.id })
}
