//! What officers see of complaints, and the form of their steps.
use chrono::{DateTime, Utc};
use domain::compliance::complaint::{
    Category, ComplaintStatus, ComplaintStep, ComplaintsQuery, Deadlines, MessageKind, Outcome,
};
use domain::ids::{ComplaintId, UserId};
use serde::{Deserialize, Serialize};

use crate::complaints::model::Payment;
use crate::form::Flash;

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub id: ComplaintId,
    pub subject: String,
    pub customer: String,
    pub category: Category,
    pub status: ComplaintStatus,
    pub days: Deadlines,
    /// Whose it is.
    pub officer: Option<String>,
    pub outcome: Option<Outcome>,
    pub resolved_at: Option<DateTime<Utc>>,
}

/// How many wait, of the first ten thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub open: i64,
    pub mine: i64,
    pub unassigned: i64,
    pub overdue: i64,
    pub escalated: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub counts: Counts,
    /// The filters as they were typed.
    pub filter: ComplaintsQuery,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// One letter of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub kind: MessageKind,
    pub author: String,
    pub body: String,
    pub due_on: Option<chrono::NaiveDate>,
    pub at: DateTime<Utc>,
}

/// One step of an officer. The customer never sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub step: ComplaintStep,
    pub officer: String,
    pub status: (ComplaintStatus, ComplaintStatus),
    pub due_on: (chrono::NaiveDate, chrono::NaiveDate),
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

/// One complaint as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: ComplaintId,
    pub version: i32,
    pub user: UserId,
    pub customer: String,
    pub email: String,
    pub category: Category,
    pub subject: String,
    pub description: String,
    pub status: ComplaintStatus,
    pub days: Deadlines,
    pub acknowledged: bool,
    pub officer: Option<String>,
    /// It is the reader's own.
    pub is_mine: bool,
    /// The reader may answer what the lead has.
    pub is_lead: bool,
    pub outcome: Option<Outcome>,
    pub created_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
    /// Other complaints of this customer.
    pub others: i64,
    /// The payment that it is about.
    pub about: Option<Payment>,
    pub letters: Vec<Letter>,
    pub events: Vec<Event>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

impl Case {
    /// May the reader write to the customer and answer?
    #[must_use]
    pub fn may_answer(&self) -> bool {
        match self.status {
            ComplaintStatus::Received | ComplaintStatus::Investigating => true,
            ComplaintStatus::Escalated => self.is_lead,
            ComplaintStatus::Resolved => false,
        }
    }
}

/// Any step; what a step does not need stays empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub complaint: String,
    /// Of the page that it was sent from.
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub step: String,
    /// A letter, a note, or a reason.
    #[serde(default)]
    pub body: String,
    /// The day that a holding reply names: `2026-12-18`.
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub outcome: String,
}

/// The page of a complaint; the queue when the id is none.
#[must_use]
pub fn case_path(complaint: &str) -> String {
    match complaint.parse::<ComplaintId>() {
        Ok(id) => format!("/admin/complaints/{id}"),
        Err(_) => "/admin/complaints".to_owned(),
    }
}
