//! Telling the owner of an account what of it was changed, so that somebody else's hand is seen.
use domain::ids::UserId;
use sqlx::PgConnection;

use crate::context::AppState;
use crate::mail::model::Letter;
use crate::mail::service::{MailError, post_in_tx};
use crate::notifications;
use crate::notifications::model::{Notice, SecurityChange};

/// By letter, and in the app.
pub(in crate::identity) async fn tell_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    what: SecurityChange,
    letter: &Letter,
) -> Result<(), MailError> {
    post_in_tx(tx, state, user, letter).await?;
    let notice = Notice::SecurityChanged { what };
    notifications::notify_in_tx(tx, state, user, &notice, Some(super::model::PAGE)).await?;
    Ok(())
}
