//! The document around every page, and which page stands at which path.
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::accounts::pages::{LinkPage, LinkReturnPage, LinksPage};
use crate::activity::pages::{HistoryPage, HomePage, ReceiptPage, ReturnPage};
use crate::error::AppError;
use crate::i18n::I18nContextProvider;
use crate::identity::pages::{LogInPage, MePage, RegisterPage};
use crate::landing::LandingPage;
use crate::remittance::pages::{AmountPage, NewRecipientPage, RecipientsPage, ReviewPage};
use crate::ui::{CustomerShell, ErrorView, FocusOnNavigation, PlainShell};

/// The HTML document that the server writes.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    use leptos::hydration::{AutoReload, HydrationScripts};
    use leptos_meta::{HashedStylesheet, MetaTags};
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
                <HashedStylesheet id="style" options=options.clone() />
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
                    <Route path=path!("/") view=LandingPage ssr=SsrMode::Async />
                    <Route path=path!("/login") view=LogInPage ssr=SsrMode::Async />
                    <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async />
                    <ParentRoute path=path!("") view=CustomerShell ssr=SsrMode::Async>
                        <Route path=path!("/home") view=HomePage ssr=SsrMode::Async />
                        <Route path=path!("/accounts") view=LinksPage ssr=SsrMode::Async />
                        <Route path=path!("/accounts/link") view=LinkPage ssr=SsrMode::Async />
                        <Route path=path!("/accounts/return/:id") view=LinkReturnPage ssr=SsrMode::Async />
                        <Route path=path!("/send") view=RecipientsPage ssr=SsrMode::Async />
                        <Route path=path!("/send/recipient") view=NewRecipientPage ssr=SsrMode::Async />
                        <Route path=path!("/send/amount") view=AmountPage ssr=SsrMode::Async />
                        <Route path=path!("/send/review") view=ReviewPage ssr=SsrMode::Async />
                        <Route path=path!("/send/return/:id") view=ReturnPage ssr=SsrMode::Async />
                        <Route path=path!("/activity") view=HistoryPage ssr=SsrMode::Async />
                        <Route path=path!("/activity/:id") view=ReceiptPage ssr=SsrMode::Async />
                        <Route path=path!("/me") view=MePage ssr=SsrMode::Async />
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
