//! What shops need of Brønnøysundregistrene's register of units. Implemented in the server, and by the demo data.
use async_trait::async_trait;
use domain::merchant::orgnr::Orgnr;

/// How a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Trading,
    /// Being wound up, by its own decision or a court's, or dissolved already.
    Dissolved,
    Bankrupt,
}

/// A unit as the register tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    /// Its kind: `AS`, `ENK` and so on.
    pub form: String,
    /// Where its business is, in one line.
    pub address: Option<String>,
    pub standing: Standing,
}

/// What the register answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Unit(Unit),
    /// It was there, and was taken out.
    Gone,
    /// No unit has this number.
    Unknown,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// Not reached, too slow, or an answer that says it failed.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// An answer that is not what was asked for. Nothing of it is used.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(&'static str),
}

#[async_trait]
pub trait UnitRegister: Send + Sync {
    /// One unit, or sub-unit, by its number.
    ///
    /// # Errors
    /// See [`RegisterError`].
    async fn unit(&self, number: &Orgnr) -> Result<Answer, RegisterError>;
}
