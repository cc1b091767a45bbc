//! Use cases of letters: post one with what it tells of.
use domain::form::Email;
use domain::ids::{LetterId, UserId};
use sqlx::PgConnection;

use super::model::{Letter, Posted};
use super::store;
use crate::context::AppState;
use crate::db;
use crate::i18n::Locale;
use crate::jobs::model::Job;
use crate::jobs::service::{JobsError, enqueue_in_tx};
use crate::vault::{Place, VaultError};

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("nobody to write to")]
    NoSuchUser,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error("the letter cannot be written: {0}")]
    Written(#[from] serde_json::Error),
}

impl From<MailError> for sqlx::Error {
    /// For whoever writes a letter beside rows, and has no other way to fail.
    fn from(error: MailError) -> Self {
        match error {
            MailError::Database(error) => error,
            other => Self::Encode(Box::new(other)),
        }
    }
}

/// Writes to a user's own address in their language, once this transaction is committed, and never before.
///
/// # Errors
/// When there is no such user, or the database refuses.
pub async fn post_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    letter: &Letter,
) -> Result<(), MailError> {
    let reader = store::reader_in_tx(tx, user).await?.ok_or(MailError::NoSuchUser)?;
    let to: Email = db::parsed("an e-mail address", &reader.email)?;
    let locale = reader.language.parse().unwrap_or_default();
    post_to_in_tx(tx, state, &to, locale, Some(user), letter).await
}

/// The same to an address and in a language of the caller's choice. `user` is whose account it is about, if anybody's.
///
/// # Errors
/// When the database refuses.
pub async fn post_to_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    to: &Email,
    locale: Locale,
    user: Option<&UserId>,
    letter: &Letter,
) -> Result<(), MailError> {
    let (id, now) = (LetterId::generate(state.entropy.as_ref()), state.clock.now());
    let posted = Posted { to: to.clone(), locale, letter: letter.clone() };
    let sealed = state.vault.seal(place(&id), &serde_json::to_string(&posted)?)?;
    store::insert_in_tx(tx, &id, user, letter.kind(), &sealed, now).await?;
    enqueue_in_tx(tx, state, &Job::SendLetter { letter: id }, now).await?;
    Ok(())
}

/// Where a letter is sealed.
fn place(id: &LetterId) -> Place<'_> {
    Place { table: "mail_outbox", column: "letter", row: id.as_str() }
}
