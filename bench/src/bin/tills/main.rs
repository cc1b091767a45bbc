//! How soon a till shows that it is paid, with many of them open at one server, and what an open one costs it in memory.
//!
//! A till is what a browser makes of it: a stream of events, and the sale's data asked for anew when one comes. A payment
//! is the engine's own change of an order with its news, in one transaction; from its beginning to the till's fresh data
//! is the time that is measured. `bench/run tills` starts it.
mod till;

use std::collections::HashMap;
use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor as _, PgPool};
use tokio::sync::{Mutex, mpsc, oneshot};

pub type Failure = Box<dyn Error + Send + Sync>;

/// Between two payments.
const PAUSE_MILLIS: u64 = 20;
/// A till that shows nothing for so long has missed it.
const PATIENCE_SECONDS: u64 = 10;

#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Where the server answers.
    #[arg(long)]
    addr: String,
    #[arg(long)]
    cookie: String,
    /// The server's process, whose memory is read.
    #[arg(long)]
    pid: u32,
    #[arg(long, default_value_t = 500)]
    tills: u32,
    #[arg(long, default_value_t = 1_000)]
    sales: u32,
}

/// The sales that each shop's till shows, and who waits for them to turn green.
pub type Waiting = Arc<Mutex<HashMap<String, Vec<(String, oneshot::Sender<()>)>>>>;

struct SaleRow {
    order: String,
    code: String,
    transaction: String,
    shop: String,
    owner: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let db = PgPoolOptions::new().max_connections(2).connect(&arguments.database_url).await?;
    let cookies = set_up(&db, &arguments).await?;
    let sales = sales(&db).await?;
    let before = resident_kilobytes(arguments.pid)?;
    let waiting = Waiting::default();
    let (ready, mut opened) = mpsc::unbounded_channel();
    for cookie in cookies {
        let till = till::Till::new(&arguments.addr, &arguments.cookie, &cookie);
        tokio::spawn(till.watch(waiting.clone(), ready.clone()));
    }
    for _ in 0..arguments.tills {
        opened
            .recv()
            .await
            .ok_or("no till opened")?
            .map_err(|error| format!("a till did not open: {error}"))?;
    }
    let open = resident_kilobytes(arguments.pid)?;
    let mut times = pay(&db, &sales, &waiting).await?;
    times.sort_unstable();
    let at = |share: usize| {
        times.get((times.len() * share / 100).min(times.len() - 1)).map_or(0, Duration::as_micros)
    };
    writeln!(
        std::io::stdout(),
        "{}\t{}\t{}\t{}\t{}\t{}",
        arguments.tills,
        times.len(),
        (open.saturating_sub(before)) / u64::from(arguments.tills),
        at(50),
        at(99),
        at(100),
    )?;
    Ok(())
}

/// Shops, sales and logins; the cookies of the tills.
async fn set_up(db: &PgPool, arguments: &Arguments) -> Result<Vec<String>, Failure> {
    let script = include_str!("setup.sql")
        .replace("$tills", &arguments.tills.to_string())
        .replace("$sales", &arguments.sales.to_string());
    db.execute(sqlx::raw_sql(&script)).await?;
    let mut cookies = Vec::new();
    for number in 1..=arguments.tills {
        // As tower-sessions writes an id: 128 bits in base64.
        let cookie = URL_SAFE_NO_PAD.encode(i128::from(number).to_le_bytes());
        let hash = hex::encode(Sha256::digest(&cookie));
        sqlx::query(
            "update sessions set token_hash = $1, last_seen_at = now(), expires_at = now() + interval '12 hours'
             where id = 'ses_' || substr(md5('ses' || $2::integer), 1, 16)",
        )
        .bind(hash)
        .bind(i32::try_from(number)?)
        .execute(db)
        .await?;
        cookies.push(cookie);
    }
    Ok(cookies)
}

async fn sales(db: &PgPool) -> Result<Vec<SaleRow>, Failure> {
    let rows: Vec<(String, String, String, String, String)> = sqlx::query_as(
        "select o.id, t.qr_code_id, t.id, m.id, m.user_id from payment_orders o join transactions t on t.id = o.transaction_id
         join merchants m on m.id = t.merchant_id where o.state = 'awaiting_sca' order by o.id",
    )
    .fetch_all(db)
    .await?;
    let sale = |(order, code, transaction, shop, owner)| SaleRow { order, code, transaction, shop, owner };
    Ok(rows.into_iter().map(sale).collect())
}

/// Pays one sale after the other; how long until its till showed each.
async fn pay(db: &PgPool, sales: &[SaleRow], waiting: &Waiting) -> Result<Vec<Duration>, Failure> {
    let mut running = Vec::new();
    for sale in sales {
        let (shown, seen) = oneshot::channel();
        waiting.lock().await.entry(sale.shop.clone()).or_default().push((sale.code.clone(), shown));
        let began = Instant::now();
        accept(db, sale).await?;
        let code = sale.code.clone();
        running.push(tokio::spawn(async move {
            match tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), seen).await {
                Ok(Ok(())) => Ok(began.elapsed()),
                _ => Err(format!("{code} was never shown as paid")),
            }
        }));
        tokio::time::sleep(Duration::from_millis(PAUSE_MILLIS)).await;
    }
    let mut times = Vec::new();
    for one in running {
        times.push(one.await??);
    }
    Ok(times)
}

/// The change that the engine makes when the bank accepts a payment, with its news.
async fn accept(db: &PgPool, sale: &SaleRow) -> Result<(), Failure> {
    let mut tx = db.begin().await?;
    let number: i64 = sqlx::query_scalar(
        "with changed as (update payment_orders set state = 'accepted', updated_at = now() where id = $1 returning id)
         insert into payment_order_events (payment_order_id, state_before, state_after, bank_status)
         select id, 'awaiting_sca', 'accepted', 'ACTC' from changed returning id",
    )
    .bind(&sale.order)
    .fetch_one(&mut *tx)
    .await?;
    let news = format!(
        r#"{{"user":"{}","number":{number},"kind":"sale","shop":"{}","code":"{}","transaction":"{}"}}"#,
        sale.owner, sale.shop, sale.code, sale.transaction
    );
    sqlx::query("select pg_notify('drop_events', $1)").bind(news).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

fn resident_kilobytes(pid: u32) -> Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}
