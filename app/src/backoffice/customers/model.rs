//! What officers see of customers.
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{KycStatus, Role};
use domain::bank::payment_state::TransactionState;
use domain::compliance::alert::AlertStatus;
use domain::compliance::finding::Severity;
use domain::compliance::hold::{Cause, HoldState};
use domain::compliance::kyc::{RiskClass, Screened};
use domain::history::PaymentKind;
use domain::identity::CaseStatus;
use domain::ids::{
    AlertId, ComplaintId, DataRequestId, HoldId, KycCaseId, MerchantId, ScreeningId, TransactionId, UserId,
};
use domain::merchant::ShopStatus;
use domain::money::Money;
use domain::remittance::corridor::Country;
use serde::{Deserialize, Serialize};

/// Where customers are looked for.
pub const CUSTOMERS_PATH: &str = "/admin/customers";

/// Filters as the address has them; nothing is every customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersQuery {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub kyc: String,
    #[serde(default)]
    pub after: String,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerLine {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub born: Option<NaiveDate>,
    pub kyc: KycStatus,
    pub role: Role,
    pub since: DateTime<Utc>,
    /// Alerts that are not closed.
    pub alerts: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersPage {
    pub rows: Vec<CustomerLine>,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// What a customer told last about who they are, and what is thought of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub case: KycCaseId,
    pub status: CaseStatus,
    pub national_id: String,
    pub in_full: bool,
    pub nationality: String,
    pub address: String,
    /// Codes of the form's answers, by their names.
    pub answers: Vec<(String, String)>,
    pub risk: Option<RiskClass>,
    pub screened: Option<Screened>,
    pub review_on: Option<NaiveDate>,
}

/// What the lists say of the customer, a recipient or a shop of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub id: ScreeningId,
    /// Whose name it is.
    pub name: String,
    pub listed_as: String,
    pub source: String,
    /// Ten-thousandths.
    pub score: i32,
    pub settled_as: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub bank: String,
    pub name: Option<String>,
    pub iban: String,
    pub balance: Money,
    pub read_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
    pub linked: bool,
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: TransactionId,
    pub kind: PaymentKind,
    pub status: TransactionState,
    pub amount: Money,
    pub counterpart: String,
    pub country: Option<Country>,
    pub at: DateTime<Utc>,
    /// It raised an alert or was attached to one.
    pub alert: Option<AlertId>,
    pub hold: Option<HoldId>,
}

/// What was sent in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Its first day.
    pub month: NaiveDate,
    pub payments: i64,
    pub amount: Money,
}

/// A recipient, and who else sends to the same account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub name: String,
    pub country: Country,
    pub account: String,
    pub bank: Option<String>,
    pub removed: bool,
    pub payments: i64,
    pub amount: Money,
    pub others: Vec<Person>,
    /// There are more than are named.
    pub more_others: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: UserId,
    pub name: String,
}

/// A login, and whether it still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    pub device: String,
    pub ip: String,
    pub user_agent: String,
    pub since: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub kind: String,
    pub granted_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub ip: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    pub id: ComplaintId,
    pub subject: String,
    /// `complaints.status`.
    pub status: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    pub id: AlertId,
    pub rule: String,
    pub severity: Severity,
    pub status: AlertStatus,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub id: HoldId,
    pub state: HoldState,
    pub cause: Cause,
    pub amount: Money,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    pub id: MerchantId,
    pub name: String,
    pub status: ShopStatus,
}

/// Everything that is known of one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerView {
    pub line: CustomerLine,
    pub left_at: Option<DateTime<Utc>>,
    /// The customer has asked for it, and can change their mind until then.
    pub closing_on: Option<NaiveDate>,
    /// The request that has the customer's data left alone (GDPR art. 18).
    pub restricted_by: Option<DataRequestId>,
    pub language: Option<String>,
    pub identity: Option<Identity>,
    pub screened_at: Option<DateTime<Utc>>,
    pub hits: Vec<Hit>,
    pub accounts: Vec<Account>,
    pub payments: Vec<Payment>,
    /// The last twelve, the oldest first.
    pub months: Vec<Month>,
    pub recipients: Vec<Recipient>,
    pub logins: Vec<Login>,
    pub consents: Vec<Consent>,
    pub complaints: Vec<Complaint>,
    pub alerts: Vec<Alert>,
    pub holds: Vec<Hold>,
    pub shops: Vec<Shop>,
    pub now: DateTime<Utc>,
}

/// A page of one customer's payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentsPage {
    pub customer: Person,
    pub rows: Vec<Payment>,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// The page of a customer.
#[must_use]
pub fn customer_path(id: &UserId) -> String {
    format!("{CUSTOMERS_PATH}/{id}")
}
