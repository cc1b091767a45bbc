//! Is this name on a list? Names are prepared once, compared in whole numbers, and every score can be explained.
//!
//! ```
//! use domain::compliance::screening::{DEFAULT_THRESHOLD, Profile, Schema, prepare, score};
//!
//! let customer = prepare(&Profile::named(Schema::Person, "Đorđe Petrović"));
//! let entry = prepare(&Profile::named(Schema::Person, "PETROVIC, Djordje"));
//! let found = score(&customer, &entry);
//! assert!(found.score >= DEFAULT_THRESHOLD);
//! assert_eq!(found.explain(), "1.0000: petrovic = petrovic; djordje = djordje");
//! ```

mod align;
mod edit;
mod explain;
mod index;
mod lexicon;
mod prepare;
mod profile;
mod qualify;
mod romanise;
mod score;
mod similar;
mod sound;
mod split;
mod tally;
mod token;
mod vocabulary;

pub use explain::{ExplainedPart, PartKind};
pub use index::Index;
pub use prepare::{Prepared, is_organisation, prepare};
pub use profile::{CountryCode, Gender, PartialDate, Profile, Schema};
pub use qualify::{Agreement, Qualifiers};
pub use score::{DEFAULT_THRESHOLD, Match, Rank, Score, quick_score, score};
