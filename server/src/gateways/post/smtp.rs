//! To a mail server, over TLS.
use std::time::Duration;

use app::mail::gateway::{Message, Post, PostError, SmtpUrl};
use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{PostSetUp, mail};

const TIMEOUT_SECONDS: u64 = 20;

pub(super) struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    pub(super) fn new(url: &SmtpUrl, from: Mailbox) -> Result<Self, PostSetUp> {
        // Twice is no error: the client for banks has done so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let server =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(PostSetUp::Server)?;
        let server = server.timeout(Some(Duration::from_secs(TIMEOUT_SECONDS))).build();
        Ok(Self { server, from })
    }
}

#[async_trait]
impl Post for Smtp {
    async fn send(&self, message: &Message) -> Result<(), PostError> {
        match self.server.send(mail(&self.from, message)?).await {
            Ok(_) => Ok(()),
            // Its own words may repeat the address: only the number is told on.
            Err(error) if error.is_permanent() => Err(PostError::Refused(code(&error))),
            Err(error) => Err(PostError::NoAnswer(code(&error))),
        }
    }
}

fn code(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(status) => format!("code {status}"),
        None if error.is_timeout() => "no answer in time".to_owned(),
        None if error.is_tls() => "no safe connection".to_owned(),
        None => "no connection".to_owned(),
    }
}
