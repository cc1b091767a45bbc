//! What the page shows and takes that asks again who somebody is.
use serde::{Deserialize, Serialize};

use crate::form::Flash;
use crate::identity::model::with_next;

/// The page that asks.
pub const PAGE: &str = "/me/confirm";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmStep {
    /// A code is asked for beside the password.
    pub has_factor: bool,
    /// There are passkeys that can be used instead.
    pub has_passkeys: bool,
    pub flash: Flash,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfirmForm {
    /// Never written back into a page or the session; neither is the code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Where to go afterwards: a path of this site.
    #[serde(default)]
    pub next: String,
}

impl ConfirmForm {
    /// The page that the form stands on.
    #[must_use]
    pub fn page(&self) -> String {
        with_next(PAGE, &self.next)
    }
}

/// Where to go afterwards.
#[must_use]
pub fn way_on(next: &str) -> &str {
    crate::identity::model::safe_next(next).unwrap_or("/me")
}
