//! What customers may ask of their data, by when it is answered, and what the law lets go (GDPR art. 12 and 15 to 18).

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::complaint::{DayError, Deadlines};
use crate::filter::{FilterField, FilterQuery, search};

/// Art. 12(3): an answer within a month.
const REPLY_MONTHS: u32 = 1;
/// And within two more, when the customer is told why.
const LAST_MONTHS: u32 = 3;

text_enum! {
    /// `data_access_requests.request_type`.
    pub enum RequestKind {
        /// A copy of one's data (art. 15 and 20).
        Export = "export",
        /// Having it erased (art. 17).
        Erasure = "erasure",
        /// Having it put right (art. 16).
        Rectification = "rectification",
        /// Having it left alone (art. 18).
        Restriction = "restriction",
    }
}

text_enum! {
    /// `data_access_requests.status`.
    pub enum RequestStatus {
        /// Nobody has decided.
        Pending = "pending",
        /// Granted: the copy is being made, the erasure carried out, the restriction in force.
        Processing = "processing",
        /// Done, or a restriction that was lifted.
        Completed = "completed",
        /// Refused, with a legal ground.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What an officer does about it.
    pub enum RequestStep {
        /// Makes it one's own.
        Take = "take",
        /// Writes down something for colleagues.
        Note = "note",
        /// Says why it takes longer, and names another day.
        Extend = "extend",
        /// Grants a copy.
        Approve = "approve",
        /// Decides what is erased and what is kept.
        Erase = "erase",
        /// Puts something right.
        Rectify = "rectify",
        /// Grants a restriction.
        Restrict = "restrict",
        /// Ends a restriction.
        Lift = "lift",
        /// Refuses, with a legal ground.
        Refuse = "refuse",
    }
}

text_enum! {
    /// A part of the queue.
    pub enum RequestQueue {
        /// Everything that waits for a decision.
        Open = "open",
        /// One's own.
        Mine = "mine",
        /// Nobody's.
        Unassigned = "unassigned",
        /// Past its day.
        Overdue = "overdue",
        /// What was decided.
        Decided = "decided",
    }
}

text_enum! {
    /// Why a request is refused.
    pub enum RefusalGround {
        /// Nobody has shown that they are the customer (art. 12(6)).
        NotIdentified = "not_identified",
        /// Manifestly unfounded or excessive (art. 12(5)).
        Unfounded = "unfounded",
        /// The law has us keep it (art. 17(3)(b)).
        LegalDuty = "legal_duty",
        /// It is right as it is (art. 16).
        CorrectAlready = "correct_already",
        /// None of the grounds of art. 18(1).
        NoRestrictionGround = "no_restriction_ground",
    }
}

impl RefusalGround {
    /// May a request of this kind be refused so?
    #[must_use]
    pub const fn fits(self, kind: RequestKind) -> bool {
        match self {
            Self::NotIdentified | Self::Unfounded => true,
            Self::LegalDuty => matches!(kind, RequestKind::Erasure),
            Self::CorrectAlready => matches!(kind, RequestKind::Rectification),
            Self::NoRestrictionGround => matches!(kind, RequestKind::Restriction),
        }
    }
}

text_enum! {
    /// A kind of data that an erasure decides about. What § 28 covers is no kind: nobody is told that there is any.
    pub enum DataKind {
        /// Who the customer is, with what was checked.
        Identity = "identity",
        /// Payments, with recipients who were paid and accounts that were paid from.
        Payments = "payments",
        /// A shop's book and statements.
        Accounting = "accounting",
        /// Name, e-mail, phone and settings.
        Profile = "profile",
        /// Recipients who were never paid.
        Recipients = "recipients",
        /// Consents at banks and what was read with them.
        BankLinks = "bank_links",
        /// Log-ins with address and browser.
        Logins = "logins",
        /// What Drop has told.
        Notifications = "notifications",
        /// Prices that nobody took.
        Quotes = "quotes",
        /// Whether and how advertising may come.
        Marketing = "marketing",
        /// Complaints and their threads.
        Complaints = "complaints",
    }
}

text_enum! {
    /// Why a kind of data is kept.
    pub enum KeepGround {
        /// Another law has us keep it (art. 17(3)(b)).
        LegalDuty = "legal_duty",
        /// For legal claims (art. 17(3)(e)).
        Claims = "claims",
        /// For the security of the account (art. 6(1)(f) and 32).
        Security = "security",
        /// Needed as long as somebody is a customer (art. 6(1)(b)).
        Contract = "contract",
    }
}

impl DataKind {
    /// The law that leaves no choice, where there is one (hvitvaskingsloven § 30, bokføringsloven § 13).
    #[must_use]
    pub const fn duty(self) -> Option<&'static str> {
        match self {
            Self::Identity => Some("hvitvaskingsloven § 30"),
            Self::Payments => Some("hvitvaskingsloven § 30, bokføringsloven § 13"),
            Self::Accounting => Some("bokføringsloven § 13"),
            _ => None,
        }
    }

    /// What an officer is proposed; none is to erase.
    #[must_use]
    pub const fn proposed(self) -> Option<KeepGround> {
        match self {
            Self::Identity | Self::Payments | Self::Accounting => Some(KeepGround::LegalDuty),
            Self::Profile => Some(KeepGround::Contract),
            Self::Complaints => Some(KeepGround::Claims),
            _ => None,
        }
    }
}

/// What happens to one kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureLine {
    /// Which kind.
    pub kind: DataKind,
    /// Why it is kept; none is to erase it.
    pub kept: Option<KeepGround>,
}

impl ErasureLine {
    /// What an officer chose for a kind: `erase`, or why it is kept.
    ///
    /// # Errors
    /// [`RequestError::MustKeep`] where the law leaves no choice, [`RequestError::Unknown`] for another text.
    pub fn chosen(kind: DataKind, choice: &str) -> Result<Self, RequestError> {
        let kept = match choice.trim() {
            "erase" => None,
            ground => Some(ground.parse().map_err(|_| RequestError::Unknown)?),
        };
        match (kind.duty(), kept) {
            (Some(_), Some(KeepGround::LegalDuty)) | (None, None) => Ok(Self { kind, kept }),
            (Some(_), _) => Err(RequestError::MustKeep(kind)),
            // A law that does not name it is no reason to keep it.
            (None, Some(KeepGround::LegalDuty)) => Err(RequestError::Unknown),
            (None, Some(_)) => Ok(Self { kind, kept }),
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RequestError {
    /// It was decided before.
    #[error("it is decided already")]
    Decided,
    /// The step is one of another kind of request, or of another state.
    #[error("this is no step of it")]
    NotOfThisKind,
    /// The law has us keep this.
    #[error("the law has us keep {0}")]
    MustKeep(DataKind),
    /// Not one of the choices.
    #[error("not one of the choices")]
    Unknown,
    /// An extension names a later day.
    #[error(transparent)]
    Day(#[from] DayError),
}

/// The days of a request that came in on a day.
#[must_use]
pub fn deadlines_of_request(received_on: NaiveDate) -> Deadlines {
    let after = |months| received_on.checked_add_months(Months::new(months)).unwrap_or(received_on);
    Deadlines { received_on, due_on: after(REPLY_MONTHS), last_due_on: after(LAST_MONTHS) }
}

/// Where a step leads a request of a kind; nothing where its status stays.
///
/// # Errors
/// See [`RequestError`].
pub fn step_of_request(
    kind: RequestKind,
    status: RequestStatus,
    step: RequestStep,
) -> Result<RequestStatus, RequestError> {
    use RequestKind::{Erasure, Export, Rectification, Restriction};
    use RequestStatus::{Completed, Pending, Processing, Rejected};
    match (status, step, kind) {
        (_, RequestStep::Note, _) => Ok(status),
        (Processing, RequestStep::Lift, Restriction) => Ok(Completed),
        (_, RequestStep::Lift, _) => Err(RequestError::NotOfThisKind),
        (Processing | Completed | Rejected, _, _) => Err(RequestError::Decided),
        (Pending, RequestStep::Take | RequestStep::Extend, _) => Ok(Pending),
        (Pending, RequestStep::Refuse, _) => Ok(Rejected),
        (Pending, RequestStep::Approve, Export)
        | (Pending, RequestStep::Erase, Erasure)
        | (Pending, RequestStep::Restrict, Restriction) => Ok(Processing),
        (Pending, RequestStep::Rectify, Rectification) => Ok(Completed),
        (Pending, _, _) => Err(RequestError::NotOfThisKind),
    }
}

/// The filters of the queue as its address has them; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestsQuery {
    /// A [`RequestQueue`]; none is everything open.
    pub queue: String,
    /// A [`RequestKind`].
    pub kind: String,
    /// Words of a name or an address, or an id.
    pub search: String,
}

impl RequestsQuery {
    /// The filters, understood; what cannot be filters nothing.
    #[must_use]
    pub fn read(&self) -> (RequestQueue, Option<RequestKind>, Option<String>) {
        let queue = self.queue.trim().parse().unwrap_or(RequestQueue::Open);
        (queue, self.kind.trim().parse().ok(), search(&self.search))
    }

    /// The address of the queue with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        self.address("/admin/requests", after)
    }
}

impl FilterQuery for RequestsQuery {
    fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |field: FilterField| value_of(field.as_str()).unwrap_or_default();
        Self {
            queue: value(FilterField::Status),
            kind: value(FilterField::Kind),
            search: value(FilterField::Search),
        }
    }

    fn pairs(&self) -> Vec<(FilterField, &str)> {
        vec![
            (FilterField::Status, &*self.queue),
            (FilterField::Kind, &*self.kind),
            (FilterField::Search, &*self.search),
        ]
    }
}

#[cfg(test)]
mod tests;
