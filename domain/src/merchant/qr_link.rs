//! The signed link that a QR code holds.

use std::fmt;

use thiserror::Error;

use crate::ids::QrCodeId;

/// Bytes of the tag: 80 bits, the least that RFC 2104 (section 5) recommends. A forger must ask this server for each
/// guess, and a longer tag makes a larger code.
pub const TAG_BYTES: usize = 10;
const ID_CHARS: usize = 16;
const TAG_CHARS: u32 = 16;
/// Crockford's base 32. With the hexadecimal id in upper case every letter is one that a QR code writes in 5½ bits
/// instead of 8, and none is mistaken for another when somebody types it.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS_PER_CHAR: u32 = 5;

/// A text that is not the shape of a code's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a code's token")]
pub struct NoToken;

/// What stands behind `/q/`: which code, and a tag that only the holder of a key can make. One code has one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrToken {
    id: QrCodeId,
    tag: [u8; TAG_BYTES],
}

impl QrToken {
    /// The token of a code with its tag.
    ///
    /// # Errors
    /// [`NoToken`] for an id that was not generated: its part after the prefix must be 16 hexadecimal characters.
    pub fn new(id: QrCodeId, tag: [u8; TAG_BYTES]) -> Result<Self, NoToken> {
        let token = Self { id, tag };
        if Self::parse(&token.to_string())? == token { Ok(token) } else { Err(NoToken) }
    }

    /// Reads a token: 16 characters `0-9A-F`, then 16 of the alphabet. Says nothing about who made it.
    ///
    /// # Errors
    /// [`NoToken`].
    pub fn parse(text: &str) -> Result<Self, NoToken> {
        let (id, tag) = text.split_at_checked(ID_CHARS).ok_or(NoToken)?;
        let is_hex = id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
        if !is_hex || tag.len() != TAG_CHARS as usize {
            return Err(NoToken);
        }
        let id = format!("{}{}", QrCodeId::PREFIX, id.to_ascii_lowercase());
        Ok(Self { id: QrCodeId::parse(&id).map_err(|_| NoToken)?, tag: decode(tag)? })
    }

    /// Which code.
    #[must_use]
    pub const fn id(&self) -> &QrCodeId {
        &self.id
    }

    /// Its tag, which has to be verified.
    #[must_use]
    pub const fn tag(&self) -> &[u8; TAG_BYTES] {
        &self.tag
    }

    /// The link: `{base_url}/q/{token}`.
    #[must_use]
    pub fn link(&self, base_url: &str) -> String {
        format!("{base_url}/q/{self}")
    }
}

impl fmt::Display for QrToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.id.as_str()[QrCodeId::PREFIX.len()..];
        write!(f, "{}{}", id.to_ascii_uppercase(), encode(&self.tag))
    }
}

fn encode(tag: &[u8; TAG_BYTES]) -> String {
    let bits = tag.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let digit = |place: u32| usize::try_from(bits >> (place * BITS_PER_CHAR) & 31).unwrap_or_default();
    (0..TAG_CHARS).rev().map(|place| char::from(ALPHABET[digit(place)])).collect()
}

/// 16 letters of 5 bits are exactly 10 bytes, so that no two texts are the same tag.
fn decode(text: &str) -> Result<[u8; TAG_BYTES], NoToken> {
    let mut bits = 0_u128;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or(NoToken)?;
        bits = bits << BITS_PER_CHAR | digit as u128;
    }
    bits.to_be_bytes().last_chunk().copied().ok_or(NoToken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use proptest::sample::Index;

    use super::*;

    fn id(number: u64) -> QrCodeId {
        QrCodeId::parse(&format!("qrc_{number:016x}")).unwrap()
    }

    #[test]
    fn a_token_is_written_in_the_letters_of_a_small_code() {
        let token = QrToken::new(id(0x0123_4567_89ab_cdef), [0, 1, 2, 3, 4, 5, 6, 7, 8, 255]).unwrap();
        assert_eq!(token.to_string(), "0123456789ABCDEF000G40R40M30E27Z");
        assert_eq!(
            token.link("https://drop.example"),
            "https://drop.example/q/0123456789ABCDEF000G40R40M30E27Z"
        );
        assert!(token.to_string().bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()));
    }

    #[test]
    fn only_the_right_shape_is_read() {
        let good = "0123456789ABCDEF000G40R40M30E27Z";
        assert!(QrToken::parse(good).is_ok());
        for wrong in [
            "",
            "0",
            &good.to_ascii_lowercase(),
            &good[..31],
            &format!("{good}0"),
            &format!(" {good}"),
            &format!("{good}\n"),
            "0123456789abcdef000G40R40M30E27Z",
            "0123456789ABCDEG000G40R40M30E27Z",
            // Letters that the alphabet leaves out, and others that look like its own.
            "0123456789ABCDEFI00G40R40M30E27Z",
            "0123456789ABCDEFL00G40R40M30E27Z",
            "0123456789ABCDEFO00G40R40M30E27Z",
            "0123456789ABCDEFU00G40R40M30E27Z",
            "０123456789ABCDEF000G40R40M30E27Z",
            "0123456789ABCDEFæ00G40R40M30E27",
            "0123456789ABCDé000G40R40M30E27ZZ",
            "https://drop.example/q/0123456789ABCDEF000G40R40M30E27Z",
        ] {
            assert_eq!(QrToken::parse(wrong), Err(NoToken), "{wrong:?}");
        }
    }

    #[test]
    fn an_id_that_was_not_generated_has_no_token() {
        for text in ["qrc_demo1", "qrc_0123456789abcdef0", "qrc_0123456789abcde_", "qrc_0123456789abcdeg"] {
            assert_eq!(QrToken::new(QrCodeId::parse(text).unwrap(), [0; TAG_BYTES]), Err(NoToken), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_token_reads_back(number in any::<u64>(), tag in any::<[u8; TAG_BYTES]>()) {
            let token = QrToken::new(id(number), tag).unwrap();
            prop_assert_eq!(QrToken::parse(&token.to_string()), Ok(token));
        }

        #[test]
        fn another_text_is_another_token_or_none(
            number in any::<u64>(),
            tag in any::<[u8; TAG_BYTES]>(),
            place in any::<Index>(),
            letter in any::<char>(),
        ) {
            let token = QrToken::new(id(number), tag).unwrap();
            let text = token.to_string();
            let mut letters: Vec<char> = text.chars().collect();
            let place = place.index(letters.len());
            letters[place] = letter;
            let other: String = letters.into_iter().collect();
            match QrToken::parse(&other) {
                Ok(read) => prop_assert_eq!(read == token, other == text),
                Err(NoToken) => prop_assert!(other != text),
            }
        }

        #[test]
        fn whatever_is_read_is_written_the_same(text in "[0-9A-Za-z]{28,36}|\\PC{0,40}") {
            if let Ok(token) = QrToken::parse(&text) {
                prop_assert_eq!(token.to_string(), text);
            }
        }
    }
}
