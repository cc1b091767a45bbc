//! Is this name on a list? Names are prepared once, compared as whole numbers, and every score can be explained.
//!
//! ```
//! use domain::compliance::screening::{DEFAULT_THRESHOLD, Profile, Schema, prepare, score};
//!
//! let customer = prepare(&Profile::named(Schema::Person, "Đorđe Petrović"));
//! let entry = prepare(&Profile::named(Schema::Person, "PETROVIC, Djordje"));
//! let found = score(&customer, &entry);
//! assert!(found.score >= DEFAULT_THRESHOLD);
//! ```

mod explain;
mod index;
mod prepare;
mod profile;
mod qualify;
mod score;

pub use explain::{ExplainedPart, PartKind};
pub use index::Index;
pub use prepare::{Prepared, prepare};
pub use profile::{CountryCode, Gender, PartialDate, Profile, Schema};
pub use qualify::{Agreement, Qualifiers};
pub use score::{DEFAULT_THRESHOLD, Match, Rank, Score, quick_score, score};
