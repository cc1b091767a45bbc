//! What somebody scanned, pasted or typed: a code of this site, or something else.

use super::qr_link::QrToken;
use crate::form::FieldCode;

/// Longer texts are not links of ours.
const TEXT_MAX_CHARS: usize = 500;
/// What stands before the token in a link.
const PATH: &str = "/q/";

/// Finds the token in a whole link of the site at `base_url`, a link without its scheme, its path, or the token alone.
/// Says nothing about whether the code exists.
///
/// # Errors
/// [`FieldCode::Required`]; [`FieldCode::ForeignLink`] for another site's address, which must not be opened;
/// [`FieldCode::NoCode`] for everything else.
pub fn token_in(text: &str, base_url: &str) -> Result<QrToken, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    if text.chars().count() > TEXT_MAX_CHARS {
        return Err(FieldCode::NoCode);
    }
    if let Some(token) = typed(text) {
        return Ok(token);
    }
    let (is_address, rest) = without_scheme(text);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_own = host.is_empty() || host.eq_ignore_ascii_case(without_scheme(base_url).1);
    if !is_own {
        // `example.com/x` is an address too, and `hello` is not.
        let looks_like_one = is_address || (host.contains('.') && !path.is_empty());
        return Err(if looks_like_one { FieldCode::ForeignLink } else { FieldCode::NoCode });
    }
    let token = path.strip_prefix(PATH).and_then(|token| token.split(['?', '#']).next());
    token.and_then(typed).ok_or(FieldCode::NoCode)
}

/// A token as people type it: in small letters, and with spaces between groups.
fn typed(text: &str) -> Option<QrToken> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    QrToken::parse(&plain.to_ascii_uppercase()).ok()
}

fn without_scheme(text: &str) -> (bool, &str) {
    let Some((scheme, rest)) = text.split_once(':') else { return (false, text) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    match (is_scheme, rest.strip_prefix("//")) {
        (true, Some(rest)) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
            (true, rest)
        }
        // `tel:`, `WIFI:`, `javascript:` and others, but not the port of `localhost:3000/q/…`.
        (true, _) if !rest.starts_with(|c: char| c.is_ascii_digit()) => (true, text),
        _ => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    const TOKEN: &str = "0123456789ABCDEF000G40R40M30E27Z";

    #[test]
    fn a_code_of_this_site_is_found_however_it_is_given() {
        for text in [
            TOKEN.to_owned(),
            TOKEN.to_ascii_lowercase(),
            "0123 4567 89AB CDEF 000G 40R4 0M30 E27Z".to_owned(),
            format!("/q/{TOKEN}"),
            format!("  https://drop.example/q/{TOKEN}\n"),
            format!("HTTPS://DROP.EXAMPLE/q/{TOKEN}"),
            format!("http://drop.example/q/{TOKEN}?utm=x#y"),
            format!("drop.example/q/{TOKEN}"),
        ] {
            assert_eq!(token_in(&text, "https://drop.example").unwrap().to_string(), TOKEN, "{text}");
        }
        let local = format!("localhost:3000/q/{TOKEN}");
        assert!(token_in(&local, "http://localhost:3000").is_ok());
    }

    #[test]
    fn anything_else_is_not_opened() {
        for (text, wanted) in [
            ("", FieldCode::Required),
            ("  ", FieldCode::Required),
            ("hello", FieldCode::NoCode),
            ("0123456789ABCDEF", FieldCode::NoCode),
            ("/home", FieldCode::NoCode),
            ("https://drop.example/", FieldCode::NoCode),
            ("https://drop.example/q/short", FieldCode::NoCode),
            ("https://drop.example/a/0123456789ABCDEF000G40R40M30E27Z", FieldCode::NoCode),
            ("https://evil.example/q/0123456789ABCDEF000G40R40M30E27Z", FieldCode::ForeignLink),
            ("https://drop.example@evil.example/q/0123456789ABCDEF000G40R40M30E27Z", FieldCode::ForeignLink),
            ("https://drop.example.evil.example/q/0123456789ABCDEF000G40R40M30E27Z", FieldCode::ForeignLink),
            ("https://drop.example:8443/q/0123456789ABCDEF000G40R40M30E27Z", FieldCode::ForeignLink),
            ("evil.example/q/0123456789ABCDEF000G40R40M30E27Z", FieldCode::ForeignLink),
            ("javascript:alert(1)", FieldCode::ForeignLink),
            ("tel:+4741234567", FieldCode::ForeignLink),
            ("WIFI:S:Kafe;T:WPA;P:kaffe;;", FieldCode::ForeignLink),
        ] {
            assert_eq!(token_in(text, "https://drop.example"), Err(wanted), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_a_foreign_host_is_never_taken(text in "\\PC{0,80}", host in "[a-z]{1,12}\\.(no|com)") {
            let _ = token_in(&text, "https://drop.example");
            let foreign = format!("https://{host}/q/{TOKEN}");
            prop_assert!(token_in(&foreign, "https://drop.example").is_err());
        }
    }
}
