//! A profile made ready for comparing, once.

use super::lexicon::{self, FormKind, WordClass};
use super::profile::{CountryCode, Gender, PartialDate, Profile, Schema};
use super::romanise::Script;
use super::sound::{Marks, skeleton, sound};
use super::split::{Word, words};
use super::token::{Role, Token, father, person_words};

/// A profile whose names have been taken apart.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) names: Vec<PreparedName>,
    pub(super) birth_dates: Vec<PartialDate>,
    pub(super) countries: Vec<CountryCode>,
    pub(super) gender: Option<Gender>,
}

/// One name, taken apart.
#[derive(Debug, Clone)]
pub(super) struct PreparedName {
    pub(super) original: Box<str>,
    /// Of an organisation or a ship.
    pub(super) organisation: bool,
    pub(super) tokens: Box<[Token]>,
    /// Neighbouring words written together.
    pub(super) joined: Box<[Joined]>,
    /// What the form of the company says.
    pub(super) form: Option<FormKind>,
}

/// Several tokens read as one word.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// Which tokens, one bit for each.
    pub(super) tokens: u32,
    pub(super) sound: Box<[u8]>,
    pub(super) marks: Marks,
}

/// More parts than this no name has; what follows is not compared.
pub(super) const MOST_TOKENS: usize = 16;

/// So many names of one thing in one text are enough.
const MOST_PARTS: usize = 6;

/// What a word costs that the name has said before.
pub(super) const REPEATED: u16 = 3;

/// Takes the names of a profile apart.
#[must_use]
pub fn prepare(profile: &Profile) -> Prepared {
    let mut names = vec![];
    for name in &profile.names {
        let organisation = match profile.schema {
            Schema::Person => false,
            Schema::Organisation | Schema::Vessel => true,
            Schema::Other => is_organisation(name),
        };
        names.push(prepare_name(name, name, organisation));
        // `Al-Qa'ida/Islamic Army`: two names for one thing.
        let parts = name.split(['/', ';']).filter(|it| it.len() < name.len() && it.trim().len() >= 4);
        for part in parts.take(MOST_PARTS) {
            names.push(prepare_name(name, part, organisation));
        }
    }
    names.retain(|it| !it.tokens.is_empty());
    Prepared {
        names,
        birth_dates: profile.birth_dates.clone(),
        countries: profile.countries.clone(),
        gender: profile.gender,
    }
}

/// Do the words of a name say that it is an organisation's?
#[must_use]
pub fn is_organisation(name: &str) -> bool {
    let words = lexicon::undotted(words(name));
    if words.len() < 2 {
        return false;
    }
    let tells = |it: &Word| {
        lexicon::is(lexicon::canonical(&it.text), WordClass::Generic)
            && !ALSO_OF_PEOPLE.contains(&it.text.as_str())
            || it.text.bytes().all(|digit| digit.is_ascii_digit())
    };
    words.iter().any(tells) || (0..words.len()).any(|at| says_form(&words, at))
}

/// Generic words of organisations that are people's names, titles or parts of them as well.
const ALSO_OF_PEOPLE: [&str; 14] = [
    "general", "marine", "real", "new", "power", "united", "great", "press", "mills", "world", "joint",
    "first", "ship", "travel",
];

/// Does a company's form begin here? Two letters may also be a word of a person's name: they count at the end, in
/// capitals or with full stops.
fn says_form(words: &[Word], at: usize) -> bool {
    let Some((length, _)) = lexicon::form(&words[at..]) else { return false };
    let last = at + length == words.len();
    let word = &words[at];
    match (length, word.text.len()) {
        (1, 0..=2) => last && (word.capitals || word.joined),
        (1, 3) => (last || at == 0) && word.text != "est",
        _ => true,
    }
}

fn prepare_name(original: &str, name: &str, organisation: bool) -> PreparedName {
    let words = words(name);
    let (kept, form) = if organisation { organisation_words(words) } else { (person_words(words), None) };
    let mut tokens: Vec<Token> = vec![];
    // What is written together when words are: with the particles, which are no tokens of their own.
    let mut spoken: Vec<(String, u32)> = vec![];
    let solid = kept.iter().filter(|it| is_solid(it, organisation)).count();
    for word in kept {
        let dropped = if solid == 0 {
            false
        } else if organisation {
            lexicon::is(&word.text, WordClass::Link)
        } else {
            lexicon::is(&word.text, WordClass::Particle) && solid >= 2
        };
        let repeated =
            solid > 2 && tokens.iter().any(|it| *it.text == *word.text && it.role != Role::Initial);
        if tokens.len() >= MOST_TOKENS {
            break;
        }
        if dropped {
            spoken.push((word.text, 0));
            continue;
        }
        spoken.push((word.text.clone(), 1 << tokens.len()));
        let mut token = Token::new(word, organisation);
        if repeated {
            // `Sergey Sergey Shoigu`: a slip, and no second name unless the other side says otherwise.
            token.extra = REPEATED;
        }
        tokens.push(token);
    }
    PreparedName {
        original: original.into(),
        organisation,
        joined: joined(&spoken, tokens.len()),
        tokens: tokens.into_boxed_slice(),
        form,
    }
}

fn is_solid(word: &Word, organisation: bool) -> bool {
    let classes: &[WordClass] = if organisation {
        &[WordClass::Link]
    } else {
        &[WordClass::Particle, WordClass::Light, WordClass::Title]
    };
    !classes.iter().any(|it| lexicon::is(&word.text, *it))
}

/// The words of an organisation's name without its form, numbers in digits.
fn organisation_words(words: Vec<Word>) -> (Vec<Word>, Option<FormKind>) {
    let words = abbreviated(lexicon::undotted(words));
    let mut kept = vec![];
    let mut form = None;
    let mut at = 0;
    while at < words.len() {
        if let Some((length, kind)) = lexicon::form(&words[at..]) {
            if form.is_none_or(|it| it == FormKind::Any) {
                form = Some(kind);
            }
            at += length;
            continue;
        }
        let mut word = words[at].clone();
        if !lexicon::is(&word.text, WordClass::VesselPrefix) || at > 0 {
            if let Some(number) = lexicon::number(&word.text) {
                // `forty four` is one number.
                let unit = words.get(at + 1).and_then(|it| lexicon::number(&it.text)).filter(|it| *it < 10);
                let tens = (20..100).contains(&number) && number % 10 == 0 && word.text != number.to_string();
                if let Some(unit) = unit.filter(|it| tens && *it > 0) {
                    word.text = (number + unit).to_string();
                    at += 1;
                } else {
                    word.text = number.to_string();
                }
            } else {
                word.text = lexicon::canonical(&word.text).to_owned();
            }
            kept.push(word);
        }
        at += 1;
    }
    // A name of nothing but a form is that form.
    if kept.is_empty() { (words, None) } else { (kept, form) }
}

/// `United States` is `us`, as in `U.S.`.
fn abbreviated(words: Vec<Word>) -> Vec<Word> {
    let mut short: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match (short.last_mut(), word.text.as_str()) {
            (Some(last), "states") if last.text == "united" => "us".clone_into(&mut last.text),
            (Some(last), "kingdom") if last.text == "united" => "uk".clone_into(&mut last.text),
            (Some(last), "nations") if last.text == "united" => "un".clone_into(&mut last.text),
            _ => short.push(word),
        }
    }
    short
}

/// Two and three neighbours written together, and all of them.
fn joined(spoken: &[(String, u32)], tokens: usize) -> Box<[Joined]> {
    let mut all = vec![];
    for start in 0..spoken.len() {
        let whole = (start == 0 && spoken.len() > 3 && tokens <= 5).then_some(spoken.len());
        for length in (2..=3.min(spoken.len() - start)).chain(whole) {
            let part = &spoken[start..start + length];
            let mask = part.iter().fold(0, |mask, it| mask | it.1);
            let text: String = part.iter().map(|it| it.0.as_str()).collect();
            if mask != 0 && text.len() <= 24 {
                let sound = sound(&text);
                all.push(Joined { tokens: mask, marks: Marks::of(&sound), sound: sound.into_boxed_slice() });
            }
        }
    }
    all.into_boxed_slice()
}

impl Token {
    fn new(word: Word, organisation: bool) -> Self {
        let role = Role::of(&word, organisation);
        let sound = sound(&word.text);
        let (names, listed) = match role {
            _ if organisation => (Box::default(), false),
            Role::Patronymic => father(&word.text)
                .map_or_else(Default::default, |it| lexicon::given_name(it, &super::sound::sound(it))),
            _ => lexicon::given_name(&word.text, &sound),
        };
        let family = !organisation && word.commas == 0;
        let weight = role.weight(&word, organisation);
        Self {
            weight: if family { weight * 6 / 5 } else { weight },
            extra: role.extra(&word, organisation),
            marks: Marks::of(&sound),
            bones: skeleton(&sound).into_boxed_slice(),
            abjad: word.script == Script::Abjad,
            native: word.native.map(String::into_boxed_str),
            capitals: word.capitals,
            son_of: word.son_of,
            organisation,
            listed,
            names,
            role,
            sound: sound.into_boxed_slice(),
            text: word.text.into_boxed_str(),
        }
    }
}
