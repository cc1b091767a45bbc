//! The keys of the vault, as the configuration names them.
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

const KEY_BYTES: usize = 32;
const ID_MAX_CHARS: usize = 32;
/// Published in this file, so that it protects nothing: for development and tests.
const BUILT_IN: &[u8; KEY_BYTES] = b"drop development key, no secret!";
const BUILT_IN_ID: &str = "dev";

/// One key: others are derived from it, so that sealing, fingerprints and links never share one.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub id: String,
    pub sealing: [u8; KEY_BYTES],
    pub fingerprints: [u8; KEY_BYTES],
    pub links: [u8; KEY_BYTES],
}

/// The keys, newest first: the first seals, all of them open.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    first: Key,
    older: Vec<Key>,
}

/// Why `DROP_SECRET_KEYS` cannot be used. Holds nothing of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    #[error("each key is written id:key, and several are separated by commas")]
    Shape,
    #[error("a key's id has 1 to 32 lower-case letters, digits or hyphens")]
    Id,
    #[error("a key is 32 bytes in base64")]
    Length,
    #[error("two keys have the same id")]
    Twice,
    #[error("the published key of development protects nothing")]
    BuiltIn,
}

impl Keys {
    /// The key of development and tests. Everybody can read it.
    #[must_use]
    pub fn built_in() -> Self {
        Self { first: Key::new(BUILT_IN_ID, BUILT_IN), older: Vec::new() }
    }

    /// Reads the keys of a site that keeps real secrets.
    ///
    /// # Errors
    /// [`KeysError::BuiltIn`] beside those of parsing.
    pub fn secret(text: &str) -> Result<Self, KeysError> {
        let keys: Self = text.parse()?;
        let published = Key::new(BUILT_IN_ID, BUILT_IN).sealing;
        if keys.all().any(|key| key.sealing == published) {
            return Err(KeysError::BuiltIn);
        }
        Ok(keys)
    }

    pub(super) const fn first(&self) -> &Key {
        &self.first
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(&self.older)
    }
}

impl FromStr for Keys {
    type Err = KeysError;

    fn from_str(text: &str) -> Result<Self, KeysError> {
        let mut keys = Vec::<Key>::new();
        for part in text.split(',') {
            let key = parse_key(part.trim())?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(KeysError::Twice);
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        Ok(Self { first: keys.next().ok_or(KeysError::Shape)?, older: keys.collect() })
    }
}

fn parse_key(text: &str) -> Result<Key, KeysError> {
    let (id, key) = text.split_once(':').ok_or(KeysError::Shape)?;
    let allowed = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
    if id.is_empty() || id.len() > ID_MAX_CHARS || !id.chars().all(allowed) {
        return Err(KeysError::Id);
    }
    let bytes = STANDARD.decode(key).map_err(|_| KeysError::Length)?;
    let bytes: [u8; KEY_BYTES] = bytes.try_into().map_err(|_| KeysError::Length)?;
    Ok(Key::new(id, &bytes))
}

impl Key {
    fn new(id: &str, bytes: &[u8; KEY_BYTES]) -> Self {
        Self {
            id: id.to_owned(),
            sealing: keyed_hash(bytes, &[b"drop sealing v1"]),
            fingerprints: keyed_hash(bytes, &[b"drop fingerprints v1"]),
            links: keyed_hash(bytes, &[b"drop links v1"]),
        }
    }
}

/// HMAC-SHA-256 of the parts.
pub(super) fn keyed_hash(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    keyed_mac(key, parts).finalize().into_bytes().into()
}

/// The same before its end: each part with its length, so that no two lists of parts look the same.
pub(super) fn keyed_mac(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

/// Never shows a key.
impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.all().map(|key| &key.id)).finish()
    }
}
