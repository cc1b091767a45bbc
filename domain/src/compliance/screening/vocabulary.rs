//! The distinct words of a list, in the order of their lengths, and which names have them.

use std::collections::HashMap;
use std::hash::Hash;

use super::sound::{Marks, Reach};

/// Longer sounds stand with those of this length.
const LONGEST: usize = 32;

/// Numbers of words in the order of the lengths of something that they have, with its letters.
#[derive(Debug)]
pub(super) struct ByLength {
    words: Vec<u32>,
    /// Apart from the words, so that looking through all is fast.
    marks: Vec<Marks>,
    /// Where each length begins.
    starts: Vec<usize>,
}

impl ByLength {
    /// From the words' numbers, marks and lengths.
    pub(super) fn new(words: impl Iterator<Item = (u32, Marks, usize)>) -> Self {
        let mut sorted: Vec<_> = words.map(|it| (it.2.min(LONGEST), it.0, it.1)).collect();
        sorted.sort_unstable();
        Self {
            starts: (0..=LONGEST + 1).map(|length| sorted.partition_point(|it| it.0 < length)).collect(),
            words: sorted.iter().map(|it| it.1).collect(),
            marks: sorted.iter().map(|it| it.2).collect(),
        }
    }

    /// The words that are within reach of a word with this length and these marks.
    pub(super) fn near(&self, length: usize, marks: Marks, reach: Reach) -> impl Iterator<Item = usize> {
        let length = length.min(LONGEST);
        let least = self.starts[length.saturating_sub(reach.shift)];
        let range = least..self.starts[(length + reach.shift).min(LONGEST) + 1];
        self.marks[range.clone()]
            .iter()
            .zip(&self.words[range])
            .filter(move |(it, _)| it.within(marks, reach))
            .map(|(_, word)| *word as usize)
    }
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
        let lengths =
            ByLength::new((0..).zip(&words.words).map(|(at, it)| (at, Marks::of(it.as_bytes()), it.len())));
        let near = |word: &str| -> Vec<&str> {
            lengths
                .near(word.len(), Marks::of(word.as_bytes()), Reach { shift: 1, letters: 2, pairs: 6 })
                .map(|it| words.words[it])
                .collect()
        };
        assert_eq!(near("putin"), ["putin"]);
        assert_eq!(near("putim"), ["putin"]);
        assert_eq!(near("ivanovic"), ["ivanovich"]);
        assert!(near("x".repeat(99).as_str()).is_empty());
        let putin =
            lengths.near(5, Marks::of(b"putin"), Reach { shift: 0, letters: 0, pairs: 0 }).next().unwrap();
        assert_eq!(words.names(putin), [1, 2]);
    }
}
