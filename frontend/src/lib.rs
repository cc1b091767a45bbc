//! The browser's half: wakes up the pages that the server rendered.
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that the server writes into each page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
