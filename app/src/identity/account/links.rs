//! Links in letters: asked for, written, opened once, and gone.
//!
//! A request only notes that a letter is to be written. Who has the address, and so which letter it is, is found out by
//! a job afterwards: what is answered, and how long it takes, is the same whether or not somebody has it.
use chrono::{DateTime, Duration, Utc};
use domain::ids::UserId;
use domain::throttle::{LINKS, LINKS_TO_ONE};
use serde_json::json;
use sqlx::PgConnection;

use super::letters;
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::identity::service::{IdentityError, token_hash};
use crate::jobs::model::Job;
use crate::{audit, jobs, throttle};

/// Random bytes of what a link opens with.
const TOKEN_BYTES: usize = 32;
/// How long whoever registered has until they have read the letter.
pub const CONFIRM_HOURS: i64 = 24;
/// A way past the password stays open for a short time only (ASVS 6.4.2).
pub const RESET_MINUTES: i64 = 30;
/// Time enough to come back from a weekend and see what somebody has done.
pub const UNDO_HOURS: i64 = 72;

/// What a link does when its page's button is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Register,
    ResetPassword,
    NewEmail,
    UndoEmail,
}

impl Purpose {
    /// As it stands in `account_links.purpose`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::ResetPassword => "reset_password",
            Self::NewEmail => "new_email",
            Self::UndoEmail => "undo_email",
        }
    }

    pub fn of(text: &str) -> Option<Self> {
        [Self::Register, Self::ResetPassword, Self::NewEmail, Self::UndoEmail]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
    }

    fn holds(self) -> Duration {
        match self {
            Self::Register | Self::NewEmail => Duration::hours(CONFIRM_HOURS),
            Self::ResetPassword => Duration::minutes(RESET_MINUTES),
            Self::UndoEmail => Duration::hours(UNDO_HOURS),
        }
    }

    /// The page that the link opens. It changes nothing: programs that look through mail open links too.
    const fn page(self) -> &'static str {
        match self {
            Self::Register => "/login/confirm",
            Self::ResetPassword => "/login/reset",
            Self::NewEmail => "/login/new-email",
            Self::UndoEmail => "/login/undo-email",
        }
    }

    pub fn address(self, base_url: &str, token: &str) -> String {
        format!("{base_url}{}?code={token}", self.page())
    }
}

/// What opens a link; only its hash is kept.
pub(super) fn new_token(state: &AppState) -> String {
    state.entropy.hex(TOKEN_BYTES)
}

/// Counts a letter that somebody asks for, by where they are and by whom it goes to, so that nobody's mailbox can be
/// filled. Both count whether or not anybody has the address.
pub(in crate::identity) async fn count(
    state: &AppState,
    request: &RequestInfo,
    email: &str,
) -> Result<(), IdentityError> {
    throttle::service::count_address(state, &LINKS, request.ip).await?;
    let whom = token_hash(email);
    throttle::service::count_key(state, &LINKS_TO_ONE, &whom).await?;
    Ok(())
}

/// Notes that a letter with a link is to be written.
pub(super) async fn ask_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    purpose: Purpose,
    user: Option<&UserId>,
    email: &str,
    language: &str,
) -> Result<i64, IdentityError> {
    let now = state.clock.now();
    let link = store::NewLink {
        purpose: purpose.as_str(),
        user_id: user,
        email,
        language,
        token_hash: None,
        now,
        expires_at: now + purpose.holds(),
    };
    let link = store::insert_link_in_tx(tx, &link).await?;
    jobs::service::enqueue_in_tx(tx, state, &Job::SendLink { link }, now).await?;
    Ok(link)
}

/// A link whose letter its caller writes in the same transaction; what opens it.
pub(super) async fn make_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    purpose: Purpose,
    user: &UserId,
    email: &str,
    language: &str,
) -> sqlx::Result<String> {
    let (token, now) = (new_token(state), state.clock.now());
    let link = store::NewLink {
        purpose: purpose.as_str(),
        user_id: Some(user),
        email,
        language,
        token_hash: Some(&token_hash(&token)),
        now,
        expires_at: now + purpose.holds(),
    };
    store::insert_link_in_tx(tx, &link).await?;
    Ok(token)
}

/// Writes the letter that was asked for, once: a job that is done again finds nothing to do.
///
/// # Errors
/// When the database or the vault fails: the job is tried again.
pub async fn send(state: &AppState, link: i64) -> Result<(), IdentityError> {
    let mut tx = state.db.begin().await?;
    if let Some(row) = store::due_link_in_tx(&mut tx, link, state.clock.now()).await? {
        letters::write_in_tx(&mut tx, state, &row).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Removes links that are too old, and with them registrations that nobody has confirmed. Returns how many went.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(state: &AppState) -> sqlx::Result<u64> {
    store::delete_expired(&state.db, state.clock.now()).await
}

/// A row of the audit log about an address of which it is not known whose it is: a hash, so that attempts on one can be
/// told apart without naming it.
pub(super) async fn note_asked_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    request: &RequestInfo,
    action: &'static str,
    email: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: None,
        action,
        resource: None,
        details: json!({ "account": format!("login:account:{}", token_hash(email)) }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, Some(request), entry).await
}
