//! Signing what a public link names, so that nobody can make one up or change one.
use hmac::Mac as _;

use super::Vault;
use super::keys::{Key, keyed_mac};

impl Vault {
    /// The id of the key that signs new links. A link on paper outlives it, so it is kept beside what was signed.
    #[must_use]
    pub fn link_key(&self) -> &str {
        &self.keys.first().id
    }

    /// The first `N` bytes of the tag over `text` with that key; nothing when `DROP_SECRET_KEYS` does not hold it, or
    /// for more bytes than a tag has. `purpose` keeps links of different kinds apart.
    #[must_use]
    pub fn link_tag<const N: usize>(
        &self,
        key_id: &str,
        purpose: &'static str,
        text: &str,
    ) -> Option<[u8; N]> {
        let key = self.keys.all().find(|key| key.id == key_id)?;
        let tag: [u8; 32] = mac(key, purpose, text).finalize().into_bytes().into();
        tag.first_chunk().copied()
    }

    /// The id of the key that made this tag, if one did. Compares in constant time: how much of a guess was right
    /// cannot be told from how long the answer takes.
    #[must_use]
    pub fn link_signer(&self, purpose: &'static str, text: &str, tag: &[u8]) -> Option<&str> {
        let signed = |key: &&Key| mac(key, purpose, text).verify_truncated_left(tag).is_ok();
        self.keys.all().find(signed).map(|key| key.id.as_str())
    }
}

fn mac(key: &Key, purpose: &str, text: &str) -> hmac::Hmac<sha2::Sha256> {
    keyed_mac(&key.links, &[purpose.as_bytes(), text.as_bytes()])
}
