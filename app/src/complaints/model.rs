//! What a customer sees of their complaints, and the forms that they are written with.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::complaint::{Category, ComplaintStatus, MessageKind, Outcome};
use domain::ids::{ComplaintId, TransactionId};
use domain::money::Money;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// How far a complaint is, as its customer sees it: who works on it is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    Received,
    AtWork,
    Answered,
}

impl From<ComplaintStatus> for Progress {
    fn from(status: ComplaintStatus) -> Self {
        match status {
            ComplaintStatus::Received => Self::Received,
            ComplaintStatus::Investigating | ComplaintStatus::Escalated => Self::AtWork,
            ComplaintStatus::Resolved => Self::Answered,
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintLine {
    pub id: ComplaintId,
    pub subject: String,
    pub category: Category,
    pub progress: Progress,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
}

/// Everything that the customer has complained about, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaints {
    pub lines: Vec<ComplaintLine>,
    pub now: DateTime<Utc>,
}

/// One letter of the thread. Which officer wrote it is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub kind: MessageKind,
    pub body: String,
    /// The day that it names.
    pub due_on: Option<NaiveDate>,
    pub at: DateTime<Utc>,
}

/// The payment that a complaint is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: TransactionId,
    /// Who got the money.
    pub to: String,
    pub amount: Money,
    pub at: DateTime<Utc>,
}

/// What the form of a new complaint begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewComplaint {
    pub about: Option<Payment>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// One complaint with its thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    pub line: ComplaintLine,
    pub description: String,
    pub outcome: Option<Outcome>,
    pub about: Option<Payment>,
    pub messages: Vec<Message>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ComplaintForm {
    /// The payment that it is about; empty for none.
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub description: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MessageForm {
    #[serde(default)]
    pub complaint: String,
    #[serde(default)]
    pub body: String,
}

/// The form of a new complaint about a payment; about nothing in particular when the id is none.
#[must_use]
pub fn new_complaint_path(about: &str) -> String {
    match about.parse::<TransactionId>() {
        Ok(id) => format!("/complaints/new?about={id}"),
        Err(_) => "/complaints/new".to_owned(),
    }
}

/// The page of a complaint; the list when the id is none.
#[must_use]
pub fn complaint_path(complaint: &str) -> String {
    match complaint.parse::<ComplaintId>() {
        Ok(id) => format!("/complaints/{id}"),
        Err(_) => "/complaints".to_owned(),
    }
}
