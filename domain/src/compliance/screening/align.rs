//! Which words of two names belong together, so that as much as possible of both is explained.

use super::edit::distance;
use super::explain::PartKind;
use super::prepare::PreparedName;
use super::similar::similar;
use super::sound::Reach;
use super::token::{Role, Token};

/// Some words of the one name and some of the other that say the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairing {
    /// Bits of the tokens of each side.
    pub(super) query: u32,
    pub(super) entry: u32,
    /// Ten-thousandths.
    pub(super) similarity: u16,
    pub(super) kind: PartKind,
    /// What both sides' words count on average, in hundredths.
    pub(super) weight: u16,
}

impl Pairing {
    fn value(&self) -> u32 {
        u32::from(self.similarity) * u32::from(self.weight)
    }
}

/// A word written together with its neighbour, or a letter for each of several words.
const JOINED: u16 = 9_500;
const LETTERS: u16 = 8_500;
/// How far apart words written together may be, in tenths of an edit: letters that are easily confused, one more or
/// less that comes and goes (see [`super::sound::outline`]).
const MOST_JOINED: u16 = 7;
/// From here on a word needs no other explanation.
const SURE: u16 = 9_000;
/// How many choices are tried before the best so far is taken.
const PATIENCE: u32 = 400;
/// With more pairings than these, as between names that say one word again and again, choices are not weighed.
const MOST_WEIGHED: usize = 64;

/// The pairings that explain most of both names; no word is in two of them.
pub(super) fn align(query: &PreparedName, entry: &PreparedName) -> Vec<Pairing> {
    let mut found = vec![];
    let (mut sure_query, mut sure_entry) = (0_u32, 0_u32);
    for (i, a) in query.tokens.iter().enumerate() {
        for (j, b) in entry.tokens.iter().enumerate() {
            let Some((similarity, kind)) = similar(a, b) else { continue };
            if similarity >= SURE {
                sure_query |= 1 << i;
                sure_entry |= 1 << j;
            }
            found.push(Pairing {
                query: 1 << i,
                entry: 1 << j,
                similarity,
                kind,
                weight: (weight(a, kind) + weight(b, kind)) / 2,
            });
        }
    }
    let open = |name: &PreparedName, sure: u32| sure.count_ones() as usize != name.tokens.len();
    if open(query, sure_query) || open(entry, sure_entry) {
        written_together(query, entry, (sure_query, sure_entry), &mut found, false);
        written_together(entry, query, (sure_entry, sure_query), &mut found, true);
        letters_for_words(query, entry, (sure_query, sure_entry), &mut found, false);
        letters_for_words(entry, query, (sure_entry, sure_query), &mut found, true);
    }
    choose(found)
}

/// An initial counts as little when it stands for a name as when it stands alone.
const fn weight(token: &Token, kind: PartKind) -> u16 {
    match kind {
        PartKind::Initial => 50,
        _ => token.weight,
    }
}

/// How far words written together may be from one word: see [`super::similar::reach`].
const fn joined_reach(length: usize) -> Reach {
    match length {
        0..4 => Reach { shift: 0, letters: 0, pairs: 0, changes: 0 },
        4..10 => Reach { shift: 1, letters: 2, pairs: 6, changes: 2 },
        _ => Reach { shift: 2, letters: 3, pairs: 8, changes: 2 },
    }
}

/// May the one be the other written together?
pub(super) fn are_joined(word: &[u8], joined: &[u8]) -> bool {
    joined_distance(word, joined).is_some()
}

fn joined_distance(word: &[u8], joined: &[u8]) -> Option<u16> {
    distance(word, joined, MOST_JOINED).filter(|_| word.len() >= 4)
}

/// One word of `one` against several of `other`.
fn written_together(
    one: &PreparedName,
    other: &PreparedName,
    sure: (u32, u32),
    found: &mut Vec<Pairing>,
    turned: bool,
) {
    for joined in other.joined.iter().filter(|it| it.tokens & sure.1 == 0 || it.tokens.count_ones() > 2) {
        for (i, word) in one.tokens.iter().enumerate().filter(|(i, _)| sure.0 & (1 << i) == 0) {
            let reach = joined_reach(word.sound.len());
            let shift = word.sound.len().abs_diff(joined.sound.len());
            if shift > reach.shift || !word.marks.within(joined.marks, reach) {
                continue;
            }
            let Some(off) = joined_distance(&word.sound, &joined.sound) else { continue };
            let parts = bits(joined.tokens).map(|at| other.tokens[at].weight).sum::<u16>();
            let (query, entry) = turn(1 << i, joined.tokens, turned);
            found.push(Pairing {
                query,
                entry,
                similarity: JOINED - 100 * off,
                kind: PartKind::Joined,
                // Two words explained are two words' worth.
                weight: parts.max(word.weight),
            });
        }
    }
}

/// `JC` for Jean-Claude, `PLA` for People's Liberation Army.
fn letters_for_words(
    one: &PreparedName,
    other: &PreparedName,
    sure: (u32, u32),
    found: &mut Vec<Pairing>,
    turned: bool,
) {
    for (i, word) in one.tokens.iter().enumerate() {
        let length = word.text.len();
        let plausible = word.capitals && sure.0 & (1 << i) == 0 && word.native.is_none();
        if !plausible || length < if one.organisation { 3 } else { 2 } || length > 6 {
            continue;
        }
        for start in 0..(other.tokens.len() + 1).saturating_sub(length) {
            let words = &other.tokens[start..start + length];
            let whole = length == other.tokens.len() || !one.organisation;
            let spelt =
                words.iter().zip(word.text.bytes()).all(|(it, c)| it.text.as_bytes().first() == Some(&c));
            let free = (start..start + length).all(|at| sure.1 & (1 << at) == 0);
            if whole && spelt && free && words.iter().all(|it| it.text.len() > 1) {
                let mask = ((1_u32 << length) - 1) << start;
                let (query, entry) = turn(1 << i, mask, turned);
                let weight = words.iter().map(|it| it.weight).sum::<u16>().min(200);
                found.push(Pairing { query, entry, similarity: LETTERS, kind: PartKind::Initial, weight });
            }
        }
    }
}

const fn turn(one: u32, other: u32, turned: bool) -> (u32, u32) {
    if turned { (other, one) } else { (one, other) }
}

/// The places of the bits that are set.
pub(super) fn bits(mask: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |at| mask & (1 << at) != 0)
}

/// The choice of pairings without common words whose value is greatest.
fn choose(mut found: Vec<Pairing>) -> Vec<Pairing> {
    if found.len() > 1 {
        found.sort_by_key(|it| std::cmp::Reverse((it.value(), std::cmp::Reverse((it.query, it.entry)))));
    }
    let clashes = |a: &Pairing, b: &Pairing| a.query & b.query != 0 || a.entry & b.entry != 0;
    let conflict = found.iter().enumerate().any(|(at, a)| found[at + 1..].iter().any(|b| clashes(a, b)));
    if !conflict {
        return found;
    }
    if found.len() > MOST_WEIGHED {
        return one_after_the_other(&found);
    }
    let mut search = Search { found: &found, best: (0, 0), left: PATIENCE };
    search.go(0, 0, 0, (0, 0));
    let chosen = search.best.1;
    found.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|it| *it.1).collect()
}

/// The most valuable first, and then what still fits.
fn one_after_the_other(found: &[Pairing]) -> Vec<Pairing> {
    let (mut query, mut entry) = (0, 0);
    let mut chosen = vec![];
    for it in found {
        if it.query & query == 0 && it.entry & entry == 0 {
            query |= it.query;
            entry |= it.entry;
            chosen.push(*it);
        }
    }
    chosen
}

struct Search<'a> {
    found: &'a [Pairing],
    /// The value and which pairings it is of.
    best: (u32, u64),
    left: u32,
}

impl Search<'_> {
    /// Takes or leaves the pairing at `at`; the first way down takes the most valuable each time.
    fn go(&mut self, at: usize, value: u32, chosen: u64, used: (u32, u32)) {
        if value > self.best.0 {
            self.best = (value, chosen);
        }
        let Some(it) = self.found.get(at).filter(|_| self.left > 0) else { return };
        self.left -= 1;
        let open: u32 = self.found[at..]
            .iter()
            .filter(|it| it.query & used.0 == 0 && it.entry & used.1 == 0)
            .map(Pairing::value)
            .fold(0, u32::saturating_add);
        if value.saturating_add(open) <= self.best.0 {
            return;
        }
        if it.query & used.0 == 0 && it.entry & used.1 == 0 {
            self.go(at + 1, value + it.value(), chosen | 1 << at, (used.0 | it.query, used.1 | it.entry));
        }
        self.go(at + 1, value, chosen, used);
    }
}

/// The words that are in no pairing.
pub(super) fn alone(name: &PreparedName, explained: u32) -> impl Iterator<Item = &Token> {
    name.tokens.iter().enumerate().filter(move |(at, _)| explained & (1 << at) == 0).map(|it| it.1)
}

/// Has the side a number that the other has not? The first of a series may go without.
pub(super) fn number_alone(name: &PreparedName, explained: u32) -> bool {
    alone(name, explained).any(|it| it.role == Role::Number && &*it.text != "1")
}
