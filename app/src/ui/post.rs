//! A form that posts to a server function: an ordinary form without JavaScript, `fetch` with it.
//!
//! Leptos' own `ServerAction` and `ActionForm` are generic in the server function, so that each form brings another
//! copy of them to the browser. These know only an address, and exist once.
use std::marker::PhantomData;

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::{Http, ServerFn};

use crate::error::AppError;

/// Sends forms to one server function and knows how the last one went.
#[derive(Clone, Copy)]
pub struct PostAction {
    url: &'static str,
    action: Action<String, Result<(), AppError>>,
}

impl PostAction {
    /// To the server function `S`.
    #[must_use]
    pub fn to<S, Output>() -> Self
    where
        S: ServerFn<Protocol = Http<PostUrl, Output>, Error = AppError>,
    {
        // The bound says that it takes forms; nothing of it is needed but its address.
        let _: PhantomData<Output> = PhantomData;
        Self::to_url(S::url())
    }

    fn to_url(url: &'static str) -> Self {
        Self { url, action: Action::new(move |body: &String| post(url, body.clone())) }
    }

    /// Sends fields that stand in no form.
    pub fn send(self, fields: &[(&str, &str)]) {
        let Ok(body) = web_sys::UrlSearchParams::new() else { return };
        for (name, value) in fields {
            body.append(name, value);
        }
        if let Some(body) = body.to_string().as_string() {
            self.action.dispatch(body);
        }
    }

    /// How the last post ended; nothing while none was sent or one is on its way.
    #[must_use]
    pub fn value(self) -> Signal<Option<Result<(), AppError>>> {
        self.action.value().into()
    }

    #[must_use]
    pub fn pending(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// Grows with each post that ended.
    #[must_use]
    pub fn version(self) -> Signal<usize> {
        self.action.version().into()
    }

    /// Grows with each post that was accepted: for a page that leads to itself and loads anew what it has changed. One
    /// that was turned back leaves the page, and what was typed, as they are.
    #[must_use]
    pub fn accepted(self) -> Memo<usize> {
        let (version, value) = (self.version(), self.value());
        Memo::new(move |before: Option<&usize>| match (version.get(), value.get()) {
            (version, Some(Ok(()))) => version,
            _ => before.copied().unwrap_or_default(),
        })
    }
}

/// The form of a [`PostAction`].
#[component]
pub fn PostForm(action: PostAction, children: Children) -> impl IntoView {
    let submit = move |event: web_sys::SubmitEvent| {
        if !event.default_prevented()
            && let Some(body) = form_body(&event)
        {
            event.prevent_default();
            action.action.dispatch(body);
        }
    };
    view! { <form action=action.url method="post" on:submit=submit>{children()}</form> }
}

/// The form's fields as a browser would send them; nothing when they cannot be read, so that the browser sends them.
fn form_body(event: &web_sys::SubmitEvent) -> Option<String> {
    let fields = leptos::form::form_data_from_event(event).ok()?;
    let body = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    body.to_string().as_string()
}

/// Posts like a server function's client does; follows where the answer leads.
#[cfg(feature = "hydrate")]
async fn post(url: &'static str, body: String) -> Result<(), AppError> {
    use leptos::server_fn::client::Client;
    use leptos::server_fn::client::browser::BrowserClient;
    use leptos::server_fn::error::FromServerFnError;
    use leptos::server_fn::redirect::call_redirect_hook;
    use leptos::server_fn::request::ClientReq;
    use leptos::server_fn::response::ClientRes;
    type Request = <BrowserClient as Client<AppError>>::Request;
    type Response = <BrowserClient as Client<AppError>>::Response;

    let request: Request = <Request as ClientReq<AppError>>::try_new_post(
        url,
        "application/x-www-form-urlencoded",
        "application/json",
        body,
    )?;
    let response: Response = <BrowserClient as Client<AppError>>::send(request).await?;
    let status = ClientRes::<AppError>::status(&response);
    if status >= 400 {
        let way = ClientRes::<AppError>::has_redirect(&response)
            .then(|| ClientRes::<AppError>::location(&response));
        let error = AppError::de(ClientRes::<AppError>::try_into_bytes(response).await?);
        // The one refusal that another page turns into a yes.
        if let (AppError::StepUpNeeded, Some(way)) = (&error, way) {
            call_redirect_hook(&way);
        }
        return Err(error);
    }
    if ClientRes::<AppError>::has_redirect(&response) {
        call_redirect_hook(&ClientRes::<AppError>::location(&response));
    }
    Ok(())
}

/// The server renders forms and never sends one.
#[cfg(not(feature = "hydrate"))]
async fn post(_url: &'static str, _body: String) -> Result<(), AppError> {
    Err(AppError::Unexpected)
}
