//! All SQL of news.
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{PgConnection, PgPool};

const CHANNEL: &str = "drop_events";
const CONNECT_SECONDS: u64 = 5;

/// The database passes it on when the transaction is committed; the same news twice in one transaction is told once.
pub(super) async fn notify_in_tx(tx: &mut PgConnection, payload: &str) -> sqlx::Result<()> {
    sqlx::query!("select pg_notify($1, $2)", CHANNEL, payload).execute(tx).await?;
    Ok(())
}

/// A connection that listens, with a pool of its own: it is held for ever, and must not be missing elsewhere.
pub(super) async fn listener(db: &PgPool) -> sqlx::Result<PgListener> {
    let options = (*db.connect_options()).clone().application_name("drop-news");
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(CONNECT_SECONDS))
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(options)
        .await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    // A lost connection is told rather than mended in silence: news may have been missed.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

pub(super) async fn ping(listener: &mut PgListener) -> sqlx::Result<()> {
    sqlx::query_scalar!("select 1 as \"here!\"").fetch_one(listener).await?;
    Ok(())
}
