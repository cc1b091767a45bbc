//! The second factor: one-time codes of a shared secret, as authenticator apps show them (RFC 6238 over RFC 4226, with
//! SHA-1, six digits and steps of 30 seconds, which is what every app knows), and recovery codes for a lost telephone.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::clock::Entropy;
use crate::ids::UserId;

/// RFC 4226 recommends as many bits as the hash has.
const SECRET_BYTES: usize = 20;
/// How long one code is shown.
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
const CODES: u32 = 1_000_000;
/// A telephone's clock may be this many steps behind or ahead.
const SKEW_STEPS: i64 = 1;
/// Recovery codes that are given at a time.
pub const RECOVERY_CODES: usize = 10;
/// 80 random bits: too many to try, also for somebody who has their hashes.
const RECOVERY_BYTES: usize = 10;
const RECOVERY_CHARS: usize = 16;
/// Letters between two hyphens, where somebody has to type them.
const GROUP_CHARS: usize = 4;
/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the site and an authenticator app share. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_BYTES]);

impl Secret {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; SECRET_BYTES];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads what [`Self::to_base32`] wrote.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        Some(Self(base32_decode(text)?.try_into().ok()?))
    }

    /// As apps take it: 32 letters and digits.
    #[must_use]
    pub fn to_base32(&self) -> String {
        base32(&self.0)
    }

    /// The address behind the picture that an app reads, for an account of this name.
    #[must_use]
    pub fn address(&self, account: &str) -> String {
        let account = account.replace('%', "%25").replace('@', "%40").replace('+', "%2B").replace(' ', "%20");
        format!("otpauth://totp/Drop:{account}?secret={}&issuer=Drop", self.to_base32())
    }

    /// The code of one step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("a key of any length");
        mac.update(&step.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        let offset = usize::from(tag[tag.len() - 1] & 0x0f);
        let word = [tag[offset] & 0x7f, tag[offset + 1], tag[offset + 2], tag[offset + 3]];
        format!("{:0CODE_DIGITS$}", u32::from_be_bytes(word) % CODES)
    }

    /// The step of a code that may be used now: of this moment or just beside it, and after the last one that was used,
    /// so that nobody who has seen a code can use it again.
    #[must_use]
    pub fn accept(&self, code: &str, now: DateTime<Utc>, last_used: i64) -> Option<i64> {
        let step = step_at(now);
        let mut steps = (step - SKEW_STEPS..=step + SKEW_STEPS).filter(|step| *step > last_used);
        steps.find(|step| same(&self.code(*step), code))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// Which step a moment is in.
#[must_use]
pub fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(STEP_SECONDS)
}

/// In a time that does not tell how much of a guess was right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

/// What somebody typed where a code is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Six digits from an app.
    Code(String),
    /// A recovery code, in capitals and without hyphens.
    Recovery(String),
}

impl Typed {
    /// Reads it as people write it: with spaces, hyphens and small letters.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut typed = String::new();
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            if typed.len() >= RECOVERY_CHARS {
                return None;
            }
            typed.push(letter.to_ascii_uppercase());
        }
        match typed.len() {
            CODE_DIGITS if typed.bytes().all(|byte| byte.is_ascii_digit()) => Some(Self::Code(typed)),
            // Digits that the alphabet leaves out because they look like letters.
            RECOVERY_CHARS => {
                let typed = typed.replace('0', "O").replace('1', "I").replace('8', "B");
                typed.bytes().all(|byte| BASE32.contains(&byte)).then_some(Self::Recovery(typed))
            }
            _ => None,
        }
    }
}

/// New recovery codes, in capitals and without hyphens.
#[must_use]
pub fn recovery_codes(entropy: &dyn Entropy) -> Vec<String> {
    let draw = |_| {
        let mut bytes = [0; RECOVERY_BYTES];
        entropy.fill(&mut bytes);
        base32(&bytes)
    };
    (0..RECOVERY_CODES).map(draw).collect()
}

/// In groups that can be read aloud and typed.
#[must_use]
pub fn in_groups(code: &str, between: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP_CHARS).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

/// The only form in which a recovery code is kept.
#[must_use]
pub fn recovery_hash(user: &UserId, code: &str) -> String {
    hex::encode(Sha256::digest(format!("{user}:{code}").as_bytes()))
}

/// Whole groups of five bytes, so that nothing has to be padded.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks_exact(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let index = usize::try_from(bits >> (5 * place) & 0x1f).unwrap_or_default();
            text.push(char::from(BASE32[index]));
        }
    }
    text
}

fn base32_decode(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || !text.len().is_multiple_of(8) {
        return None;
    }
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks_exact(8) {
        let mut bits = 0_u64;
        for letter in group {
            let value = BASE32.iter().position(|known| known == letter)?;
            bits = bits << 5 | u64::try_from(value).ok()?;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::testing::SeededEntropy;

    /// The secret of both RFCs' test vectors.
    fn published() -> Secret {
        Secret(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in (0_i64..).zip(expected) {
            assert_eq!(published().code(step), code);
        }
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(published().code(step_at(at(seconds))), code);
            assert_eq!(published().accept(code, at(seconds), 0), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_before_and_after_and_once() {
        let (secret, now) = (published(), at(1_234_567_890));
        let step = step_at(now);
        for (other, is_good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let accepted = secret.accept(&secret.code(step + other), now, 0);
            assert_eq!(accepted, is_good.then_some(step + other), "{other}");
        }
        assert_eq!(secret.accept(&secret.code(step), now, step), None, "used");
        assert_eq!(secret.accept(&secret.code(step - 1), now, step), None, "older than the used one");
        assert_eq!(secret.accept(&secret.code(step + 1), now, step), Some(step + 1));
        assert_eq!(secret.accept("00592", now, 0), None);
        assert_eq!(secret.accept("", now, 0), None);
    }

    #[test]
    fn secrets_survive_base32_and_are_not_printed() {
        assert_eq!(published().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let secret = Secret::generate(&SeededEntropy::new(7));
        assert_eq!(Secret::from_base32(&secret.to_base32()), Some(secret.clone()));
        for bad in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ="] {
            assert_eq!(Secret::from_base32(bad), None, "{bad}");
        }
        assert_eq!(format!("{secret:?}"), "Secret");
    }

    #[test]
    fn an_app_reads_the_address() {
        let address = published().address("a+b@drop.example");
        assert_eq!(
            address,
            "otpauth://totp/Drop:a%2Bb%40drop.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Drop"
        );
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        let recovery = Typed::Recovery("ABCDEFGHIJKLMNOB".to_owned());
        for (text, read) in [
            ("123456", Some(Typed::Code("123456".to_owned()))),
            (" 123 456 ", Some(Typed::Code("123456".to_owned()))),
            ("abcd-efgh-ijkl-mno8", Some(recovery.clone())),
            ("ABCD EFGH 1JKL MN0B", Some(recovery)),
            ("12345", None),
            ("1234567", None),
            ("12345a", None),
            ("", None),
            ("abcd-efgh-ijkl-mno!", None),
            ("abcd-efgh-ijkl-mnopq", None),
            ("æøåæøåæø", None),
        ] {
            assert_eq!(Typed::read(text), read, "{text}");
        }
    }

    #[test]
    fn recovery_codes_differ_and_are_kept_as_hashes_of_their_owner() {
        let codes = recovery_codes(&SeededEntropy::new(7));
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), RECOVERY_CODES);
        let shown = in_groups(&codes[0], "-");
        assert_eq!(shown.len(), 19);
        assert_eq!(Typed::read(&shown), Some(Typed::Recovery(codes[0].clone())));
        let (one, other) = (UserId::parse("usr_a").unwrap(), UserId::parse("usr_b").unwrap());
        assert_ne!(recovery_hash(&one, &codes[0]), recovery_hash(&other, &codes[0]));
        assert_eq!(recovery_hash(&one, &codes[0]).len(), 64);
    }
}
