//! How many letters must change to make one sound of another, where letters that are often confused cost less.

use super::sound::is_vowel;

/// One whole edit.
pub(super) const EDIT: u16 = 10;
/// Longer sounds are compared by their beginnings.
const MOST: usize = 24;
/// Another first sound is worse than another sound later.
const FIRST: u16 = 5;

/// Pairs that are confused when names are heard or romanised, and the tenths of an edit that they cost.
const CONFUSED: [(u8, u8, u16); 32] = [
    (b'c', b'k', 3),
    (b'c', b's', 3),
    (b'i', b'j', 3),
    (b'o', b'u', 3),
    (b'e', b'i', 3),
    (b'a', b'e', 4),
    (b'a', b'o', 5),
    (b'a', b'i', 5),
    (b'e', b'o', 5),
    (b'a', b'u', 6),
    (b'e', b'u', 6),
    (b'i', b'u', 6),
    (b'i', b'o', 7),
    (b'b', b'p', 5),
    (b'd', b't', 5),
    (b'g', b'k', 5),
    (b's', b'z', 4),
    (b'f', b'v', 5),
    (b'b', b'v', 6),
    (b'f', b'p', 6),
    (b'm', b'n', 7),
    (b'j', b'z', 5),
    (b'g', b'j', 5),
    (b'd', b'j', 4),
    (b'h', b'k', 6),
    (b'g', b'h', 6),
    (b'c', b'z', 5),
    (b'c', b'j', 3),
    (b'c', b't', 7),
    (b'd', b'z', 6),
    (b'c', b'h', 6),
    (b's', b'j', 7),
];

const TABLE: [[u16; 26]; 26] = table();

const fn table() -> [[u16; 26]; 26] {
    let mut table = [[EDIT; 26]; 26];
    let mut at = 0;
    while at < 26 {
        table[at][at] = 0;
        at += 1;
    }
    at = 0;
    while at < CONFUSED.len() {
        let (a, b, cost) = CONFUSED[at];
        table[(a - b'a') as usize][(b - b'a') as usize] = cost;
        table[(b - b'a') as usize][(a - b'a') as usize] = cost;
        at += 1;
    }
    table
}

fn exchange(a: u8, b: u8) -> u16 {
    if a == b {
        0
    } else if a.is_ascii_lowercase() && b.is_ascii_lowercase() {
        TABLE[usize::from(a - b'a')][usize::from(b - b'a')]
    } else {
        // A digit is never nearly another digit.
        2 * EDIT
    }
}

const fn missing(letter: u8) -> u16 {
    match letter {
        b'h' => 3,
        b'j' => 5,
        b'0'..=b'9' => 2 * EDIT,
        _ if is_vowel(letter) => 5,
        _ => EDIT,
    }
}

/// The distance in tenths of an edit, or nothing when it is more than `most`.
pub(super) fn distance(a: &[u8], b: &[u8], most: u16) -> Option<u16> {
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    // The common start and end cost nothing.
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let first = if start == 0 && !(a.is_empty() && b.is_empty()) { first_sounds(a, b) } else { 0 };

    let mut before = [0_u16; MOST + 1];
    let mut last = [0_u16; MOST + 1];
    let mut row = [0_u16; MOST + 1];
    for (at, letter) in b.iter().enumerate() {
        last[at + 1] = last[at] + missing(*letter);
    }
    for (i, &x) in a.iter().enumerate() {
        row[0] = last[0] + missing(x);
        let mut least = row[0];
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + exchange(x, y)).min(last[j + 1] + missing(x)).min(row[j] + missing(y));
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before[j - 1] + EDIT);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        before = last;
        last = row;
    }
    Some(last[b.len()] + first).filter(|it| *it <= most)
}

/// How many letters must change, be missing or change places with a neighbour.
pub(super) fn letters_apart(a: &[u8], b: &[u8]) -> u32 {
    Pattern::of(a).apart(b)
}

/// A word that is held against many. All its letters are looked at in one step, a bit for each (Hyyrö 2003); what
/// follows the first 63 is not compared.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    places: [u64; 36],
    length: usize,
}

impl Pattern {
    pub(super) fn of(word: &[u8]) -> Self {
        let word = &word[..word.len().min(63)];
        let mut places = [0_u64; 36];
        for (at, letter) in word.iter().enumerate() {
            places[place(*letter)] |= 1 << at;
        }
        Self { places, length: word.len() }
    }

    /// See [`letters_apart`].
    pub(super) fn apart(&self, other: &[u8]) -> u32 {
        let other = &other[..other.len().min(63)];
        let Some(last) = self.length.checked_sub(1) else {
            return u32::try_from(other.len()).unwrap_or(u32::MAX);
        };
        let (mut up, mut down, mut same, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut apart = self.length;
        for letter in other {
            let here = self.places[place(*letter)];
            let exchanged = ((!same & here) << 1) & before;
            same = ((here & up).wrapping_add(up) ^ up) | here | down | exchanged;
            let more = down | !(same | up);
            let less = same & up;
            apart = apart + usize::from(more >> last & 1 == 1) - usize::from(less >> last & 1 == 1);
            let (more, less) = (more << 1 | 1, less << 1);
            up = less | !(same | more);
            down = more & same;
            before = here;
        }
        u32::try_from(apart).unwrap_or(u32::MAX)
    }
}

/// Where a letter or a digit stands among them.
fn place(letter: u8) -> usize {
    let at = if letter.is_ascii_digit() { letter - b'0' + 26 } else { letter.wrapping_sub(b'a') };
    usize::from(at.min(35))
}

/// What it costs beside the exchange itself that two words begin otherwise.
fn first_sounds(a: &[u8], b: &[u8]) -> u16 {
    match (a.first(), b.first()) {
        (Some(x), Some(y)) if exchange(*x, *y) < EDIT => 0,
        (Some(x), _) | (_, Some(x)) if missing(*x) < EDIT && (a.len() != b.len()) => 0,
        _ => FIRST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confusions_cost_less_than_other_letters() {
        for (a, b, expected) in [
            ("petrov", "petrov", Some(0)),
            ("petrov", "petrof", Some(5)),
            ("osama", "usama", Some(3)),
            ("putin", "putni", Some(10)),
            ("lavrov", "lavro", Some(10)),
            ("vai", "hai", Some(15)),
            ("44", "45", None),
            ("", "", Some(0)),
            ("petrov", "smith", None),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 15), expected, "{a} {b}");
            assert_eq!(distance(b.as_bytes(), a.as_bytes(), 15), expected, "{b} {a}");
        }
    }

    #[test]
    fn letters_are_counted_as_by_hand() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ana", 3),
            ("ana", "", 3),
            ("putin", "putni", 1),
            ("kitten", "sitting", 3),
            ("halloway", "hathaway", 3),
            ("abcdef", "abcdef", 0),
        ] {
            assert_eq!(letters_apart(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(letters_apart(b.as_bytes(), a.as_bytes()), expected, "{b} {a}");
        }
    }
}
