//! One word of a name, and what it counts.

use super::lexicon::{self, WordClass};
use super::romanise::Script;
use super::sound::Marks;
use super::split::Word;

/// One word of a prepared name.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) text: Box<str>,
    pub(super) sound: Box<[u8]>,
    /// The consonants of the sound.
    pub(super) bones: Box<[u8]>,
    /// Of the sound.
    pub(super) marks: Marks,
    /// The signs, where a sign is a syllable.
    pub(super) native: Option<Box<str>>,
    /// From a script without short vowels.
    pub(super) abjad: bool,
    /// Written in capitals.
    pub(super) capitals: bool,
    /// After `bin`: the name of a father.
    pub(super) son_of: bool,
    /// Of the name of an organisation.
    pub(super) organisation: bool,
    /// The groups of given names that it belongs to.
    pub(super) names: Box<[u16]>,
    /// It stands in the list of given names with these letters, and not only with this sound.
    pub(super) listed: bool,
    pub(super) role: Role,
    /// What it counts when it has a counterpart, in hundredths.
    pub(super) weight: u16,
    /// What it costs when only one side has it, in hundredths.
    pub(super) extra: u16,
}

/// What a word is in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A name of its own.
    Name,
    /// A father's name in the Russian manner.
    Patronymic,
    /// A letter that stands for a name.
    Initial,
    /// A word that many names have and many leave out.
    Light,
    /// What an organisation does.
    Generic,
    /// Where an organisation is.
    Place,
    /// A number.
    Number,
}

impl Role {
    pub(super) fn of(word: &Word, organisation: bool) -> Self {
        let text = word.text.as_str();
        let is = |class| lexicon::is(text, class);
        if text.bytes().all(|it| it.is_ascii_digit()) {
            Self::Number
        } else if (word.single || text.len() == 1) && word.script == Script::Alphabet {
            Self::Initial
        } else if organisation {
            match () {
                () if is(WordClass::Place) => Self::Place,
                () if is(WordClass::Generic) => Self::Generic,
                () if is(WordClass::Link) => Self::Light,
                () => Self::Name,
            }
        } else if is(WordClass::Particle) || is(WordClass::Light) || is(WordClass::Title) {
            Self::Light
        } else if is_patronymic(text) {
            Self::Patronymic
        } else {
            Self::Name
        }
    }

    pub(super) fn weight(self, word: &Word, organisation: bool) -> u16 {
        match self {
            Self::Name if organisation => 100,
            Self::Name => match word.text.len() {
                0..=2 => 80,
                _ => 100,
            },
            Self::Patronymic => 75,
            Self::Initial => 40,
            Self::Light => 50,
            Self::Generic => 65,
            Self::Place => 70,
            Self::Number => 80,
        }
    }

    pub(super) fn extra(self, word: &Word, organisation: bool) -> u16 {
        let cost = match self {
            Self::Name if organisation => 60,
            Self::Name => 20,
            Self::Patronymic => 10,
            Self::Initial | Self::Light => 5,
            Self::Generic => 50,
            Self::Place => 35,
            Self::Number => 40,
        };
        if word.aside { cost / 3 } else { cost }
    }
}

fn is_patronymic(word: &str) -> bool {
    word.len() >= 7 && father(word).is_some()
}

/// The father's name in `Ivanovich`.
pub(super) fn father(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 12] = [
        "ovich", "evich", "ovitch", "evitch", "ovych", "evych", "yovych", "ovna", "evna", "ivna", "yevich",
        "yevna",
    ];
    ENDINGS.iter().filter_map(|it| word.strip_suffix(it)).min_by_key(|it| it.len())
}

/// The words of a person's name without titles, words that are written joined or apart always apart.
pub(super) fn person_words(words: Vec<Word>) -> Vec<Word> {
    let commas = words.iter().map(|it| it.commas).max().unwrap_or(0);
    let solid = |it: &Word| !lexicon::is(&it.text, WordClass::Title) && it.text.len() > 1;
    let named = words.iter().any(solid);
    let last = words.len().saturating_sub(1);
    let several = words.iter().filter(|it| solid(it)).count() > 2;
    let mut kept = vec![];
    let (mut after_article, mut son_of) = (false, false);
    for (at, mut word) in words.into_iter().enumerate() {
        // `El-Sheikh` is a family.
        let title = named && !after_article && lexicon::is(&word.text, WordClass::Title);
        after_article = matches!(word.text.as_str(), "al" | "el");
        word.son_of = son_of;
        if !after_article {
            son_of = matches!(word.text.as_str(), "bin" | "ibn" | "ben" | "bn" | "abn" | "bint");
        }
        if title || (several && at == last && is_stray_form(&word.text)) {
            continue;
        }
        // Without a comma nothing says which word is the family's.
        if commas != 1 {
            word.commas = 1;
        }
        word.text = letters_for_digits(word.text);
        apart(word, &mut kept);
    }
    kept
}

/// A company's form after a person's name is a slip.
fn is_stray_form(text: &str) -> bool {
    ["llc", "ltd", "gmbh", "inc", "sa", "jsc", "plc", "corp", "ooo", "doo"].contains(&text)
}

/// `Ig0r`: digits that look like letters.
fn letters_for_digits(text: String) -> String {
    let digits = text.bytes().any(|it| it.is_ascii_digit());
    if !digits || !text.bytes().any(|it| it.is_ascii_alphabetic()) {
        return text;
    }
    text.chars()
        .map(|it| match it {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            '9' => 'g',
            other => other,
        })
        .collect()
}

/// `Abdulrahman` is `abd rahman`, `Bashiruddin` is `bashir din`, `Saifullah` is `saif ullah`.
fn apart(word: Word, kept: &mut Vec<Word>) {
    let text = word.text.as_str();
    let part = |text: &str| Word { text: text.to_owned(), ..word.clone() };
    if matches!(text, "abdul" | "abdel" | "abdal" | "abdoul" | "abdur" | "abdus" | "abdu" | "abd" | "bd") {
        return kept.push(part("abd"));
    }
    if matches!(text, "uddin" | "eddin" | "eddine" | "uddeen" | "din" | "deen" | "dine" | "aldin") {
        return kept.push(part("din"));
    }
    if matches!(text, "ullah" | "allah" | "ollah" | "alah" | "allh" | "llh" | "lah" | "llah") {
        return kept.push(part("ullah"));
    }
    if let Some(servant_of) = after_abd(text) {
        kept.push(part("abd"));
        return kept.push(part(servant_of));
    }
    for (endings, meaning) in [
        (&["uddin", "eddin", "eddine", "uddeen", "udeen", "aldin", "udin"][..], "din"),
        (&["ullah", "ollah"], "ullah"),
    ] {
        let stem = endings.iter().find_map(|it| text.strip_suffix(it)).filter(|it| it.len() >= 4);
        if let Some(stem) = stem.filter(|it| *it != "abdu" && *it != "abd") {
            kept.push(part(stem));
            return kept.push(part(meaning));
        }
    }
    kept.push(word);
}

/// What follows `Abdul` in one word. `Abdullah` stays whole.
fn after_abd(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("abd").or_else(|| text.strip_prefix("bd"))?;
    let rest = rest.trim_start_matches(['a', 'e', 'o', 'u']);
    if rest.len() + 3 == text.len() || matches!(rest, "lah" | "llah" | "lla" | "la" | "llh") {
        return None;
    }
    let bytes = rest.as_bytes();
    let rest = match bytes {
        [b'l', ..] => &rest[1..],
        [a, b, ..] if a == b => &rest[1..],
        _ => rest,
    };
    (rest.len() >= 3).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::super::split::words;
    use super::*;

    #[test]
    fn joined_names_are_taken_apart() {
        for (name, expected) in [
            ("Abdulrahman", "abd rahman"),
            ("Abd al Rahman", "abd al rahman"),
            ("Abdurrahman", "abd rahman"),
            ("Abdullah Abdi", "abdullah abdi"),
            ("Bashiruddin", "bashir din"),
            ("Bashir-ud-Din", "bashir ud din"),
            ("Saifullah", "saif ullah"),
            ("Dr. Igor Petar Sech1n LLC", "igor petar sechin"),
            ("Sheikh", "sheikh"),
        ] {
            let texts: Vec<_> = person_words(words(name)).into_iter().map(|it| it.text).collect();
            assert_eq!(texts.join(" "), expected, "{name}");
        }
    }
}
