//! Which new passwords are taken: long enough, not easy to guess, and not known from a leak.
use domain::form::{FieldCode, Password};
use sha1::{Digest, Sha1};

use crate::context::AppState;

/// zxcvbn's scale is 0–4; 3 is "safely unguessable: moderate protection from offline slow-hash scenario".
const SCORE_MIN: u8 = 3;
/// Hexadecimal digits of a hash that leave the house.
const PREFIX_DIGITS: usize = 5;

/// Reads a new password (ASVS 6.2.1, 6.2.4). `about` is what somebody who knows its owner would try.
pub(super) fn parse(typed: &str, about: &[&str]) -> Result<Password, FieldCode> {
    let password = Password::parse(typed)?;
    let score = zxcvbn::zxcvbn(password.as_str(), about).score();
    if u8::from(score) < SCORE_MIN { Err(FieldCode::PasswordWeak) } else { Ok(password) }
}

/// Refuses what has leaked (ASVS 6.2.12). A list that does not answer stands in nobody's way.
pub(super) async fn refuse_leaked(state: &AppState, password: &Password) -> Result<(), FieldCode> {
    let hash = hex::encode_upper(Sha1::digest(password.as_str().as_bytes()));
    let (prefix, rest) = hash.split_at(PREFIX_DIGITS);
    match state.breaches.suffixes(prefix).await {
        Ok(suffixes) if suffixes.iter().any(|suffix| suffix.eq_ignore_ascii_case(rest)) => {
            Err(FieldCode::PasswordLeaked)
        }
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::warn!(%error, "a new password was not looked up");
            Ok(())
        }
    }
}
