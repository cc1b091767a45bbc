//! Use cases of saved views: what an officer has narrowed the queue to and wants again.
use domain::access::{Actor, Officer};
use domain::form::FieldCode;

use super::model::{SavedView, ViewForm};
use super::query::AlertQuery;
use super::service::AlertsError;
use super::store;
use crate::context::AppState;

/// Views of one officer.
const VIEWS_MAX: i64 = 20;
const NAME_MAX_CHARS: usize = 40;
const QUERY_MAX_CHARS: usize = 500;

/// The officer's own views, by name.
pub(super) async fn views(state: &AppState, officer: &Officer) -> Result<Vec<SavedView>, AlertsError> {
    let rows = store::views(&state.db, officer.user_id()).await?;
    Ok(rows.into_iter().map(|row| SavedView { id: row.id, name: row.name, query: row.query }).collect())
}

/// Keeps what the queue is narrowed to, under a name. The same name again means the new one.
pub async fn save_view(state: &AppState, actor: &Actor, form: &ViewForm) -> Result<String, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => return Err(AlertsError::field("name", FieldCode::Required)),
        chars if chars > NAME_MAX_CHARS => return Err(AlertsError::field("name", FieldCode::TooLong)),
        _ => {}
    }
    // Only what the queue itself would write, so that a view leads nowhere else.
    let query = read_back(&form.query).text(&[]);
    if query.len() > QUERY_MAX_CHARS {
        return Err(AlertsError::field("name", FieldCode::TooLong));
    }
    let view = (name.as_str(), query.as_str());
    if !store::save_view(&state.db, officer.user_id(), view, VIEWS_MAX, state.clock.now()).await? {
        return Err(AlertsError::field("name", FieldCode::Taken));
    }
    Ok(query)
}

/// Forgets one of the officer's own views.
pub async fn remove_view(state: &AppState, actor: &Actor, id: i64) -> Result<(), AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let removed = store::remove_view(&state.db, officer.user_id(), id).await?;
    if removed { Ok(()) } else { Err(AlertsError::NotFound) }
}

/// The query of an address of ours.
fn read_back(query: &str) -> AlertQuery {
    let pairs: Vec<(String, String)> = form_pairs(query);
    AlertQuery::from_pairs(|name| pairs.iter().find(|(field, _)| field == name).map(|it| it.1.clone()))
}

fn form_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), unescaped(value))).collect()
}

/// Percent-encoding taken back; what is none stays as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_back() {
        let query =
            AlertQuery { q: "Ås & co".to_owned(), status: "open".to_owned(), ..AlertQuery::default() };
        assert_eq!(read_back(&query.text(&[])), query);
        assert_eq!(
            read_back("open=aml_1&q=%zz%e"),
            AlertQuery { q: "%zz%e".to_owned(), ..Default::default() }
        );
    }
}
