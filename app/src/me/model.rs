//! What the pages of "Me" show, and the form with which a currency is chosen.
use chrono::{DateTime, NaiveDate, Utc};
use domain::identity::IdentityStep;
use domain::money::Currency;
use serde::{Deserialize, Serialize};

use crate::form::Flash;
use crate::kyc::model::LastCase;

/// Everything of one's own, and how each of it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub identity: IdentityStep,
    /// Unread notifications.
    pub unread: i64,
    pub counts: Counts,
    pub currency: Currency,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Browsers that are logged in.
    pub logins: i64,
    /// A code or a passkey is asked for besides the password.
    pub has_factor: bool,
    /// Banks whose accounts can be read.
    pub banks: i64,
    /// Open shops.
    pub shops: i64,
    /// Complaints that wait for an answer.
    pub complaints: i64,
    /// Requests about one's data that wait for an answer.
    pub requests: i64,
}

/// Who the customer is to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub born: Option<NaiveDate>,
    pub identity: IdentityStep,
    /// What was told when the identity was handed in.
    pub told: Option<LastCase>,
    pub now: DateTime<Utc>,
}

/// What the page of language and currency begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub currency: Currency,
    pub flash: Flash,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CurrencyForm {
    #[serde(default)]
    pub currency: String,
}
