//! The one place where this crate meets the system clock and the system's randomness.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Answers "what time is it"; tests hand in their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The clock of the machine.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(system_now)
}

#[expect(clippy::disallowed_methods, reason = "the bank is a program of its own: this is its clock")]
pub(crate) fn system_now() -> DateTime<Utc> {
    DateTime::<Utc>::from(std::time::SystemTime::now())
}

/// An unguessable id such as `pay-3f…`: knowing the id of an approval page is what lets one open it.
#[expect(clippy::disallowed_methods, reason = "the bank is a program of its own: this is its randomness")]
pub(crate) fn random_id(prefix: &str) -> String {
    format!("{prefix}-{}", Uuid::new_v4().simple())
}

/// Six random digits for a new account number.
#[expect(clippy::disallowed_methods, reason = "the bank is a program of its own: this is its randomness")]
pub(crate) fn random_six_digits() -> u32 {
    u32::try_from(Uuid::new_v4().as_u128() % 1_000_000).unwrap_or_default()
}
