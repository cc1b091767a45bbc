//! One spelling for the many ways in which a name is written in Latin letters: `Muhammed`, `Mohamad`; `Sergei`,
//! `Sergey`; `Ivanoff`, `Ivanov`; `Mueller`, `Müller`.

/// Groups of letters and what they become. The longest comes first.
const GROUPS: [(&[u8], &[u8]); 44] = [
    (b"shch", b"s"),
    (b"tsch", b"c"),
    (b"sch", b"s"),
    (b"tch", b"c"),
    (b"dzh", b"j"),
    (b"eau", b"o"),
    (b"sh", b"s"),
    (b"ch", b"c"),
    (b"zh", b"z"),
    (b"kh", b"h"),
    (b"gh", b"g"),
    (b"ph", b"f"),
    (b"th", b"t"),
    (b"dh", b"d"),
    (b"bh", b"b"),
    (b"ck", b"k"),
    (b"cz", b"c"),
    (b"sz", b"s"),
    (b"rz", b"z"),
    (b"dj", b"j"),
    (b"dz", b"z"),
    (b"ts", b"c"),
    (b"tz", b"c"),
    (b"ou", b"u"),
    (b"oo", b"u"),
    (b"ee", b"i"),
    (b"ie", b"i"),
    (b"ae", b"a"),
    (b"oe", b"o"),
    (b"ue", b"u"),
    (b"eo", b"o"),
    (b"eu", b"u"),
    (b"ei", b"ai"),
    (b"ey", b"ai"),
    (b"ay", b"ai"),
    (b"iy", b"i"),
    (b"yj", b"i"),
    (b"yi", b"i"),
    (b"ii", b"i"),
    (b"lj", b"li"),
    (b"nj", b"ni"),
    (b"q", b"k"),
    (b"w", b"v"),
    (b"y", b"i"),
];

/// Endings that are one sound, before the groups: what they are, and what they become.
const ENDINGS: [(&str, &str); 12] = [
    ("off", "ov"),
    ("eff", "ev"),
    ("ow", "ov"),
    ("ei", "i"),
    ("ey", "i"),
    ("ej", "i"),
    ("ij", "i"),
    ("ah", "a"),
    ("eh", "e"),
    ("oh", "o"),
    ("ie", "i"),
    ("yj", "i"),
];

/// The sound of a romanised word. Digits stay.
pub(super) fn sound(word: &str) -> Vec<u8> {
    let ended = ENDINGS
        .iter()
        .find_map(|(from, to)| {
            let stem = word.strip_suffix(from).filter(|it| it.len() >= 2)?;
            Some(format!("{stem}{to}"))
        })
        .unwrap_or_else(|| word.to_owned());
    let mut rest = ended.as_bytes();
    let mut key: Vec<u8> = Vec::with_capacity(rest.len());
    // At the start of a word these are one sound: Xi, Xenia, Ksenia.
    for start in [&b"hs"[..], b"ks", b"x"] {
        if let Some(after) = rest.strip_prefix(start).filter(|it| !it.is_empty()) {
            key.push(b's');
            rest = after;
            break;
        }
    }
    while let Some(&first) = rest.first() {
        let (taken, becomes): (usize, &[u8]) = GROUPS
            .iter()
            .find(|(from, _)| rest.starts_with(from))
            .map_or((1, &rest[..1]), |(from, to)| (from.len(), to));
        let becomes = if first == b'x' { b"ks" } else { becomes };
        for &letter in becomes {
            // A doubled letter is one sound; a doubled digit is another number.
            if key.last() != Some(&letter) || letter.is_ascii_digit() {
                key.push(letter);
            }
        }
        rest = &rest[taken..];
    }
    key
}

/// The consonants of a sound: all that is left of a name where short vowels are not written.
pub(super) fn skeleton(sound: &[u8]) -> Vec<u8> {
    let mut bones: Vec<u8> = Vec::with_capacity(sound.len());
    let end = sound.len();
    for (at, &letter) in sound.iter().enumerate() {
        // The sign for w is also the one for u, but hardly at the start.
        let silent = is_vowel(letter) || (letter == b'v' && at > 0) || (letter == b'h' && at + 1 == end);
        if !silent && bones.last() != Some(&letter) {
            bones.push(letter);
        }
    }
    bones
}

/// What is left of a sound when letters that are easily confused are one letter, and those that come and go are not
/// there: two sounds that differ in nothing else have one outline.
pub(super) fn outline(sound: &[u8]) -> Vec<u8> {
    let mut left: Vec<u8> = Vec::with_capacity(sound.len());
    for &letter in sound {
        let class = match letter {
            b'b' | b'f' | b'p' | b'v' => b'b',
            b'c' | b'd' | b'g' | b'k' | b's' | b't' | b'z' => b'c',
            b'm' | b'n' => b'm',
            b'h' | b'j' => continue,
            _ if is_vowel(letter) => continue,
            other => other,
        };
        left.push(class);
    }
    left
}

pub(super) const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// One bit for each letter that occurs, and one for each pair of neighbours: what two words can have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marks(u64);

/// How far two words may be apart to be worth a closer look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// How much longer or shorter.
    pub(super) shift: usize,
    /// How many letters in only one of the two.
    pub(super) letters: u32,
    /// How many pairs of neighbours in only one of the two.
    pub(super) pairs: u32,
    /// How many letters may be other ones, missing or exchanged.
    pub(super) changes: u32,
}

impl Marks {
    pub(super) fn of(sound: &[u8]) -> Self {
        let letters = sound.iter().fold(0_u64, |marks, letter| marks | 1 << (letter % 32));
        let pairs = sound.windows(2).fold(0_u64, |marks, it| {
            // Any spread over 32 places will do; two pairs in one place only hide a difference.
            let place = (u32::from(it[0]) * 7 + u32::from(it[1]) * 29) % 32;
            marks | 1 << (32 + place)
        });
        Self(letters | pairs)
    }

    /// Each edit changes at most two letters of all that occur, and two or three pairs on each side.
    pub(super) const fn within(self, other: Self, reach: Reach) -> bool {
        let only_one = self.0 ^ other.0;
        (only_one & 0xffff_ffff).count_ones() <= reach.letters && (only_one >> 32).count_ones() <= reach.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for names in [
            &["sergei", "sergey", "sergej", "sergiy"][..],
            &["ivanov", "ivanoff", "iwanow"],
            &["muller", "mueller"],
            &["husain", "husayn", "hussein", "hussain"],
            &["yusuf", "youssouf"],
            &["petrovich", "petrovic", "petrovicz", "petrovitch"],
            &["khan", "han"],
            &["fatimah", "fatima"],
            &["xi", "shi", "si", "hsi"],
        ] {
            let first = sound(names[0]);
            for name in names {
                assert_eq!(sound(name), first, "{name} and {}", names[0]);
            }
        }
    }

    #[test]
    fn consonants_carry_names_without_short_vowels() {
        let bones = |word| String::from_utf8(skeleton(&sound(word))).unwrap();
        assert_eq!(bones("muhammad"), bones("mhmd"));
        assert_eq!(bones("yousef"), bones("ywsf"));
        assert_ne!(bones("hasan"), bones("salim"));
    }
}
