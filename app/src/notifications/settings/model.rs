//! What the page of the switches shows, and what it posts.
use chrono::{DateTime, Utc};
use domain::ids::PushId;
use serde::{Deserialize, Serialize};

use crate::notifications::topic::{Topic, Wish};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub wishes: Vec<(Topic, Wish)>,
    /// Where letters go.
    pub email: String,
    /// What a browser needs to subscribe; nothing where this site sends no messages.
    pub push_key: Option<String>,
    pub browsers: Vec<Browser>,
    pub now: DateTime<Utc>,
}

/// A browser that gets messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browser {
    pub id: PushId,
    pub device: String,
    pub since: DateTime<Utc>,
}

/// One field for each switch: what is off is not posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishesForm {
    #[serde(default)]
    pub payments_email: bool,
    #[serde(default)]
    pub payments_push: bool,
    #[serde(default)]
    pub sales_email: bool,
    #[serde(default)]
    pub sales_push: bool,
    #[serde(default)]
    pub shops_email: bool,
    #[serde(default)]
    pub shops_push: bool,
    #[serde(default)]
    pub identity_email: bool,
    #[serde(default)]
    pub identity_push: bool,
    #[serde(default)]
    pub cases_email: bool,
    #[serde(default)]
    pub cases_push: bool,
}

impl WishesForm {
    #[must_use]
    pub const fn wish(&self, topic: Topic) -> Wish {
        let (email, push) = match topic {
            Topic::Payments => (self.payments_email, self.payments_push),
            Topic::Sales => (self.sales_email, self.sales_push),
            Topic::Shops => (self.shops_email, self.shops_push),
            Topic::Identity => (self.identity_email, self.identity_push),
            Topic::Cases => (self.cases_email, self.cases_push),
        };
        Wish { email, push }
    }
}
