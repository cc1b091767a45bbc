//! A customer's requests, and the form that one is made with.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::privacy::{DataKind, KeepGround, RefusalGround, RequestKind, RequestStatus};
use domain::ids::DataRequestId;
use serde::{Deserialize, Serialize};

/// One request, as its customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    pub id: DataRequestId,
    pub kind: RequestKind,
    pub status: RequestStatus,
    pub due_on: NaiveDate,
    pub requested_at: DateTime<Utc>,
    pub answer: Option<String>,
    /// Why it takes longer, or why a restriction ended.
    pub told: Option<String>,
    /// Of a refusal: by which law.
    pub ground: Option<RefusalGround>,
    /// Of an erasure: what is erased, and why the rest is kept.
    pub lines: Vec<(DataKind, Option<KeepGround>)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RequestForm {
    #[serde(default)]
    pub kind: String,
    /// What is to be put right, or anything else. May be empty but for a rectification.
    #[serde(default)]
    pub details: String,
}
