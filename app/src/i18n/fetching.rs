//! The words of the page in this browser: customers' before the page wakes up, officers' with the back-office.
use std::sync::OnceLock;

use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Array;
use web_sys::wasm_bindgen::{JsCast, JsValue};

use super::texts::{OF_CUSTOMERS, address};
use super::use_locale;

type Texts = Vec<&'static str>;

static CUSTOMERS: OnceLock<Texts> = OnceLock::new();
static STAFF: OnceLock<Texts> = OnceLock::new();

pub(super) fn at(row: u16) -> &'static str {
    let row = usize::from(row);
    let (texts, row) = match row.checked_sub(OF_CUSTOMERS) {
        None => (&CUSTOMERS, row),
        Some(row) => (&STAFF, row),
    };
    texts.get().and_then(|texts| texts.get(row)).copied().unwrap_or_default()
}

/// Fetches what every page may say.
///
/// # Errors
/// When there is no answer, or one of another version of the site. The page then stays as the server wrote it.
pub async fn fetch_customers() -> Result<(), JsValue> {
    fetch(&CUSTOMERS, "customers").await
}

/// Fetches what the back-office says besides.
///
/// # Errors
/// As above.
pub async fn fetch_staff() -> Result<(), JsValue> {
    fetch(&STAFF, "staff").await
}

async fn fetch(texts: &OnceLock<Texts>, whose: &str) -> Result<(), JsValue> {
    if texts.get().is_some() {
        return Ok(());
    }
    let asked = leptos::prelude::window().fetch_with_str(&address(use_locale(), whose));
    let answer: web_sys::Response = JsFuture::from(asked).await?.dyn_into()?;
    if !answer.ok() {
        return Err(JsValue::from_str("the words of this page are not there"));
    }
    let list: Array = JsFuture::from(answer.json()?).await?.dyn_into()?;
    // They live as long as the document: a `&'static str` is what every view takes without a copy.
    let words = list.iter().map(|word| &*word.as_string().unwrap_or_default().leak());
    let _ = texts.set(words.collect());
    Ok(())
}
