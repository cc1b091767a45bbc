//! Which entries of a list are worth comparing with a name: a few hundred of tens of thousands.
//!
//! Every distinct word of the list is held against every word of the query by the scorer's own rule, so that no
//! entry is missed for a typing error at an unlucky place. An entry is a candidate when the words found could
//! carry its score over the line.

use std::collections::HashMap;

use super::align::are_joined;
use super::prepare::{Prepared, PreparedName};
use super::similar::{BONES, reach, similar};
use super::sound::outline;
use super::tally::{Tally, promise};
use super::token::{Role, Token};
use super::vocabulary::{ByLength, Collected, Vocabulary};

/// An inverted index of prepared profiles, by the caller's own keys.
#[derive(Debug)]
pub struct Index {
    names: Vec<Listed>,
    words: Vocabulary<Token>,
    joined: Vocabulary<Box<[u8]>>,
    /// Words by the given names that they are forms of.
    given: HashMap<u16, Vec<u32>>,
    /// Words by their sounds.
    sounds: ByLength,
    /// Words, and neighbouring words written together, by their outlines.
    outlines: HashMap<Vec<u8>, Vec<u32>>,
    joined_outlines: HashMap<Vec<u8>, Vec<u32>>,
    /// Words by their consonants, and those of scripts without short vowels.
    bones: ByLength,
    abjad: ByLength,
    /// Words by their letters, for their rarity.
    texts: HashMap<Box<str>, u32>,
    /// Names by the first letters of their words.
    initials: HashMap<Box<str>, Vec<u32>>,
    /// Words in capitals that may be such letters.
    capitals: HashMap<Box<str>, u32>,
}

/// What a letter that stands for a name is worth at most.
const INITIAL: u32 = 50;

/// One name of the list.
#[derive(Debug)]
struct Listed {
    /// The entry that has it.
    key: usize,
    /// What its words weigh.
    total: u32,
    initials: u32,
}

/// Entries whose score could not reach this, in hundredths, are left out.
const PROMISING: u32 = 60;

impl Index {
    /// Builds the index. Keys may be any numbers; those of a slice's elements are the natural ones.
    pub fn build<'a>(entries: impl Iterator<Item = (usize, &'a Prepared)>) -> Self {
        let mut names = vec![];
        let mut words = Collected::new();
        let mut joined = Collected::new();
        let mut initials: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (key, entry) in entries {
            for name in &entry.names {
                let at = u32::try_from(names.len()).unwrap_or(u32::MAX);
                names.push(Listed { key, total: total(name), initials: initials_of(name) });
                for it in &name.tokens {
                    let same = (it.text.clone(), it.native.clone(), it.abjad, it.role == Role::Place);
                    words.note(same, at, || it.clone());
                }
                for it in &name.joined {
                    joined.note(it.sound.clone(), at, || it.sound.clone());
                }
                if name.tokens.len() >= 2 {
                    initials.entry(first_letters(name)).or_default().push(at);
                }
            }
        }
        Self::finish(names, words.finish(), joined.finish(), initials)
    }

    fn finish(
        names: Vec<Listed>,
        words: Vocabulary<Token>,
        joined: Vocabulary<Box<[u8]>>,
        initials: HashMap<Box<str>, Vec<u32>>,
    ) -> Self {
        let bones = |only_abjad: bool| {
            let numbered = (0_u32..).zip(&words.words).filter(|it| it.1.abjad || !only_abjad);
            ByLength::new(numbered.map(|(at, it)| (at, &*it.bones)))
        };
        let mut index = Self {
            sounds: ByLength::new((0_u32..).zip(words.words.iter().map(|it| &*it.sound))),
            outlines: by_outline(words.words.iter().map(|it| &it.sound)),
            joined_outlines: by_outline(joined.words.iter()),
            bones: bones(false),
            abjad: bones(true),
            names,
            words,
            joined,
            given: HashMap::new(),
            texts: HashMap::new(),
            initials,
            capitals: HashMap::new(),
        };
        for (at, word) in (0_u32..).zip(&index.words.words) {
            for group in &word.names {
                index.given.entry(*group).or_default().push(at);
            }
            index.texts.entry(word.text.clone()).or_insert(at);
            if word.capitals && (2..=6).contains(&word.text.len()) {
                index.capitals.entry(word.text.clone()).or_insert(at);
            }
        }
        index
    }

    /// The keys of the entries that may match, the most promising first, at most `limit`.
    #[must_use]
    pub fn candidates(&self, query: &Prepared, limit: usize) -> Vec<usize> {
        let mut best: HashMap<usize, u32> = HashMap::new();
        let mut tally = Tally::of(self.names.len());
        for name in &query.names {
            self.hold_against(name, &mut tally);
            let (whole, initials) = (total(name), initials_of(name));
            for (at, worth) in tally.take() {
                let listed = &self.names[at];
                // Whatever an initial stands for.
                let worth = worth + INITIAL * (initials + listed.initials);
                let promise = promise(worth, whole, listed.total);
                if promise >= PROMISING {
                    let known = best.entry(listed.key).or_default();
                    *known = promise.max(*known);
                }
            }
        }
        let mut found: Vec<_> = best.into_iter().collect();
        found.sort_unstable_by_key(|&(key, promise)| (std::cmp::Reverse(promise), key));
        found.into_iter().take(limit).map(|it| it.0).collect()
    }

    /// Adds to each name of the list what the words of the query find in it.
    fn hold_against(&self, name: &PreparedName, tally: &mut Tally) {
        for token in &name.tokens {
            tally.next_word();
            for word in self.sounds.near(&token.sound, reach(token.sound.len() + 2)) {
                self.compare(token, word, tally);
            }
            for word in token.names.iter().filter_map(|it| self.given.get(it)).flatten() {
                self.compare(token, *word as usize, tally);
            }
            let by_bones = if token.abjad { &self.bones } else { &self.abjad };
            for word in by_bones.near(&token.bones, BONES) {
                self.compare(token, word, tally);
            }
            let joined = self.joined_outlines.get(&outline(&token.sound)).into_iter().flatten();
            for at in
                joined.map(|at| *at as usize).filter(|at| are_joined(&token.sound, &self.joined.words[*at]))
            {
                tally.add(self.joined.names(at), token.weight * 2, 10_000);
            }
            if token.capitals && token.text.len() >= 2 {
                tally.add(self.initials.get(&token.text).map_or(&[], Vec::as_slice), 200, 10_000);
            }
        }
        for it in &name.joined {
            tally.next_word();
            let words = self.outlines.get(&outline(&it.sound)).into_iter().flatten();
            for word in
                words.map(|at| *at as usize).filter(|at| are_joined(&it.sound, &self.words.words[*at].sound))
            {
                tally.add(self.words.names(word), 200, 10_000);
            }
        }
        tally.next_word();
        if let Some(word) = self.capitals.get(&first_letters(name)) {
            tally.add(self.words.names(*word as usize), 200, 10_000);
        }
    }

    fn compare(&self, token: &Token, word: usize, tally: &mut Tally) {
        let other = &self.words.words[word];
        if let Some((similarity, _)) = similar(token, other) {
            tally.add(self.words.names(word), token.weight.max(other.weight), similarity);
        }
    }

    /// How rare the name parts are that both profiles have: the greater, the rarer. For [`super::Match::rank`].
    #[must_use]
    pub fn rarity(&self, query: &Prepared, entry: &Prepared) -> u32 {
        let theirs: Vec<_> = entry.names.iter().flat_map(|it| &it.tokens).map(|it| &it.text).collect();
        let mut shared: Vec<_> = query.names.iter().flat_map(|it| &it.tokens).map(|it| &it.text).collect();
        shared.retain(|it| theirs.contains(it));
        shared.sort_unstable();
        shared.dedup();
        let count = |it: &str| self.texts.get(it).map_or(1, |word| self.words.names(*word as usize).len());
        shared.into_iter().map(|it| 20 - count(it).max(1).ilog2().min(20)).sum()
    }
}

fn by_outline<'a>(sounds: impl Iterator<Item = &'a Box<[u8]>>) -> HashMap<Vec<u8>, Vec<u32>> {
    let mut outlines: HashMap<Vec<u8>, Vec<u32>> = HashMap::new();
    for (at, sound) in (0_u32..).zip(sounds).filter(|it| it.1.len() >= 4) {
        outlines.entry(outline(sound)).or_default().push(at);
    }
    outlines
}

/// The letters alone in a name.
fn initials_of(name: &PreparedName) -> u32 {
    name.tokens.iter().map(|it| u32::from(it.role == Role::Initial)).sum()
}

/// What the words of a name weigh together.
fn total(name: &PreparedName) -> u32 {
    name.tokens.iter().filter(|it| it.role != Role::Light).map(|it| u32::from(it.weight)).sum()
}

fn first_letters(name: &PreparedName) -> Box<str> {
    name.tokens.iter().filter_map(|it| it.text.chars().next()).collect::<String>().into_boxed_str()
}

#[cfg(test)]
mod tests {
    use super::super::profile::{Profile, Schema};
    use super::super::{prepare, quick_score};
    use super::*;

    fn list() -> Vec<Prepared> {
        [
            "Vladimir Petrović",
            "Zoran Marković",
            "Abd al-Rahman Hassan",
            "People's Liberation Army",
            "Ana Anić",
        ]
        .iter()
        .map(|it| prepare(&Profile::named(Schema::Other, it)))
        .collect()
    }

    #[test]
    fn candidates_are_found_by_sound_joined_words_and_letters() {
        let list = list();
        let index = Index::build(list.iter().enumerate());
        for (name, expected) in [
            ("Владимир Петровић", 0),
            ("Wladimir Petrovich", 0),
            ("VladimirPetrovic", 0),
            ("Marcovic Zoran", 1),
            ("Abdulrahman Hasan", 2),
            ("عبد الرحمن حسن", 2),
            ("PLA", 3),
        ] {
            let query = prepare(&Profile::named(Schema::Other, name));
            assert_eq!(index.candidates(&query, 9).first(), Some(&expected), "{name}");
        }
        let nobody = prepare(&Profile::named(Schema::Person, "Kari Nordmann"));
        assert_eq!(index.candidates(&nobody, 9), Vec::<usize>::new());
        assert!(index.candidates(&prepare(&Profile::named(Schema::Person, "")), 9).is_empty());
    }

    #[test]
    fn a_rare_name_says_more_than_a_common_one() {
        let list: Vec<_> = ["Ali Khan", "Ali Rahmani", "Ali Qureshi", "Zoran Qureshi"]
            .iter()
            .map(|it| prepare(&Profile::named(Schema::Person, it)))
            .collect();
        let index = Index::build(list.iter().enumerate());
        let query = prepare(&Profile::named(Schema::Person, "Ali Zoran"));
        assert!(index.rarity(&query, &list[3]) > index.rarity(&query, &list[0]));
        assert_eq!(quick_score(&list[0], &list[0]).value(), 10_000);
    }
}
