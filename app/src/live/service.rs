//! Use cases of news: tell it with what changed, hear it on every server, follow one's own.
use std::time::Duration;

use domain::access::{Action, Actor, Resource, decide};
use domain::ids::UserId;
use sqlx::PgConnection;
use sqlx::postgres::PgListener;

use super::hub::Subscription;
use super::model::{Event, News, Told};
use super::store;
use crate::context::AppState;

/// How long after a lost connection the next one is tried.
const RECONNECT_SECONDS: u64 = 2;
/// After so long without news the connection is asked whether it is still there …
const SILENCE_SECONDS: u64 = 30;
/// … and has so long to answer.
const ANSWER_SECONDS: u64 = 5;

#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("this customer has too many open pages that follow news")]
    TooMany,
    #[error("the server stops")]
    Stopping,
    #[error(transparent)]
    Changes(#[from] crate::payments::service::PaymentError),
}

/// Tells a customer's open pages of a change when its transaction is committed, and never before.
///
/// # Errors
/// When the database refuses.
pub async fn tell_in_tx(tx: &mut PgConnection, user: &UserId, news: News) -> sqlx::Result<()> {
    tell(tx, user, news, None).await
}

/// The same of a change of a payment, with its number in `payment_order_events`.
///
/// # Errors
/// When the database refuses.
pub async fn tell_change_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    news: News,
    number: i64,
) -> sqlx::Result<()> {
    tell(tx, user, news, Some(number)).await
}

async fn tell(tx: &mut PgConnection, user: &UserId, news: News, number: Option<i64>) -> sqlx::Result<()> {
    let event = Event { user: user.clone(), number, news };
    let payload = serde_json::to_string(&event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    store::notify_in_tx(tx, &payload).await
}

/// Follows the news of one's own things on this server.
///
/// # Errors
/// When the actor may not, has too many open pages, or the server stops.
pub fn follow(state: &AppState, actor: &Actor) -> Result<Subscription, LiveError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    state.live.subscribe(&actor.user_id)
}

/// What a page has to be told first that was away since it heard the change of this number. Follow before asking: what
/// changes in between is then told twice, and not never.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn missed(state: &AppState, actor: &Actor, last: i64) -> Result<Vec<Told>, LiveError> {
    decide(Some(actor), Action::ViewHistory, Resource::Own)?;
    Ok(match crate::payments::changes::missed(&state.db, &actor.user_id, last).await? {
        Some(news) => {
            news.into_iter().map(|(number, news)| Told::News { news, number: Some(number) }).collect()
        }
        None => vec![Told::Resynchronise],
    })
}

/// Hears news from every server and passes it on to the followers of this one, on one connection beside the pool, until
/// the server stops.
pub async fn hear(state: AppState) {
    tokio::select! {
        () = state.live.closed() => {}
        () = hear_for_ever(&state) => {}
    }
}

async fn hear_for_ever(state: &AppState) {
    let mut deaf = false;
    loop {
        match store::listener(&state.db).await {
            Ok(listener) => {
                if deaf {
                    tracing::info!("news is heard again");
                }
                deaf = false;
                // What happened while nobody listened here is not told again.
                state.live.resynchronise();
                let lost = pass_on(state, listener).await;
                tracing::warn!(%lost, "news is not heard for a moment");
            }
            // Once at the beginning: an outage of an hour is not an hour of the same line.
            Err(error) if !deaf => {
                deaf = true;
                tracing::error!(%error, "news cannot be heard; pages look for themselves, less often");
            }
            Err(_) => {}
        }
        tokio::time::sleep(Duration::from_secs(RECONNECT_SECONDS)).await;
    }
}

/// Passes news on until the connection is lost; why it was.
async fn pass_on(state: &AppState, mut listener: PgListener) -> String {
    let silence = Duration::from_secs(SILENCE_SECONDS);
    loop {
        match tokio::time::timeout(silence, listener.try_recv()).await {
            Ok(Ok(Some(heard))) => match serde_json::from_str::<Event>(heard.payload()) {
                Ok(event) => state.live.tell(&event),
                Err(error) => tracing::warn!(%error, "news of a kind that this server does not know"),
            },
            Ok(Ok(None)) => return "the connection was closed".to_owned(),
            Ok(Err(error)) => return error.to_string(),
            // A connection that was cut without a word looks like one without news.
            Err(_silent) => {
                let answer = Duration::from_secs(ANSWER_SECONDS);
                match tokio::time::timeout(answer, store::ping(&mut listener)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => return error.to_string(),
                    Err(_) => return "the database does not answer".to_owned(),
                }
            }
        }
    }
}
