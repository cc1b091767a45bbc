//! Leaked passwords by the range interface of Pwned Passwords: it hears five digits of a hash and answers with hundreds.
//! <https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange>
use std::time::Duration;

use app::identity::gateway::{BreachedPasswords, BreachesSilent};
use async_trait::async_trait;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

/// Somebody waits for it while they choose a password.
const TIMEOUT_MILLIS: u64 = 1_500;
/// A padded answer has about a thousand lines of 40 characters.
const ANSWER_MAX_BYTES: usize = 256 * 1024;
/// Hexadecimal digits of SHA-1 after the five that are asked for.
const SUFFIX_DIGITS: usize = 35;

#[derive(Clone, Debug)]
pub struct PwnedPasswords {
    http: Client,
    url: String,
}

impl PwnedPasswords {
    /// `url` is an origin, without a trailing slash.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(url: &str) -> reqwest::Result<Self> {
        // Twice is no error: the client for banks has done so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .timeout(Duration::from_millis(TIMEOUT_MILLIS))
            .redirect(Policy::none())
            .user_agent("drop")
            .build()?;
        Ok(Self { http, url: url.to_owned() })
    }
}

#[async_trait]
impl BreachedPasswords for PwnedPasswords {
    async fn suffixes(&self, prefix: &str) -> Result<Vec<String>, BreachesSilent> {
        let silent = |error: reqwest::Error| BreachesSilent(error.without_url().to_string());
        // With padding the length of the answer does not tell which range was asked for.
        let request = self.http.get(format!("{}/range/{prefix}", self.url)).header("Add-Padding", "true");
        let mut response = request.send().await.map_err(silent)?;
        if response.status() != StatusCode::OK {
            return Err(BreachesSilent(format!("status {}", response.status().as_u16())));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(silent)? {
            if body.len() + chunk.len() > ANSWER_MAX_BYTES {
                return Err(BreachesSilent("its answer is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(suffixes(&String::from_utf8_lossy(&body)))
    }
}

/// Lines of `suffix:count`; what was never seen is padding.
fn suffixes(body: &str) -> Vec<String> {
    let lines = body.lines().filter_map(|line| line.trim().split_once(':'));
    let seen = lines.filter(|(suffix, count)| {
        suffix.len() == SUFFIX_DIGITS && count.trim().parse::<u64>().is_ok_and(|count| count > 0)
    });
    seen.map(|(suffix, _)| suffix.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::suffixes;

    #[test]
    fn padding_and_what_is_no_line_are_left_out() {
        let body = "0018A45C4D1DEF81644B54AB7F969B88D65:21\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0\r\nno line\r\nAB:3";
        assert_eq!(suffixes(body), ["0018A45C4D1DEF81644B54AB7F969B88D65"]);
    }
}
