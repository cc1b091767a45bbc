//! What can be told, and a page of it.
use chrono::{DateTime, Utc};
use domain::ids::NotificationId;
use domain::money::Money;
use serde::{Deserialize, Serialize};

/// Something that happened. A new kind is a variant here, and its words in `words.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "params", rename_all = "snake_case")]
pub enum Notice {
    /// Somebody has paid in a shop; `reference` is the payment's.
    Sale {
        shop: String,
        amount: Money,
        reference: String,
    },
    /// A shop pays back what was paid in it; `reference` is that of the payment back.
    RefundReceived {
        shop: String,
        amount: Money,
        reference: String,
    },
    /// A shop's money goes to another account from now on; `ending` is its last four digits.
    ShopAccountChanged {
        shop: String,
        ending: String,
    },
    /// An officer has stopped a shop, or lets it go on.
    ShopSuspended {
        shop: String,
    },
    ShopResumed {
        shop: String,
    },
    /// The register of units has answered late, and knows no such business, or one that may not trade.
    ShopNotConfirmed {
        shop: String,
    },
    /// A payment that took longer than usual can be approved at the bank now.
    PaymentWaits {
        amount: Money,
        reference: String,
    },
    /// A payment that took longer than usual was not made. Why stands on its page, in the same words whoever said no.
    PaymentNotMade {
        amount: Money,
        reference: String,
    },
    /// The money of a payment came back.
    PaymentReturned {
        amount: Money,
        reference: String,
    },
    /// Who the customer is is decided, or they have to tell more.
    IdentityApproved,
    IdentityRejected,
    IdentityAsked,
    /// Somebody of ours has written in a complaint; `subject` is the customer's own.
    ComplaintNews {
        subject: String,
    },
    /// A request about one's data was answered.
    RequestAnswered,
    /// Something that opens the account has changed.
    SecurityChanged {
        what: SecurityChange,
    },
    /// Of a kind that this version does not know: as it was written.
    Other {
        title: String,
        body: String,
    },
}

/// What of an account's security has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityChange {
    Password,
    Email,
    Phone,
    SecondFactor,
    Passkey,
    NewDevice,
}

impl Notice {
    /// As it stands in `notifications.type`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Sale { .. } => "sale",
            Self::RefundReceived { .. } => "refund_received",
            Self::ShopAccountChanged { .. } => "shop_account_changed",
            Self::ShopSuspended { .. } => "shop_suspended",
            Self::ShopResumed { .. } => "shop_resumed",
            Self::ShopNotConfirmed { .. } => "shop_not_confirmed",
            Self::PaymentWaits { .. } => "payment_waits",
            Self::PaymentNotMade { .. } => "payment_not_made",
            Self::PaymentReturned { .. } => "payment_returned",
            Self::IdentityApproved => "identity_approved",
            Self::IdentityRejected => "identity_rejected",
            Self::IdentityAsked => "identity_asked",
            Self::ComplaintNews { .. } => "complaint_news",
            Self::RequestAnswered => "request_answered",
            Self::SecurityChanged { .. } => "security_changed",
            Self::Other { .. } => "other",
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationLine {
    pub id: NotificationId,
    pub notice: Notice,
    /// Where it leads: a path of this site.
    pub link: Option<String>,
    pub read: bool,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationPage {
    pub lines: Vec<NotificationLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Unread ones, on all pages.
    pub unread: i64,
    pub now: DateTime<Utc>,
}
