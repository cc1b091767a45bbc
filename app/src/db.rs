//! Between the database's types and ours: the one place where money changes its shape.
use domain::fx::Rate;
use domain::merchant::fee::FeeRate;
use domain::money::{Currency, Money};
use rust_decimal::Decimal;

/// A value in the database that our types do not accept. It is a defect, never a customer's mistake.
#[derive(Debug, thiserror::Error)]
#[error("the database holds {what} that is not valid: {value}")]
pub struct BadRow {
    what: &'static str,
    value: String,
}

impl From<BadRow> for sqlx::Error {
    fn from(bad: BadRow) -> Self {
        Self::Decode(Box::new(bad))
    }
}

/// A value that a reader of its own does not accept.
#[must_use]
pub fn bad(what: &'static str, value: &str) -> BadRow {
    BadRow { what, value: value.to_owned() }
}

/// Decimals of every currency that Drop knows.
const MINOR_DIGITS: u32 = 2;

/// `NUMERIC(14,2)` and a currency code as [`Money`].
pub fn money(amount: Decimal, currency: &str) -> Result<Money, BadRow> {
    let bad = || BadRow { what: "money", value: format!("{amount} {currency}") };
    let currency: Currency = currency.parse().map_err(|_| bad())?;
    Money::parse_decimal(&format!("{amount:.2}"), currency).map_err(|_| bad())
}

/// [`Money`] as `NUMERIC(14,2)`.
#[must_use]
pub fn decimal(money: Money) -> Decimal {
    Decimal::new(money.minor(), MINOR_DIGITS)
}

/// `NUMERIC(18,8)` as a [`Rate`].
pub fn rate(value: Decimal) -> Result<Rate, BadRow> {
    Rate::parse(&format!("{value:.8}")).map_err(|_| BadRow { what: "a rate", value: value.to_string() })
}

/// A [`Rate`] as `NUMERIC(18,8)`.
#[must_use]
pub fn rate_decimal(rate: Rate) -> Decimal {
    Decimal::new(rate.scaled(), 8)
}

/// `merchants.fee_rate` as a [`FeeRate`].
pub fn fee_rate(value: Decimal) -> Result<FeeRate, BadRow> {
    FeeRate::parse(&format!("{value:.8}")).ok_or_else(|| BadRow { what: "a fee", value: value.to_string() })
}

/// Reads a code or an id that the database's checks and our own writes keep valid.
pub fn parsed<T: std::str::FromStr>(what: &'static str, value: &str) -> Result<T, BadRow> {
    value.parse().map_err(|_| BadRow { what, value: value.to_owned() })
}

/// The name of the unique or check constraint that refused a write, if one did.
#[must_use]
pub fn violated_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::constraint)
}
