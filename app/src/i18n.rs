//! Typed translations, made from `locales/` by build.rs.
#![expect(clippy::all, clippy::pedantic, clippy::expect_used, reason = "generated code")]
include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
pub use i18n::*;
