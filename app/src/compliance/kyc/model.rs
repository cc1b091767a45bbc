//! What an officer sees of an identity.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::kyc::{CountryRisk, Obstacle, RiskClass, RiskReason, Screened};
use domain::identity::{CaseStatus, Topic};
use domain::ids::{KycCaseId, UserId};

/// Which submissions to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Those that wait for a decision, the oldest first.
    Waiting,
    /// Approved ones that are to be looked at again, the most overdue first.
    Due,
}

/// Which part of a list; what is none narrows nothing.
#[derive(Clone, Debug)]
pub struct Part {
    pub risk: Option<RiskClass>,
    pub screened: Option<Screened>,
    /// The last line that was shown: when it was handed in, or the day of its review, and its id.
    pub after: Option<(DateTime<Utc>, KycCaseId)>,
    pub limit: i64,
}

/// How many wait in each list, counted up to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub due: i64,
    pub limit: i64,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    pub id: KycCaseId,
    pub user: UserId,
    pub name: String,
    pub submitted_at: DateTime<Utc>,
    /// Nothing before the job has looked at it.
    pub risk: Option<RiskClass>,
    pub screened: Option<Screened>,
    pub second_accounts: usize,
    pub review_on: Option<NaiveDate>,
}

/// What the job found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    pub risk: RiskClass,
    pub reasons: Vec<RiskReason>,
    pub screened: Screened,
    /// Customers with the same national identity number.
    pub second_accounts: Vec<UserId>,
    /// Why nobody but an officer may approve it.
    pub obstacles: Vec<Obstacle>,
    pub review_on: Option<NaiveDate>,
}

/// One decision.
#[derive(Clone, Debug)]
pub struct Decided {
    pub decision: String,
    /// Nothing when the rule for clear ones decided.
    pub by: Option<UserId>,
    pub by_name: Option<String>,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// One submission as a whole.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub id: KycCaseId,
    pub user: UserId,
    pub status: CaseStatus,
    pub name: String,
    pub date_of_birth: Option<NaiveDate>,
    /// `120488 *****`.
    pub national_id_masked: String,
    /// Names and answers, in the order of the form.
    pub answers: Vec<(&'static str, String)>,
    pub asked: Vec<Topic>,
    pub submitted_at: DateTime<Utc>,
    pub assessed: Option<Assessed>,
    pub decided: Vec<Decided>,
}

/// A country's risk from a day on.
#[derive(Clone, Debug)]
pub struct CountryLine {
    pub country: String,
    pub valid_from: NaiveDate,
    pub risk: CountryRisk,
    pub source: String,
}
