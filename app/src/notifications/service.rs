//! Use cases of notifications: tell somebody, list one's own, mark them as read.
use domain::access::{Action, Actor, Resource, decide};
use domain::form::FieldCode;
use domain::ids::{NotificationId, UserId};
use sqlx::PgConnection;

use super::model::{Notice, NotificationLine, NotificationPage};
use super::push::gateway::PushError;
use super::topic::Wish;
use super::words::words;
use super::{push, settings, store};
use crate::context::AppState;
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::identity::model::safe_next;
use crate::live::{News, service::tell_in_tx};
use crate::mail::{Letter, MailError, post_in_tx};
use crate::vault::VaultError;

/// Lines of one page.
pub const PAGE_ROWS: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum NotificationError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such notification")]
    NotFound,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    /// Nothing that a browser says of its subscription.
    #[error("no subscription")]
    NoSubscription(FieldCode),
    #[error(transparent)]
    Push(#[from] PushError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("a subscription cannot be written: {0}")]
    Written(#[from] serde_json::Error),
}

impl From<NotificationError> for AppError {
    fn from(error: NotificationError) -> Self {
        match error {
            NotificationError::Refused(refusal) => refusal.into(),
            NotificationError::NotFound => Self::NotFound,
            NotificationError::NoSubscription(code) => Self::field("subscription", code),
            NotificationError::Database(_)
            | NotificationError::BadRow(_)
            | NotificationError::Push(_)
            | NotificationError::Vault(_)
            | NotificationError::Written(_) => {
                tracing::error!(%error, "notifications");
                Self::Unexpected
            }
        }
    }
}

/// Tells a customer what happens in this transaction, once it is committed: in the app, and beside it in the ways that
/// they have chosen. `link` is the page of this site that shows it. No fact of monitoring, screening or a report may ever come through here (hvitvaskingsloven § 28).
///
/// # Errors
/// When the database refuses.
pub async fn notify_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    notice: &Notice,
    link: Option<&str>,
) -> sqlx::Result<()> {
    let id = NotificationId::generate(state.entropy.as_ref());
    let params = serde_json::to_value(notice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // What the schema document's columns say, for whoever reads the table itself.
    let (title, body) = words(Locale::nb, notice);
    let row = store::NewRow {
        id: id.as_str(),
        user_id: user,
        kind: notice.kind(),
        title: &title,
        body: &body,
        params,
        link,
        now: state.clock.now(),
    };
    store::insert_in_tx(tx, &row).await?;
    tell_in_tx(tx, user, News::Notification).await?;
    tell_outside_in_tx(tx, state, user, notice, link).await
}

/// The same outside the app. What is about no topic has a letter of its own, and is always announced.
async fn tell_outside_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    notice: &Notice,
    link: Option<&str>,
) -> sqlx::Result<()> {
    let wish = match notice.topic() {
        Some(topic) => settings::service::wish_in_tx(tx, user, topic).await?,
        None => Wish { email: false, push: true },
    };
    if wish.email {
        let letter = Letter::News { notice: notice.clone(), link: link.map(str::to_owned) };
        match post_in_tx(tx, state, user, &letter).await {
            // Whoever has no address any more hears it in the app alone.
            Ok(()) | Err(MailError::NoSuchUser | MailError::BadRow(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if wish.push {
        push::service::announce_in_tx(tx, state, user).await?;
    }
    Ok(())
}

/// One page of one's own, newest first. `cursor` is what the page before gave as `next`; a broken one starts anew.
pub async fn page(
    state: &AppState,
    actor: &Actor,
    unread: i64,
    cursor: &str,
) -> Result<NotificationPage, NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let after = parse_cursor::<NotificationId>(cursor);
    let after = after.as_ref().map(|(at, id)| (*at, id.as_str()));
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let mut rows = store::list(&state.db, &actor.user_id, after, limit).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| more);
    let next = next.map(|row| cursor_of(row.created_at, &row.id));
    let lines = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(NotificationPage { lines, next, unread, now: state.clock.now() })
}

fn line(row: store::Row) -> Result<NotificationLine, NotificationError> {
    // Written by another version, or before there were parameters.
    let notice =
        serde_json::from_value(row.params).unwrap_or(Notice::Other { title: row.title, body: row.body });
    Ok(NotificationLine {
        id: db::parsed("a notification id", &row.id)?,
        notice,
        link: row.link.filter(|link| safe_next(link).is_some()),
        read: row.read,
        at: row.created_at,
    })
}

/// Marks one as read and says where it leads.
pub async fn open(state: &AppState, actor: &Actor, id: &NotificationId) -> Result<String, NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let row = store::one(&state.db, id.as_str()).await?.ok_or(NotificationError::NotFound)?;
    if row.user_id != actor.user_id.as_str() {
        return Err(NotificationError::NotFound);
    }
    store::mark_read(&state.db, &actor.user_id, Some(id.as_str()), state.clock.now()).await?;
    Ok(row.link.filter(|link| safe_next(link).is_some()).unwrap_or_else(|| "/notifications".to_owned()))
}

/// Marks everything as read that has been told so far.
pub async fn read_all(state: &AppState, actor: &Actor) -> Result<(), NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    Ok(store::mark_read(&state.db, &actor.user_id, None, state.clock.now()).await?)
}
