//! Who knows which passwords have leaked somewhere.
use async_trait::async_trait;

#[derive(Debug, thiserror::Error)]
#[error("the list of leaked passwords did not answer: {0}")]
pub struct BreachesSilent(pub String);

/// A list of leaked passwords that never sees one: it is asked for everything that begins as the password's SHA-1 does,
/// and one answer of hundreds is compared here (k-anonymity).
#[async_trait]
pub trait BreachedPasswords: Send + Sync {
    /// The rest of each hash that begins with `prefix`: five hexadecimal digits in capitals, and then 35.
    async fn suffixes(&self, prefix: &str) -> Result<Vec<String>, BreachesSilent>;
}

/// Nobody is asked.
#[derive(Debug)]
pub struct NobodyAsked;

#[async_trait]
impl BreachedPasswords for NobodyAsked {
    async fn suffixes(&self, _: &str) -> Result<Vec<String>, BreachesSilent> {
        Ok(Vec::new())
    }
}
