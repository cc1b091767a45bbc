//! The distinct words of a list, in the order of their lengths, and which names have them.

use std::collections::HashMap;
use std::hash::Hash;

use super::edit::Pattern;
use super::sound::{Marks, Reach};

/// Longer sounds stand with those of this length.
const LONGEST: usize = 32;

/// A sound, or consonants, in one place; what follows these letters is looked at later.
type Start = [u8; 12];

/// Numbers of words in the order of the lengths of their sounds, or of their consonants. All that a first look needs
/// lies side by side, apart from the words: looking through a whole list is fast.
#[derive(Debug)]
pub(super) struct ByLength {
    words: Vec<u32>,
    marks: Vec<Marks>,
    sounds: Vec<(u8, Start)>,
    /// Where each length begins.
    starts: Vec<usize>,
}

impl ByLength {
    /// From the words' numbers and sounds.
    pub(super) fn new<'a>(words: impl Iterator<Item = (u32, &'a [u8])>) -> Self {
        let mut sorted: Vec<_> = words.collect();
        let length = |sound: &[u8]| sound.len().min(LONGEST);
        sorted.sort_by_key(|it| length(it.1));
        let starts = (0..=LONGEST + 1).map(|least| sorted.partition_point(|it| length(it.1) < least));
        Self {
            starts: starts.collect(),
            words: sorted.iter().map(|it| it.0).collect(),
            marks: sorted.iter().map(|it| Marks::of(it.1)).collect(),
            sounds: sorted.iter().map(|it| start(it.1)).collect(),
        }
    }

    /// The words within reach of a sound.
    pub(super) fn near(&self, sound: &[u8], reach: Reach) -> impl Iterator<Item = usize> {
        let length = sound.len().min(LONGEST);
        let least = self.starts[length.saturating_sub(reach.shift)];
        let range = least..self.starts[(length + reach.shift).min(LONGEST) + 1];
        let (marks, pattern) = (Marks::of(sound), Pattern::of(sound));
        self.marks[range.clone()]
            .iter()
            .zip(&self.sounds[range.clone()])
            .zip(&self.words[range])
            .filter(move |((it, (length, other)), _)| {
                // A word that is longer than what is here of it gets the benefit of the doubt.
                it.within(marks, reach)
                    && other.get(..usize::from(*length)).is_none_or(|it| pattern.apart(it) <= reach.changes)
            })
            .map(|(_, word)| *word as usize)
    }
}

fn start(sound: &[u8]) -> (u8, Start) {
    let mut start = Start::default();
    let length = sound.len().min(start.len());
    start[..length].copy_from_slice(&sound[..length]);
    (u8::try_from(sound.len()).unwrap_or(u8::MAX), start)
}

/// Words with something of their own (`W`), each with the names that have it.
#[derive(Debug)]
pub(super) struct Vocabulary<W> {
    pub(super) words: Vec<W>,
    /// The names that have each word, in one piece, and where each word's begin.
    names: Vec<u32>,
    begins: Vec<usize>,
}

impl<W> Vocabulary<W> {
    /// The names that have a word.
    pub(super) fn names(&self, word: usize) -> &[u32] {
        &self.names[self.begins[word]..self.begins[word + 1]]
    }
}

/// Words that are being collected.
pub(super) struct Collected<K, W> {
    known: HashMap<K, usize>,
    words: Vec<(W, Vec<u32>)>,
}

impl<K: Hash + Eq, W> Collected<K, W> {
    pub(super) fn new() -> Self {
        Self { known: HashMap::new(), words: vec![] }
    }

    /// Notes that a name has a word. `make` is called for a new word only.
    pub(super) fn note(&mut self, key: K, name: u32, make: impl FnOnce() -> W) {
        let at = *self.known.entry(key).or_insert(self.words.len());
        if at == self.words.len() {
            self.words.push((make(), vec![]));
        }
        let names = &mut self.words[at].1;
        if names.last() != Some(&name) {
            names.push(name);
        }
    }

    pub(super) fn finish(self) -> Vocabulary<W> {
        let mut done =
            Vocabulary { words: Vec::with_capacity(self.words.len()), names: vec![], begins: vec![] };
        for (word, names) in self.words {
            done.begins.push(done.names.len());
            done.words.push(word);
            done.names.extend(names);
        }
        done.begins.push(done.names.len());
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_length_and_letters() {
        let mut collected = Collected::new();
        for (name, word) in [(1, "putin"), (2, "putin"), (2, "putin"), (3, "smith"), (4, "ivanovich")] {
            collected.note(word, name, || word);
        }
        let words = collected.finish();
        let lengths = ByLength::new((0..).zip(words.words.iter().map(|it| it.as_bytes())));
        let reach = Reach { shift: 1, letters: 2, pairs: 6, changes: 1 };
        let near = |word: &str| -> Vec<&str> {
            lengths.near(word.as_bytes(), reach).map(|it| words.words[it]).collect()
        };
        assert_eq!(near("putin"), ["putin"]);
        assert_eq!(near("putim"), ["putin"]);
        assert_eq!(near("ivanovic"), ["ivanovich"]);
        assert!(near("x".repeat(99).as_str()).is_empty());
        let putin = lengths.near(b"putin", reach).next().unwrap();
        assert_eq!(words.names(putin), [1, 2]);
    }
}
