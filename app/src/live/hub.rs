//! Who follows news on this server: it comes in once, and goes out to every open page of the customer it concerns.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::UserId;
use tokio::sync::{broadcast, watch};

use super::model::{Event, Told};
use super::service::LiveError;

/// News that waits for one page. A page that is further behind is told to load everything anew.
pub(super) const WAITING_MAX: usize = 16;
/// Open pages of one customer that one server keeps informed: the tills of a shop are its owner's pages.
pub(super) const FOLLOWERS_MAX: usize = 64;

type Followed = HashMap<UserId, broadcast::Sender<Told>>;

/// The followers of this server. Clones are the same.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    followed: Mutex<Followed>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Inner { followed: Mutex::default(), closed: watch::Sender::new(false) }))
    }
}

impl Live {
    /// Ends every subscription and gives out no other: an open stream must not hold up a stop.
    pub fn close(&self) {
        let mut followed = self.followed();
        self.0.closed.send_replace(true);
        followed.clear();
    }

    pub(super) async fn closed(&self) {
        // The sender is in `self`, so waiting cannot fail.
        let _ = self.0.closed.subscribe().wait_for(|closed| *closed).await;
    }

    pub(super) fn subscribe(&self, user: &UserId) -> Result<Subscription, LiveError> {
        let mut followed = self.followed();
        if *self.0.closed.borrow() {
            return Err(LiveError::Stopping);
        }
        let sender = followed.entry(user.clone()).or_insert_with(|| broadcast::Sender::new(WAITING_MAX));
        if sender.receiver_count() >= FOLLOWERS_MAX {
            return Err(LiveError::TooMany);
        }
        Ok(Subscription { live: self.clone(), user: user.clone(), receiver: sender.subscribe() })
    }

    pub(super) fn tell(&self, event: &Event) {
        if let Some(sender) = self.followed().get(&event.user) {
            // An error means that the last page has just been closed.
            let _ = sender.send(Told::News { news: event.news.clone(), number: event.number });
        }
    }

    /// News may have been missed, by everybody.
    pub(super) fn resynchronise(&self) {
        for sender in self.followed().values() {
            let _ = sender.send(Told::Resynchronise);
        }
    }

    #[cfg(test)]
    pub(super) fn customers(&self) -> usize {
        self.followed().len()
    }

    /// Nothing that is done under this lock can leave it half-done.
    fn followed(&self) -> MutexGuard<'_, Followed> {
        self.0.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open page's share of the news. Dropping it ends it.
pub struct Subscription {
    live: Live,
    user: UserId,
    receiver: broadcast::Receiver<Told>,
}

impl Subscription {
    /// Waits for what is told next; nothing more once the server stops. Nothing is lost when the waiting is given up.
    pub async fn next(&mut self) -> Option<Told> {
        match self.receiver.recv().await {
            Ok(told) => Some(told),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Told::Resynchronise),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut followed = self.live.followed();
        // This one still counts.
        if followed.get(&self.user).is_some_and(|sender| sender.receiver_count() <= 1) {
            followed.remove(&self.user);
        }
    }
}
