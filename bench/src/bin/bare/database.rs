//! A pool like the server's, and the statements that the real pages send, read from their stores.
use std::str::FromStr;
use std::time::Duration;

use bench::statement;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// Read while compiling: when a page's statement changes, the floor changes with it.
const IDENTITY: &str = include_str!("../../../../app/src/identity/store.rs");
const ACTIVITY: &str = include_str!("../../../../app/src/activity/store.rs");
const HISTORY: &str = include_str!("../../../../app/src/activity/history/store.rs");

/// What the three statements of the two measured pages are.
#[derive(Clone, Copy)]
pub struct Statements {
    pub visitor: &'static str,
    pub home: &'static str,
    pub history: &'static str,
}

impl Statements {
    /// # Errors
    /// When a store no longer looks as this file expects.
    pub fn of_the_stores() -> Result<Self, String> {
        Ok(Self {
            visitor: statement(IDENTITY, "visitor")?,
            home: statement(ACTIVITY, "home")?,
            history: statement(HISTORY, "find")?,
        })
    }
}

/// The settings of `server::state::connect`, with the server's default size.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(url: &str) -> sqlx::Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?.application_name("bare").options([
        ("timezone", "UTC"),
        ("statement_timeout", "15s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ]);
    PgPoolOptions::new()
        .max_connections(20)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for.as_millis() > 1_000 {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await
}
