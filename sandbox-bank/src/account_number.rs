//! Account numbers: the Norwegian one (mod 11) and the IBAN (ISO 13616, mod 97).

const WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// The check digit of the first ten digits of a Norwegian account number; some have none.
pub(crate) fn kontonr_check_digit(first_ten: &str) -> Option<u32> {
    if first_ten.len() != 10 {
        return None;
    }
    let mut sum = 0;
    for (character, weight) in first_ten.chars().zip(WEIGHTS) {
        sum += character.to_digit(10)? * weight;
    }
    match (11 - sum % 11) % 11 {
        10 => None,
        digit => Some(digit),
    }
}

pub(crate) fn is_kontonr(text: &str) -> bool {
    match (text.get(..10), text.get(10..)) {
        (Some(first), Some(last)) => {
            kontonr_check_digit(first).is_some_and(|digit| last == digit.to_string())
        }
        _ => false,
    }
}

/// Remainder of the rearranged IBAN; `None` when a character has no place in one.
fn iban_remainder(iban: &str) -> Option<u32> {
    let (head, tail) = (iban.get(..4)?, iban.get(4..)?);
    tail.chars().chain(head.chars()).try_fold(0, |remainder, character| {
        let value = match character {
            '0'..='9' | 'A'..='Z' => character.to_digit(36)?,
            _ => return None,
        };
        Some((remainder * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

/// Two letters, two digits, at most 34 characters, mod 97 = 1; a Norwegian one also passes mod 11.
pub(crate) fn is_iban(text: &str) -> bool {
    let shape = (15..=34).contains(&text.len())
        && text.chars().take(2).all(|character| character.is_ascii_uppercase())
        && text.chars().skip(2).take(2).all(|character| character.is_ascii_digit());
    let national = match text.strip_prefix("NO") {
        Some(rest) => rest.get(2..).is_some_and(is_kontonr),
        None => true,
    };
    shape && iban_remainder(text) == Some(1) && national
}

/// The IBAN of a Norwegian account number.
pub(crate) fn iban_of(kontonr: &str) -> Option<String> {
    let remainder = iban_remainder(&format!("NO00{kontonr}"))?;
    Some(format!("NO{:02}{kontonr}", 98 - remainder))
}

/// `NO9386011117947` → `NO93 8601 1117 947`.
pub(crate) fn grouped(iban: &str) -> String {
    let characters: Vec<char> = iban.chars().collect();
    characters.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{grouped, iban_of, is_iban, is_kontonr};

    #[test]
    fn account_numbers_are_checked() {
        assert!(is_kontonr("86011117947"));
        assert!(is_kontonr("12345678903"));
        for wrong in ["86011117948", "8601111794", "8601111794x", "", "860111179470"] {
            assert!(!is_kontonr(wrong), "{wrong}");
        }
    }

    #[test]
    fn ibans_are_checked() {
        for right in [
            "NO9386011117947",
            "RS35260005601001611379",
            "BA391290079401028494",
            "PL61109010140000071219812874",
            "PK36SCBL0000001123456702",
            "TR330006100519786457841326",
        ] {
            assert!(is_iban(right), "{right}");
        }
        for wrong in ["NO9386011117948", "no9386011117947", "RS35260005601001611378", "", "NOæ9", "RS35 2600"]
        {
            assert!(!is_iban(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_iban_is_made_and_grouped() {
        assert_eq!(iban_of("86011117947").as_deref(), Some("NO9386011117947"));
        assert_eq!(grouped("NO9386011117947"), "NO93 8601 1117 947");
    }
}
