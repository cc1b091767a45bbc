//! Where the database is.
use std::fmt;

use url::Url;

/// A database's address. Printing it never shows the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub(super) const fn new(url: String) -> Self {
        Self(url)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Url::parse(&self.0) {
            Ok(url) => {
                write!(formatter, "{}://…@{}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
            }
            Err(_) => formatter.write_str("…"),
        }
    }
}
