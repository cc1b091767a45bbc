//! Gives a seeded database the size of a small bank, and prints on which settings it runs.
use std::error::Error;
use std::io::Write as _;

use clap::Parser;
use sqlx::{Connection, PgConnection};

/// Settings that decide what a query and a commit cost.
const SETTINGS: [&str; 6] = [
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "shared_buffers",
    "max_connections",
];

/// Adds customers and payments to a database that `drop seed --demo` has filled. `bench/run` starts it.
#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Payments of each of the 5,000 customers.
    #[arg(long, default_value_t = 20)]
    payments_each: u32,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut db = PgConnection::connect(&arguments.database_url).await?;
    sqlx::query("select set_config('bench.payments_each', $1, false)")
        .bind(arguments.payments_each.to_string())
        .execute(&mut db)
        .await?;
    sqlx::raw_sql(include_str!("fill.sql")).execute(&mut db).await?;
    // Without it the planner guesses, and the first readers pay for hint bits and the visibility map.
    sqlx::raw_sql("vacuum (analyze)").execute(&mut db).await?;
    let rows: i64 = sqlx::query_scalar("select count(*) from transactions").fetch_one(&mut db).await?;
    let mut settings = Vec::new();
    for name in SETTINGS {
        let value: String =
            sqlx::query_scalar("select current_setting($1)").bind(name).fetch_one(&mut db).await?;
        settings.push(format!("{name} {value}"));
    }
    db.close().await?;
    writeln!(std::io::stdout(), "PostgreSQL: {}; {rows} transactions", settings.join(", "))?;
    Ok(())
}
