//! What pages show of passkeys, and what browsers send of them.
use chrono::{DateTime, Utc};
use domain::ids::PasskeyId;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// More than anybody has devices.
pub const MOST: i64 = 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewPasskeyForm {
    #[serde(default)]
    pub name: String,
    /// What the browser made, as JSON.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PasskeyForm {
    /// What the browser signed, as JSON.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// Where to go afterwards: a path of this site.
    #[serde(default)]
    pub next: String,
}

/// One passkey on its page, and what was typed and refused before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyStep {
    pub passkey: PasskeyView,
    pub flash: Flash,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PasskeyNameForm {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: String,
}
