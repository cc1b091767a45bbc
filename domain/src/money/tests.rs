//! Tables and properties of money.

use std::cmp::Ordering;

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::{Currency, Money, MoneyError, Rounding, div_round};

fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::Nok)
}

#[test]
fn currencies_have_a_code_and_two_decimals() {
    for &currency in Currency::ALL {
        assert_eq!(currency.code().parse(), Ok(currency));
        assert_eq!(currency.minor_digits(), 2);
        assert_eq!(serde_json::to_string(&currency).unwrap(), format!("\"{currency}\""));
    }
    assert_eq!("nok".parse::<Currency>().unwrap_err().to_string(), "`nok` is not a known Currency");
}

#[test]
fn the_machine_format() {
    for (minor, text) in [
        (201_000, "2010.00"),
        (-5, "-0.05"),
        (0, "0.00"),
        (99, "0.99"),
        (i64::MIN, "-92233720368547758.08"),
        (i64::MAX, "92233720368547758.07"),
    ] {
        assert_eq!(nok(minor).to_decimal_string(), text);
        assert_eq!(Money::parse_decimal(text, Currency::Nok), Ok(nok(minor)));
    }
    assert_eq!(Money::parse_decimal("12", Currency::Nok), Ok(nok(1200)));
    assert_eq!(Money::parse_decimal("12.5", Currency::Nok), Ok(nok(1250)));
    for text in ["", "-", ".", "1.", ".5", "+1", " 1", "1 ", "1,0", "01", "--1", "1e3", "NaN", "1.2.3", "١"]
    {
        assert_eq!(Money::parse_decimal(text, Currency::Nok), Err(MoneyError::Malformed), "{text:?}");
    }
    assert_eq!(Money::parse_decimal("1.000", Currency::Nok), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse_decimal("92233720368547758.08", Currency::Nok), Err(MoneyError::Overflow));
}

#[test]
fn what_people_type() {
    for (text, minor) in [
        ("2000", 200_000),
        (" 2 000,00 ", 200_000),
        ("2.000,50", 200_050),
        ("2,000.50", 200_050),
        ("2\u{a0}000,5", 200_050),
        ("2\u{2009}000", 200_000),
        ("2\u{202f}000.5", 200_050),
        ("2'000.00", 200_000),
        ("2’000", 200_000),
        ("2000 kr", 200_000),
        ("2000kr.", 200_000),
        ("kr 2 000,-", 200_000),
        ("NOK 2000", 200_000),
        ("nok2000,00", 200_000),
        ("2 000,00 NOK", 200_000),
        ("1.000.000", 100_000_000),
        ("1,000,000.01", 100_000_001),
        ("1 000 000", 100_000_000),
        ("0,05", 5),
        ("007", 700),
        ("0", 0),
        ("۲۰۰۰٫۵۰", 200_050),
        ("٢٬٠٠٠", 200_000),
    ] {
        assert_eq!(Money::parse_input(text, Currency::Nok), Ok(nok(minor)), "{text:?}");
    }
    assert_eq!(Money::parse_input("23 400 RSD", Currency::Rsd), Ok(Money::new(2_340_000, Currency::Rsd)));
}

#[test]
fn what_people_must_not_type() {
    use MoneyError::{Malformed, Negative, Overflow, TooManyDecimals};
    for (text, error) in [
        ("", Malformed),
        ("kr", Malformed),
        ("abc", Malformed),
        ("2.000", Malformed),
        ("2,000", Malformed),
        ("200,000", Malformed),
        ("2000,", Malformed),
        (",50", Malformed),
        ("20 00", Malformed),
        ("2  000", Malformed),
        ("0 100", Malformed),
        ("2 000'000", Malformed),
        ("1.000,000.00", Malformed),
        ("2000 EUR", Malformed),
        ("2000 kr kr", Malformed),
        ("1e5", Malformed),
        ("½", Malformed),
        ("kr€", Malformed),
        ("2000,001", TooManyDecimals),
        ("0,125", TooManyDecimals),
        ("1 234,567", TooManyDecimals),
        ("2,000.505", TooManyDecimals),
        ("-5", Negative),
        ("\u{2212} 5", Negative),
        ("kr -5", Negative),
        ("-kr", Malformed),
        ("99999999999999999999", Overflow),
        ("11111111111111111111111111111111111111111", Malformed),
    ] {
        assert_eq!(Money::parse_input(text, Currency::Nok), Err(error), "{text:?}");
    }
}

#[test]
fn currencies_do_not_mix() {
    let error = MoneyError::CurrencyMismatch { left: Currency::Nok, right: Currency::Eur };
    let euro = Money::new(1, Currency::Eur);
    assert_eq!(nok(1).checked_add(euro), Err(error));
    assert_eq!(nok(1).checked_sub(euro), Err(error));
    assert_eq!(nok(1).compare(euro), Err(error));
    assert_eq!(nok(2).compare(nok(1)), Ok(Ordering::Greater));
    assert_eq!(nok(i64::MAX).checked_add(nok(1)), Err(MoneyError::Overflow));
    assert_eq!(nok(i64::MIN).checked_sub(nok(1)), Err(MoneyError::Overflow));
    assert!(nok(0).is_zero() && nok(1).is_positive() && !nok(-1).is_positive());
}

#[test]
fn rounding_is_symmetric() {
    for (numerator, half_up, down, up) in
        [(25, 3, 2, 3), (24, 2, 2, 3), (-25, -3, -2, -3), (-24, -2, -2, -3), (20, 2, 2, 2)]
    {
        assert_eq!(div_round(numerator, 10, Rounding::HalfUp), Ok(half_up));
        assert_eq!(div_round(numerator, 10, Rounding::Down), Ok(down));
        assert_eq!(div_round(numerator, 10, Rounding::Up), Ok(up));
    }
    assert_eq!(div_round(i128::MAX, 1, Rounding::Down), Err(MoneyError::Overflow));
}

proptest! {
    #[test]
    fn machine_format_round_trips(minor in any::<i64>(), currency in prop::sample::select(Currency::ALL)) {
        let money = Money::new(minor, currency);
        prop_assert_eq!(Money::parse_decimal(&money.to_decimal_string(), currency), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    #[test]
    fn typed_formats_mean_the_same(minor in 0_i64..1_000_000_000_000, separator in prop::sample::select(vec![" ", ".", "'", "\u{a0}"])) {
        let machine = nok(minor).to_decimal_string();
        let (units, decimals) = machine.split_once('.').unwrap();
        let groups: Vec<&str> = units.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
        let typed = format!("{},{decimals} kr", groups.join(separator));
        prop_assert_eq!(Money::parse_input(&typed, Currency::Nok), Ok(nok(minor)));
        prop_assert_eq!(Money::parse_input(&machine, Currency::Nok), Ok(nok(minor)));
    }

    #[test]
    fn typed_garbage_never_panics(text in "\\PC{0,45}") {
        if let Ok(money) = Money::parse_input(&text, Currency::Nok) {
            prop_assert!(money.minor() >= 0);
        }
        let _ = Money::parse_decimal(&text, Currency::Nok);
    }

    #[test]
    fn subtracting_undoes_adding(a in any::<i64>(), b in any::<i64>()) {
        if let Ok(sum) = nok(a).checked_add(nok(b)) {
            prop_assert_eq!(sum.checked_sub(nok(b)), Ok(nok(a)));
            prop_assert_eq!(nok(b).checked_add(nok(a)), Ok(sum));
        }
    }
}
