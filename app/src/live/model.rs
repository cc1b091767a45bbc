//! What a page can be told.
use domain::ids::{MerchantId, QrCodeId, TransactionId, UserId};
use serde::{Deserialize, Serialize};

/// Something changed. Ids only: no amounts and no names, since it passes through the database's notifications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// How far a payment is.
    Payment { transaction: TransactionId },
    /// Something was told to the customer.
    Notification,
    /// How far a copy of one's data is.
    Copy,
    /// How far a payment to one's shop is, or one back from it. `code`: what was scanned.
    Sale { shop: MerchantId, code: Option<QrCodeId>, transaction: TransactionId },
}

impl News {
    /// The name of the event that a browser gets.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Payment { .. } => "payment",
            Self::Notification => "notification",
            Self::Copy => "copy",
            Self::Sale { .. } => "sale",
        }
    }

    /// What it is about, as the pages that follow it name it: a payment, or a shop.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Payment { transaction } => transaction.as_str(),
            // The customer's, whoever that is.
            Self::Notification | Self::Copy => "own",
            Self::Sale { shop, .. } => shop.as_str(),
        }
    }
}

/// News on its way from one server to all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Event {
    pub user: UserId,
    /// Of the change in `payment_order_events`, where it is one of a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    #[serde(flatten)]
    pub news: News,
}

/// What a follower hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    News {
        news: News,
        /// A page that was away names the last one that it heard.
        number: Option<i64>,
    },
    /// News may be missing: whatever is shown has to be loaded anew.
    Resynchronise,
}
