//! What a browser may keep besides what the service does not work without: nothing, unless its user has said yes.
use serde::{Deserialize, Serialize};

/// The cookie that remembers the choice.
pub const COOKIE: &str = "drop_cookies";
/// Half a year: then the question is asked anew.
#[cfg(feature = "ssr")]
const COOKIE_SECONDS: i64 = 182 * 24 * 60 * 60;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CookieChoice {
    /// The log-in, the language, this choice.
    Necessary,
    /// Counting how pages are used too, by nobody but this site.
    Statistics,
}

impl CookieChoice {
    /// As the cookie and the buttons of the question say it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Necessary => "necessary",
            Self::Statistics => "statistics",
        }
    }

    /// Anything else is no choice.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        [Self::Necessary, Self::Statistics].into_iter().find(|choice| choice.as_str() == text)
    }
}

/// What this browser has chosen; nothing when it was not asked, or has not answered.
#[cfg(feature = "ssr")]
#[must_use]
pub fn chosen(headers: &http::HeaderMap) -> Option<CookieChoice> {
    cookie(headers, COOKIE).and_then(CookieChoice::read)
}

/// Is the question to be asked? Not of somebody who is logged in: they choose on the page of privacy.
#[cfg(feature = "ssr")]
#[must_use]
pub fn is_asked(headers: &http::HeaderMap) -> bool {
    let logged_in = ["__Host-drop", "drop"].into_iter().any(|name| cookie(headers, name).is_some());
    !logged_in && chosen(headers).is_none()
}

#[cfg(feature = "ssr")]
fn cookie<'a>(headers: &'a http::HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(http::header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split("; ")).filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Keeps the choice in the browser.
///
/// # Errors
/// None that a choice can cause.
#[cfg(feature = "ssr")]
pub(super) fn keep(choice: CookieChoice, secure: bool) -> Result<(), crate::error::AppError> {
    let secure = if secure { "; Secure" } else { "" };
    let choice = choice.as_str();
    let cookie =
        format!("{COOKIE}={choice}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax; HttpOnly{secure}");
    let value = http::HeaderValue::from_str(&cookie).map_err(|_| crate::error::AppError::Unexpected)?;
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, value);
    }
    Ok(())
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    fn headers(cookies: &str) -> http::HeaderMap {
        let value = http::HeaderValue::from_str(cookies).unwrap();
        http::HeaderMap::from_iter([(http::header::COOKIE, value)])
    }

    #[test]
    fn who_has_answered_or_is_logged_in_is_not_asked() {
        assert!(is_asked(&http::HeaderMap::new()));
        assert!(is_asked(&headers("drop_language=en")));
        assert!(is_asked(&headers("drop_cookies=all")), "that is no answer");
        for answered in
            ["drop_cookies=necessary", "drop_language=en; drop_cookies=statistics", "drop=x", "__Host-drop=x"]
        {
            assert!(!is_asked(&headers(answered)), "{answered}");
        }
        assert_eq!(chosen(&headers("drop_cookies=statistics")), Some(CookieChoice::Statistics));
    }
}
