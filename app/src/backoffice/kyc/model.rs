//! What officers see of identities, and the forms of what they do.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::kyc::{Obstacle, RiskClass, RiskReason, Screened};
use domain::identity::{CaseStatus, Topic};
use domain::ids::{KycCaseId, ScreeningId, UserId};
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Where the queue is.
pub const KYC_PATH: &str = "/admin/kyc";
/// The value of the filter that shows who is to be looked at again.
pub const DUE: &str = "due";

/// Filters as the address has them; nothing is everybody who waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KycQuery {
    /// [`DUE`], or those that wait for a decision.
    #[serde(default)]
    pub queue: String,
    #[serde(default)]
    pub risk: String,
    #[serde(default)]
    pub screened: String,
    #[serde(default)]
    pub after: String,
}

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    pub id: KycCaseId,
    pub name: String,
    pub submitted_at: DateTime<Utc>,
    /// Nothing before anybody has looked.
    pub risk: Option<RiskClass>,
    pub screened: Option<Screened>,
    pub second_account: bool,
    pub review_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KycPage {
    pub waiting: i64,
    pub due: i64,
    /// So many are counted at most.
    pub counted_max: i64,
    pub rows: Vec<CaseLine>,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// What is thought of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    pub risk: RiskClass,
    pub reasons: Vec<RiskReason>,
    pub screened: Screened,
    /// Customers with the same national identity number.
    pub second_accounts: Vec<Person>,
    pub obstacles: Vec<Obstacle>,
    pub review_on: Option<NaiveDate>,
}

/// A customer by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: UserId,
    pub name: String,
}

/// An entry of a list that the customer looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHit {
    pub id: ScreeningId,
    pub listed_as: String,
    /// Ten-thousandths.
    pub score: i32,
    pub settled_as: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// `kyc_events.decision`.
    pub decision: String,
    /// Nothing when the rule for clear ones decided.
    pub by: Option<String>,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// One submission as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    pub id: KycCaseId,
    pub user: UserId,
    pub name: String,
    pub status: CaseStatus,
    pub date_of_birth: Option<NaiveDate>,
    /// `120488 *****`, or all of it for whoever has just asked.
    pub national_id: String,
    pub in_full: bool,
    pub nationality: String,
    pub address: String,
    /// Codes of the form's answers, by their names.
    pub answers: Vec<(String, String)>,
    pub asked: Vec<Topic>,
    pub submitted_at: DateTime<Utc>,
    pub assessed: Option<Assessed>,
    pub hits: Vec<ListHit>,
    pub decided: Vec<Decided>,
    /// Decisions that whoever looks may take, as `kyc_events.decision` names them.
    pub choices: Vec<String>,
    /// It waits for a lead, and whoever looks is none.
    pub needs_lead: bool,
    /// The one that waits after this.
    pub next: Option<KycCaseId>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

impl CaseView {
    /// What somebody typed about this one before they were turned back.
    #[must_use]
    pub fn with_typed(self, typed: Flash) -> Self {
        let is_of_this = typed.values.get("case").is_some_and(|case| case == self.id.as_str());
        if is_of_this { Self { flash: typed, ..self } } else { self }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub case: String,
    #[serde(default)]
    pub decision: String,
    #[serde(default)]
    pub reason: String,
    // What is asked about, each by its name.
    #[serde(default)]
    pub national_id: bool,
    #[serde(default)]
    pub address: bool,
    #[serde(default)]
    pub nationality: bool,
    #[serde(default)]
    pub occupation: bool,
    #[serde(default)]
    pub purpose: bool,
    #[serde(default)]
    pub source_of_funds: bool,
    #[serde(default)]
    pub exposure: bool,
}

impl DecisionForm {
    /// What is asked about.
    #[must_use]
    pub fn topics(&self) -> Vec<Topic> {
        let ticked = |topic: &Topic| match topic {
            Topic::NationalId => self.national_id,
            Topic::Address => self.address,
            Topic::Nationality => self.nationality,
            Topic::Occupation => self.occupation,
            Topic::Purpose => self.purpose,
            Topic::SourceOfFunds => self.source_of_funds,
            Topic::Exposure => self.exposure,
        };
        Topic::ALL.iter().copied().filter(|topic| ticked(topic)).collect()
    }
}

/// Asks for a number in full.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RevealForm {
    #[serde(default)]
    pub case: String,
    /// Asked on the page of this customer.
    #[serde(default)]
    pub customer: String,
}

/// The page of a submission; the queue when the id is none.
#[must_use]
pub fn case_path(id: &str) -> String {
    match id.parse::<KycCaseId>() {
        Ok(id) => format!("{KYC_PATH}/{id}"),
        Err(_) => KYC_PATH.to_owned(),
    }
}

/// The page on which a number was asked for.
#[must_use]
pub fn reveal_path(form: &RevealForm) -> String {
    match form.customer.parse::<UserId>() {
        Ok(id) => format!("/admin/customers/{id}"),
        Err(_) => case_path(&form.case),
    }
}
