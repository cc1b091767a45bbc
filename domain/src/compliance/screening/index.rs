//! Which entries of a list are worth comparing with a name: a few hundred of tens of thousands.

use std::collections::HashMap;

use super::prepare::Prepared;

/// An inverted index of prepared profiles, by the caller's own keys.
#[derive(Debug, Default)]
pub struct Index {
    tokens: HashMap<String, Vec<usize>>,
}

impl Index {
    /// Builds the index. Keys may be any numbers; those of a slice's elements are the natural ones.
    pub fn build<'a>(entries: impl Iterator<Item = (usize, &'a Prepared)>) -> Self {
        let mut index = Self::default();
        for (key, entry) in entries {
            for token in entry.names.iter().flat_map(|it| &it.tokens) {
                let keys = index.tokens.entry(token.text.clone()).or_default();
                if keys.last() != Some(&key) {
                    keys.push(key);
                }
            }
        }
        index
    }

    /// The keys of the entries that may match, the most promising first, at most `limit`.
    #[must_use]
    pub fn candidates(&self, query: &Prepared, limit: usize) -> Vec<usize> {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for token in query.names.iter().flat_map(|it| &it.tokens) {
            for key in self.tokens.get(&token.text).into_iter().flatten() {
                *counts.entry(*key).or_default() += 1;
            }
        }
        let mut found: Vec<_> = counts.into_iter().collect();
        found.sort_unstable_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
        found.into_iter().take(limit).map(|it| it.0).collect()
    }

    /// How rare the name parts are that both profiles have: the greater, the rarer. For [`super::Match::rank`].
    #[must_use]
    pub fn rarity(&self, query: &Prepared, entry: &Prepared) -> u32 {
        let theirs: Vec<_> = entry.names.iter().flat_map(|it| &it.tokens).map(|it| &it.text).collect();
        let shared = query.names.iter().flat_map(|it| &it.tokens).filter(|it| theirs.contains(&&it.text));
        shared
            .map(|it| self.tokens.get(&it.text).map_or(0, |keys| 20 - keys.len().max(1).ilog2().min(20)))
            .sum()
    }
}
