//! One alert with everything that an officer needs to decide: evidence, customer, what happened, what is related.
mod store;
mod timeline;

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use domain::access::{Actor, Officer, Role};
use domain::compliance::rules::Evidence;
use domain::ids::AlertId;

use super::list;
use super::model::{
    AlertCase, AlertLine, CustomerSummary, FindingView, HoldLink, PaymentLine, RelatedAlert, Relation,
    ReportLink, alert_path,
};
use super::query::AlertQuery;
use super::service::AlertsError;
use crate::context::AppState;
use crate::db;
use crate::form::Flash;

/// Findings that are explained, the last ones.
const FINDINGS_MAX: i64 = 20;
/// Steps that the timeline shows, the last ones.
const EVENTS_MAX: i64 = 200;
/// Payments that are shown in all, of at most 128 for each finding.
const PAYMENTS_MAX: usize = 300;
const HOLDS_MAX: i64 = 20;
const RELATED_MAX: i64 = 8;
const AROUND: store::Around = store::Around { accounts: 20, payments_each: 50, alerts: RELATED_MAX };
/// Days and payments of the customer that the summary is about.
const SUMMARY_DAYS: i64 = 90;
const SUMMARY_PAYMENTS_MAX: i64 = 1_000;

/// From where an alert is looked at.
pub struct Asked<'a> {
    /// The queue beside which it stands, as it is narrowed, and where that begins; nothing on a page of its own.
    pub queue: Option<(&'a AlertQuery, &'a str)>,
    pub flash: Flash,
}

/// One alert.
pub async fn case(
    state: &AppState,
    actor: &Actor,
    id: &AlertId,
    asked: Asked<'_>,
) -> Result<AlertCase, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let now = state.clock.now();
    let row = store::one(&state.db, id).await?.ok_or(AlertsError::NotFound)?;
    let alert = list::line(row)?;
    let since = now - Duration::days(SUMMARY_DAYS);
    let summary = store::summary(&state.db, id, since, SUMMARY_PAYMENTS_MAX).await?;
    let found = store::findings(&state.db, id, FINDINGS_MAX).await?;
    let events = store::events(&state.db, id, EVENTS_MAX).await?;
    let officers = super::reading::officers(state).await?;
    let timeline = timeline::entries(&alert, &found, events, &officers)?;
    let more_findings = alert.findings.saturating_sub(i64::try_from(found.len()).unwrap_or_default()).max(0);
    let (findings, payments) = evidence(state, summary.transaction_id, found).await?;
    let (here, on) = match asked.queue {
        None => (alert_path(id), alert_path(id)),
        Some((query, after)) => {
            let next = list::after(state, &officer, query, &alert).await?;
            let next = next.map(AlertId::into_string).unwrap_or_default();
            let path = |open: &str| query.path(&[("after", after), ("open", open)]);
            (path(id.as_str()), path(&next))
        }
    };
    Ok(AlertCase {
        assigned_to: summary.assigned_to.map(|id| db::parsed("a user id", &id)).transpose()?,
        customer: CustomerSummary {
            id: alert.user.clone(),
            name: alert.customer.clone(),
            kyc: db::parsed("an identity's status", &summary.kyc_status)?,
            since: summary.since,
            payments: summary.payments,
            sum: db::money(summary.sum, "NOK")?,
            open_alerts: summary.open_alerts,
            shops: summary.shops,
        },
        holds: holds(state, &payments).await?,
        reports: reports(state, id).await?,
        related: related(state, &alert, &payments).await?,
        findings,
        more_findings,
        timeline,
        officers,
        me: officer.user_id().clone(),
        i_lead: actor.role == Role::Admin,
        alert,
        here,
        on,
        flash: asked.flash,
        now,
    })
}

/// Findings with the payments that they rest on, and the ids of all of these.
async fn evidence(
    state: &AppState,
    first: Option<String>,
    found: Vec<store::FindingRow>,
) -> Result<(Vec<FindingView>, Vec<String>), AlertsError> {
    let read: Vec<Option<Evidence<String>>> =
        found.iter().map(|row| serde_json::from_value(row.evidence.clone()).ok()).collect();
    let named = read.iter().flatten().flat_map(|evidence| evidence.transactions.iter().cloned());
    let looked_at = found.iter().map(|row| row.transaction_id.clone());
    let mut seen = BTreeSet::new();
    let ids = looked_at.chain(first).chain(named).filter(|id| seen.insert(id.clone()));
    let ids: Vec<String> = ids.take(PAYMENTS_MAX).collect();
    let payments = store::payments(&state.db, &ids).await?.into_iter().map(payment);
    let payments: HashMap<String, PaymentLine> =
        payments.map(|one| one.map(|one| (one.id.to_string(), one))).collect::<Result<_, _>>()?;
    let views = found.into_iter().zip(read).map(|(row, evidence)| {
        let (figures, named) = match evidence {
            Some(evidence) => (Some(evidence.figures), evidence.transactions),
            None => (None, vec![row.transaction_id]),
        };
        Ok(FindingView {
            id: db::parsed("a finding's id", &row.id)?,
            severity: db::parsed("a severity", &row.severity)?,
            score: row.score,
            figures,
            payments: named.iter().filter_map(|id| payments.get(id).cloned()).collect(),
            created_at: row.created_at,
        })
    });
    Ok((views.collect::<Result<Vec<_>, AlertsError>>()?, ids))
}

fn payment(row: store::PaymentRow) -> Result<PaymentLine, db::BadRow> {
    Ok(PaymentLine {
        id: db::parsed("a transaction id", &row.id)?,
        kind: row.kind,
        status: row.status,
        amount: db::money(row.amount, &row.currency)?,
        counterpart: row.counterpart,
        country: row.country,
        user: db::parsed("a user id", &row.user_id)?,
        created_at: row.created_at,
    })
}

async fn holds(state: &AppState, payments: &[String]) -> Result<Vec<HoldLink>, AlertsError> {
    let read = |row: store::HoldRow| {
        Ok(HoldLink {
            id: db::parsed("a hold id", &row.id)?,
            transaction: db::parsed("a transaction id", &row.transaction_id)?,
            amount: db::money(row.amount, &row.currency)?,
            state: db::parsed("a hold's state", &row.state)?,
            since: row.created_at,
        })
    };
    store::holds(&state.db, payments, HOLDS_MAX).await?.into_iter().map(read).collect()
}

async fn reports(state: &AppState, id: &AlertId) -> Result<Vec<ReportLink>, AlertsError> {
    let read = |row: store::ReportRow| {
        let id = db::parsed("a report's id", &row.id)?;
        Ok(ReportLink { id, status: row.status, reference: row.reference_number })
    };
    store::reports(&state.db, id).await?.into_iter().map(read).collect()
}

/// What else there is about the customer, and about others who pay to the same accounts.
async fn related(
    state: &AppState,
    alert: &AlertLine,
    payments: &[String],
) -> Result<Vec<RelatedAlert>, AlertsError> {
    let own = store::of_customer(&state.db, &alert.user, &alert.id, RELATED_MAX).await?;
    let others = store::of_accounts(&state.db, &alert.user, payments, &AROUND).await?;
    let own = own.into_iter().map(|row| (Relation::Customer, row));
    let others = others.into_iter().map(|row| (Relation::Account, row));
    let related =
        own.chain(others).map(|(relation, row)| Ok(RelatedAlert { relation, alert: list::line(row)? }));
    related.collect()
}
