//! Letters to the outside: to a mail server, or into a folder where a developer reads them.
mod folder;
mod smtp;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::SystemTime;

use app::mail::gateway::{MailSettings, Message, Nowhere, Post, PostError, Way};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

/// Why letters could not be set up. Names no address.
#[derive(Debug, thiserror::Error)]
pub enum PostSetUp {
    #[error("DROP_MAIL_FROM is no sender: write Name <address>")]
    Sender,
    #[error("DROP_SMTP_URL is no mail server: {0}")]
    Server(lettre::transport::smtp::Error),
}

/// The way that the configuration names.
///
/// # Errors
/// When it cannot be gone.
pub fn of(settings: &MailSettings) -> Result<Arc<dyn Post>, PostSetUp> {
    let sender = || settings.from.parse::<Mailbox>().map_err(|_| PostSetUp::Sender);
    Ok(match &settings.way {
        Way::Nowhere => Arc::new(Nowhere),
        Way::Folder(folder) => Arc::new(folder::Folder::new(folder.clone(), sender()?)),
        Way::Smtp(url) => Arc::new(smtp::Smtp::new(url, sender()?)?),
    })
}

/// A letter as RFC 5322 has it, as text and as HTML.
fn mail(from: &Mailbox, message: &Message) -> Result<lettre::Message, PostError> {
    let refused = |what: &str| PostError::Refused(what.to_owned());
    let to: Mailbox = message.to.as_str().parse().map_err(|_| refused("the address cannot be written"))?;
    // Nobody's machine is to answer it: no "I am on holiday" comes back.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    lettre::Message::builder()
        .from(from.clone())
        .to(to)
        .subject(message.subject.clone())
        .date(SystemTime::from(message.at))
        .message_id(Some(format!("<{}@{}>", message.id, from.email.domain())))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(message.text.clone(), message.html.clone()))
        .map_err(|_| refused("the letter cannot be written"))
}
