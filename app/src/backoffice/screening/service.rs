//! Use cases of matches: the queue, one match, the lists, a name that somebody wants to know about; and, by the service
//! of settling, what officers say.
mod case;

use chrono::{DateTime, Utc};
use domain::access::{Actor, Officer};
use domain::compliance::screening::{DEFAULT_THRESHOLD, Match, PartialDate, Profile, Schema};
use domain::compliance::watchlist::{ScreeningResult, Settlement, Source, SubjectKind};
use domain::form::FieldCode;
use domain::ids::ScreeningId;

pub use case::case;

use super::model::{
    Answer, AnswerForm, Comparison, Counts, Found, HitLine, HitPage, ListsPage, LookUpPage, LookUpQuery,
    Part, RunLine, SourceLine, VersionLine,
};
use super::query::{HitQuery, HitState, SEARCH_MAX_CHARS};
use super::store;
use crate::compliance::screening::lists::{self, Version};
use crate::compliance::screening::model::Hit;
use crate::compliance::screening::runs;
use crate::compliance::screening::service::{ScreeningError, warm_up};
use crate::compliance::screening::settling::{self, SettlingError};
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::AppError;

/// Lines of one page.
pub const PAGE_ROWS: usize = 50;
/// Further than this nothing is counted.
const COUNT_MAX: i64 = 1_000;
/// Entries that a name is shown to be like.
const FOUND_MAX: usize = 20;
/// Characters of a checksum that tell one version from another.
const CHECKSUM_CHARS: usize = 12;
/// The lists that are law in Norway come first.
const SOURCES: [Source; 4] = [Source::Un, Source::Eu, Source::Ofac, Source::OpenSanctions];

#[derive(Debug, thiserror::Error)]
pub enum HitsError {
    #[error("there is no such match")]
    NotFound,
    #[error("the answer is none of the two")]
    NoAnswer,
    #[error(transparent)]
    Settling(#[from] SettlingError),
    #[error(transparent)]
    Screening(#[from] ScreeningError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<HitsError> for AppError {
    fn from(error: HitsError) -> Self {
        match error {
            HitsError::NotFound | HitsError::Settling(SettlingError::NotFound) => Self::NotFound,
            HitsError::NoAnswer => Self::field("answer", FieldCode::Required),
            HitsError::Settling(SettlingError::Refused(refusal)) => refusal.into(),
            HitsError::Settling(SettlingError::Reason) => Self::field("reason", FieldCode::Required),
            HitsError::Settling(SettlingError::SameOfficer) => Self::NeedsAnotherOfficer,
            HitsError::Settling(
                SettlingError::NotOpen | SettlingError::AlreadyProposed | SettlingError::NotProposed,
            ) => Self::ChangedMeanwhile,
            HitsError::Settling(SettlingError::Database(_) | SettlingError::BadRow(_))
            | HitsError::Screening(_)
            | HitsError::Database(_)
            | HitsError::BadRow(_) => {
                tracing::error!(%error, "matches");
                Self::Unexpected
            }
        }
    }
}

/// One page of the queue. `cursor` is what the page before gave as `next`; a broken one starts anew, and a filter that
/// is none of the choices finds nothing.
///
/// # Errors
/// When the database refuses.
pub async fn page(
    state: &AppState,
    officer: &Officer,
    query: HitQuery,
    cursor: &str,
) -> Result<HitPage, HitsError> {
    let after = parse_cursor(cursor);
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (kind, result, source) = (filled(&query.kind), filled(&query.result), filled(&query.source));
    let search = filled(query.search.trim()).map(|text| pattern(&text));
    let by = store::Narrowing {
        second: query.state == HitState::Second,
        kind: kind.as_deref(),
        result: result.as_deref(),
        source: source.as_deref(),
        search: search.as_deref(),
        after: after.as_ref().map(|(rank, at, id)| (rank.as_str(), *at, id.as_str())),
        limit: i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX),
    };
    let found = async {
        match query.state {
            HitState::Settled => store::settled(&state.db, &by).await,
            HitState::New | HitState::Second => store::open(&state.db, &by).await,
        }
    };
    let counts = store::counts(&state.db, officer.user_id(), COUNT_MAX);
    let (mut rows, counts) = tokio::try_join!(found, counts)?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(cursor_of);
    let lines = rows.into_iter().map(|row| line(row, officer));
    Ok(HitPage {
        lines: lines.collect::<Result<_, _>>()?,
        next,
        query,
        counts: Counts { new: counts.new, second: counts.second, for_you: counts.for_you, limit: COUNT_MAX },
        now: state.clock.now(),
    })
}

/// As `ilike` reads it, so that `%` and `_` are themselves.
fn pattern(text: &str) -> String {
    let text: String = text.chars().take(SEARCH_MAX_CHARS).collect();
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

fn cursor_of(row: &store::LineRow) -> String {
    let at = row.settled_at.unwrap_or(row.found_at);
    format!("{}.{}.{}", row.result, at.timestamp_micros(), row.id)
}

/// Reads an address; nothing when somebody changed it.
fn parse_cursor(cursor: &str) -> Option<(String, DateTime<Utc>, String)> {
    let mut parts = cursor.splitn(3, '.');
    let (rank, at, id) = (parts.next()?, parts.next()?, parts.next()?);
    let rank: ScreeningResult = rank.parse().ok()?;
    let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
    let id: ScreeningId = id.parse().ok()?;
    // The database's calendar is shorter than ours.
    let known = domain::filter::YEARS.contains(&chrono::Datelike::year(&at));
    known.then(|| (rank.as_str().to_owned(), at, id.as_str().to_owned()))
}

fn line(row: store::LineRow, officer: &Officer) -> Result<HitLine, db::BadRow> {
    let settled = row.settled_as.as_deref().map(|text| db::parsed("a settlement", text)).transpose()?;
    Ok(HitLine {
        id: row.id,
        kind: kind_of(&row.subject_id)?,
        name: row.name,
        customer: row.customer,
        result: db::parsed("a screening's result", &row.result)?,
        score: row.score.map(points),
        listed_as: row.listed_as.unwrap_or_default(),
        source: row.source.and_then(|text| text.parse().ok()),
        found_at: row.found_at,
        is_own_word: row.proposed_by.as_deref() == Some(officer.user_id().as_str()),
        proposer: row.proposer,
        settled: settled.zip(row.settled_at),
    })
}

fn kind_of(subject: &str) -> Result<SubjectKind, db::BadRow> {
    SubjectKind::of_id(subject).ok_or_else(|| db::bad("a subject's id", subject))
}

fn points(score: i32) -> u16 {
    u16::try_from(score).unwrap_or_default()
}

fn comparison(found: &Match) -> Comparison {
    let parts = found.parts.iter().map(|part| Part {
        query: part.query.clone(),
        entry: part.entry.clone(),
        kind: part.kind,
        similarity: part.similarity.value(),
        weight: part.weight,
    });
    Comparison {
        score: found.score.value(),
        deduction: found.qualifiers.deduction.value(),
        query_name: found.query_name.clone(),
        entry_name: found.entry_name.clone(),
        parts: parts.collect(),
        notes: found.notes.clone(),
        birth: found.qualifiers.birth,
        country: found.qualifiers.country,
        gender: found.qualifiers.gender,
    }
}

/// What an officer says of a match; that it is somebody else waits for a second one.
///
/// # Errors
/// [`HitsError`]; nothing is written then.
pub async fn answer(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &AnswerForm,
) -> Result<(), HitsError> {
    let id: ScreeningId = form.id.parse().map_err(|_| HitsError::NotFound)?;
    let settle = |outcome| settling::settle(state, actor, Some(request), &id, (outcome, &form.reason));
    match Answer::read(&form.answer).ok_or(HitsError::NoAnswer)? {
        Answer::FalseMatch => settle(Settlement::FalseMatch).await.map(|_| ())?,
        Answer::TrueMatch => settle(Settlement::TrueMatch).await.map(|_| ())?,
        Answer::Confirm => settling::confirm(state, actor, Some(request), &id).await?,
        Answer::Return => settling::take_back(state, actor, Some(request), &id, &form.reason).await?,
    }
    Ok(())
}

/// The lists and how fresh they are, their versions, and the runs through everybody.
///
/// # Errors
/// When the database refuses.
pub async fn lists(state: &AppState, _officer: &Officer) -> Result<ListsPage, HitsError> {
    let (versions, runs, failed) = tokio::try_join!(
        lists::versions(&state.db),
        runs::list(&state.db),
        store::failed(&state.db, COUNT_MAX)
    )?;
    let now = state.clock.now();
    let current = |source: Source| versions.iter().find(|it| it.current && it.source == source);
    let built_in = current(Source::BuiltIn).map(|_| Source::BuiltIn);
    let sources = SOURCES.into_iter().chain(built_in).map(|source| SourceLine {
        source,
        is_stale: current(source).is_none_or(|version| version.is_stale(now)),
        version: current(source).map(version_line),
    });
    Ok(ListsPage {
        sources: sources.collect(),
        runs: runs.into_iter().map(run_line).collect(),
        versions: versions.iter().map(version_line).collect(),
        failed,
        failed_limit: COUNT_MAX,
        now,
    })
}

fn version_line(version: &Version) -> VersionLine {
    VersionLine {
        version: version.version,
        source: version.source,
        checksum: version.checksum.chars().take(CHECKSUM_CHARS).collect(),
        published_at: version.published_at,
        imported_at: version.imported_at,
        entries: version.entries,
        added: version.added,
        changed: version.changed,
        removed: version.removed,
        current: version.current,
    }
}

fn run_line(run: runs::Run) -> RunLine {
    RunLine {
        id: run.id,
        list_version: run.list_version,
        state: run.state,
        total: run.total,
        done: run.done,
        hits: run.hits,
        started_at: run.started_at,
        finished_at: run.finished_at,
    }
}

/// The entries that a name is the most like, for somebody who is no customer of ours. Nothing of it is kept.
///
/// # Errors
/// When the database refuses.
pub async fn look_up(
    state: &AppState,
    _officer: &Officer,
    query: LookUpQuery,
) -> Result<LookUpPage, HitsError> {
    let Some(loaded) = warm_up(state).await? else {
        return Ok(LookUpPage { query, is_birth_unread: false, found: Vec::new(), entries: 0 });
    };
    let name: String = query.name.trim().chars().take(SEARCH_MAX_CHARS).collect();
    let born = PartialDate::parse(&query.born);
    let profile = Profile {
        schema: query.kind.parse().unwrap_or(Schema::Other),
        names: vec![name.clone()],
        birth_dates: born.into_iter().collect(),
        countries: Vec::new(),
        gender: None,
    };
    let found = if name.is_empty() { Vec::new() } else { loaded.nearest(&profile, FOUND_MAX) };
    Ok(LookUpPage {
        is_birth_unread: born.is_none() && !query.born.trim().is_empty(),
        query,
        found: found.into_iter().map(found_line).collect(),
        entries: loaded.len() as u64,
    })
}

fn found_line(hit: Hit) -> Found {
    let score = hit.found.score;
    Found {
        comparison: comparison(&hit.found),
        result: (score >= DEFAULT_THRESHOLD).then(|| ScreeningResult::of(score)),
        source: hit.source,
        external_id: hit.external_id,
        listed_as: hit.name,
        programmes: hit.programmes,
    }
}
