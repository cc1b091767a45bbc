//! Counting attempts: by address in a window of time, and by account with a wait that grows.
use std::net::{IpAddr, Ipv6Addr};

use domain::throttle::{FAILURES_KEPT_SECONDS, Window, delays_seconds};

use super::store;
use crate::context::AppState;
use crate::error::AppError;

#[derive(Debug, thiserror::Error)]
pub enum ThrottleError {
    #[error("too many attempts")]
    TooMany { retry_after_seconds: u32 },
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<ThrottleError> for AppError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after_seconds } => Self::TooManyAttempts { retry_after_seconds },
            ThrottleError::Database(error) => {
                tracing::error!(%error, "counting attempts");
                Self::Unexpected
            }
        }
    }
}

/// The address, or for IPv6 its /64: who has one address there has all of them.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX))),
    }
}

/// What an address is counted under.
#[must_use]
pub fn address_key(window: &Window, ip: IpAddr) -> String {
    format!("{}:ip:{}", window.name, network(ip))
}

/// Counts one attempt from an address.
///
/// # Errors
/// [`ThrottleError::TooMany`] when it was one too many.
pub async fn count_address(state: &AppState, window: &Window, ip: IpAddr) -> Result<(), ThrottleError> {
    let now = state.clock.now().timestamp();
    let counted = store::count(&state.db, &address_key(window, ip), now, window.seconds).await?;
    within(window, counted.count, counted.reset_at, now)
}

/// Counts one attempt on something that is no network address, such as a mailbox. `whom` must name nobody: a hash.
///
/// # Errors
/// [`ThrottleError::TooMany`] when it was one too many.
pub async fn count_key(state: &AppState, window: &Window, whom: &str) -> Result<(), ThrottleError> {
    let now = state.clock.now().timestamp();
    let key = format!("{}:{whom}", window.name);
    let counted = store::count(&state.db, &key, now, window.seconds).await?;
    within(window, counted.count, counted.reset_at, now)
}

/// Is an attempt that was counted still within its window's number?
///
/// # Errors
/// [`ThrottleError::TooMany`] when it is not.
pub fn within(window: &Window, count: i32, reset_at: i64, now: i64) -> Result<(), ThrottleError> {
    if count <= window.most { Ok(()) } else { Err(too_many(reset_at - now)) }
}

fn too_many(seconds: i64) -> ThrottleError {
    ThrottleError::TooMany { retry_after_seconds: u32::try_from(seconds.max(1)).unwrap_or(u32::MAX) }
}

/// Counts one attempt on an account before it is known whether it fails, so that many at once are counted too. An
/// attempt during the wait is refused and does not prolong it.
///
/// # Errors
/// [`ThrottleError::TooMany`] while the account has to wait.
pub async fn count_account(state: &AppState, key: &str) -> Result<(), ThrottleError> {
    let now = state.clock.now().timestamp();
    let delays = delays_seconds();
    if store::count_unless_waiting(&state.db, key, now, FAILURES_KEPT_SECONDS, &delays).await? {
        return Ok(());
    }
    let wait = match store::counted(&state.db, key).await? {
        Some(row) => {
            let failures = usize::try_from(row.count).unwrap_or(1).clamp(1, delays.len());
            row.reset_at - FAILURES_KEPT_SECONDS + delays[failures - 1] - now
        }
        None => 1,
    };
    Err(too_many(wait))
}

/// Forgets the attempts on an account: its owner has got in.
///
/// # Errors
/// When the database fails.
pub async fn forget(state: &AppState, key: &str) -> sqlx::Result<()> {
    store::forget(&state.db, key).await
}

/// Forgets attempts whose time is over. Returns how many rows went.
///
/// # Errors
/// When the database fails.
pub async fn prune(state: &AppState) -> sqlx::Result<u64> {
    store::prune(&state.db, state.clock.now().timestamp()).await
}
