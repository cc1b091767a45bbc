//! The browser's half: wakes up the pages that the server rendered.
use leptos::mount::hydrate_from_async;
use leptos::prelude::{document, window};
use leptos::web_sys::js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Called by the script that the server writes into each page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        let Some(body) = document().body() else { return };
        // Without its words a page stays as the server wrote it, and works as it does without JavaScript.
        if app::i18n::fetch_customers().await.is_err() {
            return;
        }
        // The page's own part of the wasm is fetched here.
        hydrate_from_async(body, app::App).await.forget();
        // Says that the page answers by itself now: browser tests wait for it, and so may anybody's script.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-awake", "true");
        }
        install_service_worker().await;
    });
}

/// What shows a page of its own when there is no network, see public/sw.js. Where a browser has none, nothing is missing.
async fn install_service_worker() {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let asked = (|| {
        let workers = of(&of(&window().into(), "navigator")?, "serviceWorker")?;
        let register: Function = of(&workers, "register")?.dyn_into().ok()?;
        register.call1(&workers, &"/sw.js".into()).ok()?.dyn_into::<Promise>().ok()
    })();
    if let Some(asked) = asked {
        // A refusal (a private window) is heard, so that it is no error of the page.
        let _ = JsFuture::from(asked).await;
    }
}
