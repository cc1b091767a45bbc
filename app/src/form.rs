//! Form posts that were turned back: what the customer typed and what was wrong with it.
//!
//! With JavaScript a page keeps its fields and shows the error beside them. Without, the server function stores
//! a [`Flash`] in the session and redirects to the form, whose loader takes it out once. Passwords never go in.
use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

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

/// The flash of a form, as a resource. Only a page that was redirected to after a post asks the server for it.
#[must_use]
pub fn flash_resource(form: &'static str) -> Resource<Result<Flash, AppError>> {
    let again = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("again").is_some());
    Resource::new_blocking(
        move || again,
        move |again| async move { if again { take_flash(form.to_owned()).await } else { Ok(Flash::default()) } },
    )
}
