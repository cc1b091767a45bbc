//! Use cases of copies: ask for one, make it, fetch it once.
use chrono::Duration;
use domain::access::{Action, Actor, Resource, decide};
use domain::ids::{DataExportId, DataRequestId, UserId};
use futures::TryStreamExt as _;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::archive::{Archive, ArchiveError};
use super::parts::Part;
use super::reading::{Row, store as reading};
use super::{readme, store};
use crate::context::{AppState, RequestInfo};
use crate::i18n::{Locale, td_string};
use crate::identity::service::token_hash;
use crate::jobs::{Job, enqueue_in_tx};
use crate::live::{News, service::tell_in_tx};
use crate::mail::{Letter, post_in_tx};
use crate::notifications::{Notice, notify_in_tx};
use crate::privacy::model::{CopyState, LastCopy};
use crate::privacy::service::{PrivacyError, request_in_tx};
use crate::vault::Place;
use crate::{audit, db};

/// How long a link opens.
pub const LINK_HOURS: i64 = 24;
/// 256 bits: nobody guesses one.
const TOKEN_BYTES: usize = 32;

fn content(row: &str) -> Place<'_> {
    Place { table: "data_exports", column: "content", row }
}

/// Asks for a copy. Whoever is logged in and has shown again who they are has shown enough (art. 12(6)): no officer has
/// to decide, and one that waits for an officer is granted so.
pub async fn ask(state: &AppState, actor: &Actor, request: &RequestInfo) -> Result<(), PrivacyError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let (user, now) = (&actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let locale = language_in_tx(&mut tx, user).await?;
    let asked = request_in_tx(&mut tx, state, user, request).await?;
    let answer = td_string!(locale, privacy.copy_answer);
    store::grant_in_tx(&mut tx, &asked, user, answer, now).await?;
    begin_in_tx(&mut tx, state, user, &asked).await?;
    tx.commit().await?;
    Ok(())
}

/// Has a copy made for a request that was granted. One that is being made already is enough.
pub async fn begin_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    request: &DataRequestId,
) -> Result<(), PrivacyError> {
    let (id, now) = (DataExportId::generate(state.entropy.as_ref()), state.clock.now());
    let locale = language_in_tx(tx, user).await?;
    let parts = i32::try_from(Part::ALL.len()).unwrap_or(i32::MAX);
    let new = store::NewExport { id: &id, user, request, language: locale.as_str(), parts, now };
    if store::insert_in_tx(tx, &new).await? {
        enqueue_in_tx(tx, state, &Job::BuildExport { export: id }, now).await?;
    }
    Ok(())
}

async fn language_in_tx(tx: &mut PgConnection, user: &UserId) -> Result<Locale, PrivacyError> {
    let language = store::language_in_tx(tx, user).await?;
    Ok(language.and_then(|language| language.parse().ok()).unwrap_or_default())
}

/// Makes a copy. Done twice it is made once: who comes second finds it ready.
pub async fn build(state: &AppState, id: &DataExportId) -> Result<(), PrivacyError> {
    let Some(row) = store::building(&state.db, id).await? else { return Ok(()) };
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    let bytes = written(state, id, &user, row.language.parse().unwrap_or_default()).await?;
    hand_over(state, id, &user, &row.request_id, &bytes).await
}

/// Everything as it was at one moment.
async fn written(
    state: &AppState,
    id: &DataExportId,
    user: &UserId,
    locale: Locale,
) -> Result<Vec<u8>, PrivacyError> {
    let now = state.clock.now();
    let mut archive = Archive::begun(now, locale);
    archive.add(readme::NAME, readme::text(locale, now).as_bytes())?;
    let mut frozen = state.db.begin().await?;
    reading::freeze_in_tx(&mut frozen).await?;
    for (part, done) in Part::ALL.into_iter().zip(1_i32..) {
        let rows = rows_of_in_tx(&mut frozen, state, part, user).await?;
        archive.add_part(part.name(), &rows)?;
        let mut tx = state.db.begin().await?;
        store::progress_in_tx(&mut tx, id, done).await?;
        tell_in_tx(&mut tx, user, News::Copy).await?;
        tx.commit().await?;
    }
    frozen.rollback().await?;
    Ok(archive.finished()?)
}

async fn rows_of_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    part: Part,
    user: &UserId,
) -> Result<Vec<Row>, PrivacyError> {
    let texts: Vec<String> = reading::rows(tx, part, user.as_str()).try_collect().await?;
    let read = |text: &String| serde_json::from_str::<Row>(text);
    let rows = texts.iter().map(read).collect::<Result<Vec<_>, _>>();
    let mut rows = rows.map_err(ArchiveError::from)?;
    if part == Part::Identity {
        for row in &mut rows {
            open_number(state, row)?;
        }
    }
    Ok(rows)
}

/// The customer's own number, which the database holds sealed.
fn open_number(state: &AppState, row: &mut Row) -> Result<(), PrivacyError> {
    let sealed = row.text("id").zip(row.text("national_id"));
    let opened = sealed.map(|(id, number)| state.vault.open(crate::vault::service::national_id(id), number));
    row.set("national_id", opened.transpose()?.map_or(Value::Null, Value::String));
    Ok(())
}

/// Seals the file and writes to the customer where it is.
async fn hand_over(
    state: &AppState,
    id: &DataExportId,
    user: &UserId,
    request: &str,
    bytes: &[u8],
) -> Result<(), PrivacyError> {
    use base64::Engine as _;
    let now = state.clock.now();
    let token = state.entropy.hex(TOKEN_BYTES);
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let ready = store::Ready {
        id,
        token_hash: &token_hash(&token),
        content: &state.vault.seal(content(id.as_str()), &text)?,
        now,
        expires_at: now + Duration::hours(LINK_HOURS),
    };
    let mut tx = state.db.begin().await?;
    if !store::ready_in_tx(&mut tx, &ready).await? {
        return Ok(());
    }
    store::complete_in_tx(&mut tx, request, now).await?;
    let link = format!("{}/me/privacy/copy?code={token}", state.settings.base_url);
    post_in_tx(&mut tx, state, user, &Letter::ExportReady { link }).await?;
    notify_in_tx(&mut tx, state, user, &Notice::RequestAnswered, Some("/me/privacy")).await?;
    tell_in_tx(&mut tx, user, News::Copy).await?;
    let entry = audit::Entry {
        user_id: Some(user),
        action: "data_export.ready",
        resource: Some(("data_export", id.as_str())),
        details: json!({ "request": request, "bytes": bytes.len(), "expires_at": ready.expires_at }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, None, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// How far the last copy is.
pub async fn last(state: &AppState, actor: &Actor) -> Result<Option<LastCopy>, PrivacyError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let Some(row) = store::last(&state.db, &actor.user_id).await? else { return Ok(None) };
    let part = |number: i32| u32::try_from(number).unwrap_or_default();
    let is_over = row.expires_at.is_some_and(|at| at <= state.clock.now());
    let state = match (row.state.as_str(), row.expires_at, row.fetched_at) {
        ("building", _, _) => {
            CopyState::Building { done: part(row.parts_done), total: part(row.parts_total) }
        }
        ("ready", Some(until), _) if !is_over => CopyState::Ready { until },
        ("fetched", _, Some(at)) => CopyState::Fetched { at },
        _ => CopyState::Expired,
    };
    Ok(Some(LastCopy { state }))
}

/// Until when the link of a letter opens, for its page. Looking changes nothing: programs that check mail look too.
pub async fn opens(
    state: &AppState,
    actor: &Actor,
    code: &str,
) -> Result<chrono::DateTime<chrono::Utc>, PrivacyError> {
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let until = store::opens(&state.db, &actor.user_id, &token_hash(code), state.clock.now()).await?;
    until.ok_or(PrivacyError::LinkDead)
}

/// Gives the file out, once. The caller has asked again who it is.
pub async fn fetch(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    code: &str,
) -> Result<Vec<u8>, PrivacyError> {
    use base64::Engine as _;
    decide(Some(actor), Action::Complain, Resource::Own)?;
    let (user, now) = (&actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let taken = store::take_in_tx(&mut tx, user, &token_hash(code), now).await?;
    let taken = taken.ok_or(PrivacyError::LinkDead)?;
    let text = state.vault.open(content(&taken.id), &taken.content)?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text);
    let bytes = bytes.map_err(|_| db::bad("a copy", &taken.id))?;
    let entry = audit::Entry {
        user_id: Some(user),
        action: "data_export.fetch",
        resource: Some(("data_export", taken.id.as_str())),
        details: json!({ "request": taken.request_id, "bytes": bytes.len() }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tell_in_tx(&mut tx, user, News::Copy).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// Deletes the files that nobody has fetched in time.
pub async fn expire(state: &AppState) -> Result<u64, PrivacyError> {
    Ok(store::expire(&state.db, state.clock.now()).await?)
}
