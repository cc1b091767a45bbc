//! What the queue is narrowed to: fields of its address, in which anybody may write anything.
use chrono::{Datelike, NaiveDate};
use domain::compliance::alert::{AlertStatus, Outcome};
use domain::compliance::finding::{RuleName, Severity};
use domain::filter::{SEARCH_MAX_CHARS, YEARS};
use domain::ids::UserId;
use serde::{Deserialize, Serialize};

/// The page of the queue.
pub const QUEUE: &str = "/admin/alerts";
/// Who has it: whoever is asking, and nobody.
pub const ME: &str = "me";
pub const NOBODY: &str = "none";
/// What is past its time.
pub const OVERDUE: &str = "overdue";

/// Which alerts, by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// All that are not closed and do not rest.
    #[default]
    Active,
    /// One status of those.
    One(AlertStatus),
    /// What rests.
    Snoozed,
    /// All that are closed.
    Closed,
}

impl Standing {
    pub const ALL: [Self; 8] = [
        Self::Active,
        Self::One(AlertStatus::Open),
        Self::One(AlertStatus::Investigating),
        Self::One(AlertStatus::Escalated),
        Self::Snoozed,
        Self::Closed,
        Self::One(AlertStatus::Resolved),
        Self::One(AlertStatus::Filed),
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "",
            Self::One(status) => status.as_str(),
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.code() == text.trim()).unwrap_or_default()
    }

    /// Closed ones stand newest first; the others by when they are due.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        match self {
            Self::Closed => true,
            Self::One(status) => status.is_closed(),
            Self::Active | Self::Snoozed => false,
        }
    }
}

/// The filters as an address has them; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertQuery {
    pub status: String,
    pub severity: String,
    pub rule: String,
    /// `me`, `none`, or the id of an officer.
    pub who: String,
    pub outcome: String,
    /// `overdue`.
    pub due: String,
    /// The first and the last day on which they were raised.
    pub from: String,
    pub to: String,
    pub q: String,
}

impl AlertQuery {
    /// From an address, by name.
    #[must_use]
    pub fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| value_of(name).unwrap_or_default();
        Self {
            status: value("status"),
            severity: value("severity"),
            rule: value("rule"),
            who: value("who"),
            outcome: value("outcome"),
            due: value("due"),
            from: value("from"),
            to: value("to"),
            q: value("q"),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("status", &self.status),
            ("severity", &self.severity),
            ("rule", &self.rule),
            ("who", &self.who),
            ("outcome", &self.outcome),
            ("due", &self.due),
            ("from", &self.from),
            ("to", &self.to),
            ("q", &self.q),
        ]
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, text)| text.trim().is_empty())
    }

    /// The part of the address behind the question mark.
    #[must_use]
    pub fn text(&self, more: &[(&str, &str)]) -> String {
        let pairs = self.pairs();
        let fields = pairs.iter().chain(more).filter(|(_, text)| !text.trim().is_empty());
        let fields = fields.map(|(name, text)| format!("{name}={}", escaped(text.trim())));
        fields.collect::<Vec<_>>().join("&")
    }

    /// The address of the queue with these filters, and more fields.
    #[must_use]
    pub fn path(&self, more: &[(&str, &str)]) -> String {
        path_of(&self.text(more))
    }

    /// What of it can be understood.
    #[must_use]
    pub fn read(&self) -> AlertFilter {
        let who = self.who.trim();
        AlertFilter {
            standing: Standing::read(&self.status),
            severity: self.severity.trim().parse().ok(),
            rule: self.rule.trim().parse().ok(),
            who: match who {
                ME => Some(Who::Me),
                NOBODY => Some(Who::Nobody),
                other => other.parse().ok().map(Who::One),
            },
            outcome: self.outcome.trim().parse().ok(),
            overdue: self.due.trim() == OVERDUE,
            from: day(&self.from),
            to: day(&self.to),
            search: searched(&self.q),
        }
    }
}

/// The address of the queue with the part behind the question mark.
#[must_use]
pub fn path_of(query: &str) -> String {
    if query.is_empty() { QUEUE.to_owned() } else { format!("{QUEUE}?{query}") }
}

/// Whose alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Me,
    Nobody,
    One(UserId),
}

/// The filters, understood; what cannot be is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertFilter {
    pub standing: Standing,
    pub severity: Option<Severity>,
    pub rule: Option<RuleName>,
    pub who: Option<Who>,
    pub outcome: Option<Outcome>,
    pub overdue: bool,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub search: Option<String>,
}

fn day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.trim().parse().ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

/// One short line.
fn searched(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX_CHARS).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// As it may stand in an address.
fn escaped(value: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> AlertQuery {
        let value = |name: &str| pairs.iter().find(|(field, _)| *field == name).map(|it| it.1.to_owned());
        AlertQuery::from_pairs(value)
    }

    #[test]
    fn addresses_are_read_back() {
        let typed = query(&[("status", "escalated"), ("who", "me"), ("q", "Ås & co"), ("severity", "high")]);
        let path = "/admin/alerts?status=escalated&severity=high&who=me&q=%C3%85s%20%26%20co";
        assert_eq!(typed.path(&[]), path);
        assert_eq!(AlertQuery::default().path(&[("open", "aml_1")]), "/admin/alerts?open=aml_1");
        assert!(AlertQuery::default().is_empty() && !typed.is_empty());
        let read = typed.read();
        assert_eq!(read.standing, Standing::One(AlertStatus::Escalated));
        assert_eq!((read.severity, read.who), (Some(Severity::High), Some(Who::Me)));
    }

    #[test]
    fn what_cannot_be_understood_is_left_out() {
        let names = ["status", "severity", "rule", "who", "outcome", "due", "from", "to"];
        let pairs: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x'; drop")).collect();
        assert_eq!(query(&pairs).read(), AlertFilter::default());
        assert_eq!(query(&[("from", "262142-01-01"), ("q", " \n ")]).read(), AlertFilter::default());
        assert_eq!(
            query(&[("q", &"ø".repeat(200))]).read().search.unwrap().chars().count(),
            SEARCH_MAX_CHARS
        );
    }

    #[test]
    fn standings_have_a_code_each() {
        for standing in Standing::ALL {
            assert_eq!(Standing::read(standing.code()), standing);
        }
        assert!(Standing::Closed.is_closed() && Standing::One(AlertStatus::Filed).is_closed());
        assert!(!Standing::Active.is_closed() && !Standing::Snoozed.is_closed());
    }
}
