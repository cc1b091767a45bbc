//! The risk class of a customer, with its reasons.

use crate::identity::{Employment, Exposure, Monthly, SourceOfFunds};

text_enum! {
    /// How much attention a customer needs (§ 9). The order is the order of gravity.
    pub enum RiskClass {
        /// Ordinary measures.
        Low = "low",
        /// An officer looks.
        Medium = "medium",
        /// Enhanced measures (§ 17), and a lead's consent.
        High = "high",
    }
}

text_enum! {
    /// `country_risks.risk`: a country in a customer's life.
    pub enum CountryRisk {
        /// Nothing known against it.
        Ordinary = "ordinary",
        /// Under increased monitoring.
        Increased = "increased",
        /// Inadequate measures (§ 17).
        High = "high",
    }
}

text_enum! {
    /// Why a customer is in a class above the lowest.
    pub enum RiskReason {
        /// Holds or held a political office (§ 18).
        Exposed = "exposed",
        /// Is close to somebody who does (§ 18).
        CloseToExposed = "close_to_exposed",
        /// Citizen of a country with inadequate measures.
        NationalityHigh = "nationality_high",
        /// Citizen of a country under increased monitoring.
        NationalityIncreased = "nationality_increased",
        /// Has a recipient in a country with inadequate measures.
        CorridorHigh = "corridor_high",
        /// Has a recipient in a country under increased monitoring.
        CorridorIncreased = "corridor_increased",
        /// Means to send more in a month than most people earn.
        MuchMoney = "much_money",
        /// Means to send more than goes with having no income from work.
        BeyondMeans = "beyond_means",
        /// Lives of an own business: private money and the business's are easily mixed.
        OwnBusiness = "own_business",
        /// Has not said where the money comes from, only that it is something else.
        SourceUnclear = "source_unclear",
    }
}

impl RiskReason {
    /// The class that this reason alone leads to.
    #[must_use]
    pub const fn class(self) -> RiskClass {
        match self {
            Self::Exposed | Self::CloseToExposed | Self::NationalityHigh | Self::CorridorHigh => {
                RiskClass::High
            }
            Self::NationalityIncreased
            | Self::CorridorIncreased
            | Self::MuchMoney
            | Self::BeyondMeans
            | Self::OwnBusiness
            | Self::SourceUnclear => RiskClass::Medium,
        }
    }
}

/// What is known of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// As declared.
    pub exposure: Exposure,
    /// Of the country of citizenship, today.
    pub nationality: CountryRisk,
    /// The gravest of the countries of the recipients, today.
    pub corridors: CountryRisk,
    /// How they make a living.
    pub employment: Employment,
    /// Where the money comes from.
    pub source_of_funds: SourceOfFunds,
    /// How much in a month.
    pub monthly: Monthly,
}

/// A class and what led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The class of the gravest reason; low without one.
    pub class: RiskClass,
    /// In the order of [`RiskReason::ALL`].
    pub reasons: Vec<RiskReason>,
}

/// Puts a customer into a class.
#[must_use]
pub fn assess(it: &Circumstances) -> Assessment {
    let without_work = matches!(it.employment, Employment::Student | Employment::NotWorking);
    let business = it.employment == Employment::SelfEmployed || it.source_of_funds == SourceOfFunds::Business;
    let stands = |reason: RiskReason| match reason {
        RiskReason::Exposed => it.exposure == Exposure::Own,
        RiskReason::CloseToExposed => it.exposure == Exposure::Close,
        RiskReason::NationalityHigh => it.nationality == CountryRisk::High,
        RiskReason::NationalityIncreased => it.nationality == CountryRisk::Increased,
        RiskReason::CorridorHigh => it.corridors == CountryRisk::High,
        RiskReason::CorridorIncreased => it.corridors == CountryRisk::Increased,
        RiskReason::MuchMoney => it.monthly == Monthly::VeryLarge,
        RiskReason::BeyondMeans => without_work && it.monthly >= Monthly::Large,
        RiskReason::OwnBusiness => business,
        RiskReason::SourceUnclear => it.source_of_funds == SourceOfFunds::Other,
    };
    let reasons: Vec<_> = RiskReason::ALL.iter().copied().filter(|reason| stands(*reason)).collect();
    let class = reasons.iter().map(|reason| reason.class()).max().unwrap_or(RiskClass::Low);
    Assessment { class, reasons }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use proptest::sample::select;

    use super::*;

    const PLAIN: Circumstances = Circumstances {
        exposure: Exposure::None,
        nationality: CountryRisk::Ordinary,
        corridors: CountryRisk::Ordinary,
        employment: Employment::Employed,
        source_of_funds: SourceOfFunds::Salary,
        monthly: Monthly::Usual,
    };

    #[test]
    fn each_reason_alone() {
        assert_eq!(assess(&PLAIN), Assessment { class: RiskClass::Low, reasons: vec![] });
        let table = [
            (Circumstances { exposure: Exposure::Own, ..PLAIN }, RiskReason::Exposed),
            (Circumstances { exposure: Exposure::Close, ..PLAIN }, RiskReason::CloseToExposed),
            (Circumstances { nationality: CountryRisk::High, ..PLAIN }, RiskReason::NationalityHigh),
            (
                Circumstances { nationality: CountryRisk::Increased, ..PLAIN },
                RiskReason::NationalityIncreased,
            ),
            (Circumstances { corridors: CountryRisk::High, ..PLAIN }, RiskReason::CorridorHigh),
            (Circumstances { corridors: CountryRisk::Increased, ..PLAIN }, RiskReason::CorridorIncreased),
            (Circumstances { monthly: Monthly::VeryLarge, ..PLAIN }, RiskReason::MuchMoney),
            (
                Circumstances { employment: Employment::Student, monthly: Monthly::Large, ..PLAIN },
                RiskReason::BeyondMeans,
            ),
            (
                Circumstances { employment: Employment::NotWorking, monthly: Monthly::Large, ..PLAIN },
                RiskReason::BeyondMeans,
            ),
            (Circumstances { employment: Employment::SelfEmployed, ..PLAIN }, RiskReason::OwnBusiness),
            (Circumstances { source_of_funds: SourceOfFunds::Business, ..PLAIN }, RiskReason::OwnBusiness),
            (Circumstances { source_of_funds: SourceOfFunds::Other, ..PLAIN }, RiskReason::SourceUnclear),
        ];
        for (circumstances, reason) in table {
            let found = assess(&circumstances);
            assert_eq!(
                found,
                Assessment { class: reason.class(), reasons: vec![reason] },
                "{circumstances:?}"
            );
        }
        for &reason in RiskReason::ALL {
            assert!(table.iter().any(|row| row.1 == reason), "{reason} has no row");
            assert!(reason.class() > RiskClass::Low);
        }
    }

    #[test]
    fn just_below_each_boundary() {
        for circumstances in [
            Circumstances { monthly: Monthly::Large, ..PLAIN },
            Circumstances { employment: Employment::Student, ..PLAIN },
            Circumstances { employment: Employment::Retired, monthly: Monthly::Large, ..PLAIN },
        ] {
            assert_eq!(assess(&circumstances).class, RiskClass::Low, "{circumstances:?}");
        }
    }

    proptest! {
        #[test]
        fn the_gravest_reason_decides(
            exposure in select(Exposure::ALL), nationality in select(CountryRisk::ALL),
            corridors in select(CountryRisk::ALL), employment in select(Employment::ALL),
            source_of_funds in select(SourceOfFunds::ALL), monthly in select(Monthly::ALL),
        ) {
            let found =
                assess(&Circumstances { exposure, nationality, corridors, employment, source_of_funds, monthly });
            prop_assert!(found.reasons.iter().all(|reason| reason.class() <= found.class));
            prop_assert_eq!(found.class == RiskClass::Low, found.reasons.is_empty());
            prop_assert_eq!(found.class == RiskClass::High, exposure != Exposure::None
                || nationality == CountryRisk::High || corridors == CountryRisk::High);
        }
    }
}
