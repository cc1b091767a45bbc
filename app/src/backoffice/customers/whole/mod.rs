//! Everything that is known of one customer, put together.
mod store;

use chrono::{Datelike, Months, NaiveDate};
use domain::calendar::{first_of_month, oslo_date, oslo_midnight};
use domain::identity::CaseStatus;
use domain::ids::{KycCaseId, UserId};
use domain::money::{Currency, Money};

use super::model::{
    Account, Alert, Complaint, Consent, CustomerLine, CustomerView, Hit, Hold, Identity, Login, Month,
    Person, Recipient, Shop,
};
use super::service::CustomersError;
use crate::compliance::kyc::model::CaseView;
use crate::context::AppState;
use crate::db;

/// Months that the chart has.
const MONTHS: u32 = 12;
/// Lines of each list.
const LINES_MAX: i64 = 25;
const RECIPIENTS_MAX: i64 = 50;
/// Customers with the same recipient who are named.
const OTHERS_MAX: usize = 5;

/// Nothing when there is no such customer. The payments are left empty, and the identity without what was told.
pub(super) async fn customer(state: &AppState, id: &UserId) -> Result<Option<CustomerView>, CustomersError> {
    let now = state.clock.now();
    let today = oslo_date(now);
    let first = first_of_month(today).checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(today);
    let bounds = store::Bounds {
        today,
        now,
        months_from: oslo_midnight(first),
        lines: LINES_MAX,
        recipients: RECIPIENTS_MAX,
        others: i64::try_from(OTHERS_MAX + 1).unwrap_or(i64::MAX),
    };
    let (row, money, history) = tokio::try_join!(
        store::personal(&state.db, id, &bounds),
        store::money(&state.db, id, &bounds),
        store::history(&state.db, id, &bounds)
    )?;
    let Some(row) = row else { return Ok(None) };
    let line = CustomerLine {
        id: id.clone(),
        name: row.name,
        email: row.email,
        phone: row.phone,
        born: row.date_of_birth,
        kyc: db::parsed("a KYC status", &row.kyc_status)?,
        role: db::parsed("a role", &row.role)?,
        since: row.created_at,
        alerts: row.open_alerts,
    };
    Ok(Some(CustomerView {
        line,
        left_at: row.left_at,
        closing_on: row.closing_on,
        restricted_by: row.restricted_by.map(|id| db::parsed("a request id", &id)).transpose()?,
        language: row.language,
        identity: row.identity.map(|row| identity(row.0)).transpose()?,
        screened_at: row.screened_at,
        hits: all(row.hits.0, hit)?,
        accounts: all(money.accounts.0, account)?,
        payments: Vec::new(),
        months: months(money.months.0, first)?,
        recipients: all(money.recipients.0, recipient)?,
        logins: history.logins.0.into_iter().map(login).collect(),
        consents: history.consents.0.into_iter().map(consent).collect(),
        complaints: all(history.complaints.0, complaint)?,
        alerts: all(history.alerts.0, alert)?,
        holds: all(history.holds.0, hold)?,
        shops: all(row.shops.0, shop)?,
        now,
    }))
}

fn all<Row, T>(rows: Vec<Row>, each: impl Fn(Row) -> Result<T, db::BadRow>) -> Result<Vec<T>, db::BadRow> {
    rows.into_iter().map(each).collect()
}

fn identity(row: store::IdentityRow) -> Result<Identity, db::BadRow> {
    let case: KycCaseId = db::parsed("a submission's id", &row.id)?;
    Ok(Identity {
        case,
        status: CaseStatus::Submitted,
        national_id: String::new(),
        in_full: false,
        nationality: String::new(),
        address: String::new(),
        answers: Vec::new(),
        risk: row.risk.map(|risk| db::parsed("a class", &risk)).transpose()?,
        screened: row.screened.map(|it| db::parsed("a screening", &it)).transpose()?,
        review_on: row.review_on,
    })
}

/// Puts in what the customer has told, with the number masked.
pub(super) fn tell(identity: &mut Identity, case: CaseView, language: &str) {
    let answer = |name: &str| {
        let found = case.answers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    identity.nationality = crate::kyc::countries::name(&answer("nationality"), language).to_owned();
    identity.address = answer("address");
    identity.status = case.status;
    identity.answers = case.answers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    identity.national_id = case.national_id_masked;
}

fn hit(row: store::HitRow) -> Result<Hit, db::BadRow> {
    Ok(Hit {
        id: db::parsed("a screening id", &row.id)?,
        name: row.name.unwrap_or_default(),
        listed_as: row.listed_as.unwrap_or_default(),
        source: row.source.unwrap_or_default(),
        score: row.score,
        settled_as: row.settled_as,
        at: row.at,
    })
}

fn account(row: store::AccountRow) -> Result<Account, db::BadRow> {
    Ok(Account {
        bank: row.bank,
        name: row.name,
        iban: row.iban,
        balance: db::money(row.balance, &row.currency)?,
        read_at: row.read_at,
        is_primary: row.is_primary,
        linked: row.linked,
    })
}

/// Twelve months, also those without a payment.
fn months(rows: Vec<store::MonthRow>, first: NaiveDate) -> Result<Vec<Month>, db::BadRow> {
    let all = (0..MONTHS).filter_map(|back| first.checked_add_months(Months::new(back)));
    let month = |month: NaiveDate| {
        let found =
            rows.iter().find(|row| (row.month.year(), row.month.month()) == (month.year(), month.month()));
        Ok(match found {
            Some(row) => Month {
                month,
                payments: row.payments,
                amount: db::money(row.amount, Currency::Nok.as_str())?,
            },
            None => Month { month, payments: 0, amount: Money::new(0, Currency::Nok) },
        })
    };
    all.map(month).collect()
}

fn recipient(row: store::RecipientRow) -> Result<Recipient, db::BadRow> {
    let more_others = row.others.len() > OTHERS_MAX;
    let person = |row: store::PersonRow| Ok(Person { id: db::parsed("a user id", &row.id)?, name: row.name });
    let others: Vec<Person> =
        row.others.into_iter().take(OTHERS_MAX).map(person).collect::<Result<_, db::BadRow>>()?;
    Ok(Recipient {
        name: row.name,
        country: db::parsed("a country", &row.country)?,
        account: row.account,
        bank: row.bank,
        removed: row.removed,
        payments: row.payments,
        amount: db::money(row.amount, Currency::Nok.as_str())?,
        others,
        more_others,
    })
}

fn login(row: store::LoginRow) -> Login {
    Login {
        device: row.device.unwrap_or_default(),
        ip: row.ip.unwrap_or_default(),
        user_agent: row.user_agent.unwrap_or_default(),
        since: row.since,
        seen_at: row.seen_at,
        open: row.open,
    }
}

fn consent(row: store::ConsentRow) -> Consent {
    Consent {
        kind: row.kind,
        granted_at: row.granted_at,
        withdrawn_at: row.withdrawn_at,
        ip: row.ip.unwrap_or_default(),
    }
}

fn complaint(row: store::ComplaintRow) -> Result<Complaint, db::BadRow> {
    let id = db::parsed("a complaint id", &row.id)?;
    Ok(Complaint { id, subject: row.subject, status: row.status, at: row.at })
}

fn alert(row: store::AlertRow) -> Result<Alert, db::BadRow> {
    Ok(Alert {
        id: db::parsed("an alert id", &row.id)?,
        rule: row.rule,
        severity: db::parsed("a severity", &row.severity)?,
        status: db::parsed("an alert's status", &row.status)?,
        at: row.at,
    })
}

fn hold(row: store::HoldRow) -> Result<Hold, db::BadRow> {
    Ok(Hold {
        id: db::parsed("a hold id", &row.id)?,
        state: db::parsed("a hold's state", &row.state)?,
        cause: db::parsed("a cause", &row.cause)?,
        amount: db::money(row.amount, &row.currency)?,
        at: row.at,
    })
}

fn shop(row: store::ShopRow) -> Result<Shop, db::BadRow> {
    Ok(Shop {
        id: db::parsed("a merchant id", &row.id)?,
        name: row.name,
        status: db::parsed("a shop's status", &row.status)?,
    })
}
