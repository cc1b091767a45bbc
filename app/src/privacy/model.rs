//! What a customer sees of their own data and of what they have asked about it, and the forms that they fill in.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::privacy::{DataKind, KeepGround, RefusalGround, RequestKind, RequestStatus};
use domain::ids::DataRequestId;
use serde::{Deserialize, Serialize};

/// One request, as its customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    pub id: DataRequestId,
    pub kind: RequestKind,
    pub status: RequestStatus,
    pub due_on: NaiveDate,
    pub requested_at: DateTime<Utc>,
    pub answer: Option<String>,
    /// Why it takes longer, or why a restriction ended.
    pub told: Option<String>,
    /// Of a refusal: by which law.
    pub ground: Option<RefusalGround>,
    /// Of an erasure: what is erased, and why the rest is kept.
    pub lines: Vec<(DataKind, Option<KeepGround>)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RequestForm {
    #[serde(default)]
    pub kind: String,
    /// What is to be put right, or anything else. May be empty but for a rectification.
    #[serde(default)]
    pub details: String,
}

/// What a consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    Terms,
    Privacy,
    Marketing,
    Statistics,
    /// Reading accounts at a bank.
    Bank,
    /// Of a kind that this version does not know.
    Other,
}

impl ConsentKind {
    /// What `consents.consent_type` says.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match text {
            "terms" => Self::Terms,
            "privacy" => Self::Privacy,
            "marketing" => Self::Marketing,
            "statistics" => Self::Statistics,
            "psd2_aisp" => Self::Bank,
            _ => Self::Other,
        }
    }
}

/// A consent that is the customer's to give and to withdraw, on the page of privacy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Marketing,
    Statistics,
}

impl Choice {
    /// As it stands in `consents.consent_type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Statistics => "statistics",
        }
    }
}

/// A fact: what was agreed to, when and from where, and when and from where it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    pub kind: ConsentKind,
    /// Of a consent at a bank: which.
    pub bank: Option<String>,
    pub given_at: DateTime<Utc>,
    pub given_from: Option<String>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_from: Option<String>,
}

/// How far the last copy of one's data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCopy {
    pub state: CopyState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    Building {
        done: u32,
        total: u32,
    },
    /// The link is in a letter; it opens until then.
    Ready {
        until: DateTime<Utc>,
    },
    Fetched {
        at: DateTime<Utc>,
    },
    Expired,
}

/// The page of privacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub consents: Vec<ConsentLine>,
    pub copy: Option<LastCopy>,
    pub requests: Vec<RequestLine>,
    /// Until when the law keeps the payments that there are now, counted as for everybody.
    pub payments_until: Option<NaiveDate>,
    /// The day on which the account is closed, if that was asked for.
    pub closing_on: Option<NaiveDate>,
    pub now: DateTime<Utc>,
}

impl Overview {
    /// Does a consent of this kind hold now?
    #[must_use]
    pub fn holds(&self, kind: ConsentKind) -> bool {
        self.consents.iter().any(|line| line.kind == kind && line.withdrawn_at.is_none())
    }
}

/// What has to be over before an account can be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    PaymentsUnderWay,
    SalesUnderWay,
    ShopOpen,
}

/// The page on which an account is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub obstacles: Vec<Obstacle>,
    pub closing_on: Option<NaiveDate>,
    /// The day, if it is asked for now.
    pub would_close_on: NaiveDate,
}

/// The page that the link of a letter leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchStep {
    pub code: String,
    pub until: DateTime<Utc>,
    pub now: DateTime<Utc>,
}
