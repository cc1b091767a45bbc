//! What the queue of matches is narrowed to, as it stands in the address.
use serde::{Deserialize, Serialize};

/// The address of the queue.
pub const QUEUE: &str = "/admin/screening";

/// Characters that a search may have.
pub const SEARCH_MAX_CHARS: usize = 100;

/// Which matches are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitState {
    /// Nobody has said anything yet.
    #[default]
    New,
    /// One officer has said that it is somebody else.
    Second,
    /// Officers have said what it is.
    Settled,
}

impl HitState {
    pub const ALL: [Self; 3] = [Self::New, Self::Second, Self::Settled];

    /// As it stands in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Second => "second",
            Self::Settled => "settled",
        }
    }

    /// What is none of them is the first.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.as_str() == text).unwrap_or_default()
    }
}

/// The filters as they were typed; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitQuery {
    #[serde(default)]
    pub state: HitState,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub result: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub search: String,
}

impl HitQuery {
    /// From an address.
    #[must_use]
    pub fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| value_of(name).unwrap_or_default().trim().to_owned();
        Self {
            state: HitState::read(&text("state")),
            kind: text("kind"),
            result: text("result"),
            source: text("source"),
            search: text("search").chars().take(SEARCH_MAX_CHARS).collect(),
        }
    }

    /// Does anything but the state narrow the list?
    #[must_use]
    pub fn narrows(&self) -> bool {
        [&self.kind, &self.result, &self.source, &self.search].into_iter().any(|text| !text.is_empty())
    }

    /// The same filters over other matches.
    #[must_use]
    pub fn with_state(&self, state: HitState) -> Self {
        Self { state, ..self.clone() }
    }

    /// The address of these filters, from after a row.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        let state = if self.state == HitState::New { "" } else { self.state.as_str() };
        let pairs = [
            ("state", state),
            ("kind", &self.kind),
            ("result", &self.result),
            ("source", &self.source),
            ("search", &self.search),
            ("after", after.unwrap_or_default()),
        ];
        path_with(QUEUE, pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    }
}

/// An address with a query.
#[must_use]
pub fn path_with<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    for (name, value) in pairs {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    address.push(char::from(byte));
                }
                other => address.push_str(&format!("%{other:02X}")),
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let query = HitQuery {
            state: HitState::Second,
            kind: "recipient".to_owned(),
            search: "Đorđe & sønn".to_owned(),
            ..HitQuery::default()
        };
        let address = query.path(Some("match.1.scr_a"));
        assert_eq!(
            address,
            "/admin/screening?state=second&kind=recipient&search=%C4%90or%C4%91e%20%26%20s%C3%B8nn&after=match.1.scr_a"
        );
        assert!(query.narrows() && !HitQuery::default().narrows());
        assert_eq!(HitQuery::default().path(None), QUEUE);
        assert_eq!(HitState::read("nonsense"), HitState::New);
    }
}
