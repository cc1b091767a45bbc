//! The floor under a page: the same SQL and the same bytes from a handler that does nothing else.
mod database;
mod pages;

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;

/// Answers like Drop, without being Drop. `bench/run` starts it.
#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    #[arg(long)]
    addr: SocketAddr,
    /// Name of the session's cookie.
    #[arg(long)]
    cookie: String,
    /// Folder with what the real server answered: `home.identity`, `home.br`, `activity.identity` …
    #[arg(long)]
    pages: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let db = database::connect(&arguments.database_url).await?;
    let router = pages::router(db, &arguments.cookie, &arguments.pages)?;
    let listener = tokio::net::TcpListener::bind(arguments.addr).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
