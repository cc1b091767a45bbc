//! Use cases of reports; each has a file of its own. What they have in common is here.
use domain::access::Officer;
use domain::compliance::report::StepError;
use domain::form::FieldCode;
use domain::ids::ReportId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::backoffice::alerts::service::AlertsError;
use crate::compliance::kyc::service::KycError;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::{audit, db};

pub use super::deciding::decide;
pub use super::drafting::{begin, edit, report, statement_step, write_statement};
pub use super::queue::{list, new_report};

#[derive(Debug, thiserror::Error)]
pub enum ReportsError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error("there is no such report")]
    NotFound,
    #[error("it was changed meanwhile")]
    Changed,
    #[error(transparent)]
    Step(#[from] StepError),
    #[error(transparent)]
    Alerts(#[from] AlertsError),
    #[error(transparent)]
    Kyc(#[from] KycError),
    #[error("a report cannot be read or written: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl ReportsError {
    pub(super) fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl From<ReportsError> for AppError {
    fn from(error: ReportsError) -> Self {
        match error {
            ReportsError::Refused(refusal) => refusal.into(),
            ReportsError::Form(fields) => Self::Form(fields),
            ReportsError::NotFound => Self::NotFound,
            // No page offers a step that cannot be taken: somebody was faster.
            ReportsError::Changed | ReportsError::Step(StepError::NotNow(_) | StepError::Incomplete) => {
                Self::ChangedMeanwhile
            }
            ReportsError::Step(StepError::SameOfficer) => Self::NeedsAnotherOfficer,
            ReportsError::Alerts(error) => error.into(),
            ReportsError::Kyc(_)
            | ReportsError::Json(_)
            | ReportsError::Database(_)
            | ReportsError::BadRow(_) => {
                tracing::error!(%error, "reports");
                Self::Unexpected
            }
        }
    }
}

/// What was typed into a form that was turned back; only a second look asks for it.
pub async fn flash(again: bool, form: &str) -> Result<Flash, AppError> {
    if again { crate::context::take_flash(form).await } else { Ok(Flash::default()) }
}

/// Who does something, and from where.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub officer: &'a Officer,
    pub request: Option<&'a RequestInfo>,
}

/// The audit row of something that was done with a report. No words of the report: the log is read by others too.
pub(super) async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    by: By<'_>,
    (action, id): (&'static str, &ReportId),
    details: Value,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(by.officer.user_id()),
        action,
        resource: Some(("report", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), by.request, entry).await
}
