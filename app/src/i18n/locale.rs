//! The languages that pages exist in.
#[cfg(not(feature = "ssr"))]
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A language, by its tag (BCP 47). Serbian is in Latin letters.
#[expect(non_camel_case_types, reason = "a tag is written in small letters")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    #[default]
    nb,
    en,
    pl,
    sr,
    bs,
    tr,
    ur,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Locale {
    pub const ALL: [Self; 7] = [Self::nb, Self::en, Self::pl, Self::sr, Self::bs, Self::tr, Self::ur];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::nb => "nb",
            Self::en => "en",
            Self::pl => "pl",
            Self::sr => "sr",
            Self::bs => "bs",
            Self::tr => "tr",
            Self::ur => "ur",
        }
    }

    /// What `lang` says: of Serbian also the letters.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::sr => "sr-Latn",
            other => other.as_str(),
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::nb => "Norsk",
            Self::en => "English",
            Self::pl => "Polski",
            Self::sr => "Srpski",
            Self::bs => "Bosanski",
            Self::tr => "Türkçe",
            Self::ur => "اردو",
        }
    }

    /// What parts whole and fraction of a number.
    #[must_use]
    pub const fn decimal_point(self) -> &'static str {
        match self {
            Self::en | Self::ur => ".",
            Self::nb | Self::pl | Self::sr | Self::bs | Self::tr => ",",
        }
    }

    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::ur => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }
}

impl Direction {
    /// As the attribute `dir` says it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl std::str::FromStr for Locale {
    type Err = ();

    /// Its code, or its tag.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|locale| locale.as_str() == text || locale.tag() == text).ok_or(())
    }
}

/// The language of the page that is being rendered, as [`provide_locale`] found it.
#[cfg(feature = "ssr")]
#[must_use]
pub fn use_locale() -> Locale {
    leptos::prelude::use_context().unwrap_or_default()
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
