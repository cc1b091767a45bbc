//! What a letter can say.
use chrono::{DateTime, NaiveDate, Utc};
use domain::form::Email;
use serde::{Deserialize, Serialize};

use crate::i18n::Locale;
use crate::notifications::Notice;

/// A letter. A new kind is a variant here, and its words in `words.rs`. Links are whole addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "params", rename_all = "snake_case")]
pub enum Letter {
    /// Opens a new account to whoever reads the address's mail.
    ConfirmEmail {
        link: String,
    },
    /// Somebody wanted to register with an address that has an account.
    AccountExists {
        log_in: String,
        reset: String,
    },
    ResetPassword {
        link: String,
    },
    PasswordChanged,
    /// To the new address.
    ConfirmNewEmail {
        link: String,
    },
    /// To the old one, with the way back.
    EmailChanged {
        to_masked: String,
        undo: String,
    },
    /// `ending` is the new number's last digits.
    PhoneChanged {
        ending: String,
    },
    NewDevice {
        device: String,
        ip: String,
        at: DateTime<Utc>,
    },
    FactorAdded,
    FactorRemoved,
    RecoveryCodesRenewed,
    RecoveryCodeUsed {
        left: u32,
    },
    PasskeyAdded {
        name: String,
    },
    PasskeyRemoved {
        name: String,
    },
    ExportReady {
        link: String,
    },
    AccountClosed {
        until: NaiveDate,
    },
    /// A notification, to whoever wants it by e-mail too. `link` is a path of this site.
    News {
        notice: Notice,
        link: Option<String>,
    },
}

impl Letter {
    /// As it stands in `mail_outbox.kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::AccountExists { .. } => "account_exists",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::ConfirmNewEmail { .. } => "confirm_new_email",
            Self::EmailChanged { .. } => "email_changed",
            Self::PhoneChanged { .. } => "phone_changed",
            Self::NewDevice { .. } => "new_device",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::RecoveryCodesRenewed => "recovery_codes_renewed",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::PasskeyAdded { .. } => "passkey_added",
            Self::PasskeyRemoved { .. } => "passkey_removed",
            Self::ExportReady { .. } => "export_ready",
            Self::AccountClosed { .. } => "account_closed",
            Self::News { .. } => "news",
        }
    }
}

/// What the outbox seals: everything that the sender needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    pub to: Email,
    pub locale: Locale,
    pub letter: Letter,
}
