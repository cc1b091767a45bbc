//! Use cases of customers in the back-office.
use domain::access::{Actor, KycStatus, Officer};
use domain::bank::iban::Iban;
use domain::form::Phone;
use domain::ids::{TransactionId, UserId};
use serde_json::json;

use super::model::{
    CustomerLine, CustomerView, CustomersPage, CustomersQuery, Payment, PaymentsPage, Person,
};
use super::{store, whole};
use crate::backoffice::kyc::service::take_grant;
use crate::backoffice::paging;
use crate::compliance::kyc::service::{self as kyc, KycError};
use crate::context::{AppState, RequestInfo};
use crate::cursor::{cursor_of, parse_cursor};
use crate::error::AppError;
use crate::{audit, db};

const SEARCH_MAX_CHARS: usize = 80;
/// Payments that stand on a customer's page.
const LATEST_ROWS: i64 = 10;

#[derive(Debug, thiserror::Error)]
pub enum CustomersError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such customer")]
    NotFound,
    #[error(transparent)]
    Kyc(#[from] KycError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<CustomersError> for AppError {
    fn from(error: CustomersError) -> Self {
        match error {
            CustomersError::Refused(refusal) => refusal.into(),
            CustomersError::NotFound => Self::NotFound,
            CustomersError::Kyc(error) => error.into(),
            CustomersError::Database(_) | CustomersError::BadRow(_) => {
                tracing::error!(%error, "customers");
                Self::Unexpected
            }
        }
    }
}

/// One page of customers: the newest first, or whom a search means. A filter that is none of ours is left out, and a
/// search leaves the others out.
///
/// # Errors
/// When the database refuses.
pub async fn page(
    state: &AppState,
    _officer: &Officer,
    query: &CustomersQuery,
) -> Result<CustomersPage, CustomersError> {
    let text: String = query.q.trim().chars().take(SEARCH_MAX_CHARS).collect();
    let after = parse_cursor::<UserId>(&query.after);
    let part =
        store::Part { after: after.as_ref().map(|(at, id)| (*at, id.as_str())), limit: paging::READ_ROWS };
    let mut rows = match (text.is_empty(), query.kyc.parse::<KycStatus>()) {
        (false, _) => store::search(&state.db, &sought(&text), paging::READ_ROWS).await?,
        (true, Ok(kyc)) => store::of_kyc(&state.db, kyc.as_str(), &part).await?,
        (true, Err(_)) => store::newest(&state.db, &part).await?,
    };
    let next = paging::cut(&mut rows, |row| cursor_of(row.created_at, &row.id));
    Ok(CustomersPage {
        rows: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        // What is found is in the order of names: whoever misses somebody writes more of the name.
        next: next.filter(|_| text.is_empty()),
        now: state.clock.now(),
    })
}

/// What somebody may mean who writes this.
fn sought(text: &str) -> store::Sought {
    let mut sought = store::Sought::default();
    if let Ok(id) = text.parse::<UserId>() {
        sought.user = Some(id.into_string());
    } else if let Ok(id) = text.parse::<TransactionId>() {
        sought.transaction = Some(id.into_string());
    } else if text.contains('@') {
        sought.email = Some(text.to_lowercase());
    } else if let Ok(iban) = Iban::parse(text) {
        sought.iban = Some(iban.as_str().to_owned());
    } else if let Ok(phone) = Phone::parse(text) {
        sought.phone = Some(phone.into_string());
    } else {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [only] => {
                sought.name = Some((*only).to_owned());
                sought.email = Some(only.to_lowercase());
            }
            [first, .., last] => sought.names = Some(((*first).to_owned(), (*last).to_owned())),
        }
    }
    sought
}

fn line(row: store::LineRow) -> Result<CustomerLine, CustomersError> {
    Ok(CustomerLine {
        id: db::parsed("a user id", &row.id)?,
        name: row.name,
        email: row.email,
        phone: row.phone,
        born: row.date_of_birth,
        kyc: db::parsed("a KYC status", &row.kyc_status)?,
        role: db::parsed("a role", &row.role)?,
        since: row.created_at,
        alerts: row.alerts,
    })
}

/// Everything of one customer; that somebody looked is written down. The number is told in full once, to whoever has
/// just asked for it.
///
/// # Errors
/// [`AppError::NotFound`], also for staff, and what the database says.
pub async fn customer(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &UserId,
) -> Result<CustomerView, AppError> {
    let mut view = look(state, actor, request, id).await?;
    if let Some(identity) = &mut view.identity
        && take_grant(&identity.case).await?
    {
        identity.national_id = kyc::read_national_id(state, actor, Some(request), &identity.case)
            .await
            .map_err(CustomersError::from)?;
        identity.in_full = true;
    }
    Ok(view)
}

/// The same with the number masked.
///
/// # Errors
/// [`CustomersError::NotFound`], also for staff, and what the database says.
pub async fn look(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &UserId,
) -> Result<CustomerView, CustomersError> {
    let officer = Officer::decide(Some(actor))?;
    let part = store::Part { after: None, limit: LATEST_ROWS };
    let (view, rows) = tokio::try_join!(whole::customer(state, id), async {
        Ok::<_, CustomersError>(store::payments(&state.db, id, &part).await?)
    })?;
    let mut view = view.ok_or(CustomersError::NotFound)?;
    view.payments = rows.into_iter().map(payment).collect::<Result<_, _>>()?;
    if let Some(identity) = &mut view.identity {
        let case = kyc::show(state, actor, &identity.case).await?;
        whole::tell(identity, case, crate::context::language());
    }
    let mut tx = state.db.begin().await?;
    let entry = audit::Entry {
        user_id: Some(officer.user_id()),
        action: "customer.view",
        resource: Some(("user", id.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok(view)
}

/// A page of one customer's payments.
///
/// # Errors
/// [`CustomersError::NotFound`], also for staff, and what the database says.
pub async fn payments(
    state: &AppState,
    _officer: &Officer,
    id: &UserId,
    after: &str,
) -> Result<PaymentsPage, CustomersError> {
    let after = parse_cursor::<TransactionId>(after);
    let part =
        store::Part { after: after.as_ref().map(|(at, id)| (*at, id.as_str())), limit: paging::READ_ROWS };
    let (name, mut rows) =
        tokio::try_join!(store::name(&state.db, id), store::payments(&state.db, id, &part))?;
    let next = paging::cut(&mut rows, |row| cursor_of(row.created_at, &row.id));
    Ok(PaymentsPage {
        customer: Person { id: id.clone(), name: name.ok_or(CustomersError::NotFound)? },
        rows: rows.into_iter().map(payment).collect::<Result<_, _>>()?,
        next,
        now: state.clock.now(),
    })
}

fn payment(row: store::PaymentRow) -> Result<Payment, CustomersError> {
    Ok(Payment {
        id: db::parsed("a transaction id", &row.id)?,
        kind: db::parsed("a kind of payment", &row.kind)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        counterpart: row.counterpart,
        country: row.country.map(|code| db::parsed("a country", &code)).transpose()?,
        at: row.created_at,
        alert: row.alert_id.map(|id| db::parsed("an alert id", &id)).transpose()?,
        hold: row.hold_id.map(|id| db::parsed("a hold id", &id)).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::sought;

    #[test]
    fn what_is_written_says_what_is_meant() {
        assert_eq!(sought("usr_demo1").user.as_deref(), Some("usr_demo1"));
        assert_eq!(sought("txn_demo1").transaction.as_deref(), Some("txn_demo1"));
        assert_eq!(sought("Demo@").email.as_deref(), Some("demo@"));
        assert_eq!(sought("400 00 001").phone.as_deref(), Some("+4740000001"));
        assert_eq!(sought("RS35 2600 0560 1001 6113 79").iban.as_deref(), Some("RS35260005601001611379"));
        let one = sought("Ahmetov");
        assert_eq!((one.name.as_deref(), one.email.as_deref()), (Some("Ahmetov"), Some("ahmetov")));
        let names = sought("Ole  Petter Dahl").names;
        assert_eq!(names, Some(("Ole".to_owned(), "Dahl".to_owned())));
        let nothing = sought(" ");
        assert!(nothing.name.is_none() && nothing.names.is_none() && nothing.email.is_none());
    }
}
