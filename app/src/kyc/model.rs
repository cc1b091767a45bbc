//! What pages show of an identity, and the form that it is told with.
use std::fmt;

use chrono::{DateTime, Utc};
use domain::identity::{IdentityStep, Topic};
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// How far we are, and what was handed in last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityView {
    pub step: IdentityStep,
    /// What the customer has to tell more about.
    pub asked: Vec<Topic>,
    pub last: Option<LastCase>,
    pub now: DateTime<Utc>,
}

/// What was handed in last, as far as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCase {
    /// `120488 *****`.
    pub national_id: String,
    /// In the reader's language.
    pub nationality: String,
    pub address: String,
    pub occupation: String,
    pub submitted_at: DateTime<Utc>,
}

/// What the form begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityFormView {
    pub step: IdentityStep,
    pub asked: Vec<Topic>,
    pub flash: Flash,
    /// Codes and names in the reader's language, in its order.
    pub countries: Vec<(String, String)>,
}

/// Names of fields as the form posts them: `form[national_id]` and so on.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct IdentityForm {
    #[serde(default)]
    pub national_id: String,
    #[serde(default)]
    pub date_of_birth: String,
    #[serde(default)]
    pub nationality: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub employment: String,
    #[serde(default)]
    pub occupation: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub source_of_funds: String,
    #[serde(default)]
    pub exposure: String,
    #[serde(default)]
    pub monthly: String,
}

/// Shows nothing: a national identity number must not come into a log.
impl fmt::Debug for IdentityForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("IdentityForm").finish_non_exhaustive()
    }
}
