//! What the pages of an account's security show.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::identity::passkeys::model::PasskeyView;

pub const PAGE: &str = "/me/security";

/// The second factor of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    pub since: DateTime<Utc>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    pub factor: Option<FactorView>,
    pub passkeys: Vec<PasskeyView>,
    /// Not where the site's address has no name.
    pub passkeys_possible: bool,
    pub now: DateTime<Utc>,
}
