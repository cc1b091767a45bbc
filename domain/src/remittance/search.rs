//! Finding a recipient in a list by what somebody remembers of them.

use crate::bank::iban;
use crate::latin::fold;

/// What can be looked for, prepared once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searchable {
    words: String,
    account: String,
}

impl Searchable {
    /// From the words that are shown (name, bank, country) and the account number, grouped or not.
    #[must_use]
    pub fn new(words: &[&str], account: &str) -> Self {
        let shown = words.join(" ");
        // Đ is Dj to some and D to others, who see the letter as a D with a stroke.
        let stroked = shown.replace('đ', "d").replace('Đ', "D");
        let mut words = fold(&shown);
        if stroked != shown {
            words.push(' ');
            words.push_str(&fold(&stroked));
        }
        Self { words, account: iban::compact(account) }
    }

    /// Every word of the query is somewhere in the words, in any order and without its accents; or the query as
    /// a whole is in the account number, such as its last digits. Nothing fits an empty query better: all match.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        let folded = fold(query);
        folded.split_whitespace().all(|word| self.words.contains(word))
            || self.account.contains(&iban::compact(query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        let milica = Searchable::new(
            &["Milica Jovanović", "Banka Poštanska štedionica", "Serbia"],
            "RS35 2600 0560 1001 6113 79",
        );
        for query in [
            "",
            "  ",
            "jovanovic",
            "JOVANOVIĆ",
            "jovanović mil",
            "postanska",
            "serb milica",
            "1379",
            "6113 79",
            "rs35 2600",
        ] {
            assert!(milica.matches(query), "{query:?}");
        }
        for query in ["jovanovich", "milica tyrkia", "1378", "pl"] {
            assert!(!milica.matches(query), "{query:?}");
        }
        let djordje = Searchable::new(&["Đorđe Hadžić"], "RS35260005601001611379");
        assert!(djordje.matches("djordje hadzic") && djordje.matches("dorde hadzic"));
    }
}
