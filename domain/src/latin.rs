//! Names in plain Latin letters: what banks abroad show of a name, and what people type when they look for one.

/// The name in the letters A to Z, as a bank that knows no others shows it: `Milica Jovanović` is
/// `Milica Jovanovic`, and so is `Милица Јовановић`. Nothing when some letter has no such spelling here.
#[must_use]
pub fn plain(name: &str) -> Option<String> {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c == '’' {
            plain.push('\'');
        } else if c.is_ascii() {
            plain.push(c);
        } else {
            plain.push_str(letters(c)?);
        }
    }
    Some(plain)
}

/// For finding: lower case, accents off. Letters of other scripts stay as they are; without Unicode's tables of
/// cases, which would weigh more in the browser than all of this.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match letters(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    folded.make_ascii_lowercase();
    folded
}

/// The plain spelling of the letters of the countries that Drop sends to and from, and of their neighbours.
fn letters(c: char) -> Option<&'static str> {
    let plain = match c {
        // An accent of its own, after the letter that it belongs to.
        '\u{300}'..='\u{36f}' => "",
        'à'..='ã' | 'ā' | 'ă' | 'ą' | 'а' => "a",
        'À'..='Ã' | 'Ā' | 'Ă' | 'Ą' | 'А' => "A",
        'ä' | 'æ' => "ae",
        'Ä' | 'Æ' => "Ae",
        'å' => "a",
        'Å' => "A",
        'ç' | 'ć' | 'č' | 'ч' | 'ћ' | 'ц' => "c",
        'Ç' | 'Ć' | 'Č' | 'Ч' | 'Ћ' | 'Ц' => "C",
        'ď' | 'ð' | 'д' => "d",
        'Ď' | 'Ð' | 'Д' => "D",
        'đ' | 'ђ' => "dj",
        'Đ' | 'Ђ' => "Dj",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'е' => "e",
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' | 'Е' => "E",
        'ğ' | 'г' => "g",
        'Ğ' | 'Г' => "G",
        'ì'..='ï' | 'ī' | 'ı' | 'и' => "i",
        'Ì'..='Ï' | 'Ī' | 'İ' | 'И' => "I",
        'ľ' | 'ł' | 'л' => "l",
        'Ľ' | 'Ł' | 'Л' => "L",
        'ñ' | 'ń' | 'ň' | 'н' => "n",
        'Ñ' | 'Ń' | 'Ň' | 'Н' => "N",
        'ò'..='õ' | 'ō' | 'ő' | 'о' => "o",
        'Ò'..='Õ' | 'Ō' | 'Ő' | 'О' => "O",
        'ö' | 'ø' => "o",
        'Ö' | 'Ø' => "O",
        'ř' | 'р' => "r",
        'Ř' | 'Р' => "R",
        'ś' | 'š' | 'ş' | 'ș' | 'с' | 'ш' => "s",
        'Ś' | 'Š' | 'Ş' | 'Ș' | 'С' | 'Ш' => "S",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'т' => "t",
        'Ť' | 'Ţ' | 'Ț' | 'Т' => "T",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'у' => "u",
        'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' | 'У' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' => "Y",
        'ź' | 'ż' | 'ž' | 'з' | 'ж' => "z",
        'Ź' | 'Ż' | 'Ž' | 'З' | 'Ж' => "Z",
        other => return cyrillic(other),
    };
    Some(plain)
}

/// The rest of Serbia's Cyrillic, by the country's own Latin alphabet.
const fn cyrillic(c: char) -> Option<&'static str> {
    let plain = match c {
        'б' => "b",
        'Б' => "B",
        'в' => "v",
        'В' => "V",
        'ј' => "j",
        'Ј' => "J",
        'к' => "k",
        'К' => "K",
        'љ' => "lj",
        'Љ' => "Lj",
        'м' => "m",
        'М' => "M",
        'њ' => "nj",
        'Њ' => "Nj",
        'п' => "p",
        'П' => "P",
        'ф' => "f",
        'Ф' => "F",
        'х' => "h",
        'Х' => "H",
        'џ' => "dz",
        'Џ' => "Dz",
        _ => return None,
    };
    Some(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn names_of_the_corridors() {
        for (name, expected) in [
            ("Milica Jovanović", Some("Milica Jovanovic")),
            ("Милица Јовановић", Some("Milica Jovanovic")),
            ("Đorđe Hadžić", Some("Djordje Hadzic")),
            ("Katarzyna Wiśniewska-Łęcka", Some("Katarzyna Wisniewska-Lecka")),
            ("Ayşe Yılmaz İnönü", Some("Ayse Yilmaz Inonu")),
            ("Jovanovic\u{301}", Some("Jovanovic")),
            ("O’Neill & Sons", Some("O'Neill & Sons")),
            ("Ærlig Bjørnstad", Some("Aerlig Bjornstad")),
            ("محمد", None),
        ] {
            assert_eq!(plain(name).as_deref(), expected, "{name}");
        }
        assert_eq!(fold("Đorđe JOVANOVIĆ"), "djordje jovanovic");
        assert_eq!(fold("محمد Ali"), "محمد ali");
    }

    proptest! {
        #[test]
        fn plain_is_ascii_and_folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert!(plain(&text).is_none_or(|plain| plain.is_ascii()));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
