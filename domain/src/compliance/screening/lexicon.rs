//! What is known of single words: particles, titles, forms of companies, given names. The words themselves are in
//! the text files of `words/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::sound::sound;
use super::split::{Word, words};

/// What a word of a name is, if it is not a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordClass {
    Link,
    Particle,
    Light,
    Title,
    Generic,
    Place,
    VesselPrefix,
}

/// What the form of a company says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormKind {
    Limited,
    Stock,
    /// Only that it is a company.
    Any,
    Partners,
    Public,
    State,
}

/// How two given names belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameBond {
    Same,
    Form,
    Different,
}

#[derive(Debug, Default)]
struct Lexicon {
    classes: HashMap<&'static str, Vec<WordClass>>,
    same: HashMap<&'static str, &'static str>,
    numbers: HashMap<&'static str, u32>,
    forms: HashMap<String, FormKind>,
    longest_form: usize,
    names: HashMap<&'static str, Vec<u16>>,
    sounds: HashMap<Vec<u8>, Option<Vec<u16>>>,
}

/// From this number on a group of names is one of forms, not of spellings.
const FORMS_FROM: u16 = 10_000;
/// And from here on one of family names.
const FAMILIES_FROM: u16 = 20_000;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    lexicon.read_words(include_str!("words/words.txt"));
    lexicon.read_forms(include_str!("words/forms.txt"));
    lexicon.read_names(include_str!("words/given_names.txt"), 0);
    lexicon.read_names(include_str!("words/family_names.txt"), FAMILIES_FROM);
    lexicon.hear_names();
    lexicon
});

/// The lines of a file of words that say something.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'))
}

impl Lexicon {
    fn read_words(&mut self, text: &'static str) {
        for (class, rest) in lines(text).filter_map(|it| it.split_once(':')) {
            let mut listed = rest.split_whitespace();
            let class = match class {
                "link" => WordClass::Link,
                "particle" => WordClass::Particle,
                "light" => WordClass::Light,
                "title" => WordClass::Title,
                "generic" => WordClass::Generic,
                "place" => WordClass::Place,
                "vessel" => WordClass::VesselPrefix,
                "same" => {
                    let kept = listed.next().unwrap_or("");
                    self.same.extend(listed.map(|it| (it, kept)));
                    continue;
                }
                _ => {
                    let number = listed.next().and_then(|it| it.parse().ok()).unwrap_or(0);
                    self.numbers.extend(listed.map(|it| (it, number)));
                    continue;
                }
            };
            for word in listed {
                self.classes.entry(word).or_default().push(class);
            }
        }
    }

    fn read_forms(&mut self, text: &'static str) {
        for (kind, rest) in lines(text).filter_map(|it| it.split_once(':')) {
            let kind = match kind {
                "limited" => FormKind::Limited,
                "stock" => FormKind::Stock,
                "any" => FormKind::Any,
                "partners" => FormKind::Partners,
                "public" => FormKind::Public,
                _ => FormKind::State,
            };
            for phrase in rest.split(',') {
                let words = undotted(words(phrase));
                self.longest_form = self.longest_form.max(words.len());
                self.forms.entry(join(&words)).or_insert(kind);
            }
        }
    }

    fn read_names(&mut self, text: &'static str, from: u16) {
        for (number, line) in (0_u16..).zip(lines(text)) {
            let (number, names) = match line.strip_prefix('~') {
                Some(names) => (number + FORMS_FROM, names),
                None => (number + from, line),
            };
            for name in names.split_whitespace() {
                let groups = self.names.entry(name).or_default();
                if !groups.contains(&number) {
                    groups.push(number);
                }
            }
        }
    }

    fn hear_names(&mut self) {
        for (name, groups) in &self.names {
            // A sound that belongs to two names tells nothing.
            let known = self.sounds.entry(sound(name)).or_insert_with(|| Some(groups.clone()));
            if known.as_ref().is_some_and(|it| !it.iter().any(|group| groups.contains(group))) {
                *known = None;
            } else if let Some(known) = known {
                known.extend(groups.iter().filter(|it| !known.contains(it)).copied().collect::<Vec<_>>());
            }
        }
    }
}

pub(super) fn is(word: &str, class: WordClass) -> bool {
    LEXICON.classes.get(word).is_some_and(|it| it.contains(&class))
}

/// The spelling that stands for all of one word's.
pub(super) fn canonical(word: &str) -> &str {
    LEXICON.same.get(word).copied().unwrap_or(word)
}

/// The number that a word says, in letters or digits.
pub(super) fn number(word: &str) -> Option<u32> {
    if word.bytes().all(|it| it.is_ascii_digit()) {
        word.parse().ok()
    } else {
        LEXICON.numbers.get(word).copied()
    }
}

/// The groups of given names that a word belongs to, by its letters or else by its sound.
/// Whether it was by its letters stands beside them.
pub(super) fn given_name(word: &str, sound: &[u8]) -> (Box<[u16]>, bool) {
    let by_sound = || LEXICON.sounds.get(sound).and_then(Option::as_ref);
    let listed = LEXICON.names.get(word);
    let groups = listed.or_else(by_sound).map(|it| it.clone().into_boxed_slice());
    (groups.unwrap_or_default(), listed.is_some())
}

/// Is one of the groups of a given name?
pub(super) fn is_given(groups: &[u16]) -> bool {
    groups.iter().any(|it| *it < FAMILIES_FROM)
}

/// What two words have to do with each other as given names. Nothing when one is not known as such.
pub(super) fn bond(a: &[u16], b: &[u16]) -> Option<NameBond> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut bond = NameBond::Different;
    for group in a.iter().filter(|it| b.contains(it)) {
        if !(FORMS_FROM..FAMILIES_FROM).contains(group) {
            return Some(NameBond::Same);
        }
        bond = NameBond::Form;
    }
    Some(bond)
}

/// The form of company that begins at the first of these words, and of how many words it is.
pub(super) fn form(words: &[Word]) -> Option<(usize, FormKind)> {
    (1..=LEXICON.longest_form.min(words.len())).rev().find_map(|length| {
        let kind = LEXICON.forms.get(&join(&words[..length]))?;
        Some((length, *kind))
    })
}

fn join(words: &[Word]) -> String {
    words.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// `d.o.o.` is `doo`, `A.B.C.` is `abc`.
pub(super) fn undotted(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut open = false;
    for word in words {
        let single = word.text.len() == 1;
        match joined.last_mut() {
            Some(last) if open && single && word.dotted => {
                last.text.push_str(&word.text);
                last.joined = true;
                last.single = false;
            }
            _ => {
                open = single;
                joined.push(word);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_companies_in_many_languages() {
        for (name, expected) in [
            ("d.o.o. Sarajevo", Some((1, FormKind::Limited))),
            ("Sp. z o.o.", Some((3, FormKind::Limited))),
            ("Общество с ограниченной ответственностью", Some((4, FormKind::Limited))),
            ("A.Ş.", Some((1, FormKind::Stock))),
            ("JOINT STOCK COMPANY", Some((3, FormKind::Stock))),
            ("Company", Some((1, FormKind::Any))),
            ("Petrović", None),
        ] {
            assert_eq!(form(&undotted(words(name))), expected, "{name}");
        }
    }

    #[test]
    fn given_names_are_known_by_letters_and_by_sound() {
        let groups = |name: &str| given_name(name, &sound(name)).0;
        for (a, b, expected) in [
            ("mohammed", "muhamad", Some(NameBond::Same)),
            ("mohammed", "mukhammad", Some(NameBond::Same)),
            ("hasan", "husein", Some(NameBond::Different)),
            ("william", "bill", Some(NameBond::Form)),
            ("william", "radivojska", None),
        ] {
            assert_eq!(bond(&groups(a), &groups(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn words_have_one_spelling() {
        assert_eq!(canonical("intl"), "international");
        assert_eq!(number("forty"), Some(40));
        assert_eq!(number("044"), Some(44));
        assert_eq!(number("99999999999999"), None);
        assert!(is("bin", WordClass::Particle));
    }
}
