//! What the steps after the password show and take.
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// The step that asks for a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeStep {
    /// In a demo nobody has the demo people's telephone.
    pub is_demo: bool,
    /// What it would show; nothing until there is a code that was not used.
    pub demo_code: Option<String>,
    /// One of them can be used instead.
    pub has_passkeys: bool,
    pub flash: Flash,
}

/// The step in which an authenticator app learns the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolStep {
    /// The code for the app's camera: an SVG as a data address.
    pub picture: String,
    /// The same to be typed, in groups.
    pub key: String,
    pub account: String,
    pub flash: Flash,
}

/// Recovery codes, shown until their owner has kept them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CodeForm {
    /// Never written back into a page or the session.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// `recovery` on the page for recovery codes.
    #[serde(default)]
    pub way: String,
}

impl CodeForm {
    /// The page that the form stands on.
    #[must_use]
    pub fn page(&self) -> &'static str {
        if self.way == RECOVERY { "/login/recovery" } else { "/login/code" }
    }
}

/// The way in by a recovery code.
pub const RECOVERY: &str = "recovery";
