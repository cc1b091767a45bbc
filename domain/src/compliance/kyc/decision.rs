//! Decisions about a submission: approve, reject, ask for more, look again. Each is somebody's and has a reason.

use thiserror::Error;

use super::{RiskClass, Screened};
use crate::access::Role;
use crate::identity::{CaseStatus, Topic};

const REASON_MAX_CHARS: usize = 500;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The identity is established.
    Approve,
    /// It is not.
    Reject,
    /// The customer has to tell more about something.
    Ask(Vec<Topic>),
    /// An approved customer was looked at again, and stays approved (§ 24).
    Review,
}

impl Decision {
    /// As it stands in `kyc_events.decision`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Ask(_) => "ask",
            Self::Review => "review",
        }
    }

    const fn leads(&self, from: CaseStatus) -> Option<CaseStatus> {
        use CaseStatus::{Approved, MoreInformation, Rejected, Submitted};
        match (self, from) {
            (Self::Approve, Submitted) | (Self::Review, Approved) => Some(Approved),
            // Somebody who does not answer, and somebody who turns out to be another person, are rejected too.
            (Self::Reject, Submitted | MoreInformation | Approved) => Some(Rejected),
            // A rejection can be taken up again; what was approved can need an answer when it is looked at again.
            (Self::Ask(_), Submitted | Rejected | Approved) => Some(MoreInformation),
            _ => None,
        }
    }
}

/// Why a decision cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecisionError {
    /// It does not begin where the submission stands.
    #[error("the submission is {0}")]
    From(CaseStatus),
    /// An officer says why.
    #[error("a reason is needed")]
    ReasonRequired,
    /// Longer than 500 characters.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// Asking names what is asked about.
    #[error("name what the customer has to tell more about")]
    NothingAsked,
    /// High risk: a superior's consent (§ 18).
    #[error("the risk is high: a lead has to approve")]
    LeadRequired,
    /// A name on a list is like this one, and nobody has settled whether it is this person.
    #[error("a match with a list is not settled")]
    Listed,
}

/// One decision, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where the submission stood.
    pub before: CaseStatus,
    /// Where it stands now.
    pub after: CaseStatus,
    /// In the words of whoever decided.
    pub reason: String,
    /// What the customer has to tell more about.
    pub asked: Vec<Topic>,
}

/// Decides about a submission that stands at `status`, by somebody with this role.
///
/// # Errors
/// See [`DecisionError`].
pub fn decide_case(
    status: CaseStatus,
    decision: Decision,
    role: Role,
    (risk, screened): (RiskClass, Screened),
    reason: &str,
) -> Result<Change, DecisionError> {
    let after = decision.leads(status).ok_or(DecisionError::From(status))?;
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(DecisionError::ReasonRequired);
    }
    if reason.chars().count() > REASON_MAX_CHARS {
        return Err(DecisionError::ReasonTooLong);
    }
    if after == CaseStatus::Approved {
        if screened == Screened::Match {
            return Err(DecisionError::Listed);
        }
        if risk == RiskClass::High && role != Role::Admin {
            return Err(DecisionError::LeadRequired);
        }
    }
    let asked = match decision {
        Decision::Ask(topics) if topics.is_empty() => return Err(DecisionError::NothingAsked),
        Decision::Ask(topics) => Topic::ALL.iter().copied().filter(|topic| topics.contains(topic)).collect(),
        Decision::Approve | Decision::Reject | Decision::Review => Vec::new(),
    };
    Ok(Change { before: status, after, reason, asked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use CaseStatus::{Approved, MoreInformation, Rejected, Submitted};

    const CALM: (RiskClass, Screened) = (RiskClass::Low, Screened::Clear);

    fn ask() -> Decision {
        Decision::Ask(vec![Topic::Address])
    }

    #[test]
    fn every_decision_from_every_status() {
        let legal = [
            (Submitted, Decision::Approve, Approved),
            (Submitted, Decision::Reject, Rejected),
            (Submitted, ask(), MoreInformation),
            (Approved, Decision::Review, Approved),
            (Approved, Decision::Reject, Rejected),
            (Approved, ask(), MoreInformation),
            (Rejected, ask(), MoreInformation),
            (MoreInformation, Decision::Reject, Rejected),
        ];
        for &status in CaseStatus::ALL {
            for decision in [Decision::Approve, Decision::Reject, ask(), Decision::Review] {
                let wanted = legal.iter().find(|row| (row.0, &row.1) == (status, &decision)).map(|row| row.2);
                let made = decide_case(status, decision.clone(), Role::Compliance, CALM, "why");
                match wanted {
                    Some(after) => assert_eq!(made.unwrap().after, after, "{status} {decision:?}"),
                    None => assert_eq!(made, Err(DecisionError::From(status)), "{decision:?}"),
                }
            }
        }
    }

    #[test]
    fn a_reason_is_needed_for_everything() {
        for decision in [Decision::Approve, Decision::Reject, ask()] {
            let made = |why: &str| decide_case(Submitted, decision.clone(), Role::Admin, CALM, why);
            assert_eq!(made(" \n"), Err(DecisionError::ReasonRequired));
            assert_eq!(made(&"a".repeat(501)), Err(DecisionError::ReasonTooLong));
            assert_eq!(made(" seen \n the passport ").unwrap().reason, "seen the passport");
        }
    }

    #[test]
    fn a_high_risk_needs_a_lead_and_a_match_is_settled_first() {
        let approve = |role, risk, screened| {
            decide_case(Submitted, Decision::Approve, role, (risk, screened), "seen")
                .map(|change| change.after)
        };
        let high = RiskClass::High;
        assert_eq!(approve(Role::Compliance, high, Screened::Clear), Err(DecisionError::LeadRequired));
        assert_eq!(approve(Role::Admin, high, Screened::Clear), Ok(Approved));
        for role in [Role::Compliance, Role::Admin] {
            assert_eq!(approve(role, RiskClass::Low, Screened::Match), Err(DecisionError::Listed));
            assert_eq!(approve(role, RiskClass::Medium, Screened::NotScreened), Ok(Approved));
            // Nobody needs a lead to say no.
            let no = decide_case(Submitted, Decision::Reject, role, (high, Screened::Match), "why");
            assert_eq!(no.unwrap().after, Rejected);
        }
    }

    #[test]
    fn what_is_asked_is_named_once_and_in_order() {
        let asked = vec![Topic::Purpose, Topic::Address, Topic::Purpose];
        let made = decide_case(Submitted, Decision::Ask(asked), Role::Compliance, CALM, "why").unwrap();
        assert_eq!(made.asked, [Topic::Address, Topic::Purpose]);
        let none = decide_case(Submitted, Decision::Ask(vec![]), Role::Compliance, CALM, "why");
        assert_eq!(none, Err(DecisionError::NothingAsked));
    }
}
