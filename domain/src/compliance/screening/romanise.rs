//! One letter of any alphabet in the Latin letters a to z, as passports and lists spell it most often.
//!
//! Spellings that compete (`kh` or `h`, `ch` or `č`) are made equal later, in [`super::sound`].

/// The spelling of a small letter, if this table has one. Letters that are a Latin letter with a mark are not
/// here: taking the mark off is enough.
pub(super) const fn letter(c: char) -> Option<&'static str> {
    match c {
        'ı' | 'ɪ' => Some("i"),
        'ł' => Some("l"),
        'ø' => Some("o"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'ß' => Some("ss"),
        'đ' => Some("dj"),
        'ð' => Some("d"),
        'þ' => Some("th"),
        'ħ' => Some("h"),
        'ŋ' => Some("n"),
        'ə' | 'ǝ' => Some("a"),
        'ɓ' => Some("b"),
        'ɗ' => Some("d"),
        'ƙ' => Some("k"),
        '\u{370}'..='\u{3ff}' => greek(c),
        '\u{400}'..='\u{52f}' => cyrillic(c),
        '\u{590}'..='\u{5ff}' => hebrew(c),
        '\u{600}'..='\u{6ff}' => arabic(c),
        _ => None,
    }
}

const fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'ά' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' | 'ΐ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' | 'ϋ' | 'ΰ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

/// Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian and the alphabets of Central Asia.
const fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' | 'ӑ' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' | 'ѓ' => "g",
        'д' => "d",
        'ђ' => "dj",
        'е' | 'ё' | 'э' | 'є' => "e",
        'ж' | 'җ' => "zh",
        'з' | 'ҙ' => "z",
        'и' | 'й' | 'і' | 'ї' | 'ы' | 'ѝ' => "i",
        'ј' => "j",
        'к' | 'қ' | 'ҡ' | 'ќ' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' | 'ң' | 'ҥ' => "n",
        'њ' => "nj",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' | 'ҫ' => "s",
        'т' => "t",
        'ћ' => "c",
        'у' | 'ү' | 'ұ' | 'ў' => "u",
        'ф' => "f",
        'х' | 'ҳ' | 'һ' => "kh",
        'ц' => "ts",
        'ч' | 'ҷ' => "ch",
        'џ' => "dz",
        'ѕ' => "z",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' | '\u{483}'..='\u{489}' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

/// Consonants and long vowels; the short vowels are not written (see [`super::sound::skeleton`]).
const fn arabic(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'آ' | 'ى' | 'ٱ' | 'ع' => "a",
        'إ' => "i",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' | 'ٹ' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ۀ' => "h",
        'خ' => "kh",
        'د' | 'ض' | 'ڈ' => "d",
        'ذ' => "dh",
        'ر' | 'ڑ' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        'و' => "w",
        'ي' | 'ی' | 'ئ' => "y",
        'ے' | 'ۓ' => "e",
        'ة' => "a",
        // Silent, a short vowel, or a sign that only lengthens the line.
        'ء' | 'ؤ' | 'ـ' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' => "",
        _ => return None,
    })
}

const fn hebrew(c: char) -> Option<&'static str> {
    Some(match c {
        'א' | 'ע' => "a",
        // Points beside the letters.
        '\u{591}'..='\u{5c7}' => "",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' => "w",
        'ז' => "z",
        'ח' => "h",
        'ט' | 'ת' => "t",
        'י' => "y",
        'כ' | 'ך' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ק' => "q",
        'ר' => "r",
        'ש' => "sh",
        _ => return None,
    })
}

/// Which kind of writing a letter is of: it decides how two words are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Vowels are written.
    Alphabet,
    /// Short vowels are not written: Arabic, Hebrew.
    Abjad,
    /// One sign is a whole syllable or word: Chinese, Korean.
    Syllables,
}

pub(super) const fn script(c: char) -> Script {
    match c {
        '\u{590}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
            Script::Abjad
        }
        '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}' => Script::Syllables,
        _ => Script::Alphabet,
    }
}
