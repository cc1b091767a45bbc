//! The keys of a till: figures come in from the right, as on a card terminal, so that nobody looks for a comma.

use super::price::PRICE_MAX_ORE;
use crate::money::{Currency, Money};

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `0` to `9`.
    Digit(u8),
    /// `00`, for whole kroner.
    DoubleZero,
    /// Takes the last figure away.
    Back,
    /// Takes all of them away.
    Clear,
}

/// What was keyed in, in øre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keypad(i64);

impl Keypad {
    /// What it shows.
    #[must_use]
    pub const fn amount(self) -> Money {
        Money::new(self.0, Currency::Nok)
    }

    /// An amount that somebody wrote as a whole; nothing when it is none, or more than a price may be.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let minor = Money::parse_input(text, Currency::Nok).ok()?.minor();
        (minor <= PRICE_MAX_ORE).then_some(Self(minor))
    }

    /// A key was pressed. A figure for which there is no room changes nothing.
    #[must_use]
    pub fn press(self, key: Key) -> Self {
        let minor = match key {
            Key::Digit(digit) if digit <= 9 => self.0 * 10 + i64::from(digit),
            Key::Digit(_) => self.0,
            Key::DoubleZero => self.0 * 100,
            Key::Back => self.0 / 10,
            Key::Clear => 0,
        };
        if minor <= PRICE_MAX_ORE { Self(minor) } else { self }
    }

    /// The field that shows `shown` holds `text` now: one figure at the end is a key, and so is one that is gone; any
    /// other change is an amount that was pasted or filled in. What is none of these changes nothing.
    #[must_use]
    pub fn typed(self, shown: &str, text: &str) -> Self {
        if let Some(added) = text.strip_prefix(shown) {
            let mut added = added.chars();
            if let (Some(letter), None) = (added.next(), added.next()) {
                let digit = letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
                return digit.map_or(self, |digit| self.press(Key::Digit(digit)));
            }
        }
        let mut before = shown.chars();
        before.next_back();
        if !shown.is_empty() && text == before.as_str() {
            return self.press(Key::Back);
        }
        if text.trim().is_empty() { Self(0) } else { Self::read(text).unwrap_or(self) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    fn keyed(keys: &[Key]) -> i64 {
        keys.iter().fold(Keypad::default(), |pad, key| pad.press(*key)).amount().minor()
    }

    #[test]
    fn figures_come_from_the_right() {
        use Key::{Back, Clear, Digit, DoubleZero};
        for (keys, wanted) in [
            (&[][..], 0),
            (&[Digit(1)], 1),
            (&[Digit(1), Digit(2), Digit(9), DoubleZero], 12_900),
            (&[Digit(0), Digit(0), Digit(5)], 5),
            (&[Digit(4), Digit(9), Back, Digit(8)], 48),
            (&[Back, Back], 0),
            (&[Digit(4), Clear, Digit(7)], 7),
            (&[Digit(1), DoubleZero, DoubleZero, DoubleZero, Digit(0)], 10_000_000),
            (&[Digit(1), DoubleZero, DoubleZero, DoubleZero, DoubleZero], 1_000_000),
            (&[Digit(10)], 0),
        ] {
            assert_eq!(keyed(keys), wanted, "{keys:?}");
        }
    }

    #[test]
    fn a_field_is_keyed_pasted_or_emptied() {
        let pad = Keypad(1_290);
        for (text, wanted) in [
            ("12,905", 12_905),
            ("12,9", 129),
            ("12,90,", 1_290),
            ("12,90x", 1_290),
            ("49,50", 4_950),
            ("129", 12_900),
            ("", 0),
            ("mye", 1_290),
            ("-5", 1_290),
            ("999999", 1_290),
        ] {
            assert_eq!(pad.typed("12,90", text).amount().minor(), wanted, "{text:?}");
        }
        assert_eq!(Keypad::default().typed("", "7"), Keypad(7));
        assert_eq!(Keypad::default().typed("", "129"), Keypad(12_900));
        assert_eq!(Keypad::default().typed("", ""), Keypad(0));
    }

    proptest! {
        #[test]
        fn it_never_shows_more_than_a_price_may_be(keys in proptest::collection::vec(any::<u8>(), 0..40)) {
            let key = |number: &u8| match number % 14 {
                10 => Key::DoubleZero,
                11 => Key::Back,
                12 => Key::Clear,
                digit => Key::Digit(digit),
            };
            let minor = keyed(&keys.iter().map(key).collect::<Vec<_>>());
            prop_assert!((0..=PRICE_MAX_ORE).contains(&minor));
        }
    }
}
