//! The way by which letters leave, implemented in `server/src/gateways/post`.
use std::fmt;
use std::path::PathBuf;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::form::Email;
use domain::ids::LetterId;

/// A letter as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same at each try: whoever gets it twice can tell.
    pub id: LetterId,
    pub to: Email,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub at: DateTime<Utc>,
}

/// Why a letter did not leave. Holds no address and nothing of the letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It may leave later.
    #[error("the mail server: {0}")]
    NoAnswer(String),
    /// It never will.
    #[error("the mail server refuses the letter: {0}")]
    Refused(String),
}

#[async_trait]
pub trait Post: Send + Sync {
    /// Hands a letter over. Doing it twice sends it twice.
    ///
    /// # Errors
    /// See [`PostError`].
    async fn send(&self, message: &Message) -> Result<(), PostError>;
}

/// Letters stay in the outbox: for tests, and for a demo without a mail server.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

#[async_trait]
impl Post for Nowhere {
    async fn send(&self, _: &Message) -> Result<(), PostError> {
        Ok(())
    }
}

/// How letters leave, and from whom they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailSettings {
    /// As it stands in the letter's head: `Drop <post@drop.example>`.
    pub from: String,
    pub way: Way,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Nowhere,
    /// A file for each letter.
    Folder(PathBuf),
    Smtp(SmtpUrl),
}

/// The address of a mail server, often with a password in it: it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl SmtpUrl {
    #[must_use]
    pub const fn new(url: String) -> Self {
        Self(url)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}
