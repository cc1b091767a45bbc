//! A name as words in small Latin letters: marks off, every alphabet romanised, punctuation understood.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::romanise::{Script, letter, script};

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Letters a to z and digits.
    pub(super) text: String,
    /// The signs themselves where a sign is a syllable: different signs may sound alike.
    pub(super) native: Option<String>,
    pub(super) script: Script,
    /// How many commas stand before it.
    pub(super) commas: u8,
    /// In brackets.
    pub(super) aside: bool,
    /// A full stop and nothing else parts it from the word before, as in `d.o.o.`.
    pub(super) dotted: bool,
    /// Written in capitals.
    pub(super) capitals: bool,
    /// Put together of letters with full stops.
    pub(super) joined: bool,
    /// After `bin`: the name of a father.
    pub(super) son_of: bool,
    /// One letter, which may be two in Latin: `Đ`.
    pub(super) single: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Dot,
    Other,
}

struct Splitter {
    words: Vec<Word>,
    text: String,
    native: String,
    script: Script,
    small: bool,
    commas: u8,
    brackets: u8,
    gap: Gap,
    /// The last letter was an apostrophe: an `s` alone after it is dropped.
    apostrophe_at: Option<usize>,
    /// How many signs the word has so far.
    signs: usize,
}

/// Splits a name into words.
pub(super) fn words(name: &str) -> Vec<Word> {
    let mut it = Splitter {
        words: vec![],
        text: String::new(),
        native: String::new(),
        script: Script::Alphabet,
        small: false,
        commas: 0,
        brackets: 0,
        gap: Gap::Other,
        apostrophe_at: None,
        signs: 0,
    };
    let mut before_small = false;
    for (at, c) in name.char_indices() {
        // `SiemensAG`, `AlisherUsmanov`: a space was lost.
        if before_small
            && c.is_uppercase()
            && (is_capital_form(&name[at..]) || it.begins_another(&name[at..]))
        {
            it.end(Gap::Other);
        }
        before_small = c.is_lowercase();
        it.take(c);
    }
    it.end(Gap::Other);
    // Where all is in capitals, capitals say nothing; nor in the family's name of `FAMILY, Given`.
    let all = it.words.len() > 1 && it.words.iter().all(|word| word.capitals);
    let commas = it.commas;
    for word in it.words.iter_mut().filter(|word| all || word.commas < commas) {
        word.capitals = false;
    }
    it.words
}

fn is_capital_form(rest: &str) -> bool {
    let word = rest.split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
    ["AG", "GmbH", "LLC", "SA", "AS", "JSC", "OAO", "OOO", "Ltd", "Inc"].contains(&word)
}

impl Splitter {
    /// Is what follows a word of its own? Not in `McDonald`, nor in `DeShawn`.
    fn begins_another(&self, rest: &str) -> bool {
        self.text.len() >= 4 && rest.chars().skip(1).take_while(|it| it.is_lowercase()).count() >= 3
    }

    fn take(&mut self, c: char) {
        self.signs += usize::from(c.is_alphanumeric());
        if c.is_ascii_alphanumeric() {
            self.small |= c.is_ascii_lowercase();
            self.text.push(c.to_ascii_lowercase());
            return;
        }
        match c {
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʿ' | 'ʾ' | '′' | '‛' | '＇' => {
                self.apostrophe_at = (!self.text.is_empty()).then_some(self.text.len());
            }
            '.' => self.end(Gap::Dot),
            ',' | '،' => {
                self.end(Gap::Other);
                self.commas = self.commas.saturating_add(1);
            }
            '(' | '[' | '{' => {
                self.end(Gap::Other);
                self.brackets = self.brackets.saturating_add(1);
            }
            ')' | ']' | '}' => {
                self.end(Gap::Other);
                self.brackets = self.brackets.saturating_sub(1);
            }
            _ if c.is_ascii() => self.end(Gap::Other),
            _ => self.take_other(c),
        }
    }

    /// A sign outside ASCII: by the table, else by what it is made of.
    fn take_other(&mut self, c: char) {
        let script = script(c);
        if script != self.script && !self.text.is_empty() && script == Script::Syllables {
            self.end(Gap::Other);
        }
        self.small |= c.is_lowercase();
        for small in c.to_lowercase() {
            if let Some(latin) = letter(small) {
                self.push(latin, c, script);
                continue;
            }
            self.take_unlisted(small, script);
        }
    }

    /// A sign that the table has not: a letter with marks, else by the tables of `any_ascii`.
    fn take_unlisted(&mut self, c: char, script: Script) {
        let listed = |part: char| part.is_ascii_alphanumeric() || letter(part).is_some();
        if std::iter::once(c).nfkd().any(listed) {
            for part in std::iter::once(c).nfkd() {
                if part.is_ascii_alphanumeric() {
                    self.text.push(part.to_ascii_lowercase());
                } else if let Some(latin) = letter(part) {
                    self.push(latin, c, script);
                }
            }
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            let latin = any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric);
            let latin: String = latin.map(|it| it.to_ascii_lowercase()).collect();
            self.push(&latin, c, script);
        } else if !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}') {
            // Signs without width are not seen; all others part words.
            self.end(Gap::Other);
        }
    }

    fn push(&mut self, latin: &str, c: char, script: Script) {
        self.text.push_str(latin);
        self.native.push(c);
        if script != Script::Alphabet {
            self.script = script;
        }
    }

    fn end(&mut self, gap: Gap) {
        let mut text = std::mem::take(&mut self.text);
        let native = std::mem::take(&mut self.native);
        let script = std::mem::replace(&mut self.script, Script::Alphabet);
        // `People's`, and not `D's` of one letter.
        if self.apostrophe_at.take().is_some_and(|at| at >= 3 && at + 1 == text.len()) && text.ends_with('s')
        {
            text.pop();
        }
        if script == Script::Abjad {
            text = without_article(&text, &native);
        }
        let small = std::mem::take(&mut self.small);
        let signs = std::mem::take(&mut self.signs);
        if text.is_empty() {
            if gap == Gap::Other {
                self.gap = Gap::Other;
            }
            return;
        }
        self.words.push(Word {
            dotted: self.gap == Gap::Dot && !self.words.is_empty(),
            capitals: !small && script == Script::Alphabet,
            text,
            native: (script == Script::Syllables).then_some(native),
            script,
            commas: self.commas,
            aside: self.brackets > 0,
            single: signs == 1,
            son_of: false,
            joined: false,
        });
        self.gap = gap;
    }
}

/// The Arabic article is written together with its word.
fn without_article(text: &str, native: &str) -> String {
    let long = native.chars().count() >= 5;
    text.strip_prefix("al").filter(|_| long && native.starts_with('ا')).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn texts(name: &str) -> String {
        words(name).iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_alphabet_becomes_small_latin_letters() {
        for (name, expected) in [
            ("Đorđe PETROVIĆ", "djordje petrovic"),
            ("Ђорђе Петровић", "djordje petrovic"),
            ("Zażółć Gęślą", "zazolc gesla"),
            ("IŞIK İnönü ılgaz", "isik inonu ilgaz"),
            ("Müller-Weiß", "muller weiss"),
            ("Qa'ida Int’l People’s", "qaida intl people"),
            ("Ångström, Bjørn (Jr.)", "angstrom bjorn jr"),
            ("محمد السوداني", "mhmd swdany"),
            ("Μητσοτάκης", "mitsotakis"),
            ("习近平", "xijinping"),
            ("バラク・オバマ", "baraku obama"),
            ("SiemensAG", "siemens ag"),
            ("Ｆｕｌｌ", "full"),
            ("Jovanovic\u{301}", "jovanovic"),
            ("", ""),
            ("- . ,", ""),
        ] {
            assert_eq!(texts(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_stays_as_it_is(name in any::<String>(), visible in "\\PC{0,40}") {
            for name in [name, visible] {
                let plain = texts(&name);
                prop_assert!(plain.bytes().all(|it| it == b' ' || it.is_ascii_lowercase() || it.is_ascii_digit()));
                prop_assert_eq!(texts(&plain), plain);
            }
        }
    }

    #[test]
    fn punctuation_is_remembered() {
        let it = words("Petrović, d.o.o. (Bosna)");
        let flags: Vec<_> = it.iter().map(|it| (it.text.as_str(), it.commas, it.dotted, it.aside)).collect();
        assert_eq!(
            flags,
            [
                ("petrovic", 0, false, false),
                ("d", 1, false, false),
                ("o", 1, true, false),
                ("o", 1, true, false),
                ("bosna", 1, false, true)
            ]
        );
    }
}
