//! What a report tells: put together from the draft and what is known, or read from the seal.
mod store;

use std::collections::{BTreeMap, BTreeSet};

use domain::compliance::report::{
    AlertOnFile, Content, Indicator, NumberOnFile, PAYMENTS_MAX, Reported, ReportedPayment, ReportedStatement,
};
use domain::compliance::rules::{Evidence, Figures};
use domain::ids::{ReportId, TransactionId, UserId};
use domain::money::Currency;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::service::ReportsError;
use super::store::ReportRow;
use crate::db;

/// Findings that are looked at, over all alerts of a report.
const FINDINGS_MAX: i64 = 500;
/// Payments of the customer that are offered beside those of the alerts.
const LATEST_MAX: i64 = 100;

/// What an officer writes of a report outside of its statements: `str_reports.details`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    pub suspicion: String,
    pub action: String,
    pub indicators: Vec<Indicator>,
}

/// All that a report tells. One that was submitted tells what it told then.
pub(super) async fn content(tx: &mut PgConnection, row: &ReportRow) -> Result<Content, ReportsError> {
    if let Some(sealed) = &row.content {
        return Ok(serde_json::from_str(sealed)?);
    }
    let (id, user) = (db::parsed("a report id", &row.id)?, db::parsed("a user id", &row.user_id)?);
    let details: Details = match &row.details {
        Some(details) => serde_json::from_value(details.clone()).unwrap_or_default(),
        None => Details::default(),
    };
    let statements = row.statements.0.iter().map(|statement| {
        let payments = statement.payments.iter().map(|id| db::parsed("a transaction id", id));
        Ok(ReportedStatement {
            number: statement.number,
            text: statement.body.clone(),
            payments: payments.collect::<Result<_, db::BadRow>>()?,
        })
    });
    let statements: Vec<_> = statements.collect::<Result<_, ReportsError>>()?;
    let told: BTreeSet<&str> =
        statements.iter().flat_map(|it| &it.payments).map(TransactionId::as_str).collect();
    let told: Vec<String> = told.into_iter().map(str::to_owned).collect();
    let payments = payments(tx, &told).await?;
    // In a statement as in the whole: the oldest first.
    let order: BTreeMap<&TransactionId, usize> =
        payments.iter().enumerate().map(|(place, payment)| (&payment.id, place)).collect();
    let statements = statements.into_iter().map(|mut statement| {
        statement.payments.sort_by_key(|id| order.get(id).copied());
        statement
    });
    let statements = statements.collect();
    Ok(Content {
        person: person(tx, &user).await?,
        alerts: alerts(tx, &id).await?,
        id,
        reference: None,
        submitted_at: None,
        prepared_by: None,
        approved_by: None,
        suspicion: details.suspicion,
        action: details.action,
        indicators: details.indicators,
        statements,
        payments,
    })
}

async fn person(tx: &mut PgConnection, user: &UserId) -> Result<Reported, ReportsError> {
    let row = store::person(tx, user).await?;
    let number = match row.case_id.zip(row.masked) {
        Some((case, masked)) => Some(NumberOnFile { masked, case: db::parsed("a submission's id", &case)? }),
        None => None,
    };
    Ok(Reported {
        id: user.clone(),
        first_name: row.first_name,
        last_name: row.last_name,
        birth_date: row.date_of_birth,
        number,
        nationality: row.nationality,
        street: row.street,
        postal_code: row.postal_code,
        city: row.city,
        occupation: row.occupation,
        phone: row.phone,
        email: row.email,
        customer_since: row.created_at,
        identity: db::parsed("an identity's state", &row.kyc_status)?,
    })
}

async fn alerts(tx: &mut PgConnection, report: &ReportId) -> Result<Vec<AlertOnFile>, ReportsError> {
    let alerts = store::alerts(tx, report).await?.into_iter().map(|row| {
        Ok(AlertOnFile {
            id: db::parsed("an alert's id", &row.id)?,
            rule: row.alert_type,
            severity: db::parsed("a severity", &row.severity)?,
            raised_at: row.created_at,
        })
    });
    alerts.collect()
}

/// Payments by their ids, the oldest first.
pub(super) async fn payments(
    tx: &mut PgConnection,
    ids: &[String],
) -> Result<Vec<ReportedPayment>, ReportsError> {
    store::payments(tx, ids).await?.into_iter().map(payment).collect()
}

fn payment(row: store::PaymentRow) -> Result<ReportedPayment, ReportsError> {
    let received = match row.receive_amount.zip(row.receive_currency) {
        Some((amount, currency)) => Some(db::money(amount, &currency)?),
        None => None,
    };
    let sent = row.send_amount.map(|amount| db::money(amount, Currency::Nok.code()));
    Ok(ReportedPayment {
        id: db::parsed("a transaction id", &row.id)?,
        at: row.created_at,
        kind: db::parsed("a kind of payment", &row.kind)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        sent: sent.transpose()?,
        received,
        rate: row.exchange_rate.map(db::rate).transpose()?,
        payer: db::parsed("a user id", &row.payer)?,
        payer_name: row.payer_name,
        from_bank: row.bank,
        from_account: row.debtor_iban,
        to_name: row.to_name,
        to_account: row.to_account,
        to_country: row.to_country,
        held: row.held,
    })
}

/// What one alert rests on: the figures of its gravest finding, and the payments of all of them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub rule: String,
    pub figures: Option<Figures>,
    pub payments: BTreeSet<String>,
}

/// What rules found, by alert.
pub(super) async fn found(
    tx: &mut PgConnection,
    alerts: &[String],
) -> Result<BTreeMap<String, Found>, ReportsError> {
    let mut by_alert: BTreeMap<String, Found> = BTreeMap::new();
    for row in store::findings(tx, alerts, FINDINGS_MAX).await? {
        let found = by_alert.entry(row.alert_id).or_default();
        let Ok(evidence) = serde_json::from_value::<Evidence<String>>(row.evidence) else { continue };
        if found.figures.is_none() {
            found.rule = row.rule;
            found.figures = Some(evidence.figures);
        }
        let room = PAYMENTS_MAX.saturating_sub(found.payments.len());
        found.payments.extend(evidence.transactions.into_iter().take(room));
    }
    Ok(by_alert)
}

/// The payments that the alerts of a report rest on.
pub(super) async fn evidence(
    tx: &mut PgConnection,
    content: &Content,
) -> Result<BTreeSet<String>, ReportsError> {
    let alerts: Vec<String> = content.alerts.iter().map(|alert| alert.id.to_string()).collect();
    Ok(found(tx, &alerts).await?.into_values().flat_map(|found| found.payments).collect())
}

/// Payments that a statement may be about: those of the alerts, those that it has, and the customer's newest.
pub(super) async fn candidates(
    tx: &mut PgConnection,
    content: &Content,
    evidence: &BTreeSet<String>,
) -> Result<Vec<ReportedPayment>, ReportsError> {
    let mut ids: BTreeSet<String> =
        store::latest(tx, &content.person.id, LATEST_MAX).await?.into_iter().collect();
    ids.extend(evidence.iter().cloned());
    ids.extend(content.payments.iter().map(|payment| payment.id.to_string()));
    let ids: Vec<String> = ids.into_iter().collect();
    let mut payments = payments(tx, &ids).await?;
    payments.reverse();
    Ok(payments)
}
