//! What every handler has at hand: the database, the clock and the settings.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use url::Url;

use crate::clock::{Clock, system_clock};

/// Settings of the bank.
#[derive(Clone)]
pub struct Options {
    /// Where callers and browsers reach it: every `href` starts with this.
    pub public_url: Url,
    /// From the customer's approval to the debit (ACSP → ACSC).
    pub settle_after: Duration,
    /// From the debit to the payee's account (ACSC → ACCC).
    pub credit_after: Duration,
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "a constant, read by a test")]
        let public_url = Url::parse("http://localhost:3001").expect("a constant URL");
        Self {
            public_url,
            settle_after: Duration::from_secs(1),
            credit_after: Duration::from_secs(3),
            clock: system_clock(),
        }
    }
}

#[derive(Clone)]
pub(crate) struct Sandbox {
    pub pool: PgPool,
    pub options: Arc<Options>,
}

impl Sandbox {
    pub fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    /// An absolute address of this bank; `path` starts with a slash.
    pub fn href(&self, path: &str) -> String {
        format!("{}{path}", self.options.public_url.as_str().trim_end_matches('/'))
    }

    pub fn settle_after(&self) -> TimeDelta {
        TimeDelta::from_std(self.options.settle_after).unwrap_or(TimeDelta::MAX)
    }

    pub fn credit_after(&self) -> TimeDelta {
        TimeDelta::from_std(self.options.credit_after).unwrap_or(TimeDelta::MAX)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_default_options_are_made() {
        assert_eq!(super::Options::default().public_url.port(), Some(3001));
    }
}
