//! Reads an amount as people type it, and refuses what can be read in two ways.

use super::{Currency, Money, MoneyError};

/// Longer texts are not amounts.
const INPUT_MAX_CHARS: usize = 40;

pub(super) fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
    if text.chars().count() > INPUT_MAX_CHARS {
        return Err(MoneyError::Malformed);
    }
    let plain: String = text.chars().filter(|c| !is_direction(*c)).map(plain_char).collect();
    let number = strip_currency(plain.trim(), currency);
    if let Some(rest) = number.strip_prefix('-') {
        let is_number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        return Err(if is_number { MoneyError::Negative } else { MoneyError::Malformed });
    }
    let number = number.strip_suffix(",-").or_else(|| number.strip_suffix(".-")).unwrap_or(number);
    let (whole, fraction) = split_decimals(number)?;
    let units = join_groups(whole)?;
    let is_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits {
        return Err(MoneyError::Malformed);
    }
    if fraction.len() > currency.minor_digits() as usize {
        return Err(MoneyError::TooManyDecimals);
    }
    let significant = units.trim_start_matches('0');
    let units = if significant.is_empty() { "0" } else { significant };
    let machine = if fraction.is_empty() { units.to_owned() } else { format!("{units}.{fraction}") };
    Money::parse_decimal(&machine, currency)
}

/// One spelling for every kind of space, apostrophe, minus and digit.
fn plain_char(c: char) -> char {
    let digit = |zero: char| {
        let offset = u32::from(c) - u32::from(zero);
        char::from_digit(offset, 10).unwrap_or(c)
    };
    match c {
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\t' => ' ',
        '’' | '‘' | '´' | '`' => '\'',
        '\u{2212}' | '\u{2013}' | '\u{2012}' => '-',
        '٫' => '.',
        '٬' => '\'',
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        other => other,
    }
}

/// Marks that an amount copied from a right-to-left page brings along.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')
}

/// Takes the currency's own code, or `kr` for kroner, off either end.
fn strip_currency(text: &str, currency: Currency) -> &str {
    let words: &[&str] = if currency == Currency::Nok { &["NOK", "kr.", "kr"] } else { &[currency.code()] };
    for word in words {
        let (len, word_len) = (text.len(), word.len());
        if text.get(..word_len).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            return text[word_len..].trim_start();
        }
        if len > word_len && text.get(len - word_len..).is_some_and(|end| end.eq_ignore_ascii_case(word)) {
            return text[..len - word_len].trim_end();
        }
    }
    text
}

/// Finds the decimal separator. The part before it may still be grouped.
fn split_decimals(number: &str) -> Result<(&str, &str), MoneyError> {
    let Some(last) = number.rfind(['.', ',']) else {
        return Ok((number, ""));
    };
    let separator = &number[last..=last];
    let (whole, fraction) = (&number[..last], &number[last + 1..]);
    let repeated = whole.contains(separator);
    let other_before = whole.contains(['.', ',']) && !repeated;
    if repeated {
        // `1.000.000` is grouping; `1.000,000.00` is nothing.
        return if whole.contains(if separator == "." { ',' } else { '.' }) {
            Err(MoneyError::Malformed)
        } else {
            Ok((number, ""))
        };
    }
    if fraction.is_empty() || whole.is_empty() {
        return Err(MoneyError::Malformed);
    }
    // `2.000`: two thousand in Oslo, two in London.
    let could_be_group = fraction.len() == 3
        && !other_before
        && whole.len() <= 3
        && !whole.starts_with('0')
        && whole.bytes().all(|byte| byte.is_ascii_digit());
    if could_be_group {
        return Err(MoneyError::Malformed);
    }
    Ok((whole, fraction))
}

/// Joins `1 234 567` to `1234567`; every group after the first has three digits and one kind of separator.
fn join_groups(whole: &str) -> Result<String, MoneyError> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        return if whole.is_empty() { Err(MoneyError::Malformed) } else { Ok(whole.to_owned()) };
    };
    if !matches!(separator, ' ' | '\'' | '.' | ',') {
        return Err(MoneyError::Malformed);
    }
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    if !first_fits || !is_digits(first) || !groups.all(|group| group.len() == 3 && is_digits(group)) {
        return Err(MoneyError::Malformed);
    }
    Ok(whole.chars().filter(char::is_ascii_digit).collect())
}
