//! What the pages of matches and lists show.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::screening::{Agreement, Gender, PartKind, Schema};
use domain::compliance::watchlist::{NameQuality, ScreeningResult, Settlement, Source, SubjectKind};
use serde::{Deserialize, Serialize};

use super::query::HitQuery;
use crate::form::Flash;

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitLine {
    pub id: String,
    pub kind: SubjectKind,
    /// Who was looked at, by their name now.
    pub name: String,
    /// Whose recipient or shop it is; the customer themselves.
    pub customer: String,
    pub result: ScreeningResult,
    /// Ten-thousandths.
    pub score: Option<u16>,
    pub listed_as: String,
    pub source: Option<Source>,
    pub found_at: DateTime<Utc>,
    /// Who has said that it is somebody else, while that waits.
    pub proposer: Option<String>,
    /// It is the word of whoever is looking: another officer has to confirm it.
    pub is_own_word: bool,
    pub settled: Option<(Settlement, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitPage {
    pub lines: Vec<HitLine>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
    pub query: HitQuery,
    /// New ones and those that wait for a second officer, counted up to a limit.
    pub counts: Counts,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub new: i64,
    pub second: i64,
    /// Of these, whoever is looking may confirm.
    pub for_you: i64,
    /// Further than this nobody counted.
    pub limit: i64,
}

/// One match with everything that it is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitCase {
    pub id: String,
    pub result: ScreeningResult,
    pub score: Option<u16>,
    pub found_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// A later screening has said otherwise: nothing is left to decide.
    pub superseded_at: Option<DateTime<Utc>>,
    pub settled_as: Option<Settlement>,
    pub subject: SubjectView,
    pub entry: Option<EntryView>,
    /// None where what was compared is no longer known.
    pub comparison: Option<Comparison>,
    /// What the machine noted when it found the match.
    pub explanation: Option<String>,
    /// The newest first.
    pub words: Vec<Word>,
    /// Other entries that the same subject looks like.
    pub others: Vec<OtherHit>,
    /// Payments that wait, of the customer.
    pub holds: Vec<String>,
    pub may: May,
    pub flash: Flash,
    /// The next one of the queue.
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// What the officer who is looking may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// Nobody has said anything.
    Say,
    /// Another officer has said that it is somebody else.
    Answer,
    /// It is one's own word: only to be taken back.
    TakeBack,
    /// It is settled.
    Reopen,
    /// A later screening has replaced it.
    Nothing,
}

/// Who was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectView {
    pub kind: SubjectKind,
    pub id: String,
    pub names: Vec<String>,
    pub birth_date: Option<NaiveDate>,
    /// Of a customer the nationality, of a recipient where their account is; two letters.
    pub country: Option<String>,
    /// Of a recipient the bank, of a shop the organisation number.
    pub about: Option<String>,
    pub customer_id: String,
    pub customer: String,
    pub since: DateTime<Utc>,
    /// The name or the date of birth is another one than was compared.
    pub has_changed: bool,
}

/// Who is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    pub source: Source,
    pub external_id: String,
    pub schema: Schema,
    pub names: Vec<(NameQuality, String)>,
    /// `1963` or `1963-07-28`.
    pub birth_dates: Vec<String>,
    pub countries: Vec<String>,
    pub gender: Option<Gender>,
    pub programmes: Vec<String>,
    /// Since which import of ours.
    pub listed_since: DateTime<Utc>,
    /// It says something else now.
    pub has_changed: bool,
    /// It is off the list.
    pub is_removed: bool,
}

/// Two names, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Ten-thousandths, as all figures here.
    pub score: u16,
    pub deduction: u16,
    pub query_name: String,
    pub entry_name: String,
    pub parts: Vec<Part>,
    /// What else changed the score, in the matcher's words.
    pub notes: Vec<String>,
    pub birth: Agreement,
    pub country: Agreement,
    pub gender: Agreement,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Empty when that side has no such part.
    pub query: String,
    pub entry: String,
    pub kind: PartKind,
    pub similarity: u16,
    /// What it counts beside the others, in hundredths.
    pub weight: u16,
}

/// What an officer said, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub outcome: Settlement,
    pub by: String,
    pub reason: String,
    pub at: DateTime<Utc>,
    pub confirmed: Option<(String, DateTime<Utc>)>,
    pub returned: Option<Returned>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub by: String,
    pub at: DateTime<Utc>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherHit {
    pub id: String,
    pub listed_as: String,
    pub score: Option<u16>,
    pub settled_as: Option<Settlement>,
}

/// The lists, their versions, and everybody again after each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListsPage {
    pub sources: Vec<SourceLine>,
    pub versions: Vec<VersionLine>,
    pub runs: Vec<RunLine>,
    /// How many could not be compared, counted up to a limit.
    pub failed: i64,
    pub failed_limit: i64,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    pub source: Source,
    /// None when it was never imported.
    pub version: Option<VersionLine>,
    pub is_stale: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub version: i64,
    pub source: Source,
    /// The beginning of the files' SHA-256.
    pub checksum: String,
    pub published_at: Option<DateTime<Utc>>,
    pub imported_at: DateTime<Utc>,
    pub entries: i32,
    pub added: i32,
    pub changed: i32,
    pub removed: i32,
    pub current: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    pub id: i64,
    pub list_version: i64,
    /// `running`, `done` or `replaced`.
    pub state: String,
    pub total: i32,
    pub done: i32,
    pub hits: i32,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

impl RunLine {
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.state == "running"
    }
}

/// A name that somebody wants to know about, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpQuery {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub born: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpPage {
    pub query: LookUpQuery,
    /// The date of birth cannot be read, and was left out.
    pub is_birth_unread: bool,
    /// The likeliest first.
    pub found: Vec<Found>,
    /// Among so many.
    pub entries: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub source: Source,
    pub external_id: String,
    pub listed_as: String,
    pub programmes: Vec<String>,
    /// None under the threshold.
    pub result: Option<ScreeningResult>,
    pub comparison: Comparison,
}

/// What an officer may say of a match, as it is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is somebody else: waits for a second officer.
    FalseMatch,
    /// It is this person.
    TrueMatch,
    /// A second officer agrees that it is somebody else.
    Confirm,
    /// What was said is taken back: the match is open.
    Return,
}

impl Answer {
    const ALL: [Self; 4] = [Self::FalseMatch, Self::TrueMatch, Self::Confirm, Self::Return];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FalseMatch => "false_match",
            Self::TrueMatch => "true_match",
            Self::Confirm => "confirm",
            Self::Return => "return",
        }
    }

    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text)
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    pub id: String,
    /// An [`Answer`].
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub reason: String,
}

/// The page of a match; the queue when the id is none.
#[must_use]
pub fn hit_path(id: &str) -> String {
    match id.parse::<domain::ids::ScreeningId>() {
        Ok(id) => format!("{}/{id}", super::query::QUEUE),
        Err(_) => super::query::QUEUE.to_owned(),
    }
}
