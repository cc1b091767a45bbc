//! Use cases of letters: post one with what it tells of, send it, show a demo what was sent, forget it.
use chrono::{DateTime, Duration, Utc};
use domain::form::Email;
use domain::ids::{LetterId, UserId};
use sqlx::PgConnection;

use super::gateway::{Message, PostError};
use super::layout::{self, Written};
use super::model::{Letter, Posted};
use super::store;
use super::words::{Where, written};
use crate::context::AppState;
use crate::db;
use crate::i18n::Locale;
use crate::jobs::model::Job;
use crate::jobs::service::{JobsError, enqueue_in_tx};
use crate::vault::VaultError;
use crate::vault::service::letter as place;

/// How long it is known that a letter went out: for whoever asks why none came.
const KEPT_DAYS: i64 = 90;
/// Letters that a demo shows.
const SHOWN_MAX: i64 = 500;

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
    #[error(transparent)]
    Post(#[from] PostError),
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
    let sealed = state.vault.seal(place(id.as_str()), &serde_json::to_string(&posted)?)?;
    store::insert_in_tx(tx, &id, user, letter.kind(), &sealed, now).await?;
    enqueue_in_tx(tx, state, &Job::SendLetter { letter: id }, now).await?;
    Ok(())
}

/// Sends a letter that waits. Doing it twice sends it once, unless this server dies between sending and noting it.
///
/// # Errors
/// When it may be sent later, or the database fails.
pub async fn send(state: &AppState, id: &LetterId) -> Result<(), MailError> {
    let Some(row) = store::waiting(&state.db, id).await? else { return Ok(()) };
    let posted: Posted = serde_json::from_str(&state.vault.open(place(id.as_str()), &row.letter)?)?;
    let now = state.clock.now();
    let keep = state.settings.demo;
    match state.post.send(&message(state, id, posted, row.created_at)).await {
        Ok(()) => store::mark_sent(&state.db, id, now, keep).await?,
        Err(error @ PostError::Refused(_)) => {
            tracing::warn!(letter = %id, kind = %row.kind, %error, "a letter was refused; it is not tried again");
            store::mark_refused(&state.db, id, now, keep).await?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn message(state: &AppState, id: &LetterId, posted: Posted, at: DateTime<Utc>) -> Message {
    let written = words_of(state, &posted, at);
    Message {
        id: id.clone(),
        to: posted.to,
        text: layout::text(&written),
        html: layout::html(posted.locale, &written),
        subject: written.subject,
        at,
    }
}

fn words_of(state: &AppState, posted: &Posted, at: DateTime<Utc>) -> Written {
    written(posted.locale, &posted.letter, Where { base_url: &state.settings.base_url, now: at })
}

/// A letter as a demo shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: LetterId,
    pub to: Email,
    pub locale: Locale,
    pub written: Written,
    pub at: DateTime<Utc>,
}

/// The letters of a demo, newest first, all or those to one address; nothing where real people get letters.
///
/// # Errors
/// When the database fails.
pub async fn shown(state: &AppState, to: Option<&Email>) -> Result<Option<Vec<Shown>>, MailError> {
    if !state.settings.demo {
        return Ok(None);
    }
    let mut letters = Vec::new();
    for row in store::newest(&state.db, SHOWN_MAX).await? {
        let id: LetterId = db::parsed("a letter's id", &row.id)?;
        let posted: Posted = serde_json::from_str(&state.vault.open(place(id.as_str()), &row.letter)?)?;
        if to.is_none_or(|to| *to == posted.to) {
            let written = words_of(state, &posted, row.created_at);
            letters.push(Shown { id, to: posted.to, locale: posted.locale, written, at: row.created_at });
        }
    }
    Ok(Some(letters))
}

/// Forgets that old letters were written, whether or not they ever left.
///
/// # Errors
/// When the database fails.
pub async fn prune(state: &AppState) -> Result<u64, MailError> {
    Ok(store::delete_older(&state.db, state.clock.now() - Duration::days(KEPT_DAYS)).await?)
}
