//! The countries money can be sent to.

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use crate::bank::iban::Iban;
use crate::calendar::{add_business_days, is_business_day, oslo};
use crate::money::Currency;

/// Orders from this hour on in Oslo count as the next business day's.
pub const CUT_OFF_HOUR: u32 = 15;

text_enum! {
    /// A country money can be sent to (ISO 3166 alpha-2).
    pub enum Country {
        /// Serbia.
        Rs = "RS",
        /// Bosnia and Herzegovina.
        Ba = "BA",
        /// Poland.
        Pl = "PL",
        /// Pakistan.
        Pk = "PK",
        /// Turkey.
        Tr = "TR",
    }
}

impl Country {
    /// The ISO 3166 alpha-2 code, upper case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.as_str()
    }

    /// The currency that recipients there get.
    #[must_use]
    pub const fn currency(self) -> Currency {
        match self {
            Self::Rs => Currency::Rsd,
            Self::Ba => Currency::Bam,
            Self::Pl => Currency::Pln,
            Self::Pk => Currency::Pkr,
            Self::Tr => Currency::Try,
        }
    }

    /// Is this account in this country?
    #[must_use]
    pub fn iban_matches(self, iban: &Iban) -> bool {
        iban.country() == self.code()
    }

    /// What an IBAN of this country looks like: the published example.
    #[must_use]
    pub const fn example_iban(self) -> &'static str {
        match self {
            Self::Rs => "RS35 2600 0560 1001 6113 79",
            Self::Ba => "BA39 1290 0794 0102 8494",
            Self::Pl => "PL61 1090 1014 0000 0712 1981 2874",
            Self::Pk => "PK36 SCBL 0000 0011 2345 6702",
            Self::Tr => "TR33 0006 1005 1978 6457 8413 26",
        }
    }

    /// Business days from the day of the order until the money should be there.
    #[must_use]
    pub const fn delivery_business_days(self) -> u32 {
        match self {
            Self::Rs | Self::Ba | Self::Pl | Self::Tr => 1,
            Self::Pk => 2,
        }
    }
}

/// The date in Norway by which money sent at `from` should have arrived. An order after the cut-off, or
/// on a day that is no business day, counts as the next business day's. The recipient country's own
/// holidays are not known here, so it is an estimate.
#[must_use]
pub fn delivery_by(from: DateTime<Utc>, country: Country) -> NaiveDate {
    let local = oslo(from);
    let today = local.date_naive();
    let in_time = is_business_day(today) && local.hour() < CUT_OFF_HOUR;
    let day_zero = if in_time { today } else { add_business_days(today, 1) };
    add_business_days(day_zero, country.delivery_business_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries() {
        for &country in Country::ALL {
            assert_eq!(country.code().parse(), Ok(country));
            let example = Iban::parse(country.example_iban()).unwrap();
            assert!(country.iban_matches(&example));
            assert_eq!(example.grouped(), country.example_iban());
        }
        assert_eq!(Country::Ba.currency(), Currency::Bam);
        let iban = Iban::parse("RS35260005601001611379").unwrap();
        assert!(Country::Rs.iban_matches(&iban) && !Country::Ba.iban_matches(&iban));
    }

    #[test]
    fn deliveries() {
        for (from, country, by) in [
            // Tuesday 14:59 and 15:00 in Oslo's summer.
            ("2026-06-09T12:59:59Z", Country::Rs, "2026-06-10"),
            ("2026-06-09T13:00:00Z", Country::Rs, "2026-06-11"),
            ("2026-06-09T12:00:00Z", Country::Pk, "2026-06-11"),
            // Friday morning, Friday evening, Saturday.
            ("2026-06-12T08:00:00Z", Country::Pl, "2026-06-15"),
            ("2026-06-12T18:00:00Z", Country::Pl, "2026-06-16"),
            ("2026-06-13T08:00:00Z", Country::Tr, "2026-06-16"),
            // The day before Maundy Thursday: Easter is in between.
            ("2026-04-01T08:00:00Z", Country::Ba, "2026-04-07"),
            // Late in the evening in UTC is already the next day in Oslo.
            ("2026-06-08T22:30:00Z", Country::Rs, "2026-06-10"),
        ] {
            assert_eq!(delivery_by(from.parse().unwrap(), country), by.parse().unwrap(), "{from} {country}");
        }
    }
}
