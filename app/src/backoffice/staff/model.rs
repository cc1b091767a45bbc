//! What the pages of staff show and take.
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::compliance::staff::{StaffDecision, Standing};
use domain::ids::UserId;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub since: DateTime<Utc>,
    pub deactivated_at: Option<DateTime<Utc>>,
    pub enrolled_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    pub last_seen_at: Option<DateTime<Utc>>,
    pub open_logins: i64,
    /// Whoever asks.
    pub is_me: bool,
}

impl Person {
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            is_deactivated: self.deactivated_at.is_some(),
            has_factor: self.enrolled_at.is_some(),
            is_logged_in: self.open_logins > 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffList {
    pub people: Vec<Person>,
    pub now: DateTime<Utc>,
}

/// One login that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLogin {
    pub device: String,
    pub address: String,
    pub since: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// What was decided about somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub decision: StaffDecision,
    pub reason: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    pub person: Person,
    pub logins: Vec<OpenLogin>,
    pub decisions: Vec<Decided>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub person: String,
    #[serde(default)]
    pub decision: String,
    #[serde(default)]
    pub reason: String,
}

/// The page of one person.
#[must_use]
pub fn person_path(id: &str) -> String {
    format!("/admin/staff/{id}")
}
