//! What a bank's answer means: an error of ours to repeat, or a word of the bank to accept.
use app::accounts::gateway::BankError;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use super::wire::Problem;

const CODE_MAX_CHARS: usize = 64;
const UNKNOWN_CODE: &str = "UNKNOWN";

/// Reads an answer. 5xx never comes here.
pub(super) fn read<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Result<T, BankError> {
    if status.is_success() {
        return serde_json::from_slice(body)
            .map_err(|_| BankError::NoAnswer("the answer cannot be read".to_owned()));
    }
    if !status.is_client_error() {
        return Err(BankError::NoAnswer(format!("an answer with status {}", status.as_u16())));
    }
    let code = code(body);
    Err(match (status, code.as_deref()) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Some(code)) if code.starts_with("CONSENT_") => {
            BankError::ConsentInvalid
        }
        (StatusCode::TOO_MANY_REQUESTS, Some("ACCESS_EXCEEDED")) => BankError::AccessExceeded,
        // Not now, rather than no.
        (StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY, _) => {
            BankError::NoAnswer(format!("the bank asks to wait (status {})", status.as_u16()))
        }
        (_, code) => BankError::Refused { code: code.unwrap_or(UNKNOWN_CODE).to_owned() },
    })
}

/// `tppMessages[0].code`, if it looks like a code. The text beside it may name accounts and is not read.
fn code(body: &[u8]) -> Option<String> {
    let problem: Problem = serde_json::from_slice(body).ok()?;
    problem.tpp_messages.into_iter().next().map(|message| message.code).and_then(checked)
}

/// A bank's code goes into logs and rules: capital letters, digits and underscores, and not too many.
pub(super) fn checked(code: String) -> Option<String> {
    let plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    (plain && !code.is_empty() && code.len() <= CODE_MAX_CHARS).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> BankError {
        read::<serde_json::Value>(StatusCode::from_u16(status).unwrap(), body.as_bytes()).unwrap_err()
    }

    fn message(code: &str) -> String {
        format!(r#"{{"tppMessages":[{{"category":"ERROR","code":"{code}","text":"account 12345678903"}}]}}"#)
    }

    #[test]
    fn answers_are_told_apart() {
        let refused = |code: &str| BankError::Refused { code: code.to_owned() };
        assert_eq!(of(401, &message("CONSENT_EXPIRED")), BankError::ConsentInvalid);
        assert_eq!(of(403, &message("CONSENT_INVALID")), BankError::ConsentInvalid);
        assert_eq!(of(401, &message("CERTIFICATE_INVALID")), refused("CERTIFICATE_INVALID"));
        assert_eq!(of(429, &message("ACCESS_EXCEEDED")), BankError::AccessExceeded);
        assert_eq!(of(400, &message("FORMAT_ERROR")), refused("FORMAT_ERROR"));
        assert_eq!(of(404, "<html>"), refused("UNKNOWN"));
        assert_eq!(of(400, &message("no code at all")), refused("UNKNOWN"));
        for (status, body) in [(429, "{}"), (408, ""), (302, ""), (200, "not JSON")] {
            assert!(matches!(of(status, body), BankError::NoAnswer(_)), "{status}");
        }
    }

    #[test]
    fn no_text_of_the_bank_gets_into_an_error() {
        for status in [400, 401, 404, 429] {
            assert!(!of(status, &message("FORMAT_ERROR")).to_string().contains("12345678903"));
        }
    }
}
