//! What pages show of a person, and the forms that a person fills in.
use serde::{Deserialize, Serialize};

/// What of the shell depends on who is logged in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Unread notifications.
    pub unread: i64,
    /// Has a shop, or had one.
    pub merchant: bool,
}

/// Names of fields as the registration form posts them: `form[email]` and so on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RegisterForm {
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub date_of_birth: String,
    /// Never written back into a page or the session.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
    #[serde(default)]
    pub terms: bool,
    #[serde(default)]
    pub privacy: bool,
    #[serde(default)]
    pub marketing: bool,
    /// Where to go afterwards: a path of this site.
    #[serde(default)]
    pub next: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LogInForm {
    #[serde(default)]
    pub email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
    /// Where to go afterwards: a path of this site.
    #[serde(default)]
    pub next: String,
}

/// One demo login, shown on the log-in page in demo mode only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLogin {
    pub email: String,
    pub password: String,
    pub about: String,
    /// Of staff: what their authenticator app holds.
    pub secret: Option<String>,
}

/// A path of this site that a browser may be sent to: one leading slash, visible ASCII, no backslash.
/// Anything else is somebody else's link.
#[must_use]
pub fn safe_next(next: &str) -> Option<&str> {
    let visible = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (next.starts_with('/') && !next.starts_with("//") && visible && next.len() <= 512).then_some(next)
}

/// The log-in or registration page that leads on to `next`; without one that is safe, the page alone.
#[must_use]
pub fn with_next(page: &str, next: &str) -> String {
    match safe_next(next) {
        // What would end the parameter or begin another is written as browsers write it.
        Some(next) => {
            let escaped =
                next.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
            format!("{page}?next={escaped}")
        }
        None => page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{safe_next, with_next};

    #[test]
    fn where_to_go_is_passed_on_whole_or_not_at_all() {
        for (next, wanted) in [
            ("/q/0123", "/register?next=/q/0123"),
            (
                "/send/amount?recipient=rcp_1&x=a%20b#c",
                "/register?next=/send/amount?recipient=rcp_1%26x=a%2520b%23c",
            ),
            ("", "/register"),
            ("https://evil.example", "/register"),
            ("//evil.example", "/register"),
        ] {
            assert_eq!(with_next("/register", next), wanted);
        }
    }

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/home", "/send/amount?recipient=rcp_1", "/"] {
            assert_eq!(safe_next(good), Some(good));
        }
        for bad in [
            "",
            "home",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb: c",
            "/ø",
            "/a b",
        ] {
            assert_eq!(safe_next(bad), None, "{bad}");
        }
    }
}
