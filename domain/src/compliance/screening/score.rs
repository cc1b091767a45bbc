//! The score of two profiles: how alike their most alike names are, less what their dates and countries say.

use std::fmt;

use super::explain::{ExplainedPart, PartKind};
use super::prepare::{Prepared, PreparedName};
use super::qualify::{Agreement, Qualifiers, qualify};

/// Ten-thousandths: 0 is nothing in common, 10 000 is the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score(u16);

/// From here on a pair counts as a match.
pub const DEFAULT_THRESHOLD: Score = Score(7_000);

impl Score {
    /// Nothing in common.
    pub const NOTHING: Self = Self(0);
    /// The same.
    pub const FULL: Self = Self(10_000);

    /// Ten-thousandths, at most 10 000.
    #[must_use]
    pub const fn of(ten_thousandths: u16) -> Self {
        Self(if ten_thousandths > 10_000 { 10_000 } else { ten_thousandths })
    }

    /// Ten-thousandths.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// How two profiles compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The names' score less the qualifiers' deduction.
    pub score: Score,
    /// The name of the query that was the most alike, as it was given.
    pub query_name: String,
    /// The name of the entry that was the most alike, as it was given.
    pub entry_name: String,
    /// The parts of these two names.
    pub parts: Vec<ExplainedPart>,
    /// What else changed the score of the names, in words.
    pub notes: Vec<String>,
    /// Date of birth, country, gender.
    pub qualifiers: Qualifiers,
}

/// The order among equal scores: the date of birth, then the country, then how rare the shared names are. Greater
/// is the more likely match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    score: Score,
    birth: Agreement,
    country: Agreement,
    rarity: u32,
}

impl Match {
    /// The key to sort by, greatest first. `rarity` is [`super::Index::rarity`] of the pair, or 0.
    #[must_use]
    pub const fn rank(&self, rarity: u32) -> Rank {
        Rank { score: self.score, birth: self.qualifiers.birth, country: self.qualifiers.country, rarity }
    }
}

/// Compares two profiles and says why.
#[must_use]
pub fn score(query: &Prepared, entry: &Prepared) -> Match {
    let qualifiers = qualify(query, entry);
    let Some((names, one, other)) = best_names(query, entry) else {
        let nothing = String::new;
        return Match {
            score: Score::NOTHING,
            query_name: nothing(),
            entry_name: nothing(),
            parts: vec![],
            notes: vec![],
            qualifiers,
        };
    };
    Match {
        score: Score(names.0.saturating_sub(qualifiers.deduction.0)),
        query_name: one.original.clone(),
        entry_name: other.original.clone(),
        parts: parts(one, other),
        notes: vec![],
        qualifiers,
    }
}

/// Only the score of [`score`], without the words: several times faster.
#[must_use]
pub fn quick_score(query: &Prepared, entry: &Prepared) -> Score {
    let names = best_names(query, entry).map_or(Score::NOTHING, |it| it.0);
    Score(names.0.saturating_sub(qualify(query, entry).deduction.0))
}

fn best_names<'a>(
    query: &'a Prepared,
    entry: &'a Prepared,
) -> Option<(Score, &'a PreparedName, &'a PreparedName)> {
    let pairs = query.names.iter().flat_map(|a| entry.names.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| (names_score(a, b), a, b)).max_by_key(|it| it.0)
}

fn names_score(a: &PreparedName, b: &PreparedName) -> Score {
    let common = a.tokens.iter().filter(|it| b.tokens.iter().any(|other| other.text == it.text)).count();
    let most = a.tokens.len().max(b.tokens.len()).max(1);
    Score(u16::try_from(common * 10_000 / most).unwrap_or(0).min(10_000))
}

fn parts(a: &PreparedName, b: &PreparedName) -> Vec<ExplainedPart> {
    let mut parts = vec![];
    for token in &a.tokens {
        if b.tokens.iter().any(|other| other.text == token.text) {
            parts.push(ExplainedPart {
                query: token.text.clone(),
                entry: token.text.clone(),
                kind: PartKind::Same,
                similarity: Score::FULL,
                weight: 100,
            });
        }
    }
    parts
}
