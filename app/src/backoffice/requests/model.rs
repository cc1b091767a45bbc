//! What officers see of data requests, and the form of their steps.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::complaint::Deadlines;
use domain::compliance::privacy::{
    DataKind, ErasureLine, RefusalGround, RequestKind, RequestStatus, RequestStep, RequestsQuery,
};
use domain::ids::{DataRequestId, UserId};
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub id: DataRequestId,
    pub kind: RequestKind,
    pub customer: String,
    pub status: RequestStatus,
    pub days: Deadlines,
    pub officer: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// How many wait, of the first ten thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub open: i64,
    pub mine: i64,
    pub unassigned: i64,
    pub overdue: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub counts: Counts,
    /// The filters as they were typed.
    pub filter: RequestsQuery,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// One step of an officer. The customer never sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub step: RequestStep,
    pub officer: String,
    pub status: (RequestStatus, RequestStatus),
    pub due_on: (NaiveDate, NaiveDate),
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

/// What the customer has told of themselves, beside a request to put it right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub born: Option<NaiveDate>,
    pub has_shop: bool,
}

/// One request as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: DataRequestId,
    pub version: i32,
    pub user: UserId,
    pub person: Person,
    pub kind: RequestKind,
    pub status: RequestStatus,
    pub days: Deadlines,
    /// What the customer wrote.
    pub details: Option<String>,
    pub officer: Option<String>,
    pub is_mine: bool,
    pub requested_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    pub answer: Option<String>,
    pub ground: Option<RefusalGround>,
    pub lines: Vec<ErasureLine>,
    pub events: Vec<Event>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// Any step; what a step does not need stays empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub request: String,
    /// Of the page that it was sent from.
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub step: String,
    /// What the customer is told, or a note.
    #[serde(default)]
    pub body: String,
    /// The day that an extension names.
    #[serde(default)]
    pub until: String,
    /// Why it is refused.
    #[serde(default)]
    pub ground: String,
    /// Of a rectification.
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub phone: String,
    /// Stays as it was where nothing is given.
    #[serde(default)]
    pub born: String,
    /// Of an erasure: `erase` or why it is kept, for each kind of data.
    #[serde(default)]
    pub identity: String,
    #[serde(default)]
    pub payments: String,
    #[serde(default)]
    pub accounting: String,
    #[serde(default)]
    pub profile: String,
    #[serde(default)]
    pub recipients: String,
    #[serde(default)]
    pub bank_links: String,
    #[serde(default)]
    pub logins: String,
    #[serde(default)]
    pub notifications: String,
    #[serde(default)]
    pub quotes: String,
    #[serde(default)]
    pub marketing: String,
    #[serde(default)]
    pub complaints: String,
}

impl StepForm {
    /// What was chosen for a kind of data.
    #[must_use]
    pub fn choice(&self, kind: DataKind) -> &str {
        match kind {
            DataKind::Identity => &self.identity,
            DataKind::Payments => &self.payments,
            DataKind::Accounting => &self.accounting,
            DataKind::Profile => &self.profile,
            DataKind::Recipients => &self.recipients,
            DataKind::BankLinks => &self.bank_links,
            DataKind::Logins => &self.logins,
            DataKind::Notifications => &self.notifications,
            DataKind::Quotes => &self.quotes,
            DataKind::Marketing => &self.marketing,
            DataKind::Complaints => &self.complaints,
        }
    }
}

/// The page of a request; the queue when the id is none.
#[must_use]
pub fn case_path(request: &str) -> String {
    match request.parse::<DataRequestId>() {
        Ok(id) => format!("/admin/requests/{id}"),
        Err(_) => "/admin/requests".to_owned(),
    }
}
