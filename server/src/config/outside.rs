//! How the site speaks to people who do not have it open: letters, and messages to browsers.
use std::path::PathBuf;

use app::mail::gateway::{MailSettings, SmtpUrl, Way};
use app::notifications::push::gateway::VapidKey;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use url::Url;

use super::{Environment, Reader};

/// Where a developer finds letters.
const FOLDER: &str = "target/mail";

impl Reader<'_> {
    /// The address of the mail server is never part of an error: it often holds a password.
    pub(super) fn mail(&mut self, environment: Environment, demo: bool, base_url: &Url) -> MailSettings {
        let host = base_url.host_str().unwrap_or("localhost").to_owned();
        let from = self.text("DROP_MAIL_FROM");
        let server = self.text("DROP_SMTP_URL");
        if server.is_some() && from.is_none() {
            self.error(
                "DROP_MAIL_FROM",
                "is not set; write who letters are from, as in Drop <post@drop.example>",
            );
        }
        let in_clear_text = server.as_deref().is_some_and(|url| {
            url.starts_with("smtp://") && !url.contains("tls=required") && !url.contains("tls=wrapper")
        });
        if in_clear_text && environment == Environment::Production {
            self.error(
                "DROP_SMTP_URL",
                "letters hold links that open accounts; write smtps://, or add ?tls=required",
            );
        }
        let way = match (server, self.text("DROP_MAIL_DIR")) {
            (Some(url), _) if url.starts_with("smtps://") || url.starts_with("smtp://") => {
                Way::Smtp(SmtpUrl::new(url))
            }
            (Some(_), _) => {
                self.error("DROP_SMTP_URL", "is no mail server; write smtps://user:password@host:465");
                Way::Nowhere
            }
            (None, Some(folder)) => Way::Folder(PathBuf::from(folder)),
            (None, None) if environment == Environment::Development => Way::Folder(PathBuf::from(FOLDER)),
            (None, None) => {
                if environment == Environment::Production && !demo {
                    let what =
                        "is not set; nobody could confirm an address: write smtps://user:password@host:465";
                    self.error("DROP_SMTP_URL", what);
                }
                Way::Nowhere
            }
        };
        MailSettings { from: from.unwrap_or_else(|| format!("Drop <drop@{host}>")), way }
    }

    /// The text itself is never part of an error.
    pub(super) fn vapid_key(&mut self) -> Option<VapidKey> {
        let text = self.text("DROP_VAPID_KEY")?;
        let text = text.trim_end_matches('=');
        let decoded = URL_SAFE_NO_PAD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text));
        let key = decoded.ok().and_then(|bytes| bytes.try_into().ok());
        if key.is_none() {
            self.error(
                "DROP_VAPID_KEY",
                "is no key; write what `openssl rand -base64 32` makes, once and for all",
            );
        }
        key.map(VapidKey::new)
    }
}
