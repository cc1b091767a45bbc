//! The distinct words of a list, in the order of their lengths, and which names have them.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Longer sounds stand with those of this length.
const LONGEST: usize = 32;

/// Words with something of their own (`W`), each with the names that have it.
#[derive(Debug)]
pub(super) struct Vocabulary<W> {
    pub(super) words: Vec<W>,
    /// The letters of each word's sound, one bit each: apart from the words, so that looking through all is fast.
    letters: Vec<u32>,
    /// Where the words of each length begin.
    starts: Vec<usize>,
    /// The names that have each word, in one piece, and where each word's begin.
    names: Vec<u32>,
    begins: Vec<u32>,
}

/// Words that are being collected.
pub(super) struct Collected<K, W> {
    known: HashMap<K, usize>,
    words: Vec<(W, u32, usize, Vec<u32>)>,
}

impl<K: Hash + Eq, W> Collected<K, W> {
    pub(super) fn new() -> Self {
        Self { known: HashMap::new(), words: vec![] }
    }

    /// Notes that a name has a word. `make` is called for a new word only.
    pub(super) fn note(&mut self, key: K, name: u32, letters: u32, length: usize, make: impl FnOnce() -> W) {
        let at = *self.known.entry(key).or_insert(self.words.len());
        if at == self.words.len() {
            self.words.push((make(), letters, length.min(LONGEST), vec![]));
        }
        let names = &mut self.words[at].3;
        if names.last() != Some(&name) {
            names.push(name);
        }
    }

    pub(super) fn finish(mut self) -> Vocabulary<W> {
        self.words.sort_by_key(|it| it.2);
        let starts = (0..=LONGEST + 1).map(|length| self.words.partition_point(|it| it.2 < length)).collect();
        let mut done = Vocabulary {
            words: Vec::with_capacity(self.words.len()),
            letters: Vec::with_capacity(self.words.len()),
            starts,
            names: vec![],
            begins: Vec::with_capacity(self.words.len() + 1),
        };
        for (word, letters, _, names) in self.words {
            done.begins.push(u32::try_from(done.names.len()).unwrap_or(u32::MAX));
            done.words.push(word);
            done.letters.push(letters);
            done.names.extend(names);
        }
        done.begins.push(u32::try_from(done.names.len()).unwrap_or(u32::MAX));
        done
    }
}

impl<W> Vocabulary<W> {
    /// The words whose sound may be near one of this length and with these letters.
    pub(super) fn near(
        &self,
        length: usize,
        letters: u32,
        shift: usize,
        other: u32,
    ) -> impl Iterator<Item = usize> {
        let range = self.lengths(length, shift);
        let start = range.start;
        self.letters[range]
            .iter()
            .enumerate()
            .filter(move |(_, it)| (*it ^ letters).count_ones() <= other)
            .map(move |(at, _)| start + at)
    }

    fn lengths(&self, length: usize, shift: usize) -> Range<usize> {
        let length = length.min(LONGEST);
        let least = length.saturating_sub(shift);
        let most = (length + shift).min(LONGEST);
        self.starts[least]..self.starts[most + 1]
    }

    /// The names that have a word.
    pub(super) fn names(&self, word: usize) -> &[u32] {
        &self.names[self.begins[word] as usize..self.begins[word + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::letters;
    use super::*;

    #[test]
    fn words_are_found_by_length_and_letters() {
        let mut collected = Collected::new();
        for (name, word) in [(1, "putin"), (2, "putin"), (2, "putin"), (3, "smith"), (4, "ivanovich")] {
            collected.note(word, name, letters(word.as_bytes()), word.len(), || word);
        }
        let words = collected.finish();
        let near = |word: &str| -> Vec<&str> {
            words.near(word.len(), letters(word.as_bytes()), 1, 2).map(|it| words.words[it]).collect()
        };
        assert_eq!(near("putin"), ["putin"]);
        assert_eq!(near("putim"), ["putin"]);
        assert_eq!(near("ivanovic"), ["ivanovich"]);
        assert!(near("x".repeat(99).as_str()).is_empty());
        let putin = words.near(5, letters(b"putin"), 0, 0).next().unwrap();
        assert_eq!(words.names(putin), [1, 2]);
    }
}
