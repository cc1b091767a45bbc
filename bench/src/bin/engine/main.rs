//! How fast payments are made and looked back at, by the real services on a filled database. No bank is asked.
//!
//! `engine --database-url … measure` prints one line of figures; `… script` prints the same SQL for pgbench.
mod script;

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::activity::history;
use app::context::{AppSettings, AppState, RequestInfo};
use app::merchant::shops::RegisterSettings;
use app::rates::RateSettings;
use app::remittance::model::{ConfirmForm, QuoteForm};
use app::remittance::service::{confirm, create_quote};
use app::vault::Keys;
use clap::{Parser, Subcommand};
use domain::access::{Actor, KycStatus, Role};
use domain::history::HistoryQuery;
use server::state::{OsEntropy, SystemClock, build_with};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

type Failure = Box<dyn Error + Send + Sync>;

/// As many connections as a server has.
const CONNECTIONS: u32 = 20;
/// The page of the history that is far away.
const FAR_PAGE: usize = 100;
const LOOKS: usize = 200;

#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print figures, separated by tabs.
    Measure {
        #[arg(long, default_value_t = 8)]
        clients: usize,
        #[arg(long, default_value_t = 15)]
        seconds: u64,
        /// Nothing watches the payments, so that the difference is what monitoring costs.
        #[arg(long)]
        without_rules: bool,
    },
    /// Print a script for pgbench that sends the statements of one payment.
    Script,
}

/// A customer who can pay, as `fill` makes them.
#[derive(Clone)]
struct Payer {
    user: String,
    recipient: String,
    account: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let Command::Measure { clients, seconds, without_rules } = arguments.command else {
        write!(std::io::stdout(), "{}", script::pgbench()?)?;
        return Ok(());
    };
    let db = PgPoolOptions::new().max_connections(CONNECTIONS).connect(&arguments.database_url).await?;
    set_rules(&db, !without_rules).await?;
    let state = build(db.clone())?;
    let payers = payers(&db).await?;
    // Connections, caches and plans are warm before anything counts.
    pay_for(&state, &payers, clients, Duration::from_secs(2)).await?;
    let steps = pay_for(&state, &payers, clients, Duration::from_secs(seconds)).await?;
    let rate = steps.len() as u64 / seconds;
    let mut whole: Vec<_> = steps.iter().map(|step| step.quote + step.order).collect();
    let mut quotes: Vec<_> = steps.iter().map(|step| step.quote).collect();
    let mut orders: Vec<_> = steps.iter().map(|step| step.order).collect();
    let (first, far) = (look_back(&state, 1).await?, look_back(&state, FAR_PAGE).await?);
    writeln!(
        std::io::stdout(),
        "{rate}\t{:.2}\t{:.2}\t{:.2}\t{:.2}\t{first:.2}\t{far:.2}",
        percentile(&mut whole, 50),
        percentile(&mut whole, 99),
        percentile(&mut quotes, 50),
        percentile(&mut orders, 50),
    )?;
    Ok(())
}

/// Puts the rules that the software brings along in force, or none.
async fn set_rules(db: &PgPool, on: bool) -> Result<(), Failure> {
    sqlx::query("update rule_settings set current = $1 where version = 1 and current <> $1")
        .bind(on)
        .execute(db)
        .await?;
    Ok(())
}

fn build(db: PgPool) -> Result<AppState, Failure> {
    let settings = AppSettings {
        base_url: "https://drop.example".to_owned(),
        demo: true,
        secure_cookies: true,
        rates: RateSettings::default(),
        register: RegisterSettings::default(),
        operator: app::about::model::Operator::default(),
        kyc_auto_approval: false,
        mail: app::mail::gateway::MailSettings::default(),
        push: None,
        breaches_url: None,
    };
    Ok(build_with(db, settings, Keys::built_in(), Arc::new(SystemClock), Arc::new(OsEntropy))?)
}

async fn payers(db: &PgPool) -> Result<Vec<Payer>, Failure> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select u.id, r.id, a.id from users u join recipients r on r.user_id = u.id join bank_accounts a on a.user_id = u.id
         where u.email like 'customer%@bench.example' order by u.id",
    )
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Err("there are no customers: run fill first".into());
    }
    Ok(rows.into_iter().map(|(user, recipient, account)| Payer { user, recipient, account }).collect())
}

/// How long the two halves of one payment took.
struct Steps {
    quote: Duration,
    order: Duration,
}

/// Quote and order, over and over, each client for customers of its own. How long each payment took.
async fn pay_for(
    state: &AppState,
    payers: &[Payer],
    clients: usize,
    time: Duration,
) -> Result<Vec<Steps>, Failure> {
    let until = Instant::now() + time;
    let running: Vec<_> = (0..clients)
        .map(|client| {
            let state = state.clone();
            let mine: Vec<Payer> = payers.iter().skip(client).step_by(clients).cloned().collect();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for payer in mine.iter().cycle() {
                    if Instant::now() >= until {
                        break;
                    }
                    times.push(pay(&state, payer).await?);
                }
                Ok::<_, Failure>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in running {
        times.extend(client.await??);
    }
    Ok(times)
}

async fn pay(state: &AppState, payer: &Payer) -> Result<Steps, Failure> {
    let actor = Actor { user_id: payer.user.parse()?, role: Role::User, kyc: KycStatus::Approved };
    let request = RequestInfo {
        request_id: "bench".to_owned(),
        ip: [192, 0, 2, 1].into(),
        user_agent: "bench".to_owned(),
    };
    let wish = QuoteForm {
        recipient: payer.recipient.clone(),
        send_amount: "100".to_owned(),
        side: "send".to_owned(),
        ..QuoteForm::default()
    };
    let began = Instant::now();
    let id = create_quote(state, &actor, &wish).await?;
    let quote = began.elapsed();
    let order = ConfirmForm {
        quote: id.into_string(),
        account: payer.account.clone(),
        idempotency_key: state.entropy.hex(16),
    };
    confirm(state, &actor, &request, &order).await?;
    Ok(Steps { quote, order: began.elapsed() - quote })
}

/// The median time of one page of the demo customer's long history, in milliseconds.
async fn look_back(state: &AppState, number: usize) -> Result<f64, Failure> {
    let actor = Actor { user_id: "usr_demo1".parse()?, role: Role::User, kyc: KycStatus::Approved };
    let all = HistoryQuery::default();
    let mut cursor = None::<String>;
    for _ in 1..number {
        let page = history::page(state, &actor, &all, cursor.as_deref()).await?;
        cursor = Some(page.next.ok_or("the history is too short")?);
    }
    let mut times = Vec::new();
    for _ in 0..LOOKS {
        let began = Instant::now();
        history::page(state, &actor, &all, cursor.as_deref()).await?;
        times.push(began.elapsed());
    }
    Ok(percentile(&mut times, 50))
}

/// In milliseconds.
#[expect(clippy::float_arithmetic, reason = "a figure to be printed")]
fn percentile(times: &mut [Duration], share: usize) -> f64 {
    times.sort_unstable();
    let index = (times.len() * share / 100).min(times.len().saturating_sub(1));
    times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}
