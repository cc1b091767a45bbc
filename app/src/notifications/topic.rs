//! What notifications are about, as far as one can choose what one hears outside the app.
use serde::{Deserialize, Serialize};

use super::model::Notice;

/// Where one chooses.
pub const SETTINGS_PATH: &str = "/me/notifications";

/// Topics that are switched together. Security is none of them: what changes there is always told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// One's own payments.
    Payments,
    /// Each sale of one's shops.
    Sales,
    /// One's shops themselves.
    Shops,
    Identity,
    /// Complaints, and requests about one's own data.
    Cases,
}

/// Whether one hears of something outside the app, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub email: bool,
    /// In the browsers that were chosen for that.
    pub push: bool,
}

impl Topic {
    pub const ALL: [Self; 5] = [Self::Payments, Self::Sales, Self::Shops, Self::Identity, Self::Cases];

    /// As it stands in `notification_settings.topic`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payments => "payments",
            Self::Sales => "sales",
            Self::Shops => "shops",
            Self::Identity => "identity",
            Self::Cases => "cases",
        }
    }

    /// Of no interest to whoever has no shop.
    #[must_use]
    pub const fn is_of_shops(self) -> bool {
        matches!(self, Self::Sales | Self::Shops)
    }

    /// What everybody begins with. A shop may sell a hundred times a day: that is no hundred letters.
    #[must_use]
    pub const fn usual(self) -> Wish {
        Wish { email: !matches!(self, Self::Sales), push: true }
    }
}

impl std::str::FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|topic| topic.as_str() == text).ok_or(())
    }
}

impl Notice {
    /// What it is about; nothing of what has a letter of its own.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::RefundReceived { .. }
            | Self::PaymentWaits { .. }
            | Self::PaymentNotMade { .. }
            | Self::PaymentReturned { .. } => Some(Topic::Payments),
            Self::Sale { .. } => Some(Topic::Sales),
            Self::ShopAccountChanged { .. }
            | Self::ShopSuspended { .. }
            | Self::ShopResumed { .. }
            | Self::ShopNotConfirmed { .. } => Some(Topic::Shops),
            Self::IdentityApproved | Self::IdentityRejected | Self::IdentityAsked => Some(Topic::Identity),
            Self::ComplaintNews { .. } | Self::RequestAnswered => Some(Topic::Cases),
            Self::SecurityChanged { .. } | Self::Other { .. } => None,
        }
    }
}
