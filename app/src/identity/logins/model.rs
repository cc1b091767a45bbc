//! What the list of logins shows.
use chrono::{DateTime, Utc};
use domain::ids::LoginId;
use serde::{Deserialize, Serialize};

/// One browser in which somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginView {
    pub id: LoginId,
    /// "iPhone", "Windows"; a dash when the browser does not tell.
    pub device: String,
    pub browser: Option<String>,
    pub ip: String,
    pub begun: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    /// The browser that shows the list.
    pub is_this: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logins {
    /// This one first, then the one that was used last.
    pub logins: Vec<LoginView>,
    pub now: DateTime<Utc>,
}

/// A browser's family, from its User-Agent header. Most of them name others too, so the order counts.
#[must_use]
pub fn browser_name(user_agent: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    KNOWN.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn a_browser_is_told_by_its_own_mark() {
        for (agent, wanted) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0",
                Some("Edge"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
                Some("Chrome"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
                Some("Safari"),
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", Some("Firefox")),
            ("curl/8.5.0", None),
        ] {
            assert_eq!(browser_name(agent), wanted, "{agent}");
        }
    }
}
