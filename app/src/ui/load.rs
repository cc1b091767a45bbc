//! Loading a page's data: a skeleton while it takes long, the page when it is there, and honest errors.
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::loaded_data::Loaded;
use super::{Icon, IconName, error_text};
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};

/// What a page shows, loaded for its address.
///
/// Leptos' `Resource` and `Transition` are generic in the data, so that each page would bring another copy of them to
/// the browser. Here they hold [`Loaded`], and exist once.
pub struct PageResource<T> {
    resource: Resource<Result<Loaded, AppError>>,
    data: PhantomData<fn() -> T>,
}

impl<T> Clone for PageResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageResource<T> {}

impl<T> PageResource<T> {
    /// Loads again what is shown.
    pub fn refetch(&self) {
        self.resource.refetch();
    }
}

/// Loads with `fetch`, again whenever `source` changes; the server waits for it.
pub fn page_resource<S, T, Loading>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Loading + Send + Sync + 'static,
) -> PageResource<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    Loading: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let (changed, source) = watched(source);
    let fetch = move || -> LoadedFuture {
        let loading = fetch(source());
        Box::pin(async move { loading.await.map(Loaded::new) })
    };
    PageResource { resource: erased(Box::new(changed), Box::new(fetch)), data: PhantomData }
}

/// What follows a change of the source, and what reads it. A resource asks its source twice for each change; the memo
/// compares in the type that it knows.
#[cfg(not(feature = "ssr"))]
fn watched<S>(source: impl Fn() -> S + Send + Sync + 'static) -> (impl Fn(), impl Fn() -> S)
where
    S: Clone + PartialEq + Send + Sync + 'static,
{
    let source = Memo::new(move |_| source());
    (move || source.track(), move || source.get_untracked())
}

/// On the server nothing changes, so the source is read once. Read later, its signals may be gone with a request that
/// was cut off, and reading those is a panic.
#[cfg(feature = "ssr")]
fn watched<S: Clone>(source: impl Fn() -> S) -> (impl Fn(), impl Fn() -> S) {
    let source = source();
    (|| (), move || source.clone())
}

type LoadedFuture = Pin<Box<dyn Future<Output = Result<Loaded, AppError>> + Send>>;

fn erased(
    changed: Box<dyn Fn() + Send + Sync>,
    fetch: Box<dyn Fn() -> LoadedFuture + Send + Sync>,
) -> Resource<Result<Loaded, AppError>> {
    let version = AtomicU64::new(0);
    let source = ArcMemo::new(move |_| {
        changed();
        version.fetch_add(1, Ordering::Relaxed)
    });
    Resource::new_blocking(move || source.get(), move |_| fetch())
}

/// Shows `page` with what `resource` loads, or what went wrong.
pub fn loaded<T, V>(resource: PageResource<T>, page: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let page = move |data: Loaded| match data.get::<T>() {
        Some(data) => page(data).into_any(),
        None => view! { <ErrorView error=AppError::Unexpected /> }.into_any(),
    };
    shown(resource.resource, Arc::new(page))
}

fn shown(
    resource: Resource<Result<Loaded, AppError>>,
    page: Arc<dyn Fn(Loaded) -> AnyView + Send + Sync>,
) -> AnyView {
    view! {
        <Transition fallback=|| view! { <Skeleton /> }>
            {move || {
                let page = page.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(data) => page(data),
                        Err(error) => view! { <ErrorView error=error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Shows `part` with what `resource` loads, and until then, or without it, with nothing: for what stands beside a page.
pub fn loaded_or_default<T, V>(
    resource: PageResource<T>,
    part: impl Fn(T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Default + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let resource = resource.resource;
    view! {
        <Transition fallback=move || part(T::default())>
            {move || Suspend::new(async move {
                part(resource.await.ok().and_then(|data| data.get::<T>()).unwrap_or_default())
            })}
        </Transition>
    }
}

/// Stands where a page will be; it appears only when loading takes longer than 300 ms.
#[component]
pub fn Skeleton() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="stack" aria-busy="true">
            <p class="visually-hidden" role="status">{td_string!(locale, common.loading)}</p>
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
    let locale = use_locale();
    #[cfg(feature = "ssr")]
    crate::context::set_status(&error);
    let (href, label) = match &error {
        // The link of a copy: another one is asked for there.
        AppError::LinkDead if use_location().pathname.get_untracked().starts_with("/me/privacy/") => {
            ("/me/privacy", td_string!(locale, privacy.title))
        }
        AppError::LoggedOut | AppError::LinkDead => ("/login", td_string!(locale, identity.log_in)),
        AppError::StepUpNeeded => ("/me/confirm", td_string!(locale, security.confirm_title)),
        // Staff have nothing outside the back-office.
        _ if use_location().pathname.get_untracked().starts_with("/admin") => {
            ("/admin", td_string!(locale, common.desk_overview))
        }
        _ => ("/home", td_string!(locale, common.to_home)),
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
