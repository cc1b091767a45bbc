//! What the words of a query find in the names of a list, added up.

/// What each name of the list has been found to share with the query, in hundredths of ten-thousandths.
pub(super) struct Tally {
    found: Vec<u32>,
    /// The names of the list that have been found to share something.
    touched: Vec<u32>,
    /// What the present word of the query has given each name, and which word that was: only its best counts.
    word: Vec<(u32, u32)>,
    round: u32,
}

impl Tally {
    /// For a list of so many names.
    pub(super) fn of(names: usize) -> Self {
        Self { found: vec![0; names], touched: vec![], word: vec![(0, 0); names], round: 0 }
    }

    /// From here on it is another word of the query.
    pub(super) fn next_word(&mut self) {
        self.round += 1;
    }

    /// What has been found, by name; then nothing has been.
    pub(super) fn take(&mut self) -> Vec<(usize, u32)> {
        let touched = std::mem::take(&mut self.touched);
        touched.into_iter().map(|at| (at as usize, std::mem::take(&mut self.found[at as usize]))).collect()
    }

    pub(super) fn add(&mut self, names: &[u32], weight: u16, similarity: u16) {
        let worth = u32::from(weight) * u32::from(similarity) / 10_000;
        for &at in names {
            let name = at as usize;
            let (round, given) = self.word[name];
            let given = if round == self.round { given } else { 0 };
            if worth > given {
                if self.found[name] == 0 {
                    self.touched.push(at);
                }
                self.found[name] += worth - given;
                self.word[name] = (self.round, worth);
            }
        }
    }
}

/// A score that two names with these weights can hardly exceed, in hundredths.
pub(super) fn promise(worth: u32, query: u32, entry: u32) -> u32 {
    let (less, more) = (query.min(entry), query.max(entry));
    let clash = less.saturating_sub(worth);
    let extra = (more - less) / 10;
    100 * worth / (worth + clash * 5 / 4 + extra).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_best_of_each_word_counts() {
        let mut tally = Tally::of(3);
        tally.next_word();
        tally.add(&[0, 2], 100, 9_000);
        tally.add(&[2], 100, 10_000);
        tally.next_word();
        tally.add(&[2], 50, 10_000);
        assert_eq!(tally.take(), [(0, 90), (2, 150)]);
        assert!(tally.take().is_empty());
    }

    #[test]
    fn contradictions_promise_little() {
        assert_eq!(promise(200, 200, 200), 100);
        assert!(promise(100, 200, 200) < 60);
        assert!(promise(100, 100, 400) > 60);
    }
}
