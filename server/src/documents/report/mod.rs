//! A report of suspicious transactions, as a document to read, as JSON, and as goAML. In Norwegian, whatever the officer
//! reads: it is for Økokrim.
mod goaml;
mod paper;

use app::backoffice::reports::documents::ReportFile;
use serde::Serialize;
use serde_json::value::RawValue;

use super::sheet::DocumentError;

pub use goaml::goaml;
pub use paper::paper;

/// Who reports (hvitvaskingsloven § 4).
pub(super) const REPORTER: &str = "Drop";

/// Why a report could not be written: a defect, never an officer's mistake.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("the report is not submitted")]
    NotSubmitted,
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Xml(#[from] std::io::Error),
}

/// The report as it was sealed, to the letter, with what tells that it is so; and the number that the seal leaves out.
#[derive(Serialize)]
struct Handed<'a> {
    report: &'a RawValue,
    sha256: &'a str,
    receipt: Option<&'a str>,
    national_id: Option<&'a str>,
}

/// # Errors
/// See [`ReportError`].
pub fn json(file: &ReportFile) -> Result<Vec<u8>, ReportError> {
    let (sealed, hash) = file.sealed.as_ref().ok_or(ReportError::NotSubmitted)?;
    let report: &RawValue = serde_json::from_str(sealed)?;
    let handed = Handed {
        report,
        sha256: hash,
        receipt: file.receipt.as_deref(),
        national_id: file.national_id.as_deref(),
    };
    Ok(serde_json::to_vec(&handed)?)
}
