//! How to reach a person: e-mail address and phone number.

use super::FieldCode;

/// RFC 5321 § 4.5.3.1: a path of 256 octets less its brackets.
const EMAIL_MAX_BYTES: usize = 254;
/// RFC 5321 § 4.5.3.1.1.
const EMAIL_LOCAL_MAX_BYTES: usize = 64;
/// ITU-T E.164: at most 15 digits; shorter than 8 is no subscriber abroad.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
const NORWAY: &str = "47";
const NORWEGIAN_DIGITS: usize = 8;

validated_text! {
    /// An e-mail address: trimmed, lower case, at most 254 bytes.
    pub struct Email, FieldCode
}

impl Email {
    /// Reads an address. Only the shape is checked; only a letter that arrives proves an address.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::EmailMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let email = text.trim().to_lowercase();
        if email.is_empty() {
            return Err(FieldCode::Required);
        }
        if email.len() > EMAIL_MAX_BYTES {
            return Err(FieldCode::TooLong);
        }
        let (local, domain) = email.split_once('@').ok_or(FieldCode::EmailMalformed)?;
        let local_fits = (1..=EMAIL_LOCAL_MAX_BYTES).contains(&local.len())
            && local.split('.').all(|part| !part.is_empty() && part.chars().all(is_local_char));
        let domain_fits = domain.contains('.') && domain.split('.').all(is_label);
        if local_fits && domain_fits { Ok(Self(email)) } else { Err(FieldCode::EmailMalformed) }
    }
}

fn is_local_char(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

validated_text! {
    /// A phone number in E.164: `+4791234567`.
    pub struct Phone, FieldCode
}

impl Phone {
    /// Reads a number. Eight digits that start with 4 or 9 are Norwegian; `00` means `+`.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::PhoneMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_filler =
            |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2013}');
        let compact: String = text.chars().filter(|&c| !is_filler(c)).collect();
        if compact.is_empty() {
            return Err(FieldCode::Required);
        }
        let is_norwegian_mobile = compact.len() == NORWEGIAN_DIGITS && compact.starts_with(['4', '9']);
        let digits = match compact.strip_prefix('+').or_else(|| compact.strip_prefix("00")) {
            Some(international) => international.to_owned(),
            None if is_norwegian_mobile => format!("{NORWAY}{compact}"),
            None => return Err(FieldCode::PhoneMalformed),
        };
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        let national_fits = digits
            .strip_prefix(NORWAY)
            .is_none_or(|national| national.len() == NORWEGIAN_DIGITS && !national.starts_with(['0', '1']));
        if all_digits && PHONE_DIGITS.contains(&digits.len()) && !digits.starts_with('0') && national_fits {
            Ok(Self(format!("+{digits}")))
        } else {
            Err(FieldCode::PhoneMalformed)
        }
    }
}
