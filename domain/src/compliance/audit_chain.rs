//! The audit log as a chain: each row's hash covers the row and the hash before it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What stands in for the hash before the first row.
pub const GENESIS: [u8; 32] = [0; 32];

/// Separates these hashes from every other use of SHA-256; a new layout gets a new name.
const LAYOUT: &[u8] = b"drop.audit.v1";

/// One row of `audit_log`, as text. The timestamp must be written by [`timestamp_text`], and `details`
/// exactly as the database gives it back: `jsonb` does not keep the text that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEntry<'a> {
    /// `aud_…`.
    pub id: &'a str,
    /// See [`timestamp_text`].
    pub timestamp: &'a str,
    /// Who did it; `None` for the system and for people not logged in.
    pub user_id: Option<&'a str>,
    /// Dotted: `auth.login`.
    pub action: &'a str,
    /// The kind of thing.
    pub resource_type: Option<&'a str>,
    /// The thing.
    pub resource_id: Option<&'a str>,
    /// JSON.
    pub details: Option<&'a str>,
    /// The client's address.
    pub ip_address: Option<&'a str>,
    /// The client's own description.
    pub user_agent: Option<&'a str>,
    /// The request it happened in.
    pub request_id: Option<&'a str>,
}

/// A stored row: its place, its content, its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditRow<'a> {
    /// The place in the log, rising.
    pub seq: i64,
    /// The content.
    pub entry: AuditEntry<'a>,
    /// The stored hash.
    pub hash: [u8; 32],
}

/// The end of the chain at some moment: whoever keeps it elsewhere can show later that no row up to there was cut off
/// or written anew. Printed and read as `place:hash in hexadecimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The place of the last row.
    pub seq: i64,
    /// Its hash, which covers every row before it.
    pub hash: [u8; 32],
}

/// A text that is not a [`Head`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a head of the chain: write place:hash, as `drop audit head` prints it")]
pub struct HeadError;

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, hex::encode(self.hash))
    }
}

impl FromStr for Head {
    type Err = HeadError;

    fn from_str(text: &str) -> Result<Self, HeadError> {
        let (seq, hash) = text.trim().split_once(':').ok_or(HeadError)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(hash, &mut bytes).map_err(|_| HeadError)?;
        let seq = seq.parse().map_err(|_| HeadError)?;
        if seq > 0 { Ok(Self { seq, hash: bytes }) } else { Err(HeadError) }
    }
}

/// The first row that does not follow from the ones before it: changed, moved, put in, or after a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the audit chain breaks at row {seq}")]
pub struct Broken {
    /// The place of that row.
    pub seq: i64,
}

/// An instant as the chain writes it: UTC, microseconds (what PostgreSQL keeps), `Z`.
#[must_use]
pub fn timestamp_text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The hash of a row: SHA-256 over the previous hash, the place, and every field with its length, so
/// that no two different rows give the same bytes. A missing field differs from an empty one.
#[must_use]
pub fn hash(previous: &[u8; 32], seq: i64, entry: &AuditEntry<'_>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(LAYOUT);
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    let fields = [
        Some(entry.id),
        Some(entry.timestamp),
        entry.user_id,
        Some(entry.action),
        entry.resource_type,
        entry.resource_id,
        entry.details,
        entry.ip_address,
        entry.user_agent,
        entry.request_id,
    ];
    for field in fields {
        match field {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text);
            }
        }
    }
    hasher.finalize().into()
}

/// Checks the whole log, in order, from its first row. Rows cut off the end cannot be seen from inside:
/// compare the count, or keep the last hash elsewhere.
///
/// # Errors
/// [`Broken`] with the first row that does not fit.
pub fn verify<'a>(rows: impl IntoIterator<Item = AuditRow<'a>>) -> Result<u64, Broken> {
    let mut verifier = Verifier::new();
    for row in rows {
        verifier.add(&row)?;
    }
    Ok(verifier.count())
}

/// The same check, page by page.
#[derive(Debug, Clone)]
pub struct Verifier {
    last_hash: [u8; 32],
    last_seq: Option<i64>,
    count: u64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Verifier {
    /// Before the first row.
    #[must_use]
    pub const fn new() -> Self {
        Self { last_hash: GENESIS, last_seq: None, count: 0 }
    }

    /// Checks the next row.
    ///
    /// # Errors
    /// [`Broken`] with this row's place.
    pub fn add(&mut self, row: &AuditRow<'_>) -> Result<(), Broken> {
        let rises = self.last_seq.is_none_or(|last| row.seq > last);
        if !rises || hash(&self.last_hash, row.seq, &row.entry) != row.hash {
            return Err(Broken { seq: row.seq });
        }
        self.last_hash = row.hash;
        self.last_seq = Some(row.seq);
        self.count += 1;
        Ok(())
    }

    /// How many rows fitted.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The hash of the last row that fitted.
    #[must_use]
    pub const fn last_hash(&self) -> [u8; 32] {
        self.last_hash
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_ne, proptest};

    use super::*;

    const ENTRY: AuditEntry<'static> = AuditEntry {
        id: "aud_1",
        timestamp: "2026-06-15T10:00:00.000000Z",
        user_id: Some("usr_demo1"),
        action: "auth.login",
        resource_type: None,
        resource_id: None,
        details: Some("{}"),
        ip_address: Some("127.0.0.1"),
        user_agent: None,
        request_id: None,
    };

    fn chain() -> Vec<AuditRow<'static>> {
        let mut previous = GENESIS;
        // Sequences of a database have gaps.
        [1, 2, 5, 6]
            .into_iter()
            .map(|seq| {
                previous = hash(&previous, seq, &ENTRY);
                AuditRow { seq, entry: ENTRY, hash: previous }
            })
            .collect()
    }

    #[test]
    fn an_untouched_log_is_whole() {
        assert_eq!(verify(chain()), Ok(4));
        assert_eq!(verify([]), Ok(0));
    }

    #[test]
    fn the_layout_does_not_drift() {
        assert_eq!(
            hex::encode(hash(&GENESIS, 1, &ENTRY)),
            "bebc680fc51dd88a007d244f193e7a767606cec8cb763433bf2189d734c79fe9"
        );
    }

    #[test]
    fn every_meddling_is_noticed() {
        let mut changed = chain();
        changed[1].entry.details = Some("{ }");
        assert_eq!(verify(changed), Err(Broken { seq: 2 }));
        let mut rehashed = chain();
        rehashed[1].entry.details = None;
        rehashed[1].hash = hash(&rehashed[0].hash, 2, &rehashed[1].entry);
        assert_eq!(verify(rehashed), Err(Broken { seq: 5 }));
        let mut removed = chain();
        removed.remove(2);
        assert_eq!(verify(removed), Err(Broken { seq: 6 }));
        let mut swapped = chain();
        swapped.swap(0, 1);
        assert_eq!(verify(swapped), Err(Broken { seq: 2 }));
        let mut headless = chain();
        headless.remove(0);
        assert_eq!(verify(headless), Err(Broken { seq: 2 }));
    }

    #[test]
    fn missing_is_not_empty_and_fields_do_not_run_together() {
        let of = |entry: AuditEntry<'_>| hash(&GENESIS, 1, &entry);
        let empty = AuditEntry { resource_type: Some(""), ..ENTRY };
        assert_ne!(of(ENTRY), of(empty));
        let one = AuditEntry { resource_type: Some("ab"), resource_id: Some("c"), ..ENTRY };
        let other = AuditEntry { resource_type: Some("a"), resource_id: Some("bc"), ..ENTRY };
        assert_ne!(of(one), of(other));
    }

    #[test]
    fn heads_read_back() {
        let head = Head { seq: 7, hash: hash(&GENESIS, 7, &ENTRY) };
        assert_eq!(head.to_string().parse(), Ok(head));
        assert_eq!(format!(" {head}\n").parse(), Ok(head));
        let zeros = "0".repeat(64);
        for text in ["", "7", "7:", "7:ab", &zeros, &format!("0:{zeros}"), &format!("x:{zeros}")] {
            assert_eq!(text.parse::<Head>(), Err(HeadError), "{text:?}");
        }
    }

    #[test]
    fn timestamps_have_one_spelling() {
        let instant = "2026-06-15T12:00:00.1234567+02:00".parse::<DateTime<Utc>>().unwrap();
        assert_eq!(timestamp_text(instant), "2026-06-15T10:00:00.123456Z");
    }

    proptest! {
        #[test]
        fn any_change_changes_the_hash(details in "\\PC{0,20}", seq in 2_i64..) {
            let entry = AuditEntry { details: Some(&details), ..ENTRY };
            prop_assert_ne!(hash(&GENESIS, seq, &entry), hash(&GENESIS, 1, &ENTRY));
            let other = format!("{details}.");
            let changed = AuditEntry { details: Some(&other), ..ENTRY };
            prop_assert_ne!(hash(&GENESIS, seq, &entry), hash(&GENESIS, seq, &changed));
        }
    }
}
