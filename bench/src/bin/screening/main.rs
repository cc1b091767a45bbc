//! How fast published lists are read in, one name is compared with them, and everybody again.
//!
//! Prints one line of figures, separated by tabs. The database must be migrated and otherwise empty.
use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::compliance::screening::lists::{Import, Imported, Loaded, import};
use app::compliance::screening::runs::{self, Run, carry_on};
use app::compliance::screening::service::warm_up;
use app::context::{AppSettings, AppState};
use app::merchant::shops::RegisterSettings;
use app::rates::RateSettings;
use app::vault::Keys;
use clap::Parser;
use domain::compliance::screening::{Profile, Schema};
use domain::compliance::watchlist::Source;
use server::gateways::watchlists;
use server::state::{OsEntropy, SystemClock, build_with};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

type Failure = Box<dyn Error + Send + Sync>;

const CONNECTIONS: u32 = 20;
/// Entries that one screening is asked for.
const HITS_MAX: usize = 20;
/// Names that are compared one by one: those of customers, and as many of the lists themselves.
const NAMES: i64 = 2_000;

#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// The folder with OFAC's sdn.csv, alt.csv and add.csv.
    #[arg(long, env = "OFAC_LIST")]
    ofac: PathBuf,
    /// The Security Council's list as XML.
    #[arg(long, env = "UN_LIST")]
    un: PathBuf,
    /// Customers who are screened again.
    #[arg(long, default_value_t = 100_000)]
    people: i32,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let db = PgPoolOptions::new().max_connections(CONNECTIONS).connect(&arguments.database_url).await?;
    let state = build(db.clone())?;
    let began = Instant::now();
    let mut entries = read_in(&state, Source::Ofac, arguments.ofac).await?;
    entries += read_in(&state, Source::Un, arguments.un).await?;
    let imported = began.elapsed();
    let import_peak = memory_kilobytes("VmHWM")?;
    let before = memory_kilobytes("VmRSS")?;
    let began = Instant::now();
    let loaded = warm_up(&state).await?.ok_or("no list was imported")?;
    let loading = began.elapsed();
    let held = memory_kilobytes("VmRSS")?.saturating_sub(before);
    fill(&db, arguments.people).await?;
    let mut times = compare(&loaded, names(&db).await?);
    let (again, run) = everybody(&state).await?;
    let rate = u128::from(run.done.unsigned_abs()) * 1_000 / again.as_millis().max(1);
    writeln!(
        std::io::stdout(),
        "{entries}\t{}\t{import_peak}\t{}\t{held}\t{:.3}\t{:.3}\t{}\t{}\t{rate}",
        imported.as_millis(),
        loading.as_millis(),
        percentile(&mut times, 50),
        percentile(&mut times, 99),
        run.done,
        again.as_millis()
    )?;
    Ok(())
}

fn build(db: PgPool) -> Result<AppState, Failure> {
    let settings = AppSettings {
        base_url: "https://drop.example".to_owned(),
        demo: false,
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

async fn read_in(state: &AppState, source: Source, path: PathBuf) -> Result<i32, Failure> {
    let opened = watchlists::open(source, &[path])?;
    let wanted = Import { source, checksum: opened.checksum, reader: opened.reader, believe_losses: false };
    match import(state, wanted, |_| ()).await? {
        Imported::New(it) => Ok(it.entries),
        Imported::Already(_) => Err("the database has this list already: give an empty one".into()),
    }
}

/// Customers with names as they are common in the corridors, each with a date of birth.
async fn fill(db: &PgPool, people: i32) -> Result<(), Failure> {
    sqlx::query(
        "with names as (
           select string_to_array('Milica Zoran Dragan Amir Emir Jasmina Nikola Piotr Anna Krzysztof Agnieszka Muhammad \
             Ahmed Fatima Hassan Ayşe Mehmet Mustafa Emine Kari Ola Ingrid Lars', ' ') as first,
             string_to_array('Jovanović Petrović Hadžić Begić Kovačević Nowak Kowalski Wiśniewski Khan Hussain Ali Malik \
             Yılmaz Kaya Demir Şahin Hansen Olsen Berg Nilsen', ' ') as last
         )
         insert into users (id, email, password_hash, first_name, last_name, date_of_birth, role)
         select 'usr_' || lpad(n::text, 8, '0'), 'person' || n || '@bench.example', 'x',
           first[1 + n % array_length(first, 1)],
           last[1 + (n / 7) % array_length(last, 1)] || '-' || last[1 + (n / 131) % array_length(last, 1)],
           date '1950-01-01' + n % 20000, 'user'
         from names, generate_series(1, $1) n",
    )
    .bind(people)
    .execute(db)
    .await?;
    sqlx::raw_sql("analyze users").execute(db).await?;
    Ok(())
}

/// Customers' names, and names that are on the lists: comparing those takes the longest.
async fn names(db: &PgPool) -> Result<Vec<String>, Failure> {
    let names = sqlx::query_scalar(
        "(select first_name || ' ' || last_name from users where email like '%@bench.example' order by id limit $1)
         union all
         (select content->'names'->0->>'text' from watchlist_contents where content->>'schema' = 'person'
          order by content_hash limit $1)",
    );
    Ok(names.bind(NAMES / 2).fetch_all(db).await?)
}

fn compare(loaded: &Loaded, names: Vec<String>) -> Vec<Duration> {
    let profiles = names.iter().map(|name| Profile::named(Schema::Person, name));
    let timed = profiles.map(|profile| {
        let began = Instant::now();
        std::hint::black_box(loaded.hits(&profile, HITS_MAX));
        began.elapsed()
    });
    timed.collect()
}

/// Screens everybody as the job does, results written and all.
async fn everybody(state: &AppState) -> Result<(Duration, Run), Failure> {
    let began = Instant::now();
    for leg in 0.. {
        let run = runs::list(&state.db).await?.into_iter().next().ok_or("there is no run")?;
        if run.finished_at.is_some() {
            return Ok((began.elapsed(), run));
        }
        carry_on(state, run.id, leg).await?;
    }
    Err("it never ends".into())
}

#[expect(clippy::float_arithmetic, reason = "a figure to be printed")]
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

fn memory_kilobytes(what: &str) -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line =
        status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).ok_or("no figure")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}
