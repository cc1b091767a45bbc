//! Loading a page's data: a skeleton while it takes long, the page when it is there, and honest errors.
use leptos::prelude::*;
use leptos_meta::Title;

use super::{Icon, IconName, error_text};
use crate::error::AppError;
use crate::i18n::{tu_string, use_i18n};

/// Shows `page` with what `resource` loads, or what went wrong.
pub fn loaded<T, V>(
    resource: Resource<Result<T, AppError>>,
    page: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + serde::Serialize + serde::de::DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=|| view! { <Skeleton /> }>
            {move || {
                let page = page.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(data) => page(data).into_any(),
                        Err(error) => view! { <ErrorView error=error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// Stands where a page will be; it appears only when loading takes longer than 300 ms.
#[component]
pub fn Skeleton() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="stack" aria-busy="true">
            <p class="visually-hidden" role="status">{tu_string!(i18n, common.loading)}</p>
            <span class="skeleton title" aria-hidden="true"></span>
            <span class="skeleton block" aria-hidden="true"></span>
            <span class="skeleton line" aria-hidden="true"></span>
            <span class="skeleton line short" aria-hidden="true"></span>
        </div>
    }
}

/// A whole page's worth of error, with the way on.
#[component]
pub fn ErrorView(error: AppError) -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    crate::context::set_status(&error);
    let (href, label) = match &error {
        AppError::LoggedOut => ("/login", tu_string!(i18n, identity.log_in)),
        _ => ("/home", tu_string!(i18n, common.to_home)),
    };
    view! {
        <Title text=error_text(&error) />
        <div class="empty error-page">
            <span class="icon-disc big"><Icon name=IconName::Info class="icon big" /></span>
            <h1>{error_text(&error)}</h1>
            <a class="btn" href=href>{label}</a>
        </div>
    }
}
