//! The browser's half: wakes up the pages that the server rendered.
use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// Called by the script that the server writes into each page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        let Some(body) = document().body() else { return };
        // The page's own part of the wasm is fetched here.
        hydrate_from_async(body, app::App).await.forget();
        // Says that the page answers by itself now: browser tests wait for it, and so may anybody's script.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-awake", "true");
        }
    });
}
