//! News for pages that are open, as server-sent events: one's own only, until the login ends or the server stops.
use std::convert::Infallible;
use std::time::Duration;

use app::context::{AppState, visitor_of};
use app::live::service::{LiveError, follow, missed};
use app::live::{Subscription, Told};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::clock::Entropy;
use domain::ids::LoginId;
use futures::stream::{self, Stream, StreamExt};
use tower_sessions::Session;

/// A stream is never silent for longer, so that nobody on the way takes it for dead; and a login that has ended is
/// noticed.
const KEEP_ALIVE_SECONDS: u64 = 15;
/// How long a browser waits before it connects again: not all at the same moment.
const RETRY_MIN_MILLIS: u64 = 2_000;
const RETRY_SPREAD_MILLIS: u64 = 3_000;

/// The route of news, to be merged into the site's router. Neither the time limit of requests nor compression holds an
/// event up: the first ends where an answer begins, the second knows this kind of content and lets it pass.
pub fn routes() -> Router<AppState> {
    Router::new().route("/events", get(events))
}

async fn events(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
) -> Response {
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let subscription = match follow(&state, &visitor.actor) {
        Ok(subscription) => subscription,
        Err(error) => return refused(&error).into_response(),
    };
    // After the subscription: what changes in between is told twice, and not never.
    let missed = match last_heard(&headers) {
        Some(last) => missed(&state, &visitor.actor, last).await,
        None => Ok(Vec::new()),
    };
    let missed = missed.unwrap_or_else(|error| {
        tracing::warn!(%error, "what a page has missed is not known; it loads everything anew");
        vec![Told::Resynchronise]
    });
    let retry = Event::default().retry(retry_after(state.entropy.as_ref()));
    let follower = Follower { state, login: visitor.login_id, subscription };
    let first = std::iter::once(retry).chain(missed.iter().map(event_of)).map(Ok).collect::<Vec<_>>();
    let news = stream::iter(first).chain(follower.into_events());
    // Some proxies collect an answer before they pass it on, unless they are asked not to.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), "no");
    ([(header::CACHE_CONTROL, "no-store"), unbuffered], Sse::new(news)).into_response()
}

/// The number of the last change that this browser heard: it says so by itself when it connects again.
fn last_heard(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

fn event_of(told: &Told) -> Event {
    match told {
        Told::News { news, number } => {
            let event = Event::default().event(news.kind()).data(news.about());
            match number {
                Some(number) => event.id(number.to_string()),
                None => event,
            }
        }
        // A browser ignores an event without data.
        Told::Resynchronise => Event::default().event("resync").data("all"),
    }
}

const fn refused(error: &LiveError) -> StatusCode {
    match error {
        LiveError::Refused(_) => StatusCode::NOT_FOUND,
        LiveError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        LiveError::Stopping => StatusCode::SERVICE_UNAVAILABLE,
        LiveError::Changes(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn retry_after(entropy: &dyn Entropy) -> Duration {
    let mut byte = [0_u8; 1];
    entropy.fill(&mut byte);
    Duration::from_millis(RETRY_MIN_MILLIS + RETRY_SPREAD_MILLIS * u64::from(byte[0]) / 256)
}

/// One open page.
struct Follower {
    state: AppState,
    login: LoginId,
    subscription: Subscription,
}

impl Follower {
    fn into_events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut follower| async move {
            let event = follower.next().await?;
            Some((Ok(event), follower))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        let limit = Duration::from_secs(KEEP_ALIVE_SECONDS);
        let event = match tokio::time::timeout(limit, self.subscription.next()).await {
            Ok(Some(told)) => event_of(&told),
            Ok(None) => return None,
            Err(_silence) => Event::default().comment(""),
        };
        // Nothing is told to somebody who has logged out, on whichever server.
        match app::identity::service::login_holds(&self.state, &self.login).await {
            Ok(holds) => holds.then_some(event),
            Err(error) => {
                tracing::warn!(%error, "a page's news ends; the browser asks again");
                None
            }
        }
    }
}
