//! Sealing and opening: XChaCha20-Poly1305, tied to the place where the value stands.
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::clock::Entropy;

use super::keys::{Key, Keys, keyed_hash};

/// The first part of every sealed value; another way of sealing will have another.
const VERSION: &str = "v1";
/// Long enough to be drawn at random for ever.
const NONCE_BYTES: usize = 24;

/// Where a value stands. A sealed value opens there and nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    /// The row's primary key.
    pub row: &'a str,
}

/// Why a value could not be sealed or opened. Names the place, never the value.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("{place} is sealed with the key \"{key}\", which DROP_SECRET_KEYS does not hold")]
    UnknownKey { place: String, key: String },
    #[error("{place} does not open: it was changed, or belongs elsewhere")]
    Altered { place: String },
    #[error("{place} cannot be sealed")]
    NotSealed { place: String },
}

/// Seals and opens with the keys of the configuration.
#[derive(Clone)]
pub struct Vault {
    pub(super) keys: Keys,
    entropy: Arc<dyn Entropy>,
}

impl Vault {
    #[must_use]
    pub fn new(keys: Keys, entropy: Arc<dyn Entropy>) -> Self {
        Self { keys, entropy }
    }

    /// `v1.<key id>.<base64 of nonce and ciphertext>`, with the first key.
    ///
    /// # Errors
    /// For a text of more than a quarter of a terabyte.
    pub fn seal(&self, place: Place<'_>, text: &str) -> Result<String, VaultError> {
        let key = self.keys.first();
        let mut nonce = [0_u8; NONCE_BYTES];
        self.entropy.fill(&mut nonce);
        let context = place.context();
        let payload = Payload { msg: text.as_bytes(), aad: &context };
        let sealed = cipher(key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::NotSealed { place: place.name() })?;
        let bytes = [nonce.as_slice(), &sealed].concat();
        Ok(format!("{}{}", self.prefix(), URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What was sealed, if it was sealed here and for this place.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String, VaultError> {
        let altered = || VaultError::Altered { place: place.name() };
        let mut parts = sealed.splitn(3, '.');
        let (Some(VERSION), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(altered());
        };
        let unknown = || VaultError::UnknownKey { place: place.name(), key: id.to_owned() };
        let key = self.keys.all().find(|key| key.id == id).ok_or_else(unknown)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| altered())?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(altered)?;
        let context = place.context();
        let payload = Payload { msg: ciphertext, aad: &context };
        let opened = cipher(key).decrypt(&XNonce::from(*nonce), payload).map_err(|_| altered())?;
        String::from_utf8(opened).map_err(|_| altered())
    }

    /// The same for a column that was written in plain text before there was a vault: what is not sealed is returned
    /// as it is, until [`super::service::rotate`] has sealed it.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open_old(&self, place: Place<'_>, kept: &str) -> Result<String, VaultError> {
        if kept.strip_prefix(VERSION).is_some_and(|rest| rest.starts_with('.')) {
            self.open(place, kept)
        } else {
            Ok(kept.to_owned())
        }
    }

    /// A keyed hash by which equal values are found without being readable. `purpose` keeps the hashes of different
    /// columns apart. With the first key: [`super::service::rotate`] writes it anew with the value.
    #[must_use]
    pub fn fingerprint(&self, purpose: &'static str, text: &str) -> String {
        fingerprint(self.keys.first(), purpose, text)
    }

    /// The fingerprints with every key, for a search while not all rows are sealed with the first one yet.
    #[must_use]
    pub fn fingerprints(&self, purpose: &'static str, text: &str) -> Vec<String> {
        self.keys.all().map(|key| fingerprint(key, purpose, text)).collect()
    }

    /// How values begin that need no sealing anew.
    pub(super) fn prefix(&self) -> String {
        format!("{VERSION}.{}.", self.keys.first().id)
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.sealing.into())
}

fn fingerprint(key: &Key, purpose: &str, text: &str) -> String {
    hex::encode(keyed_hash(&key.fingerprints, &[purpose.as_bytes(), text.as_bytes()]))
}

impl Place<'_> {
    /// Table, column and row, each with its length: no two places have the same context.
    fn context(&self) -> Vec<u8> {
        let mut context = Vec::new();
        for part in [self.table, self.column, self.row] {
            context.extend_from_slice(&(part.len() as u64).to_be_bytes());
            context.extend_from_slice(part.as_bytes());
        }
        context
    }

    fn name(&self) -> String {
        format!("{}.{} of {}", self.table, self.column, self.row)
    }
}
