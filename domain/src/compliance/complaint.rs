//! A customer's complaint: by when it is answered, and what officers may do about it (PSD2 art. 101).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::Role;
use crate::calendar::{add_business_days, business_days_between};
use crate::filter::{FilterField, FilterQuery, search};
use crate::ids::UserId;

/// An answer comes within so many business days of receipt (art. 101(2)).
pub const REPLY_BUSINESS_DAYS: u32 = 15;
/// And in any event within so many, if a holding reply has said why.
pub const LAST_BUSINESS_DAYS: u32 = 35;

text_enum! {
    /// `complaints.category`: what it is about.
    pub enum Category {
        /// A payment.
        Transaction = "transaction",
        /// How somebody was treated.
        Service = "service",
        /// Prices and rates.
        Fees = "fees",
        /// Personal data.
        Privacy = "privacy",
        /// The pages themselves.
        Technical = "technical",
        /// Anything else.
        Other = "other",
    }
}

text_enum! {
    /// `complaints.status`.
    pub enum ComplaintStatus {
        /// Nobody has confirmed it.
        Received = "received",
        /// An officer works on it.
        Investigating = "investigating",
        /// The final reply was given.
        Resolved = "resolved",
        /// The lead works on it.
        Escalated = "escalated",
    }
}

text_enum! {
    /// `complaints.outcome`: how it ended.
    pub enum Outcome {
        /// The customer is right.
        Upheld = "upheld",
        /// In part.
        Partly = "partly",
        /// The customer is not right.
        Rejected = "rejected",
    }
}

text_enum! {
    /// `complaint_messages.kind`: one letter of the thread.
    pub enum MessageKind {
        /// From the customer.
        Customer = "customer",
        /// We have it, and answer by a day.
        Acknowledgement = "acknowledgement",
        /// A question or a word on the way.
        Reply = "reply",
        /// Why it takes longer, and until when.
        Holding = "holding",
        /// The answer.
        Final = "final",
    }
}

text_enum! {
    /// What an officer does about it.
    pub enum ComplaintStep {
        /// Confirms that it has come in.
        Acknowledge = "acknowledge",
        /// Makes it one's own.
        Take = "take",
        /// Writes to the customer.
        Reply = "reply",
        /// Says why it takes longer, and names another day.
        Hold = "hold",
        /// Gives the final reply.
        Resolve = "resolve",
        /// Hands it to the lead.
        Escalate = "escalate",
        /// The lead gives it back.
        HandBack = "hand_back",
        /// Writes down something for colleagues.
        Note = "note",
    }
}

text_enum! {
    /// A part of the queue.
    pub enum ComplaintQueue {
        /// Everything that waits for an answer.
        Open = "open",
        /// One's own.
        Mine = "mine",
        /// Nobody's.
        Unassigned = "unassigned",
        /// Past its day.
        Overdue = "overdue",
        /// The lead's.
        Escalated = "escalated",
        /// What was answered.
        Resolved = "resolved",
    }
}

/// The days of a complaint or request: when it came in, by when it is answered, and the last day that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// Day 0, in Oslo.
    pub received_on: NaiveDate,
    /// By when it is answered.
    pub due_on: NaiveDate,
    /// No later day can be named.
    pub last_due_on: NaiveDate,
}

impl Deadlines {
    /// Those of a complaint that came in on a day.
    #[must_use]
    pub fn of_complaint(received_on: NaiveDate) -> Self {
        Self {
            received_on,
            due_on: add_business_days(received_on, REPLY_BUSINESS_DAYS),
            last_due_on: add_business_days(received_on, LAST_BUSINESS_DAYS),
        }
    }

    /// Names another day: later than the one before, not past, and not after the last one.
    ///
    /// # Errors
    /// [`DayError`].
    pub fn moved(self, until: NaiveDate, today: NaiveDate) -> Result<Self, DayError> {
        if until <= self.due_on || until < today {
            Err(DayError::TooEarly)
        } else if until > self.last_due_on {
            Err(DayError::TooLate)
        } else {
            Ok(Self { due_on: until, ..self })
        }
    }
}

/// A day that cannot be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DayError {
    /// Past, or no later than the one that holds now.
    #[error("that is no later day than the one that holds")]
    TooEarly,
    /// After the last one that the law allows.
    #[error("that is after the last day that can be named")]
    TooLate,
}

/// How much time is left, in Norwegian business days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeLeft {
    /// So many business days after today; none between a Friday and the weekend after it.
    Days(i64),
    /// Today is the day.
    Today,
    /// The day is past by so many business days.
    Over(i64),
}

impl TimeLeft {
    /// From a day to another.
    #[must_use]
    pub fn until(due_on: NaiveDate, today: NaiveDate) -> Self {
        let days = business_days_between(today, due_on);
        match due_on.cmp(&today) {
            std::cmp::Ordering::Less => Self::Over(-days),
            std::cmp::Ordering::Equal => Self::Today,
            std::cmp::Ordering::Greater => Self::Days(days),
        }
    }
}

/// One complaint as far as steps depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands.
    pub status: ComplaintStatus,
    /// Its days.
    pub days: Deadlines,
    /// The customer was told that it has come in.
    pub acknowledged: bool,
    /// Whose it is.
    pub assigned_to: Option<UserId>,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ComplaintError {
    /// The final reply was given.
    #[error("it is answered already")]
    Answered,
    /// It was confirmed before.
    #[error("it is confirmed already")]
    Acknowledged,
    /// The lead has it already.
    #[error("the lead has it already")]
    Escalated,
    /// The lead does not have it.
    #[error("the lead does not have it")]
    NotEscalated,
    /// What the lead has only the lead answers.
    #[error("the lead has to do this")]
    LeadOnly,
    /// A holding reply names a later day.
    #[error(transparent)]
    Day(#[from] DayError),
}

impl Complaint {
    /// An officer's step; `until` is the day that a holding reply names.
    ///
    /// # Errors
    /// See [`ComplaintError`].
    pub fn take(
        self,
        step: ComplaintStep,
        (officer, role): (&UserId, Role),
        until: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, ComplaintError> {
        use ComplaintStep::{Acknowledge, Escalate, HandBack, Hold, Note, Reply, Resolve, Take};
        if step == Note {
            return Ok(self);
        }
        if self.status == ComplaintStatus::Resolved {
            return Err(ComplaintError::Answered);
        }
        let is_escalated = self.status == ComplaintStatus::Escalated;
        if is_escalated && role != Role::Admin && step != Escalate {
            return Err(ComplaintError::LeadOnly);
        }
        let own = Some(self.assigned_to.clone().unwrap_or_else(|| officer.clone()));
        let at_work = if is_escalated { self.status } else { ComplaintStatus::Investigating };
        let answered = Self { status: at_work, acknowledged: true, assigned_to: own, ..self.clone() };
        Ok(match step {
            Acknowledge if self.acknowledged => return Err(ComplaintError::Acknowledged),
            Acknowledge | Reply => answered,
            Take => Self { assigned_to: Some(officer.clone()), ..self },
            Hold => Self { days: self.days.moved(until, today)?, ..answered },
            Resolve => Self { status: ComplaintStatus::Resolved, ..answered },
            Escalate if is_escalated => return Err(ComplaintError::Escalated),
            // Nobody's until a lead takes it.
            Escalate => Self { status: ComplaintStatus::Escalated, assigned_to: None, ..self },
            HandBack if !is_escalated => return Err(ComplaintError::NotEscalated),
            HandBack => Self { status: ComplaintStatus::Investigating, assigned_to: None, ..self },
            Note => self,
        })
    }
}

/// The filters of the queue as its address has them; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComplaintsQuery {
    /// A [`ComplaintQueue`]; none is everything open.
    pub queue: String,
    /// A [`Category`].
    pub category: String,
    /// Words of a name, an address or the subject, or an id.
    pub search: String,
}

impl ComplaintsQuery {
    /// The filters, understood; what cannot be filters nothing.
    #[must_use]
    pub fn read(&self) -> (ComplaintQueue, Option<Category>, Option<String>) {
        let queue = self.queue.trim().parse().unwrap_or(ComplaintQueue::Open);
        (queue, self.category.trim().parse().ok(), search(&self.search))
    }

    /// The address of the queue with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        self.address("/admin/complaints", after)
    }

    /// The address of the same complaints as a file.
    #[must_use]
    pub fn export_path(&self) -> String {
        self.address("/admin/complaints/export.csv", None)
    }
}

impl FilterQuery for ComplaintsQuery {
    fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |field: FilterField| value_of(field.as_str()).unwrap_or_default();
        Self {
            queue: value(FilterField::Status),
            category: value(FilterField::Kind),
            search: value(FilterField::Search),
        }
    }

    fn pairs(&self) -> Vec<(FilterField, &str)> {
        vec![
            (FilterField::Status, &*self.queue),
            (FilterField::Kind, &*self.category),
            (FilterField::Search, &*self.search),
        ]
    }
}

#[cfg(test)]
mod tests;
