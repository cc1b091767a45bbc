//! Which of our languages a reader wants: by a tag, or by what a browser accepts (RFC 9110, 12.5.4).
use super::Locale;

/// More than a browser sends; the rest of a longer header is not read.
const RANGES_MAX: usize = 32;

/// The language that a tag means for us. Norwegian has three names, Croatian is read as Bosnian, which is the nearest
/// that we have, and letters or a country behind a language say nothing more: Serbian is written in Latin letters here.
#[must_use]
pub fn language_for(tag: &str) -> Option<Locale> {
    let language = tag.split('-').next()?.to_ascii_lowercase();
    match language.as_str() {
        "no" | "nn" => Some(Locale::nb),
        "hr" | "sh" => Some(Locale::bs),
        "cnr" => Some(Locale::sr),
        other => Locale::ALL.into_iter().find(|locale| locale.as_str() == other),
    }
}

/// The language that a browser likes best of those that we have. What it refuses (`q=0`) is never chosen; `*` is
/// whatever we like.
#[must_use]
pub fn accepted(header: &str) -> Option<Locale> {
    let mut best: Option<(u32, Locale)> = None;
    for range in header.split(',').take(RANGES_MAX) {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let Some(quality) = quality(parts.next()) else { continue };
        let Some(locale) = language_for(tag) else { continue };
        // The first of equals is what the reader has put on top.
        if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// `q=0.8` in thousandths; one that says nothing is 1. What is malformed is nothing.
fn quality(parameter: Option<&str>) -> Option<u32> {
    let Some(parameter) = parameter else { return Some(1_000) };
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let is_number = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths = format!("{fraction:0<3}").parse::<u32>().ok().filter(|_| is_number)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{accepted, language_for};
    use crate::i18n::Locale;

    #[test]
    fn a_tag_means_the_language_that_we_have() {
        for (tag, locale) in [
            ("nb", Some(Locale::nb)),
            ("no", Some(Locale::nb)),
            ("nn-NO", Some(Locale::nb)),
            ("en-GB", Some(Locale::en)),
            ("EN", Some(Locale::en)),
            ("sr", Some(Locale::sr)),
            ("sr-Latn-RS", Some(Locale::sr)),
            ("sr-Cyrl", Some(Locale::sr)),
            ("hr-HR", Some(Locale::bs)),
            ("ur-PK", Some(Locale::ur)),
            ("nba", None),
            ("de", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(language_for(tag), locale, "{tag}");
        }
    }

    #[test]
    fn a_browsers_first_choice_that_we_have_is_taken() {
        for (header, locale) in [
            ("pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7", Some(Locale::pl)),
            ("de-DE,de;q=0.9,tr;q=0.5,en;q=0.4", Some(Locale::tr)),
            // By weight, not by place.
            ("en;q=0.3, ur;q=0.9", Some(Locale::ur)),
            ("en;q=0.9, ur;q=0.9", Some(Locale::en)),
            ("nb;q=0, en;q=0.1", Some(Locale::en)),
            ("sr ; q=0.85,bs;q=0.9", Some(Locale::bs)),
            ("no", Some(Locale::nb)),
            ("*", None),
            ("fr,de;q=0.8", None),
            ("en;q=2, tr;q=1.0", Some(Locale::tr)),
            ("en;q=abc, tr;q=0.001", Some(Locale::tr)),
            ("en;level=1, pl", Some(Locale::pl)),
            ("", None),
            (";;;,,,=", None),
        ] {
            assert_eq!(accepted(header), locale, "{header}");
        }
    }
}
