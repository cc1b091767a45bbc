//! The document around every page, and which page stands at which path.
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

use crate::error::AppError;
use crate::i18n::I18nContextProvider;
use crate::lazy;
use crate::ui::{CustomerShell, ErrorView, FocusOnNavigation, PlainShell};

/// The HTML document that the server writes.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    use leptos::hydration::{AutoReload, HydrationScripts};
    use leptos_meta::MetaTags;
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#f7f6f2" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#0d1513" media="(prefers-color-scheme: dark)" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link as="font" rel="preload" href="/fonts/inter-latin-wght-normal.woff2" type="font/woff2" crossorigin="anonymous" />
                <link rel="stylesheet" id="style" href=stylesheet(&options) />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Where the style sheet is. leptos_meta's own component reads the list of hashes anew for every page.
#[cfg(feature = "ssr")]
fn stylesheet(options: &LeptosOptions) -> &'static str {
    static HREF: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HREF.get_or_init(|| {
        let list = std::env::current_exe().ok().map(|binary| binary.with_file_name(&*options.hash_file));
        let hashes = list.filter(|_| options.hash_files).and_then(|list| std::fs::read_to_string(list).ok());
        let hash =
            hashes.as_deref().and_then(|hashes| hashes.lines().find_map(|line| line.strip_prefix("css:")));
        let dotted = hash.map(|hash| format!(".{}", hash.trim())).unwrap_or_default();
        format!("/{}/{}{dotted}.css", options.site_pkg_dir, options.output_name)
    })
}

/// Every page of Drop.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <I18nContextProvider enable_cookie=false ssr_lang_header_getter=language_getter()>
            <Title formatter=|title: String| if title.is_empty() { "Drop".to_owned() } else { format!("{title} · Drop") } />
            <Router>
                <FocusOnNavigation />
                <Routes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=path!("/") view={Lazy::<lazy::Landing>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/login") view={Lazy::<lazy::LogIn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/register") view={Lazy::<lazy::Register>::new()} ssr=SsrMode::Async />
                    <ParentRoute path=path!("") view=CustomerShell ssr=SsrMode::Async>
                        <Route path=path!("/home") view={Lazy::<lazy::Home>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/accounts") view={Lazy::<lazy::Links>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/accounts/link") view={Lazy::<lazy::Link>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/accounts/return/:id") view={Lazy::<lazy::LinkReturn>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/send") view={Lazy::<lazy::Recipients>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/send/recipient") view={Lazy::<lazy::NewRecipient>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/recipients/:id") view={Lazy::<lazy::Recipient>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/recipients/:id/edit") view={Lazy::<lazy::EditRecipient>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/recipients/:id/remove") view={Lazy::<lazy::RemoveRecipient>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/send/amount") view={Lazy::<lazy::Amount>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/send/review") view={Lazy::<lazy::Review>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/send/return/:id") view={Lazy::<lazy::Return>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/activity") view={Lazy::<lazy::History>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/activity/:id") view={Lazy::<lazy::Receipt>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/me") view={Lazy::<lazy::Me>::new()} ssr=SsrMode::Async />
                    </ParentRoute>
                </Routes>
            </Router>
        </I18nContextProvider>
    }
}

/// On the server the language comes from our cookie before the browser's list; the browser reads what the server
/// chose from the document.
fn language_getter() -> leptos_use::UseLocalesOptions {
    #[cfg(feature = "ssr")]
    return leptos_use::UseLocalesOptions::default()
        .ssr_lang_header_getter(|| Some(crate::context::language().to_owned()));
    #[cfg(not(feature = "ssr"))]
    leptos_use::UseLocalesOptions::default()
}

#[component]
fn NotFoundPage() -> impl IntoView {
    view! { <PlainShell><ErrorView error=AppError::NotFound /></PlainShell> }
}
