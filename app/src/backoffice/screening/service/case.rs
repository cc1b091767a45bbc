//! One match: who was looked at, who is listed, and how the two names compare, part by part.
use domain::access::Officer;
use domain::compliance::screening::{prepare, score};
use domain::compliance::watchlist::{Content, Settlement, SubjectKind};
use domain::ids::ScreeningId;
use serde_json::Value;

use super::{HitsError, comparison, kind_of, points};
use crate::backoffice::screening::model::{
    Comparison, EntryView, HitCase, May, OtherHit, Returned, SubjectView, Word,
};
use crate::backoffice::screening::store;
use crate::compliance::screening::model::Person;
use crate::context::AppState;
use crate::db;
use crate::form::Flash;

/// What stands beside a match: more would not be read.
const BESIDE_MAX: i64 = 20;

/// A match with everything that it is judged by.
///
/// # Errors
/// [`HitsError::NotFound`], or the database refuses.
pub async fn case(
    state: &AppState,
    officer: &Officer,
    id: &ScreeningId,
    language: &str,
) -> Result<HitCase, HitsError> {
    let row = store::case(&state.db, id, BESIDE_MAX).await?.ok_or(HitsError::NotFound)?;
    let compared = compared(&row)?;
    let settled_as = parse_settlement(row.settled_as.as_deref())?;
    let explanation = row.details.as_ref().and_then(|it| it["explanation"].as_str()).map(str::to_owned);
    Ok(HitCase {
        id: id.to_string(),
        result: db::parsed("a screening's result", &row.result)?,
        score: row.score.map(points),
        found_at: row.found_at,
        seen_at: row.screened_at,
        superseded_at: row.superseded_at,
        settled_as,
        comparison: row.content.as_ref().and_then(|content| compare(&compared, &row, content)),
        subject: subject(&row, &compared, language),
        may: may(&row, settled_as, officer),
        others: row.others.0.iter().map(other).collect::<Result<_, _>>()?,
        entry: entry(&row, language)?,
        next: row.next,
        explanation,
        words: row.words.0.into_iter().map(word).collect::<Result<_, _>>()?,
        holds: row.holds,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

/// Who was compared: by the names that were noted then, else by those of now.
fn compared(row: &store::CaseRow) -> Result<Person, db::BadRow> {
    let kind = kind_of(&row.subject_id)?;
    let now = match kind {
        SubjectKind::Customer => vec![row.customer.clone()],
        SubjectKind::Recipient => row.recipient.clone().into_iter().collect(),
        SubjectKind::Shop => row.shop.clone().into_iter().chain(row.registered_name.clone()).collect(),
    };
    let noted = row.details.as_ref().and_then(|details| details["names"].as_array());
    let noted = noted.map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    Ok(Person {
        kind,
        id: row.subject_id.clone(),
        user_id: row.user_id.clone(),
        names: noted.filter(|names: &Vec<String>| !names.is_empty()).unwrap_or(now),
        birth_date: row.born.filter(|_| kind == SubjectKind::Customer),
    })
}

/// The comparison as it was, as long as it is known what was compared.
fn compare(person: &Person, row: &store::CaseRow, content: &Content) -> Option<Comparison> {
    let is_same = row.subject_hash.as_deref() == Some(person.hash().as_str());
    is_same.then(|| comparison(&score(&prepare(&person.profile()), &prepare(&content.profile()))))
}

fn subject(row: &store::CaseRow, person: &Person, language: &str) -> SubjectView {
    let (country, about, since) = match person.kind {
        SubjectKind::Customer => (row.nationality.clone(), None, None),
        SubjectKind::Recipient => {
            (row.recipient_country.clone(), row.recipient_bank.clone(), row.recipient_since)
        }
        SubjectKind::Shop => (None, row.org_number.clone(), row.shop_since),
    };
    let now = match person.kind {
        SubjectKind::Customer => Some(&row.customer),
        SubjectKind::Recipient => row.recipient.as_ref(),
        SubjectKind::Shop => row.shop.as_ref(),
    };
    let is_same = row.subject_hash.as_deref().is_none_or(|hash| hash == person.hash());
    SubjectView {
        kind: person.kind,
        id: person.id.clone(),
        has_changed: !is_same || now.is_some_and(|now| person.names.first() != Some(now)),
        names: person.names.clone(),
        birth_date: person.birth_date,
        country: country.map(|code| country_name(&code, language)),
        about,
        customer_id: row.user_id.clone(),
        customer: row.customer.clone(),
        since: since.unwrap_or(row.customer_since),
    }
}

/// The name in the officer's language, with the two letters that lists write.
fn country_name(code: &str, language: &str) -> String {
    match crate::kyc::service::country_name(code, language) {
        name if name == code => code.to_owned(),
        name => format!("{name} ({code})"),
    }
}

fn entry(row: &store::CaseRow, language: &str) -> Result<Option<EntryView>, db::BadRow> {
    let (Some(source), Some(external_id), Some(listed_since), Some(content)) =
        (row.source.as_deref(), row.external_id.clone(), row.listed_since, row.content.as_ref())
    else {
        return Ok(None);
    };
    Ok(Some(EntryView {
        source: db::parsed("a list's source", source)?,
        external_id,
        schema: content.schema,
        names: content.names.iter().map(|name| (name.quality, name.text.clone())).collect(),
        birth_dates: content.birth_dates.clone(),
        countries: content.countries.iter().map(|code| country_name(code, language)).collect(),
        gender: content.gender,
        programmes: content.programmes.clone(),
        listed_since,
        has_changed: row.entry_changed.unwrap_or_default(),
        is_removed: row.entry_removed.unwrap_or_default(),
    }))
}

fn may(row: &store::CaseRow, settled_as: Option<Settlement>, officer: &Officer) -> May {
    if row.superseded_at.is_some() {
        return May::Nothing;
    }
    if settled_as.is_some() {
        return May::Reopen;
    }
    let waits = |word: &&store::WordRow| {
        word.outcome == Settlement::FalseMatch.as_str()
            && word.confirmed_at.is_none()
            && word.returned_at.is_none()
    };
    match row.words.0.iter().find(waits) {
        None => May::Say,
        Some(word) if word.decided_by == officer.user_id().as_str() => May::TakeBack,
        Some(_) => May::Answer,
    }
}

fn parse_settlement(text: Option<&str>) -> Result<Option<Settlement>, db::BadRow> {
    text.map(|text| db::parsed("a settlement", text)).transpose()
}

fn word(row: store::WordRow) -> Result<Word, db::BadRow> {
    let returned = row.returner.zip(row.returned_at).zip(row.return_reason);
    Ok(Word {
        outcome: db::parsed("a settlement", &row.outcome)?,
        by: row.by,
        reason: row.reason,
        at: row.at,
        confirmed: row.confirmer.zip(row.confirmed_at),
        returned: returned.map(|((by, at), reason)| Returned { by, at, reason }),
    })
}

fn other(row: &store::OtherRow) -> Result<OtherHit, db::BadRow> {
    Ok(OtherHit {
        id: row.id.clone(),
        listed_as: row.listed_as.clone().unwrap_or_default(),
        score: row.score.map(points),
        settled_as: parse_settlement(row.settled_as.as_deref())?,
    })
}
