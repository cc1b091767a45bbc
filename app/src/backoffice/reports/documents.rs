//! Use case: a report as a document. The number that says who somebody is goes into it only when it was submitted, and each
//! time it is written down who has read it.
use chrono::{DateTime, Utc};
use domain::access::{Actor, Officer};
use domain::compliance::report::{Content, State};
use domain::ids::ReportId;
use serde_json::json;

use super::drafting::read;
use super::service::{By, ReportsError, record_in_tx};
use crate::compliance::kyc::service::read_national_id;
use crate::context::{AppState, RequestInfo};

/// What kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// To read and to print; of a draft too.
    Pdf,
    /// For machines of this house.
    Json,
    /// goAML, for the authorities that take it.
    Xml,
}

impl FileKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// What a document is made of.
#[derive(Debug)]
pub struct ReportFile {
    pub content: Content,
    pub state: State,
    /// The report as it was submitted, to the letter, and its SHA-256.
    pub sealed: Option<(String, String)>,
    pub receipt: Option<String>,
    /// In full, of a report that was submitted.
    pub national_id: Option<String>,
    pub now: DateTime<Utc>,
}

/// Reads a report for a document.
///
/// # Errors
/// [`ReportsError::NotFound`] also for a draft that is asked for as anything but PDF: nobody shall hand it in by mistake.
pub async fn file(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &ReportId,
    kind: FileKind,
) -> Result<ReportFile, ReportsError> {
    let officer = Officer::decide(Some(actor))?;
    let mut tx = state.db.begin().await?;
    let loaded = read(&mut tx, id).await?;
    if kind != FileKind::Pdf && !loaded.state.is_locked() {
        return Err(ReportsError::NotFound);
    }
    let by = By { officer: &officer, request: Some(request) };
    record_in_tx(&mut tx, state, by, ("report.export", id), json!({ "format": kind.as_str() })).await?;
    tx.commit().await?;
    let number = loaded.content.person.number.as_ref().filter(|_| loaded.state.is_locked());
    let national_id = match number {
        Some(number) => Some(read_national_id(state, actor, Some(request), &number.case).await?),
        None => None,
    };
    Ok(ReportFile {
        content: loaded.content,
        state: loaded.state,
        sealed: loaded.row.content.zip(loaded.row.content_hash),
        receipt: loaded.row.receipt,
        national_id,
        now: state.clock.now(),
    })
}
