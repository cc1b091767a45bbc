//! Tables of every field.

use chrono::NaiveDate;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::FieldCode::{
    DateMalformed, EmailMalformed, NameMalformed, PasswordTooLong, PasswordTooShort, PhoneMalformed,
    Required, TooLong, Underage,
};
use super::*;

#[test]
fn codes_have_one_spelling() {
    for &code in FieldCode::ALL {
        assert_eq!(code.as_str().parse(), Ok(code));
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{code}\""));
    }
}

#[test]
fn emails() {
    for (text, email) in [
        (" Kari.Nordmann@Example.NO ", "kari.nordmann@example.no"),
        ("o'brien+drop@mail.example.com", "o'brien+drop@mail.example.com"),
        ("åse@bøker.no", "åse@bøker.no"),
    ] {
        assert_eq!(Email::parse(text).unwrap().as_str(), email);
    }
    let long_local = format!("{}@example.no", "a".repeat(65));
    let long = format!("a@{}.no", "a.".repeat(130));
    for (text, code) in [
        ("  ", Required),
        ("kari", EmailMalformed),
        ("@example.no", EmailMalformed),
        ("kari@example", EmailMalformed),
        ("kari@@example.no", EmailMalformed),
        ("a@b@example.no", EmailMalformed),
        ("kari@.no", EmailMalformed),
        ("kari@example..no", EmailMalformed),
        ("kari@example.no.", EmailMalformed),
        (".kari@example.no", EmailMalformed),
        ("ka ri@example.no", EmailMalformed),
        ("kari@exam\nple.no", EmailMalformed),
        ("kari\u{202e}@example.no", EmailMalformed),
        ("<kari@example.no>", EmailMalformed),
        ("kari@-example.no", EmailMalformed),
        (&long_local, EmailMalformed),
        (&long, TooLong),
    ] {
        assert_eq!(Email::parse(text), Err(code), "{text:?}");
    }
}

#[test]
fn phones() {
    for (text, phone) in [
        ("912 34 567", "+4791234567"),
        ("41234567", "+4741234567"),
        ("+47 22 12 34 56", "+4722123456"),
        ("0047 91234567", "+4791234567"),
        ("+381 (63) 123-4567", "+381631234567"),
        ("+48\u{a0}512.345.678", "+48512345678"),
    ] {
        assert_eq!(Phone::parse(text).unwrap().as_str(), phone);
    }
    for (text, code) in [
        ("", Required),
        (" - ", Required),
        ("22123456", PhoneMalformed),
        ("9123456", PhoneMalformed),
        ("4791234567", PhoneMalformed),
        ("+479123456", PhoneMalformed),
        ("+4712345678", PhoneMalformed),
        ("+1234567", PhoneMalformed),
        ("+1234567890123456", PhoneMalformed),
        ("+0123456789", PhoneMalformed),
        ("++4791234567", PhoneMalformed),
        ("9123456x", PhoneMalformed),
        ("٩١٢٣٤٥٦٧", PhoneMalformed),
    ] {
        assert_eq!(Phone::parse(text), Err(code), "{text:?}");
    }
}

#[test]
fn names() {
    for (text, name) in [
        (" Kari ", "Kari"),
        ("Åse-Marie  O'Neill", "Åse-Marie O'Neill"),
        ("Đorđević", "Đorđević"),
        ("محمد", "محمد"),
        ("Jose\u{301}", "Jose\u{301}"),
        ("Martin Luther Jr.", "Martin Luther Jr."),
    ] {
        assert_eq!(PersonName::parse(text).unwrap().as_str(), name);
        assert_eq!(RecipientName::parse(text).unwrap().as_str(), name);
    }
    let long = "a".repeat(81);
    for (text, code) in [
        (" ", Required),
        ("Kari2", NameMalformed),
        ("Kari\nNordmann", NameMalformed),
        ("Kari\u{202e}", NameMalformed),
        ("\u{200b}Kari", NameMalformed),
        ("\u{3164}", NameMalformed),
        ("\u{301}a", NameMalformed),
        ("<b>", NameMalformed),
        ("--", NameMalformed),
        (&long, TooLong),
    ] {
        assert_eq!(PersonName::parse(text), Err(code), "{text:?}");
    }
    assert!(PersonName::parse(&"å".repeat(80)).is_ok());
    assert!(RecipientName::parse("Petrović & Sons (Beograd) 2, d.o.o./x").is_ok());
    assert_eq!(RecipientName::parse("Kari; drop"), Err(NameMalformed));
    assert_eq!(RecipientName::parse("123"), Err(NameMalformed));
    assert_eq!(RecipientName::parse(&"a".repeat(71)), Err(TooLong));
}

#[test]
fn birth_dates() {
    let today = NaiveDate::from_ymd_opt(2026, 6, 15).unwrap();
    for text in ["2008-06-15", "15.06.2008", "15.6.2008", " 1906-06-15 "] {
        assert!(BirthDate::parse(text, today).is_ok(), "{text}");
    }
    assert_eq!(BirthDate::parse("1.2.1990", today).unwrap().to_iso(), "1990-02-01");
    for (text, code) in [
        ("", Required),
        ("2008-06-16", Underage),
        ("2026-06-15", Underage),
        ("2026-06-16", DateMalformed),
        ("1905-06-15", DateMalformed),
        ("1990-02-30", DateMalformed),
        ("1990-2-3", DateMalformed),
        ("01.02.90", DateMalformed),
        ("1990/02/01", DateMalformed),
        ("1.2.1990.", DateMalformed),
        ("-1990-01-01", DateMalformed),
    ] {
        assert_eq!(BirthDate::parse(text, today), Err(code), "{text:?}");
    }
}

#[test]
fn passwords() {
    assert_eq!(Password::parse(""), Err(Required));
    assert_eq!(Password::parse("elleve tegn"), Err(PasswordTooShort));
    assert_eq!(Password::parse(&"æ".repeat(129)), Err(PasswordTooLong));
    let password = Password::parse(" tolv tegn! ").unwrap();
    assert_eq!(password.as_str(), " tolv tegn! ");
    assert_eq!(format!("{password:?}"), "Password(…)");
}

proptest! {
    #[test]
    fn what_was_parsed_parses_to_itself(text in "\\PC{0,100}") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
        }
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
        }
        if let Ok(name) = RecipientName::parse(&text) {
            prop_assert_eq!(RecipientName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!(!name.as_str().chars().any(char::is_control));
        }
    }

    #[test]
    fn norwegian_mobiles(digits in "[49][0-9]{7}") {
        prop_assert_eq!(Phone::parse(&digits).unwrap().into_string(), format!("+47{digits}"));
    }
}
