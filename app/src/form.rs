//! Form posts that were turned back: what the customer typed and what was wrong with it.
//!
//! With JavaScript a page keeps its fields and shows the error beside them. Without, the server function stores
//! a [`Flash`] in the session and redirects to the form, whose loader takes it out once. Passwords never go in.
use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::ui::{PageResource, page_resource};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    pub error: Option<AppError>,
    pub values: BTreeMap<String, String>,
}

/// Takes what was typed into `form` out of the session, once.
#[server(name = TakeFlash, prefix = "/api", endpoint = "form/flash")]
pub async fn take_flash(form: String) -> Result<Flash, AppError> {
    crate::context::take_flash(&form).await
}

/// True on a page that was redirected to after a post that was turned back.
#[must_use]
pub fn is_second_look() -> bool {
    leptos_router::hooks::use_query_map().with_untracked(|query| query.get("again").is_some())
}

/// The flash of a form; only a second look asks the server for it.
///
/// # Errors
/// When the session cannot be read.
pub async fn flash_if(again: bool, form: &str) -> Result<Flash, AppError> {
    if again { take_flash(form.to_owned()).await } else { Ok(Flash::default()) }
}

/// The same as a resource, for a page that loads nothing else.
#[must_use]
pub fn flash_resource(form: &'static str) -> PageResource<Flash> {
    let again = is_second_look();
    page_resource(move || again, move |again| flash_if(again, form))
}
