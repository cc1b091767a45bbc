//! What officers think of a customer's identity: risk, decisions, and when to look again (hvitvaskingsloven §§ 9, 12–18,
//! 24). Nothing of this is ever shown to the customer (§ 28).

mod decision;
mod risk;

pub use decision::{Change, Decision, DecisionError, decide_case};
pub use risk::{Assessment, Circumstances, CountryRisk, RiskClass, RiskReason, assess};

use chrono::{Months, NaiveDate};

text_enum! {
    /// What screening against the lists said.
    pub enum Screened {
        /// Nobody was asked.
        NotScreened = "not_screened",
        /// Nobody of that name is on a list, or an officer has settled that it is another person.
        Clear = "clear",
        /// A name on a list is like this one.
        Match = "match",
        /// It failed, and is to be done again.
        Error = "error",
    }
}

text_enum! {
    /// Why a submission is not approved without an officer.
    pub enum Obstacle {
        /// The setting is off.
        Off = "off",
        /// The risk is not low.
        Risk = "risk",
        /// The lists have not been asked.
        NotScreened = "not_screened",
        /// A name on a list is like this one.
        Match = "match",
        /// Another account has the same national identity number.
        SecondAccount = "second_account",
        /// More was asked before: whoever asked looks at the answer.
        Asked = "asked",
    }
}

/// What is known when a submission could be approved without an officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The site's setting.
    pub automatic: bool,
    /// Of the customer.
    pub risk: RiskClass,
    /// By the lists.
    pub screened: Screened,
    /// Somebody else has this national identity number.
    pub second_account: bool,
    /// There was a submission before.
    pub asked_before: bool,
}

/// Everything that keeps a submission from being approved without an officer; nothing when it may be.
#[must_use]
pub fn obstacles(known: &Known) -> Vec<Obstacle> {
    [
        (!known.automatic, Obstacle::Off),
        (known.risk != RiskClass::Low, Obstacle::Risk),
        (matches!(known.screened, Screened::NotScreened | Screened::Error), Obstacle::NotScreened),
        (known.screened == Screened::Match, Obstacle::Match),
        (known.second_account, Obstacle::SecondAccount),
        (known.asked_before, Obstacle::Asked),
    ]
    .into_iter()
    .filter_map(|(stands, obstacle)| stands.then_some(obstacle))
    .collect()
}

/// When an approved customer is looked at again (§ 24 asks for it in keeping with the risk, and names no number): every
/// year where the risk is high, every second where it is medium, every third where it is low.
#[must_use]
pub fn review_on(risk: RiskClass, approved: NaiveDate) -> NaiveDate {
    let months = match risk {
        RiskClass::High => 12,
        RiskClass::Medium => 24,
        RiskClass::Low => 36,
    };
    approved.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    const CLEAR: Known = Known {
        automatic: true,
        risk: RiskClass::Low,
        screened: Screened::Clear,
        second_account: false,
        asked_before: false,
    };

    #[test]
    fn each_obstacle_alone() {
        assert_eq!(obstacles(&CLEAR), []);
        for (known, obstacle) in [
            (Known { automatic: false, ..CLEAR }, Obstacle::Off),
            (Known { risk: RiskClass::Medium, ..CLEAR }, Obstacle::Risk),
            (Known { risk: RiskClass::High, ..CLEAR }, Obstacle::Risk),
            (Known { screened: Screened::NotScreened, ..CLEAR }, Obstacle::NotScreened),
            (Known { screened: Screened::Error, ..CLEAR }, Obstacle::NotScreened),
            (Known { screened: Screened::Match, ..CLEAR }, Obstacle::Match),
            (Known { second_account: true, ..CLEAR }, Obstacle::SecondAccount),
            (Known { asked_before: true, ..CLEAR }, Obstacle::Asked),
        ] {
            assert_eq!(obstacles(&known), [obstacle], "{known:?}");
        }
    }

    #[test]
    fn reviews() {
        let approved: NaiveDate = "2028-02-29".parse().unwrap();
        for (risk, wanted) in [
            (RiskClass::High, "2029-02-28"),
            (RiskClass::Medium, "2030-02-28"),
            (RiskClass::Low, "2031-02-28"),
        ] {
            assert_eq!(review_on(risk, approved).to_string(), wanted);
        }
    }

    proptest! {
        #[test]
        fn only_what_is_clear_in_every_way_is_approved(
            automatic in any::<bool>(), second_account in any::<bool>(), asked_before in any::<bool>(),
            risk in proptest::sample::select(RiskClass::ALL), screened in proptest::sample::select(Screened::ALL),
        ) {
            let known = Known { automatic, risk, screened, second_account, asked_before };
            prop_assert_eq!(obstacles(&known).is_empty(), known == CLEAR);
        }
    }
}
