//! Which form a number asks for: the cardinal rules of Unicode CLDR 46 for our languages, for whole numbers.
use super::Locale;

/// The category of a number, as language files name it.
#[must_use]
pub(super) fn category(locale: Locale, number: u64) -> &'static str {
    let (ones, tens) = (number % 10, number % 100);
    let is_few = matches!(ones, 2..=4) && !matches!(tens, 12..=14);
    match locale {
        Locale::nb | Locale::en | Locale::tr | Locale::ur => {
            if number == 1 {
                "one"
            } else {
                "other"
            }
        }
        Locale::pl if number == 1 => "one",
        Locale::pl if is_few => "few",
        Locale::pl => "many",
        Locale::sr | Locale::bs if ones == 1 && tens != 11 => "one",
        Locale::sr | Locale::bs if is_few => "few",
        Locale::sr | Locale::bs => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::category;
    use crate::i18n::Locale;

    #[test]
    fn numbers_choose_the_form_that_cldr_names() {
        // CLDR 46, supplemental/plurals.xml: samples of its @integer lists.
        for (locale, name, numbers) in [
            (Locale::pl, "one", &[1][..]),
            (Locale::pl, "few", &[2, 3, 4, 22, 24, 32, 102, 1002]),
            (Locale::pl, "many", &[0, 5, 11, 12, 14, 19, 21, 25, 100, 112, 1_000_000]),
            (Locale::sr, "one", &[1, 21, 31, 101, 1001]),
            (Locale::bs, "few", &[2, 4, 22, 34, 102, 1002]),
            (Locale::sr, "other", &[0, 5, 11, 12, 14, 19, 100, 111, 1_000_000]),
            (Locale::nb, "one", &[1]),
            (Locale::tr, "other", &[0, 2, 16, 100]),
            (Locale::ur, "other", &[0, 2, 21, 101]),
        ] {
            for number in numbers {
                assert_eq!(category(locale, *number), name, "{locale:?} {number}");
            }
        }
    }
}
