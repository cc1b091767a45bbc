//! Use cases of messages: a browser subscribes, is removed, gets one.
use domain::access::{Action, Actor, Resource, decide};
use domain::form::FieldCode;
use domain::ids::{PushId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::PushError;
use super::model::read;
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::i18n::{Locale, td_string};
use crate::identity::service::device_name;
use crate::jobs::model::Job;
use crate::jobs::service::enqueue_in_tx;
use crate::notifications::service::NotificationError;
use crate::notifications::settings::model::Browser;
use crate::vault::service::subscription as place;

/// Browsers of one customer; another one takes the place of the oldest.
pub const BROWSERS_MAX: i64 = 10;
/// What fingerprints of a subscription's address are made for.
const ENDPOINT: &str = "push_subscriptions.endpoint";

/// One's browsers that get messages, the newest first.
pub async fn browsers(state: &AppState, actor: &Actor) -> Result<Vec<Browser>, NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let rows = store::list(&state.db, &actor.user_id, BROWSERS_MAX).await?;
    let browser = |row: store::Row| -> Result<Browser, NotificationError> {
        let id = db::parsed("a subscription's id", &row.id)?;
        Ok(Browser { id, device: row.device, since: row.created_at })
    };
    rows.into_iter().map(browser).collect()
}

/// Messages go to this browser from now on. Doing it twice is once; a browser that somebody else had is now one's own.
pub async fn subscribe(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    said: &str,
) -> Result<(), NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    if state.push.public_key().is_none() {
        return Err(NotificationError::NotFound);
    }
    let (said, _) = read(said).ok_or(NotificationError::NoSubscription(FieldCode::Required))?;
    let (id, now) = (PushId::generate(state.entropy.as_ref()), state.clock.now());
    let sealed = state.vault.seal(place(id.as_str()), &serde_json::to_string(&said)?)?;
    let hash = state.vault.fingerprint(ENDPOINT, &said.endpoint);
    let mut tx = state.db.begin().await?;
    store::delete_endpoint_in_tx(&mut tx, &state.vault.fingerprints(ENDPOINT, &said.endpoint)).await?;
    let row = store::NewRow {
        id: &id,
        user: &actor.user_id,
        subscription: &sealed,
        endpoint_hash: &hash,
        device: device_name(&request.user_agent),
        now,
    };
    store::insert_in_tx(&mut tx, &row).await?;
    store::keep_newest_in_tx(&mut tx, &actor.user_id, BROWSERS_MAX).await?;
    record_in_tx(&mut tx, state, actor, request, "push.subscribe", &id).await?;
    tx.commit().await?;
    Ok(())
}

/// No message goes to one of one's own browsers any more.
pub async fn unsubscribe(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &PushId,
) -> Result<(), NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let mut tx = state.db.begin().await?;
    if !store::delete_own_in_tx(&mut tx, &actor.user_id, id).await? {
        return Err(NotificationError::NotFound);
    }
    record_in_tx(&mut tx, state, actor, request, "push.unsubscribe", id).await?;
    tx.commit().await?;
    Ok(())
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    action: &'static str,
    id: &PushId,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("push_subscription", id.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await
}

/// Tells all browsers of a customer that there is news, once this transaction is committed. What is told while one
/// message waits is told by it.
pub(in crate::notifications) async fn announce_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
) -> sqlx::Result<()> {
    if state.push.public_key().is_none() {
        return Ok(());
    }
    for id in store::ids_in_tx(tx, user).await? {
        let subscription = db::parsed("a subscription's id", &id)?;
        let job = Job::SendPush { subscription };
        enqueue_in_tx(tx, state, &job, state.clock.now()).await.map_err(sqlx::Error::from)?;
    }
    Ok(())
}

/// Tells one browser that there is news. One that is gone is forgotten.
///
/// # Errors
/// When it may be told later, or the database fails.
pub async fn send(state: &AppState, id: &PushId) -> Result<(), NotificationError> {
    let Some(row) = store::one(&state.db, id).await? else { return Ok(()) };
    let said = state.vault.open(place(id.as_str()), &row.subscription)?;
    let Some((_, subscription)) = read(&said) else { return Ok(()) };
    let locale: Locale = row.language.parse().unwrap_or_default();
    match state.push.send(&subscription, &message(locale)).await {
        Ok(()) => Ok(()),
        Err(PushError::Gone) => Ok(store::delete(&state.db, id).await?),
        Err(error @ PushError::Refused(_)) => {
            tracing::warn!(subscription = %id, %error, "a message was refused; it is not tried again");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// What `public/sw.js` shows: that there is news, in the reader's language, and nothing of it.
fn message(locale: Locale) -> String {
    json!({
        "title": "Drop",
        "body": td_string!(locale, notifications.push_text),
        "lang": locale.tag(),
        "dir": locale.direction().as_str(),
    })
    .to_string()
}
