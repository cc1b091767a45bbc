//! The one-time code: six digits, tied to what is being approved (PSD2 RTS article 5, dynamic linking).

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::store::Authorisation;

/// The code for exactly this content; another amount or payee has another code.
pub(crate) fn of(authorisation: &Authorisation, linked_to: &str) -> String {
    let message = format!("{linked_to}|{}|{}", authorisation.id, authorisation.generation);
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(authorisation.secret.as_bytes()) else {
        return String::new();
    };
    mac.update(message.as_bytes());
    let digest = hex::encode(mac.finalize().into_bytes());
    let number = digest.get(..15).and_then(|start| u64::from_str_radix(start, 16).ok()).unwrap_or_default();
    format!("{:06}", number % 1_000_000)
}

/// An authorisation is closed after its first right code, so each code is used once.
pub(crate) fn matches(authorisation: &Authorisation, linked_to: &str, typed: &str) -> bool {
    let expected = of(authorisation, linked_to);
    !expected.is_empty() && expected == typed
}

#[cfg(test)]
mod tests {
    use super::{Authorisation, of};

    #[test]
    fn the_code_depends_on_everything_it_is_linked_to() {
        let mut authorisation = Authorisation {
            id: "auth-1".to_owned(),
            subject_id: "pay-1".to_owned(),
            sca_status: "started".to_owned(),
            secret: "secret".to_owned(),
            generation: 1,
            failures: 0,
            last_activity: None,
        };
        let code = of(&authorisation, "100.00|Ana");
        assert!(code.len() == 6 && code.chars().all(|character| character.is_ascii_digit()));
        assert_eq!(code, of(&authorisation, "100.00|Ana"));
        assert_ne!(code, of(&authorisation, "100.01|Ana"));
        authorisation.generation = 2;
        assert_ne!(code, of(&authorisation, "100.00|Ana"));
    }
}
