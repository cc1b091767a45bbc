//! What the pages of the audit log show and take.
use chrono::{DateTime, Utc};
use domain::filter::escaped;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// What is looked for, as the address has it; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    pub action: String,
    /// An e-mail address or an id.
    pub person: String,
    /// An id.
    pub resource: String,
    /// The first and the last day in Oslo, as `2026-11-01`.
    pub from: String,
    pub to: String,
}

impl AuditQuery {
    #[must_use]
    pub fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| value_of(name).unwrap_or_default();
        Self {
            action: value("action"),
            person: value("person"),
            resource: value("resource"),
            from: value("from"),
            to: value("to"),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The address of a page with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        let fields = [
            ("action", self.action.as_str()),
            ("person", self.person.as_str()),
            ("resource", self.resource.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
            ("after", after.unwrap_or_default()),
        ];
        let fields = fields.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let fields: Vec<String> = fields.map(|(name, text)| format!("{name}={}", escaped(text))).collect();
        if fields.is_empty() {
            "/admin/audit".to_owned()
        } else {
            format!("/admin/audit?{}", fields.join("&"))
        }
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub id: String,
    pub at: DateTime<Utc>,
    pub user_id: Option<String>,
    /// The name of whoever did it; background work has none.
    pub name: Option<String>,
    pub action: String,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub address: Option<String>,
}

/// The last walk along the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub by: String,
    pub asked_at: DateTime<Utc>,
    /// Rows that were looked at.
    pub rows: i64,
    pub finished_at: Option<DateTime<Utc>>,
    /// As `audit_checks.outcome`; nothing while it goes on.
    pub outcome: Option<String>,
    pub wrong_at: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Every action that there is.
    pub actions: Vec<String>,
    /// Nobody has the address or the id that was typed.
    pub is_unknown_person: bool,
    pub check: Option<Check>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// One row with everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub line: AuditLine,
    /// As JSON on several lines.
    pub details: Option<String>,
    pub browser: Option<String>,
    pub request_id: Option<String>,
    /// Its place in the chain and its hash; nothing for a moment after it was written.
    pub place: Option<(i64, String)>,
    pub now: DateTime<Utc>,
}
