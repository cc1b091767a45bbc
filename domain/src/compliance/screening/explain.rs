//! A score in words that a person can follow.

use std::fmt::Write as _;

use super::qualify::Agreement;
use super::score::{Match, Score};

text_enum! {
    /// Why two parts of names belong together, or why one stands alone.
    pub enum PartKind {
        /// The same letters.
        Same = "same",
        /// Two spellings of one sound, as of a name written in two alphabets.
        Spelling = "spelling",
        /// Nearly the same letters.
        Similar = "similar",
        /// Two forms of one name, as a nickname.
        Form = "form",
        /// A letter that stands for a name.
        Initial = "initial",
        /// One word here, two words there.
        Joined = "joined",
        /// Only in the name that is asked for.
        OnlyQuery = "only_query",
        /// Only in the name on the list.
        OnlyEntry = "only_entry",
    }
}

/// One part of the two names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedPart {
    /// What was compared of the name that is asked for; empty when it has no such part.
    pub query: String,
    /// What was compared of the name on the list; empty when it has no such part.
    pub entry: String,
    /// How the two belong together.
    pub kind: PartKind,
    /// How alike they are.
    pub similarity: Score,
    /// What the part counts beside the others, in hundredths.
    pub weight: u16,
}

impl Match {
    /// The whole score in one line: `0.94: petrovic = petrovic (1.00); djordje ~ dorde (0.97, spelling)`.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut text = format!("{}", self.score);
        let mut separator = ": ";
        for part in &self.parts {
            text.push_str(separator);
            separator = "; ";
            let ExplainedPart { query, entry, kind, similarity, .. } = part;
            // Writing to a string cannot fail.
            let _ = match kind {
                PartKind::OnlyQuery => write!(text, "{query} has no counterpart on the list"),
                PartKind::OnlyEntry => write!(text, "the list adds {entry}"),
                PartKind::Same => write!(text, "{query} = {entry}"),
                _ => write!(text, "{query} ~ {entry} ({similarity}, {kind})"),
            };
        }
        for note in &self.notes {
            text.push_str(separator);
            separator = "; ";
            text.push_str(note);
        }
        let it = &self.qualifiers;
        for (what, agreement) in [("date of birth", it.birth), ("country", it.country), ("gender", it.gender)]
        {
            if agreement != Agreement::Unknown {
                let _ = write!(text, "{separator}{what} {agreement}");
                separator = "; ";
            }
        }
        if it.deduction > Score::NOTHING {
            let _ = write!(text, " (-{})", it.deduction);
        }
        text
    }
}
