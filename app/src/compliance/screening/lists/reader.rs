//! What an import needs of whoever reads a list's format: `server/src/gateways/watchlists`.
use chrono::{DateTime, Utc};
use domain::compliance::watchlist::Listed;

/// Takes one entry after the other.
pub type Each<'a> = dyn FnMut(Listed) -> Result<(), Refused> + 'a;

/// A published list in its own format. It is read once from its beginning to its end, and never held as a whole.
pub trait ListReader: Send {
    /// Hands every entry on, and says when the list was published, if it does.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place.
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError>;
}

/// Why an entry was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("this entry stands in the list twice")]
    Twice,
    #[error("it has no name")]
    NoName,
    /// Whoever reads need not go on; the reason is told elsewhere.
    #[error("the import was given up")]
    Stopped,
}

/// Where a list is broken and how, for the person at the terminal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct ReadError {
    /// A file and a line, or a file and a place in bytes.
    pub place: String,
    pub reason: String,
}

impl ReadError {
    pub fn new(place: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self { place: place.into(), reason: reason.to_string() }
    }
}
