//! One open till: HTTP/1.1 by hand, so that the client's own cost stays small beside the server's.
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;

use crate::{Failure, Waiting};

/// As the sale's state stands in its data.
const PAID: &str = r#""state":"paid""#;

pub struct Till {
    addr: String,
    /// The header.
    cookie: String,
}

type Opened = UnboundedSender<Result<(), String>>;

impl Till {
    pub fn new(addr: &str, name: &str, value: &str) -> Self {
        Self {
            addr: addr.to_owned(),
            cookie: format!("Cookie: {name}={value}\r\nSec-Fetch-Site: same-origin"),
        }
    }

    /// Follows the news; each sale that is told of is asked for, and whoever waits for it is told.
    pub async fn watch(self, waiting: Waiting, opened: Opened) {
        if let Err(error) = self.follow(&waiting, &opened).await {
            let _ = opened.send(Err(error.to_string()));
        }
    }

    async fn follow(&self, waiting: &Waiting, opened: &Opened) -> Result<(), Failure> {
        let request = format!(
            "GET /events HTTP/1.1\r\nHost: {}\r\n{}\r\nAccept: text/event-stream\r\n\r\n",
            self.addr, self.cookie
        );
        let mut stream = BufReader::new(self.send(&request).await?);
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if !line.starts_with("HTTP/1.1 200") {
            return Err(line.into());
        }
        let mut is_open = false;
        let mut kind = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Err("the stream ended".into());
            }
            // The first event is the pause before a browser would connect again.
            if line.starts_with("retry:") && !is_open {
                is_open = true;
                opened.send(Ok(()))?;
            } else if let Some(name) = line.strip_prefix("event:") {
                name.trim().clone_into(&mut kind);
            } else if let Some(shop) = line.strip_prefix("data:").filter(|_| kind == "sale") {
                self.show(shop.trim(), waiting).await?;
            }
        }
    }

    /// The event names the shop; the till's page asks for what it shows.
    async fn show(&self, shop: &str, waiting: &Waiting) -> Result<(), Failure> {
        let shown = waiting.lock().await.remove(shop).unwrap_or_default();
        for (code, green) in shown {
            if self.ask(shop, &code).await?.contains(PAID) {
                // Whoever waited may have lost patience.
                let _ = green.send(());
            } else {
                waiting.lock().await.entry(shop.to_owned()).or_default().push((code, green));
            }
        }
        Ok(())
    }

    async fn ask(&self, shop: &str, code: &str) -> Result<String, Failure> {
        let body = format!("shop={shop}&code={code}");
        let request = format!(
            "POST /api/till/sale HTTP/1.1\r\nHost: {}\r\n{}\r\nConnection: close\r\nAccept: application/json\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.addr,
            self.cookie,
            body.len()
        );
        let mut answer = String::new();
        self.send(&request).await?.read_to_string(&mut answer).await?;
        if answer.starts_with("HTTP/1.1 200") { Ok(answer) } else { Err(answer.into()) }
    }

    async fn send(&self, request: &str) -> Result<TcpStream, Failure> {
        let mut stream = TcpStream::connect(&self.addr).await?;
        stream.set_nodelay(true)?;
        stream.write_all(request.as_bytes()).await?;
        Ok(stream)
    }
}
