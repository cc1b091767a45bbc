//! What a customer tells about who they are, and how far we are with it (hvitvaskingsloven §§ 12, 13). This is what the
//! customer may see of it; what officers think of it is in `compliance::kyc`.

use thiserror::Error;

use crate::access::KycStatus;
use crate::form::{City, NationalId, Nationality, Occupation, PostalCode, Street};

text_enum! {
    /// `kyc_cases.status`: how far one submission is.
    pub enum CaseStatus {
        /// Waits for a decision.
        Submitted = "submitted",
        /// The identity is established.
        Approved = "approved",
        /// It is not, and the customer may not send money.
        Rejected = "rejected",
        /// The customer has to tell more: another submission follows.
        MoreInformation = "more_information",
    }
}

impl CaseStatus {
    /// What `users.kyc_status` says while this is the customer's last submission.
    #[must_use]
    pub const fn kyc(self) -> KycStatus {
        match self {
            Self::Submitted | Self::MoreInformation => KycStatus::Pending,
            Self::Approved => KycStatus::Approved,
            Self::Rejected => KycStatus::Rejected,
        }
    }
}

text_enum! {
    /// What a customer sees of it.
    pub enum IdentityStep {
        /// They have told nothing yet.
        NotGiven = "not_given",
        /// We are looking at it.
        Waiting = "waiting",
        /// They have to tell more.
        MoreAsked = "more_asked",
        /// They may send money.
        Approved = "approved",
        /// They may not.
        Rejected = "rejected",
    }
}

impl IdentityStep {
    /// From what is decided about the person and how far their last submission is.
    #[must_use]
    pub const fn of(kyc: KycStatus, last: Option<CaseStatus>) -> Self {
        match (kyc, last) {
            (KycStatus::Approved, _) => Self::Approved,
            (KycStatus::Rejected, _) => Self::Rejected,
            (KycStatus::Pending, None) => Self::NotGiven,
            (KycStatus::Pending, Some(CaseStatus::Submitted)) => Self::Waiting,
            (KycStatus::Pending, Some(_)) => Self::MoreAsked,
        }
    }

    /// May the form be filled in?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NotGiven | Self::MoreAsked)
    }
}

text_enum! {
    /// What an officer asks more about. A closed list: words of an officer's own could tell what nobody may know
    /// (hvitvaskingsloven § 28).
    pub enum Topic {
        /// Number and date of birth.
        NationalId = "national_id",
        /// Where they live.
        Address = "address",
        /// Whose citizen they are.
        Nationality = "nationality",
        /// What they do.
        Occupation = "occupation",
        /// What they use Drop for.
        Purpose = "purpose",
        /// Where the money comes from.
        SourceOfFunds = "source_of_funds",
        /// Political exposure.
        Exposure = "exposure",
    }
}

text_enum! {
    /// How somebody makes a living.
    pub enum Employment {
        /// Has an employer.
        Employed = "employed",
        /// Has a business.
        SelfEmployed = "self_employed",
        /// Is at a school or a university.
        Student = "student",
        /// Has a pension.
        Retired = "retired",
        /// None of these.
        NotWorking = "not_working",
    }
}

text_enum! {
    /// What the money is sent for (§ 13: the purpose of the relationship).
    pub enum Purpose {
        /// To live on, for family or friends.
        SupportFamily = "support_family",
        /// Own house, own loan, own bills.
        OwnNeeds = "own_needs",
        /// Presents.
        Gifts = "gifts",
        /// Goods and services.
        Purchases = "purchases",
        /// Something else.
        Other = "other",
    }
}

text_enum! {
    /// Where the money comes from (§ 18 asks for it of the exposed; we ask everybody).
    pub enum SourceOfFunds {
        /// Wages.
        Salary = "salary",
        /// An own business.
        Business = "business",
        /// Pension, benefits, a student loan.
        Benefits = "benefits",
        /// What was saved.
        Savings = "savings",
        /// Something was sold: a house, a car.
        Sale = "sale",
        /// Was inherited or given.
        Gift = "gift",
        /// Something else.
        Other = "other",
    }
}

text_enum! {
    /// Political exposure, as the customer declares it (§ 18).
    pub enum Exposure {
        /// None.
        None = "none",
        /// Holds or held such an office.
        Own = "own",
        /// Is family of, or works closely with, somebody who does.
        Close = "close",
    }
}

text_enum! {
    /// What the customer means to send in a month, in kroner.
    pub enum Monthly {
        /// 5,000 at most.
        Small = "up_to_5000",
        /// 20,000 at most.
        Usual = "up_to_20000",
        /// 50,000 at most.
        Large = "up_to_50000",
        /// More.
        VeryLarge = "over_50000",
    }
}

/// What a customer tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Fødselsnummer or D-number; the date of birth is in it.
    pub national_id: NationalId,
    /// Citizenship.
    pub nationality: Nationality,
    /// Home, in Norway.
    pub street: Street,
    /// Its postal code …
    pub postal_code: PostalCode,
    /// … and place.
    pub city: City,
    /// How they make a living …
    pub employment: Employment,
    /// … and with what.
    pub occupation: Occupation,
    /// What for.
    pub purpose: Purpose,
    /// Where from.
    pub source_of_funds: SourceOfFunds,
    /// Politically exposed?
    pub exposure: Exposure,
    /// How much in a month.
    pub monthly: Monthly,
}

/// The customer cannot hand in anything now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SubmitError {
    /// What was handed in before waits for a decision.
    #[error("there is a submission that waits")]
    Waits,
    /// It is decided.
    #[error("it is decided")]
    Decided,
}

/// May the customer hand in something? Only at first, and when more was asked.
///
/// # Errors
/// See [`SubmitError`].
pub const fn may_submit(kyc: KycStatus, last: Option<CaseStatus>) -> Result<(), SubmitError> {
    match IdentityStep::of(kyc, last) {
        IdentityStep::NotGiven | IdentityStep::MoreAsked => Ok(()),
        IdentityStep::Waiting => Err(SubmitError::Waits),
        IdentityStep::Approved | IdentityStep::Rejected => Err(SubmitError::Decided),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing() {
        use CaseStatus::{Approved, MoreInformation, Rejected, Submitted};
        for (kyc, last, step) in [
            (KycStatus::Pending, None, IdentityStep::NotGiven),
            (KycStatus::Pending, Some(Submitted), IdentityStep::Waiting),
            (KycStatus::Pending, Some(MoreInformation), IdentityStep::MoreAsked),
            (KycStatus::Approved, None, IdentityStep::Approved),
            (KycStatus::Approved, Some(Approved), IdentityStep::Approved),
            (KycStatus::Rejected, Some(Rejected), IdentityStep::Rejected),
        ] {
            assert_eq!(IdentityStep::of(kyc, last), step, "{kyc} {last:?}");
            assert_eq!(may_submit(kyc, last).is_ok(), step.is_open(), "{step}");
        }
        assert_eq!(may_submit(KycStatus::Pending, Some(Submitted)), Err(SubmitError::Waits));
        for kyc in [KycStatus::Approved, KycStatus::Rejected] {
            assert_eq!(may_submit(kyc, None), Err(SubmitError::Decided));
        }
    }

    #[test]
    fn a_status_and_what_the_person_may_agree() {
        for &status in CaseStatus::ALL {
            let step = IdentityStep::of(status.kyc(), Some(status));
            assert_eq!(step == IdentityStep::Approved, status == CaseStatus::Approved);
            assert_eq!(step == IdentityStep::Rejected, status == CaseStatus::Rejected);
        }
    }
}
