//! The program under test: two processes, each on a port of its own, ended and started again by their own ids.
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const START_SECONDS: u64 = 60;

pub struct Server {
    database_url: String,
    bank: String,
    pub url: String,
    port: u16,
    child: Option<Child>,
}

impl Server {
    pub fn new(database_url: &str, bank: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        Self { database_url: database_url.to_owned(), bank: bank.to_owned(), url, port, child: None }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drop"));
        command
            .args(arguments)
            .env("DATABASE_URL", &self.database_url)
            .env("DROP_ENV", "development")
            .env("DROP_ADDR", format!("127.0.0.1:{}", self.port))
            .env("DROP_BASE_URL", &self.url)
            .env("DROP_SANDBOX", "off")
            .env("DROP_SANDBOX_PUBLIC_URL", &self.bank)
            // Every customer has an address of their own, as behind a proxy.
            .env("DROP_TRUSTED_PROXY_HOPS", "1")
            .env("SEED_DEMO", "false")
            // What goes wrong in between is meant to, and much of it.
            .env("DROP_LOG", "off")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{arguments:?}");
    }

    /// Starts it, over again while the database is away, until it answers.
    pub async fn start(&mut self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(START_SECONDS) {
            let ended = self.child.as_mut().is_none_or(|child| child.try_wait().unwrap().is_some());
            if ended {
                self.child = Some(self.command(&["serve"]).spawn().unwrap());
            }
            if let Ok(answer) = reqwest::get(format!("{}/health", self.url)).await
                && answer.status().is_success()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server at {} does not answer", self.url);
    }

    /// SIGKILL: no destructor runs, no answer is finished.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
