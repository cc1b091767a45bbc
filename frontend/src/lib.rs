//! The browser's half: wakes up the pages that the server rendered.
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that the server writes into each page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    // Says that the page answers by itself now: browser tests wait for it, and so may anybody's script.
    if let Some(root) = leptos::prelude::document().document_element() {
        let _ = root.set_attribute("data-awake", "true");
    }
}
