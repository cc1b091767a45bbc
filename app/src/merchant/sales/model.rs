//! What the pages of a shop's sales show, and the form of a refund.
use chrono::{DateTime, NaiveDate, Utc};
use domain::bank::payment_state::TransactionState;
use domain::filter::FilterProblem;
use domain::ids::{MerchantId, QrCodeId, TransactionId};
use domain::merchant::refund::SaleState;
use domain::merchant::sales_filter::SalesQuery;
use domain::merchant::statement::{EntryKind, Period, Totals};
use domain::money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::accounts::model::AccountView;

/// Which shop a page is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopHead {
    pub id: MerchantId,
    pub name: String,
}

/// A static code, to name it and to narrow to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeName {
    pub id: QrCodeId,
    pub name: String,
}

/// Sums of one static code, or of the till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeTotals {
    /// None: codes of the till.
    pub code: Option<CodeName>,
    pub totals: Totals,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotals {
    pub day: NaiveDate,
    pub totals: Totals,
}

/// One hour of today, by its number on Oslo's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourTotals {
    pub hour: u32,
    pub totals: Totals,
}

/// How it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub shop: ShopHead,
    pub today: Totals,
    /// The same weekday a week ago, until this time of the day.
    pub last_week: Totals,
    pub month: Totals,
    /// The last thirty days, the first one first; every day is there.
    pub by_day: Vec<DayTotals>,
    /// The hours of today, from the first sale to now; every hour is there.
    pub by_hour: Vec<HourTotals>,
    /// This month's.
    pub by_code: Vec<CodeTotals>,
    /// Nothing was ever sold here.
    pub is_new: bool,
    pub now: DateTime<Utc>,
}

impl Overview {
    /// How much more was sold today than a week ago until now, in whole per cent; none without something to compare.
    #[must_use]
    pub fn change_percent(&self) -> Option<i64> {
        let before = self.last_week.gross.minor();
        let change = self.today.gross.minor().checked_sub(before)?.checked_mul(100)?;
        (before > 0).then(|| change / before)
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleRow {
    pub id: TransactionId,
    pub state: SaleState,
    pub amount: Money,
    pub fee: Money,
    /// What refunds have taken, those under way included.
    pub refunded: Money,
    /// The payer's initials: a shop does not learn its customers' names here.
    pub payer: String,
    /// The static code's name; none for a code of the till.
    pub code: Option<String>,
    /// The shop's own words for this sale.
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesPage {
    pub shop: ShopHead,
    pub rows: Vec<SaleRow>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
    /// The filters as they were typed.
    pub filter: SalesQuery,
    /// What is wrong with them.
    pub problems: Vec<FilterProblem>,
    pub codes: Vec<CodeName>,
    pub now: DateTime<Utc>,
}

/// One refund of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRow {
    pub id: TransactionId,
    pub amount: Money,
    pub status: TransactionState,
    pub created_at: DateTime<Utc>,
}

/// Everything about one sale that its shop may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleView {
    pub shop: ShopHead,
    pub sale: SaleRow,
    pub completed_at: Option<DateTime<Utc>>,
    /// When a paid sale came back.
    pub came_back_at: Option<DateTime<Utc>>,
    /// What may still be paid back; nothing while the shop does not have the money.
    pub left: Money,
    pub refunds: Vec<RefundRow>,
    pub now: DateTime<Utc>,
}

/// A refund before it is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundStep {
    pub view: SaleView,
    /// The amount that was asked for, when it can be paid back.
    pub amount: Option<Money>,
    /// What was typed.
    pub typed: String,
    pub problem: Option<RefundProblem>,
    /// Accounts to pay from, the shop's own first.
    pub accounts: Vec<AccountView>,
    pub idempotency_key: String,
}

/// Why an amount cannot be paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundProblem {
    /// Not an amount.
    Malformed,
    /// More than is left.
    TooMuch { left: Money },
    /// The shop does not have the money of this sale.
    NotPaid,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RefundForm {
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub sale: String,
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub idempotency_key: String,
}

/// The list of statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statements {
    pub shop: ShopHead,
    /// At most a year of months, the newest first, none before the first one with an entry.
    pub months: Vec<PeriodTotals>,
    /// The days of the newest of them, the newest first.
    pub days: Vec<PeriodTotals>,
    /// The newest month before these, if something is booked there.
    pub older: Option<Period>,
    /// The list does not begin with this month.
    pub is_older: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTotals {
    pub period: Period,
    pub totals: Totals,
    /// Nothing can be added to it any more.
    pub closed: bool,
}

/// One line of a statement: a thing that happened to the shop's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    pub kind: EntryKind,
    pub sale: TransactionId,
    /// The payment that moved: the sale's own, or a refund's.
    pub transaction: TransactionId,
    /// With the shop's signs.
    pub amount: Money,
    pub fee: Money,
    pub at: DateTime<Utc>,
}

/// The statement of one day or month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub shop: ShopHead,
    pub org_number: String,
    pub address: Option<String>,
    pub of: PeriodTotals,
    pub by_code: Vec<CodeTotals>,
    /// Of a month: its days on which something happened.
    pub by_day: Vec<DayTotals>,
    /// Of a day: what happened, in order, as far as a page has room.
    pub entries: Vec<EntryRow>,
    /// There is more, which the file has.
    pub more_entries: bool,
    pub now: DateTime<Utc>,
}

/// The page of one sale; the list of shops when the ids are none.
#[must_use]
pub fn sale_path(shop: &str, sale: &str) -> String {
    match (shop.parse::<MerchantId>(), sale.parse::<TransactionId>()) {
        (Ok(shop), Ok(sale)) => format!("/shops/{shop}/sales/{sale}"),
        _ => "/shops".to_owned(),
    }
}

/// The review of a refund of this amount; the page of the sale when what was typed is none.
#[must_use]
pub fn refund_path(shop: &str, sale: &str, amount: &str) -> String {
    match Money::parse_input(amount, Currency::Nok) {
        Ok(amount) => format!("{}/refund?amount={}", sale_path(shop, sale), amount.to_decimal_string()),
        Err(_) => format!("{}/refund", sale_path(shop, sale)),
    }
}
