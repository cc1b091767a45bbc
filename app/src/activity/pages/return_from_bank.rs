//! Where the bank sends the browser back to. It leads on to the payment's own page, which asks the bank.
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ReturnPage() -> impl IntoView {
    let params = use_params_map();
    let id = params.with_untracked(|params| params.get("id").unwrap_or_default());
    // Only an id goes into the address: anything else in the path is somebody's invention.
    let path = match id.parse::<domain::ids::TransactionId>() {
        Ok(id) => format!("/activity/{id}"),
        Err(_) => "/activity".to_owned(),
    };
    view! { <Redirect path=path /> }
}
