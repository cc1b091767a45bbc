//! Use case: the steps that an officer answers for. With the submission the report is sealed, and its alerts are filed.
mod store;

use chrono::Datelike;
use domain::access::Officer;
use domain::calendar::oslo_date;
use domain::compliance::report::{
    self, Content, REASON_MAX_CHARS, REASON_MIN_CHARS, RECEIPT_MAX_CHARS, Reference, Signatory, State, Step,
};
use domain::form::FieldCode;
use domain::ids::{ReportId, UserId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::drafting::{Loaded, load_in_tx};
use super::model::DecideForm;
use super::service::{By, ReportsError, record_in_tx};
use crate::backoffice::alerts;
use crate::context::{AppState, RequestInfo};

/// Takes one step; where it leads.
pub async fn decide(
    state: &AppState,
    officer: &Officer,
    request: Option<&RequestInfo>,
    form: &DecideForm,
) -> Result<State, ReportsError> {
    let id: ReportId = form.report.parse().map_err(|_| ReportsError::NotFound)?;
    let step: Step = form.step.parse().map_err(|_| ReportsError::NotFound)?;
    let reason = reason(step, &form.reason)?;
    let by = By { officer, request };
    let mut tx = state.db.begin().await?;
    let loaded = load_in_tx(&mut tx, &id, Some(&form.version)).await?;
    let gaps = report::gaps(&loaded.content);
    let after = report::take(
        loaded.state,
        step,
        officer.user_id(),
        loaded.proposed_by.as_ref(),
        report::is_complete(&gaps),
    )?;
    let now = state.clock.now();
    let details = match step {
        Step::Propose => {
            store::propose_in_tx(&mut tx, &id, officer.user_id(), now).await?;
            json!({ "version": loaded.row.version })
        }
        Step::Return => {
            store::return_in_tx(&mut tx, &id).await?;
            json!({ "version": loaded.row.version })
        }
        Step::Submit => submit_in_tx(&mut tx, state, officer, &id, loaded).await?,
        Step::Acknowledge => {
            let receipt = receipt(&form.receipt)?;
            store::acknowledge_in_tx(&mut tx, &id, officer.user_id(), (&receipt, now)).await?;
            json!({ "receipt": receipt })
        }
        Step::Withdraw => {
            let alerts = super::store::remove_alerts_in_tx(&mut tx, &id).await?;
            store::withdraw_in_tx(&mut tx, &id, officer.user_id(), now).await?;
            json!({ "alerts": alerts })
        }
        Step::Begin => return Err(ReportsError::NotFound),
    };
    super::store::record_step_in_tx(&mut tx, &id, step, officer.user_id(), (reason, now)).await?;
    record_in_tx(&mut tx, state, by, (action_of(step), &id), details).await?;
    tx.commit().await?;
    Ok(after)
}

fn reason(step: Step, typed: &str) -> Result<Option<&str>, ReportsError> {
    let typed = typed.trim();
    let wrong = |code| Err(ReportsError::field("reason", code));
    let chars = typed.chars().count();
    if chars == 0 {
        return if step.needs_reason() { wrong(FieldCode::Required) } else { Ok(None) };
    }
    if step.needs_reason() && chars < REASON_MIN_CHARS {
        return wrong(FieldCode::TooShort);
    }
    if chars > REASON_MAX_CHARS { wrong(FieldCode::TooLong) } else { Ok(Some(typed)) }
}

fn receipt(typed: &str) -> Result<String, ReportsError> {
    let typed = typed.trim();
    match typed.chars().count() {
        0 => Err(ReportsError::field("receipt", FieldCode::Required)),
        1..=RECEIPT_MAX_CHARS => Ok(typed.to_owned()),
        _ => Err(ReportsError::field("receipt", FieldCode::TooLong)),
    }
}

/// Seals what the second officer has read, under a number of its own, and files its alerts.
async fn submit_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    id: &ReportId,
    loaded: Loaded,
) -> Result<Value, ReportsError> {
    let now = state.clock.now();
    let proposer = loaded.proposed_by.as_ref().ok_or(ReportsError::Changed)?;
    let number = store::next_number_in_tx(tx).await?;
    let reference = Reference { year: oslo_date(now).year(), number }.to_string();
    let content = Content {
        reference: Some(reference.clone()),
        submitted_at: Some(now),
        prepared_by: Some(signatory_in_tx(tx, proposer).await?),
        approved_by: Some(signatory_in_tx(tx, officer.user_id()).await?),
        ..loaded.content
    };
    let sealed = serde_json::to_string(&content)?;
    let hash = hex::encode(Sha256::digest(&sealed));
    let seal = store::Sealed {
        report: id,
        officer: officer.user_id(),
        reference: &reference,
        content: &sealed,
        hash: &hash,
        now,
    };
    store::submit_in_tx(tx, &seal).await?;
    for alert in &content.alerts {
        alerts::service::file_in_tx(tx, state, officer, &alert.id, id).await?;
    }
    let alerts: Vec<&str> = content.alerts.iter().map(|alert| alert.id.as_str()).collect();
    Ok(json!({ "reference": reference, "sha256": hash, "alerts": alerts, "proposed_by": proposer }))
}

async fn signatory_in_tx(tx: &mut PgConnection, id: &UserId) -> Result<Signatory, ReportsError> {
    let (first_name, last_name) = store::name_in_tx(tx, id).await?;
    Ok(Signatory { id: id.clone(), first_name, last_name })
}

const fn action_of(step: Step) -> &'static str {
    match step {
        Step::Begin => "report.begin",
        Step::Propose => "report.propose",
        Step::Return => "report.return",
        Step::Submit => "report.submit",
        Step::Acknowledge => "report.acknowledge",
        Step::Withdraw => "report.withdraw",
    }
}
