//! Typed words, made from `locales/` by build.rs, and the language of the page.
//!
//! A page is in one language for as long as it is open: choosing another one loads it anew. So the language is a plain
//! value, and a browser fetches the words of that language alone. See docs/adr/0032-a-table-of-words.md.
#[cfg(not(feature = "ssr"))]
mod fetching;
mod locale;
#[cfg(feature = "ssr")]
mod negotiation;
mod plural;
mod template;
mod texts;

#[cfg(not(feature = "ssr"))]
pub use fetching::{fetch_customers, fetch_staff};
#[cfg(feature = "ssr")]
pub use locale::provide_locale;
pub use locale::{Direction, Locale, use_locale};
#[cfg(feature = "ssr")]
pub use negotiation::{accepted, language_for};
#[cfg(feature = "ssr")]
pub use texts::{
    Dictionary, NAMESPACES_OF_CUSTOMERS, NAMESPACES_OF_LETTERS, WORDS_HASH, customers_address, dictionary,
};
pub use texts::{Phrase, Word};

/// The keys: `words::common::back`.
#[expect(non_upper_case_globals, non_camel_case_types, reason = "named as in the language files")]
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// A text in a language: `td_string!(locale, common.back)`, with arguments where it has placeholders:
/// `td_string!(locale, common.greeting, name = first_name)`. One that is missing or too many is a compile error.
#[macro_export]
macro_rules! td_string {
    ($locale:expr, $namespace:ident . $key:ident $(,)?) => {
        $crate::i18n::words::$namespace::$key.text($locale)
    };
    ($locale:expr, $namespace:ident . $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::words::$namespace::$key { $($name: &$value),+ }.text($locale)
    };
}
pub use td_string;
