//! Where a text is: on the server in the binary, in a browser among the words that it has fetched.
use super::Locale;
use super::template::{Arguments, filled};

mod generated {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// A key whose text is complete in itself, by its row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(pub(super) u16);

/// A key whose text has placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase(pub(super) u16);

impl Word {
    #[must_use]
    pub fn text(self, locale: Locale) -> &'static str {
        at(locale, self.0)
    }
}

impl Phrase {
    pub(super) fn text(self, locale: Locale, arguments: &Arguments<'_>) -> String {
        filled(locale, at(locale, self.0), arguments)
    }
}

#[cfg(feature = "ssr")]
fn at(locale: Locale, row: u16) -> &'static str {
    generated::TEXTS[locale as usize][usize::from(row)]
}

/// A browser holds one language: that of its page.
#[cfg(not(feature = "ssr"))]
fn at(_: Locale, row: u16) -> &'static str {
    super::fetching::at(row)
}

/// Who a file of words is for. Officers' words follow customers' in the table; those of letters come last, in no file.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dictionary {
    Customers,
    Staff,
}

/// The words that a browser fetches, in the order of the table.
#[cfg(feature = "ssr")]
#[must_use]
pub fn dictionary(locale: Locale, whose: Dictionary) -> &'static [&'static str] {
    let rows = match whose {
        Dictionary::Customers => 0..generated::OF_CUSTOMERS,
        Dictionary::Staff => generated::OF_CUSTOMERS..generated::OF_BROWSERS,
    };
    &generated::TEXTS[locale as usize][rows]
}

/// The language files of customers and visitors; the others are officers'.
#[cfg(feature = "ssr")]
pub const NAMESPACES_OF_CUSTOMERS: &[&str] = generated::NAMESPACES_OF_CUSTOMERS;

/// Those of them that only letters say: a page that did would be blank in a browser.
#[cfg(feature = "ssr")]
pub const NAMESPACES_OF_LETTERS: &[&str] = generated::NAMESPACES_OF_LETTERS;

/// Of all words of this version.
pub const WORDS_HASH: &str = generated::HASH;

/// Where a browser fetches what every page may say.
#[cfg(feature = "ssr")]
#[must_use]
pub fn customers_address(locale: Locale) -> String {
    address(locale, "customers")
}

/// Where a browser fetches words. The hash is that of all words: a page and its wasm agree on what each row says.
pub(super) fn address(locale: Locale, whose: &str) -> String {
    format!("/words/{}/{}/{whose}.json", WORDS_HASH, locale.as_str())
}
#[cfg(not(feature = "ssr"))]
pub(super) const OF_CUSTOMERS: usize = generated::OF_CUSTOMERS;
