//! How alike two words of names are.

use super::edit::{EDIT, distance, letters_apart};
use super::explain::PartKind;
use super::lexicon::{NameBond, bond, is_given};
use super::sound::Reach;
use super::token::{Role, Token};

/// Ten-thousandths for two words that are the same in another way.
const SPELLING: u16 = 9_700;
const FORM: u16 = 9_000;
const INITIAL: u16 = 8_500;
const CONSONANTS: u16 = 9_300;
const NEAR_CONSONANTS: u16 = 7_800;
const HOMOPHONE: u16 = 9_000;
/// What is left of the similarity of two words when they are as far apart as is allowed.
const FLOOR: u16 = 7_000;

/// How alike two words are, in ten-thousandths, and in which way. Nothing when they are different words.
pub(super) fn similar(a: &Token, b: &Token) -> Option<(u16, PartKind)> {
    if a.text == b.text {
        let other_signs = a.native.is_some() && b.native.is_some() && a.native != b.native;
        return Some(if other_signs { (HOMOPHONE, PartKind::Spelling) } else { (10_000, PartKind::Same) });
    }
    if a.role == Role::Number || b.role == Role::Number {
        return None;
    }
    if a.role == Role::Initial || b.role == Role::Initial {
        let stands_for = a.role != b.role && a.sound.first() == b.sound.first();
        return stands_for.then_some((INITIAL, PartKind::Initial));
    }
    if a.native.is_some() && b.native.is_some() {
        return None;
    }
    let same_sound = a.sound == b.sound;
    // A father's name is one only beside another father's name.
    let comparable = (a.role == Role::Patronymic) == (b.role == Role::Patronymic);
    match bond(&a.names, &b.names).filter(|_| comparable) {
        Some(NameBond::Same) => return Some((SPELLING, PartKind::Spelling)),
        Some(NameBond::Form) => return Some((FORM, PartKind::Form)),
        Some(NameBond::Different) if a.listed && b.listed => return None,
        _ if his_or_hers(a, b) => return None,
        _ if same_sound => return Some((SPELLING, PartKind::Spelling)),
        _ if a.role == Role::Place && b.role == Role::Place => return None,
        _ if a.abjad != b.abjad => return consonants(a, b),
        _ => {}
    }
    letters(a, b)
}

/// `Emir` and `Emira` are a man and a woman, where one of the two is a frequent given name.
fn his_or_hers(a: &Token, b: &Token) -> bool {
    let (short, long) = if a.text.len() < b.text.len() { (a, b) } else { (b, a) };
    let given = (short.listed && is_given(&short.names)) || (long.listed && is_given(&long.names));
    given && short.text.len() >= 3 && long.text.strip_suffix('a') == Some(&*short.text)
}

/// How far the consonants of two words may be apart, as [`reach`] says it of sounds.
pub(super) const BONES: Reach = Reach { shift: 1, letters: 2, pairs: 32, changes: 2 };

/// One of the two is written without short vowels.
fn consonants(a: &Token, b: &Token) -> Option<(u16, PartKind)> {
    let longest = a.bones.len().max(b.bones.len());
    if longest <= 2 {
        // So few consonants say little: the vowels must be near too.
        let near = longest > 0 && a.bones == b.bones && distance(&a.sound, &b.sound, EDIT * 3 / 2).is_some();
        let similarity = if longest == 1 { NEAR_CONSONANTS } else { CONSONANTS };
        return near.then_some((similarity, PartKind::Spelling));
    }
    match distance(&a.bones, &b.bones, EDIT)? {
        0 => Some((CONSONANTS, PartKind::Spelling)),
        off if off <= EDIT / 2 => Some((NEAR_CONSONANTS, PartKind::Similar)),
        _ if longest >= 4 => Some((NEAR_CONSONANTS, PartKind::Similar)),
        _ => None,
    }
}

/// How many tenths of an edit words of a length may be apart. Organisations have short words that mean nothing, as
/// `CVS`, where people have names.
const fn allowed(length: usize, organisation: bool) -> u16 {
    match length {
        0 | 1 => 0,
        2 => 3,
        3 | 4 if organisation => 15,
        3 => 7,
        4 => 10,
        5 => 15,
        6 => 18,
        7 => 20,
        8 | 9 => 22,
        10 | 11 => 24,
        _ => 27,
    }
}

/// How many letters of the spelling may be other ones, when more than vowels sound otherwise.
const fn allowed_letters(length: usize) -> u32 {
    match length {
        0..=2 => 0,
        3 | 4 => 1,
        5..=11 => 2,
        _ => 3,
    }
}

/// How much of two names is an ending that half a people's names have: it does not make them more alike.
fn shared_ending(a: &[u8], b: &[u8]) -> usize {
    const ENDINGS: [&[u8]; 10] =
        [b"ovic", b"evic", b"ovski", b"evski", b"enko", b"oglu", b"svili", b"dotir", b"ski", b"zai"];
    let shared = ENDINGS.iter().find(|it| a.ends_with(it) && b.ends_with(it));
    shared.filter(|it| a.len().min(b.len()) >= it.len() + 3).map_or(0, |it| it.len())
}

/// Up to here only vowels and sounds that are often confused differ.
const SOUNDS_ALIKE: u16 = 8;
/// The spelling may speak for two words whose sounds are a little too far apart.
const BY_SPELLING: u16 = 5;

/// How far near sounds may be apart: two edits, three in long words.
pub(super) const fn reach(length: usize) -> Reach {
    match length {
        0..=4 => Reach { shift: 1, letters: 4, pairs: 6, changes: 2 },
        5..=9 => Reach { shift: 2, letters: 4, pairs: 9, changes: 3 },
        _ => Reach { shift: 3, letters: 6, pairs: 12, changes: 4 },
    }
}

fn letters(a: &Token, b: &Token) -> Option<(u16, PartKind)> {
    let reach = reach(a.sound.len().max(b.sound.len()));
    if a.sound.len().abs_diff(b.sound.len()) > reach.shift || !a.marks.within(b.marks, reach) {
        return None;
    }
    let sound = a.sound.len().max(b.sound.len());
    let most = allowed(sound - shared_ending(&a.sound, &b.sound), a.organisation && b.organisation);
    let length = a.text.len().max(b.text.len());
    let spelt_alike = letters_apart(a.text.as_bytes(), b.text.as_bytes()) <= allowed_letters(length);
    // More than two changes cost more than what sounds alike.
    if !spelt_alike && letters_apart(&a.sound, &b.sound) > 2 {
        return None;
    }
    let by_spelling = if length >= 5 { BY_SPELLING } else { 0 };
    let off = distance(&a.sound, &b.sound, most + by_spelling)?;
    if !spelt_alike && (off > SOUNDS_ALIKE || off > most) {
        return None;
    }
    let lost = u32::from(10_000 - FLOOR) * u32::from(off.min(most)) / u32::from(most.max(1));
    let short = if length <= 4 { 100 } else { 0 };
    Some((10_000 - short - u16::try_from(lost).unwrap_or(10_000), PartKind::Similar))
}
