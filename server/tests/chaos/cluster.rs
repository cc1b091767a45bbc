//! A PostgreSQL of the test's own, which it may stop as a crash does.
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};

pub struct Cluster {
    pub url: String,
    /// Its name for `scripts/db`; none when the database is in somebody else's cluster.
    name: Option<String>,
}

fn scripts_db(arguments: &[&str]) -> std::io::Result<Output> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scripts/db");
    Command::new("bash").arg(script).args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit()).output()
}

impl Cluster {
    pub async fn start() -> Self {
        // Should this process be killed, the next run of the tests removes what its name tells to be left over.
        let name = format!("run-chaos-{}", std::process::id());
        match scripts_db(&["test", &name]) {
            Ok(output) if output.status.success() => {
                let url = String::from_utf8(output.stdout).unwrap().trim().to_owned();
                let cluster = Self { url, name: Some(name) };
                cluster.restart("fast");
                cluster
            }
            _ => Self::elsewhere().await,
        }
    }

    async fn elsewhere() -> Self {
        eprintln!("############################################################################");
        eprintln!("# scripts/db cannot start a PostgreSQL here: NOTHING RESTARTS THE DATABASE #");
        eprintln!("############################################################################");
        let cluster =
            std::env::var("DATABASE_URL").expect("no PostgreSQL can be started, and DATABASE_URL is not set");
        let name = format!("drop_chaos_{}", uuid::Uuid::new_v4().simple());
        let admin = PgConnectOptions::from_str(&cluster).unwrap();
        let mut connection = PgConnection::connect_with(&admin).await.unwrap();
        sqlx::raw_sql(&format!("create database {name}")).execute(&mut connection).await.unwrap();
        let mut url = url::Url::parse(&cluster).unwrap();
        url.set_path(&name);
        Self { url: url.into(), name: None }
    }

    pub fn can_restart(&self) -> bool {
        self.name.is_some()
    }

    /// `fast` ends every connection; `immediate` is a crash, and is recovered from.
    pub fn restart(&self, mode: &str) {
        let Some(name) = &self.name else { return };
        let output = scripts_db(&["test-restart", name, mode]).unwrap();
        assert!(output.status.success(), "PostgreSQL does not start again");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            let _ = scripts_db(&["test-stop", name]);
        }
    }
}
