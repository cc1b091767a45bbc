//! What a browser does with a passkey. It takes the options as JSON and gives its answer as JSON (Web Authentication,
//! level 3), so that nothing of them is known here.
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, JSON, Object, Promise, Reflect, global};
use web_sys::wasm_bindgen::{JsCast, JsValue};

const MAKE: [&str; 2] = ["parseCreationOptionsFromJSON", "create"];
const SIGN: [&str; 2] = ["parseRequestOptionsFromJSON", "get"];

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Whoever sits here has closed the question, has waited too long, or has no passkey for this site.
    Closed,
    /// This device has a passkey for this account already.
    Known,
    Failed,
}

/// Does this browser know passkeys, as we speak of them?
pub(super) fn is_able() -> bool {
    let class = Reflect::get(&global(), &"PublicKeyCredential".into());
    class.is_ok_and(|class| MAKE.iter().chain(&SIGN).filter(|name| method(&class, name).is_ok()).count() == 2)
}

/// Makes a passkey.
pub(super) async fn make(options: &str) -> Result<String, NoAnswer> {
    ask(options, MAKE).await.map_err(|error| reason(&error))
}

/// Has a passkey sign.
pub(super) async fn sign(options: &str) -> Result<String, NoAnswer> {
    ask(options, SIGN).await.map_err(|error| reason(&error))
}

async fn ask(options: &str, [parse, act]: [&str; 2]) -> Result<String, JsValue> {
    let class = Reflect::get(&global(), &"PublicKeyCredential".into())?;
    let parsed = method(&class, parse)?.call1(&class, &JSON::parse(options)?)?;
    let question = Object::new();
    Reflect::set(&question, &"publicKey".into(), &parsed)?;
    let keys = Reflect::get(&window().navigator(), &"credentials".into())?;
    let answering: Promise = method(&keys, act)?.call1(&keys, &question)?.dyn_into()?;
    let answer = JsFuture::from(answering).await?;
    JSON::stringify(&answer)?.as_string().ok_or(JsValue::NULL)
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}

fn reason(error: &JsValue) -> NoAnswer {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => NoAnswer::Closed,
        Some("InvalidStateError") => NoAnswer::Known,
        _ => NoAnswer::Failed,
    }
}
