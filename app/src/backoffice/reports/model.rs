//! What officers see of reports, and what they type.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::compliance::finding::Severity;
use domain::compliance::report::{Content, Gap, ReportedPayment, State, Step};
use domain::ids::{AlertId, ReportId, UserId};
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Ticked boxes, by what each is for.
pub type Ticks = BTreeMap<String, String>;

/// What the list is narrowed to, as its address has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportsQuery {
    /// A [`State`].
    pub state: String,
    /// A reference, an id, or a name.
    pub search: String,
}

/// One page of reports.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportsPage {
    pub rows: Vec<ReportLine>,
    pub next: Option<String>,
    pub query: ReportsQuery,
    pub waiting: Waiting,
    pub now: DateTime<Utc>,
}

/// How many are not done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub drafts: i64,
    pub proposed: i64,
    pub submitted: i64,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    pub id: ReportId,
    pub user: UserId,
    pub name: String,
    pub state: State,
    pub reference: Option<String>,
    pub alerts: i64,
    /// Who began it, and who proposed it.
    pub begun_by: Option<String>,
    pub proposed_by: Option<String>,
    pub begun_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

/// What a new report could be about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewReport {
    pub alert: AlertId,
    pub user: UserId,
    pub name: String,
    /// The alerts of this customer that may be reported.
    pub alerts: Vec<AlertChoice>,
    /// Drafts about this customer, to which they may go.
    pub drafts: Vec<ReportLine>,
    /// The report that has this alert already.
    pub reported_in: Option<ReportId>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// An alert that may go into a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertChoice {
    pub id: AlertId,
    pub rule: String,
    pub severity: Severity,
    pub findings: i64,
    pub raised_at: DateTime<Utc>,
}

/// One report as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    pub content: Content,
    pub state: State,
    pub version: i32,
    pub gaps: Vec<Gap>,
    /// What whoever looks may do now.
    pub steps: Vec<Step>,
    /// Whoever looks has proposed it: another has to submit it.
    pub own_proposal: bool,
    pub timeline: Vec<StepTaken>,
    pub hash: Option<String>,
    pub receipt: Option<String>,
    pub flashes: ReportFlashes,
    pub now: DateTime<Utc>,
}

/// What was typed into the forms of a report and turned back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFlashes {
    pub edit: Flash,
    pub decide: Flash,
}

/// A step that somebody took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTaken {
    pub step: Step,
    pub by: String,
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
}

/// One statement, and the payments that it may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementStep {
    pub report: ReportId,
    pub version: i32,
    /// None yet for a new one.
    pub number: Option<i32>,
    pub name: String,
    pub text: String,
    /// The newest first.
    pub payments: Vec<PaymentChoice>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// A payment that a statement may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChoice {
    pub payment: ReportedPayment,
    /// An alert of the report rests on it.
    pub is_evidence: bool,
    pub is_chosen: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BeginForm {
    /// The alert with which it began.
    #[serde(default)]
    pub alert: String,
    /// All that it is about.
    #[serde(default)]
    pub alerts: Ticks,
    /// A draft that they go to; none for a new one.
    #[serde(default)]
    pub into: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EditForm {
    #[serde(default)]
    pub report: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub suspicion: String,
    #[serde(default)]
    pub action: String,
    #[serde(default)]
    pub indicators: Ticks,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StatementForm {
    #[serde(default)]
    pub report: String,
    #[serde(default)]
    pub version: String,
    /// Empty for a new one.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub payments: Ticks,
    /// Takes it out of the report.
    #[serde(default)]
    pub remove: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecideForm {
    #[serde(default)]
    pub report: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub receipt: String,
}

/// As a flash keeps ticks: each under the name of its box.
fn ticked(values: &mut Ticks, name: &str, ticks: &Ticks) {
    values.extend(ticks.keys().map(|key| (format!("{name}[{key}]"), "true".to_owned())));
}

impl EditForm {
    /// What was typed, for another look.
    #[must_use]
    pub fn typed(&self) -> Ticks {
        let mut values = Ticks::from([
            ("suspicion".to_owned(), self.suspicion.clone()),
            ("action".to_owned(), self.action.clone()),
        ]);
        ticked(&mut values, "indicators", &self.indicators);
        values
    }
}

impl StatementForm {
    /// What was typed, for another look.
    #[must_use]
    pub fn typed(&self) -> Ticks {
        let mut values = Ticks::from([("text".to_owned(), self.text.clone())]);
        ticked(&mut values, "payments", &self.payments);
        values
    }
}

/// The page of a report; the list when the id is not one.
#[must_use]
pub fn report_path(report: &str) -> String {
    match report.parse::<ReportId>() {
        Ok(id) => format!("/admin/reports/{id}"),
        Err(_) => "/admin/reports".to_owned(),
    }
}

/// The page where a statement is written.
#[must_use]
pub fn statement_path(report: &str, number: &str) -> String {
    let number = number.parse::<i32>().map_or_else(|_| "new".to_owned(), |number| number.to_string());
    match report.parse::<ReportId>() {
        Ok(id) => format!("/admin/reports/{id}/statements/{number}"),
        Err(_) => "/admin/reports".to_owned(),
    }
}

/// The page where a report is begun.
#[must_use]
pub fn new_path(alert: &str) -> String {
    match alert.parse::<AlertId>() {
        Ok(id) => format!("/admin/reports/new?alert={id}"),
        Err(_) => "/admin/reports".to_owned(),
    }
}
