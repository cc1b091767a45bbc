//! Typed translations, made from `locales/` by build.rs, and the language of the page.
//!
//! A page is in one language for as long as it is open: choosing another one loads it anew. So the language is a plain
//! value. The library's own context keeps it in a signal, with effects that run for every page and a look-up for every
//! word.
#[cfg(not(feature = "ssr"))]
use std::sync::OnceLock;

#[cfg(feature = "ssr")]
use leptos::prelude::use_context;

#[expect(clippy::all, clippy::pedantic, clippy::expect_used, reason = "generated code")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub use generated::i18n::*;

/// The language of the page that is being rendered, as [`provide_locale`] found it.
#[cfg(feature = "ssr")]
#[must_use]
pub fn use_locale() -> Locale {
    use_context().unwrap_or_default()
}

/// The language of the document that is open in this browser.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn use_locale() -> Locale {
    static LOCALE: OnceLock<Locale> = OnceLock::new();
    *LOCALE.get_or_init(|| {
        let root = leptos::prelude::document().document_element();
        root.and_then(|root| root.get_attribute("lang")).and_then(|tag| tag.parse().ok()).unwrap_or_default()
    })
}

/// Settles the language of a page, once for the whole of it.
#[cfg(feature = "ssr")]
pub fn provide_locale() {
    let locale: Locale = crate::context::language().parse().unwrap_or_default();
    leptos::prelude::provide_context(locale);
}
