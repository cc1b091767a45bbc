//! Asking the browser for a subscription. What it answers goes to the server as it is.
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::{JSON, Reflect};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Notification, NotificationPermission, PushSubscription, PushSubscriptionOptionsInit,
    ServiceWorkerRegistration,
};

use super::browsers::Ability;
use crate::ui::PostAction;

/// Whether there is anything to ask. A private window has no service worker, and a telephone messages only for a site
/// that was put on its screen.
pub(super) fn ability() -> Ability {
    let has = |object: &JsValue, name: &str| Reflect::has(object, &name.into()).unwrap_or(false);
    let window = window();
    let able = has(&window.navigator(), "serviceWorker")
        && ["PushManager", "Notification"].iter().all(|name| has(&window, name));
    if !able {
        return Ability::None;
    }
    match Notification::permission() {
        NotificationPermission::Denied => Ability::Denied,
        _ => Ability::Able,
    }
}

/// Asks the person, then the browser, and tells the server.
pub(super) fn subscribe(key: String, ability: RwSignal<Ability>, add: PostAction) {
    spawn_local(async move {
        match asked(&key).await {
            Ok(Some(subscription)) => add.send(&[("subscription", &subscription)]),
            Ok(None) => ability.set(self::ability()),
            Err(_) => ability.set(Ability::Failed),
        }
    });
}

/// The subscription as JSON; nothing when the person says no.
async fn asked(key: &str) -> Result<Option<String>, JsValue> {
    let permission = JsFuture::from(Notification::request_permission()?).await?;
    if permission.as_string().as_deref() != Some("granted") {
        return Ok(None);
    }
    let worker: ServiceWorkerRegistration =
        JsFuture::from(window().navigator().service_worker().ready()?).await?.dyn_into()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&key.into());
    let manager = worker.push_manager()?;
    let subscription: PushSubscription =
        JsFuture::from(manager.subscribe_with_options(&options)?).await?.dyn_into()?;
    Ok(JSON::stringify(&subscription)?.as_string())
}
