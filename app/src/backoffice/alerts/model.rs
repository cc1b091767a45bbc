//! What the pages of alerts show, and what their forms post.
use chrono::{DateTime, Utc};
use domain::access::KycStatus;
use domain::compliance::alert::{AlertStatus, Outcome, StepName};
use domain::compliance::finding::Severity;
use domain::compliance::hold::HoldState;
use domain::compliance::rules::Figures;
use domain::ids::{AlertId, FindingId, HoldId, ReportId, TransactionId, UserId};
use domain::money::Money;
use serde::{Deserialize, Serialize};

use super::query::AlertQuery;
use crate::form::Flash;

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    pub id: AlertId,
    pub version: i32,
    pub user: UserId,
    pub customer: String,
    /// The rule that raised it, as it stands in the database.
    pub rule: String,
    pub severity: Severity,
    pub status: AlertStatus,
    pub findings: i64,
    pub score: i64,
    /// Who has it; of a closed one, who closed it.
    pub officer: Option<String>,
    pub outcome: Option<Outcome>,
    pub created_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// How many there are of what officers look at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub active: i64,
    pub mine: i64,
    pub free: i64,
    pub overdue: i64,
    pub critical: i64,
    pub escalated: i64,
    pub snoozed: i64,
    /// There are more than were counted.
    pub capped: bool,
}

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerChoice {
    pub id: UserId,
    pub name: String,
    pub is_lead: bool,
}

/// What an officer has narrowed the queue to and named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: i64,
    pub name: String,
    pub query: String,
}

/// The queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlertsPage {
    pub rows: Vec<AlertLine>,
    pub next: Option<String>,
    pub query: AlertQuery,
    pub counts: Counts,
    pub views: Vec<SavedView>,
    pub officers: Vec<OfficerChoice>,
    pub me: UserId,
    /// Of the form for several alerts, and of the one that keeps a view.
    pub flash: Flash,
    pub view_flash: Flash,
    pub now: DateTime<Utc>,
}

/// A payment behind a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    pub id: TransactionId,
    /// `transactions.type` and `.status`.
    pub kind: String,
    pub status: String,
    pub amount: Money,
    pub counterpart: String,
    pub country: Option<String>,
    pub user: UserId,
    pub created_at: DateTime<Utc>,
}

/// What the rule found in one payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    pub id: FindingId,
    pub severity: Severity,
    pub score: i16,
    /// Nothing when an older version of the rule wrote what we no longer read.
    pub figures: Option<Figures>,
    /// Oldest first.
    pub payments: Vec<PaymentLine>,
    pub created_at: DateTime<Utc>,
}

/// The customer in a few lines; their own page has the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerSummary {
    pub id: UserId,
    pub name: String,
    pub kyc: KycStatus,
    pub since: DateTime<Utc>,
    /// Payments of the last 90 days, of at most a thousand.
    pub payments: i64,
    pub sum: Money,
    pub open_alerts: i64,
    pub shops: i64,
}

/// A payment of the alert that waits, or waited, for an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldLink {
    pub id: HoldId,
    pub transaction: TransactionId,
    pub amount: Money,
    pub state: HoldState,
    pub since: DateTime<Utc>,
}

/// A report that grew out of the alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLink {
    pub id: ReportId,
    /// `str_reports.status`.
    pub status: String,
    pub reference: Option<String>,
}

/// Why another alert is shown beside this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// It is about the same customer.
    Customer,
    /// Something was found in a payment to the same account.
    Account,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedAlert {
    pub relation: Relation,
    pub alert: AlertLine,
}

/// One value that a step has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Status(AlertStatus, AlertStatus),
    /// By name.
    Assigned(Option<String>, Option<String>),
    Snoozed(Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    Outcome(Option<Outcome>, Option<Outcome>),
    Due(DateTime<Utc>, DateTime<Utc>),
    Report(ReportId),
}

/// Something that happened to an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happening {
    /// The rule raised it.
    Raised,
    /// The rule found the same again.
    Found(Severity),
    /// An officer did something.
    Step { step: StepName, by: String, note: Option<String>, changes: Vec<Change> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub at: DateTime<Utc>,
    pub what: Happening,
}

/// One alert with everything that an officer needs to decide.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlertCase {
    pub alert: AlertLine,
    pub assigned_to: Option<UserId>,
    pub customer: CustomerSummary,
    /// Newest first.
    pub findings: Vec<FindingView>,
    /// How many more there are.
    pub more_findings: i64,
    pub holds: Vec<HoldLink>,
    pub reports: Vec<ReportLink>,
    pub related: Vec<RelatedAlert>,
    /// Newest first.
    pub timeline: Vec<TimelineEntry>,
    pub officers: Vec<OfficerChoice>,
    pub me: UserId,
    pub i_lead: bool,
    /// Where its forms lead: to the alert after it when it is done with, and to itself.
    pub on: String,
    pub here: String,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// A step with one alert.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub alert: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub to: String,
    /// A day.
    #[serde(default)]
    pub until: String,
    /// Where it leads when it is done, and when it has to be put right.
    #[serde(default)]
    pub back: String,
    #[serde(default)]
    pub here: String,
}

/// A step with several at once. Each of `alerts` is an id and the version that was seen: `aml_1.0`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BulkForm {
    #[serde(default)]
    pub alerts: Vec<String>,
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub back: String,
}

/// A name for what the queue is narrowed to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ViewForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub query: String,
}

/// The page of one alert.
#[must_use]
pub fn alert_path(id: &AlertId) -> String {
    format!("/admin/alerts/{id}")
}

/// An alert and the version that was seen, in one field.
#[must_use]
pub fn seen(line: &AlertLine) -> String {
    format!("{}.{}", line.id, line.version)
}
