//! The score of two profiles: how alike their most alike names are, less what their dates and countries say.

use std::fmt;

use super::align::{Pairing, align, alone, bits, number_alone};
use super::explain::{ExplainedPart, PartKind};
use super::lexicon::{self, FormKind};
use super::prepare::{Prepared, PreparedName, REPEATED};
use super::qualify::{Agreement, Qualifiers, qualify};
use super::token::{Role, Token};

/// Ten-thousandths: 0 is nothing in common, 10 000 is the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score(u16);

/// From here on a pair counts as a match: the best F1 on the tuning half of the labelled pairs (docs/screening.md).
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
        return Match {
            score: Score::NOTHING,
            query_name: String::new(),
            entry_name: String::new(),
            parts: vec![],
            notes: vec![],
            qualifiers,
        };
    };
    let pairings = align(one, other);
    let sum = weigh(one, other, &pairings);
    Match {
        score: Score(names.0.saturating_sub(qualifiers.deduction.0)),
        query_name: one.original.to_string(),
        entry_name: other.original.to_string(),
        parts: parts(one, other, &pairings),
        notes: sum.notes.into_iter().flatten().map(str::to_owned).collect(),
        qualifiers,
    }
}

/// Only the score of [`score`], without the words.
#[must_use]
pub fn quick_score(query: &Prepared, entry: &Prepared) -> Score {
    let names = best_names(query, entry).map_or(Score::NOTHING, |it| it.0);
    Score(names.0.saturating_sub(qualify(query, entry).deduction.0))
}

fn best_names<'a>(
    query: &'a Prepared,
    entry: &'a Prepared,
) -> Option<(Score, &'a PreparedName, &'a PreparedName)> {
    let mut best: Option<(Score, &PreparedName, &PreparedName)> = None;
    for one in &query.names {
        for other in &entry.names {
            let names = weigh(one, other, &align(one, other)).score;
            if best.is_none_or(|it| names > it.0) {
                best = Some((names, one, other));
            }
            if names == Score::FULL {
                return best;
            }
        }
    }
    best
}

/// What a word costs that contradicts another, against what it is worth when it agrees: in hundredths.
const CONTRADICTS: u32 = 145;
/// Off the most that is left, for each hundredth of a contradiction.
const CAP_PER_CLASH: u32 = 50;
/// Words below this similarity are doubtful; two doubtful words are more than twice as doubtful.
const FUZZY: u16 = 8_500;
/// One word that is this similar may speak for the whole name.
const SURE: u16 = 9_000;
const EACH_FURTHER: u16 = 700;
/// Nothing but initials agrees.
const ONLY_INITIALS: u16 = 5_000;
/// What a further word costs when nothing but names agrees that thousands have, in hundredths of its usual cost.
const COMMON: u32 = 175;
/// A father's name here is the son's there, and the other way round.
const EXCHANGED: u16 = 6_000;
/// From the third word on that only one side has, each costs so much: hundredths.
const FURTHER: u32 = 50;
/// Two different numbers, as in the names of ships or branches.
const OTHER_NUMBER: u16 = 5_000;
/// A number on one side only: the second of a series is not the series.
const ONE_NUMBER: u16 = 6_900;
/// Off for two forms of company that one company cannot have at once.
const OTHER_FORM: u16 = 1_000;
const OTHER_KIND: u16 = 3_500;

struct Sum {
    score: Score,
    notes: [Option<&'static str>; 2],
}

/// The score of two names whose words have been paired.
fn weigh(query: &PreparedName, entry: &PreparedName, pairings: &[Pairing]) -> Sum {
    let (mut worth, mut most) = (0_u32, 0_u32);
    let (mut in_query, mut in_entry) = (0, 0);
    for it in pairings {
        worth += u32::from(it.weight) * u32::from(it.similarity);
        most += u32::from(it.weight);
        in_query |= it.query;
        in_entry |= it.entry;
    }
    if most == 0 {
        return Sum { score: Score::NOTHING, notes: [None; 2] };
    }
    let (query_clash, query_extra) = unexplained(query, in_query);
    let (entry_clash, entry_extra) = unexplained(entry, in_entry);
    let clash = query_clash.min(entry_clash);
    // Of the side that has more to explain, what is left when the contradictions are paid.
    let (more, extra) =
        if query_clash >= entry_clash { (query_clash, query_extra) } else { (entry_clash, entry_extra) };
    let extra = (extra * (more - clash)).checked_div(more).unwrap_or(query_extra.max(entry_extra));
    let extra = if only_common(query, entry, in_query, in_entry) { extra * COMMON / 100 } else { extra };
    // One doubtful word alone does not speak for several.
    let alone = pairings.len() == 1 && pairings[0].kind == PartKind::Similar && pairings[0].similarity < SURE;
    let extra = if alone { 2 * extra } else { extra };
    let whole = most + clash * CONTRADICTS / 100 + extra;
    let mut score = u16::try_from(worth / whole).unwrap_or(10_000).min(10_000);
    // However long two names are: they are not the same when one word of each contradicts the other.
    let cap = 10_000_u32.saturating_sub(clash * CAP_PER_CLASH);
    score = score.min(u16::try_from(cap).unwrap_or(0));
    let fuzzy = pairings.iter().filter(|it| it.kind == PartKind::Similar && it.similarity < FUZZY).count();
    score = score.saturating_sub(EACH_FURTHER * u16::try_from(fuzzy.saturating_sub(1)).unwrap_or(0));
    if pairings.iter().all(|it| it.kind == PartKind::Initial && it.weight <= 50) {
        score = score.min(ONLY_INITIALS);
    }
    let mut notes = [None; 2];
    if exchanged(query, entry, pairings) {
        notes[0] = Some("father and son exchanged");
        score = score.min(EXCHANGED);
    }
    match (number_alone(query, in_query), number_alone(entry, in_entry)) {
        (true, true) => {
            notes[0] = Some("another number");
            score = score.min(OTHER_NUMBER);
        }
        (false, false) => {}
        _ => {
            notes[0] = Some("a number on one side only");
            score = score.min(ONE_NUMBER);
        }
    }
    let (off, note) = forms(query.form, entry.form);
    notes[1] = note;
    Sum { score: Score(score.saturating_sub(off)), notes }
}

/// `Salman bin Muhammad` is not `Muhammad bin Salman`.
fn exchanged(query: &PreparedName, entry: &PreparedName, pairings: &[Pairing]) -> bool {
    let father = |name: &PreparedName, mask| bits(mask).any(|at| name.tokens[at].son_of);
    let both = |it: &Pairing| (father(query, it.query), father(entry, it.entry));
    pairings.iter().any(|it| both(it) == (true, false)) && pairings.iter().any(|it| both(it) == (false, true))
}

/// Is everything that agrees a given name that many have?
fn only_common(query: &PreparedName, entry: &PreparedName, in_query: u32, in_entry: u32) -> bool {
    let common = |name: &PreparedName, mask| {
        bits(mask).map(|at| &name.tokens[at]).all(|it| it.listed && lexicon::is_given(&it.names))
    };
    !query.organisation && (common(query, in_query) || common(entry, in_entry))
}

/// What the words without a counterpart count against a contradiction, and what they cost by themselves.
fn unexplained(name: &PreparedName, explained: u32) -> (u32, u32) {
    let mut names = 0;
    alone(name, explained).fold((0, 0), |(clash, extra), it| {
        names += u32::from(it.role == Role::Name && !name.organisation);
        let cost = if names > 2 && it.role == Role::Name && it.extra > REPEATED {
            FURTHER
        } else {
            u32::from(it.extra)
        };
        let against = match it.role {
            // A letter that stands for no name of the other side contradicts it like a name.
            Role::Initial => 85,
            Role::Light => 65,
            _ => it.weight,
        };
        (clash + u32::from(against), extra + cost)
    })
}

/// Off for the forms of two companies, and why.
const fn forms(a: Option<FormKind>, b: Option<FormKind>) -> (u16, Option<&'static str>) {
    use FormKind::{Any, Limited, Public, State, Stock};
    match (a, b) {
        (None | Some(Any), _) | (_, None | Some(Any)) => (0, None),
        (Some(Public), Some(Public)) | (Some(State), Some(State)) => (0, None),
        (Some(Public | State), _) | (_, Some(Public | State)) => (OTHER_KIND, Some("another kind of body")),
        (Some(Limited), Some(Stock)) | (Some(Stock), Some(Limited)) => {
            (OTHER_FORM, Some("another form of company"))
        }
        _ => (0, None),
    }
}

fn parts(query: &PreparedName, entry: &PreparedName, pairings: &[Pairing]) -> Vec<ExplainedPart> {
    let words =
        |name: &PreparedName, mask| bits(mask).map(|at| &*name.tokens[at].text).collect::<Vec<_>>().join(" ");
    let mut parts = Vec::with_capacity(pairings.len() + 2);
    let (mut in_query, mut in_entry) = (0, 0);
    for it in pairings {
        in_query |= it.query;
        in_entry |= it.entry;
        parts.push(ExplainedPart {
            query: words(query, it.query),
            entry: words(entry, it.entry),
            kind: it.kind,
            similarity: Score(it.similarity),
            weight: it.weight,
        });
    }
    let lone = |token: &Token, kind| {
        let text = token.text.to_string();
        let (query, entry) =
            if kind == PartKind::OnlyQuery { (text, String::new()) } else { (String::new(), text) };
        ExplainedPart { query, entry, kind, similarity: Score::NOTHING, weight: token.extra }
    };
    parts.extend(alone(query, in_query).map(|it| lone(it, PartKind::OnlyQuery)));
    parts.extend(alone(entry, in_entry).map(|it| lone(it, PartKind::OnlyEntry)));
    parts
}
