//! A payment that waits for an officer before any bank hears of it (hvitvaskingsloven § 27).

use thiserror::Error;

use super::finding::Severity;
use crate::ids::UserId;

/// So much an officer writes at least: a word is no reason.
pub const REASON_MIN_CHARS: usize = 10;
/// And at most.
pub const REASON_MAX_CHARS: usize = 1_000;

text_enum! {
    /// Why a payment waits.
    pub enum Cause {
        /// A rule of monitoring found something critical.
        Rule = "rule",
        /// Somebody in it may stand on a sanctions list.
        Sanctions = "sanctions",
        /// Both.
        Both = "both",
    }
}

impl Cause {
    /// What the gravest live finding and the lists mean for a payment; none when it may go on.
    #[must_use]
    pub const fn of(gravest: Option<Severity>, listed: bool) -> Option<Self> {
        let found = match gravest {
            Some(severity) => severity.holds_the_payment(),
            None => false,
        };
        match (found, listed) {
            (false, false) => None,
            (true, false) => Some(Self::Rule),
            (false, true) => Some(Self::Sanctions),
            (true, true) => Some(Self::Both),
        }
    }

    /// Do two officers have to agree to a release?
    #[must_use]
    pub const fn needs_two(self) -> bool {
        matches!(self, Self::Sanctions | Self::Both)
    }

    /// The same, now that somebody in the payment stands on a list.
    #[must_use]
    pub const fn and_sanctions(self) -> Self {
        match self {
            Self::Rule | Self::Both => Self::Both,
            Self::Sanctions => Self::Sanctions,
        }
    }
}

text_enum! {
    /// `payment_holds.state`.
    pub enum HoldState {
        /// Waits for an officer.
        Held = "held",
        /// One officer has proposed to release it, and another has to look.
        Proposed = "proposed",
        /// The payment went on.
        Released = "released",
        /// The payment was not made.
        Refused = "refused",
        /// The payment ended by itself before anybody decided: called off, or too late for its sale.
        Lapsed = "lapsed",
    }
}

impl HoldState {
    /// Has an officer still to decide?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Held | Self::Proposed)
    }
}

text_enum! {
    /// What an officer does about a hold.
    pub enum Step {
        /// Lets the payment go on; where one officer is enough.
        Release = "release",
        /// Proposes that to a second officer.
        Propose = "propose",
        /// Agrees with the proposal of another: the payment goes on.
        Approve = "approve",
        /// Does not agree: it waits as before.
        Reject = "reject",
        /// Says no. Nobody has to agree, since no money moves.
        Refuse = "refuse",
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HoldError {
    /// Somebody has decided before.
    #[error("it is {0} already")]
    Over(HoldState),
    /// A sanctions match: one proposes, another approves.
    #[error("a sanctions match is released by two officers: propose the release")]
    NeedsTwo,
    /// Only a rule held it.
    #[error("one officer is enough: release it")]
    OneIsEnough,
    /// A proposal waits for its answer.
    #[error("a release is proposed already")]
    ProposedAlready,
    /// There is nothing to answer.
    #[error("no release is proposed")]
    NothingProposed,
    /// Four eyes, and these are the same two.
    #[error("another officer than the one who proposed it has to answer")]
    SamePerson,
}

/// One held payment. [`Hold::take`] consumes it, so that an old state cannot be decided twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    cause: Cause,
    standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    Held,
    Proposed { by: UserId },
    Over(HoldState),
}

impl Hold {
    /// A payment that begins to wait.
    #[must_use]
    pub const fn new(cause: Cause) -> Self {
        Self { cause, standing: Standing::Held }
    }

    /// A hold as its rows have it; `proposed_by` is whoever made the proposal that waits. A proposal of nobody is none.
    #[must_use]
    pub fn restore(cause: Cause, state: HoldState, proposed_by: Option<UserId>) -> Self {
        let standing = match (state, proposed_by) {
            (HoldState::Proposed, Some(by)) => Standing::Proposed { by },
            (HoldState::Held | HoldState::Proposed, _) => Standing::Held,
            (over, _) => Standing::Over(over),
        };
        Self { cause, standing }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> HoldState {
        match &self.standing {
            Standing::Held => HoldState::Held,
            Standing::Proposed { .. } => HoldState::Proposed,
            Standing::Over(state) => *state,
        }
    }

    /// Why the payment waits.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// Somebody in the payment has come onto a list while it waits: from now on a release needs two.
    #[must_use]
    pub fn now_listed(self) -> Self {
        Self { cause: self.cause.and_sanctions(), ..self }
    }

    /// An officer's step.
    ///
    /// # Errors
    /// See [`HoldError`].
    pub fn take(self, step: Step, officer: &UserId) -> Result<Self, HoldError> {
        let Self { cause, standing } = self;
        let standing = match (standing, step) {
            (Standing::Over(state), _) => return Err(HoldError::Over(state)),
            (_, Step::Refuse) => Standing::Over(HoldState::Refused),
            (_, Step::Release) if cause.needs_two() => return Err(HoldError::NeedsTwo),
            (_, Step::Release) => Standing::Over(HoldState::Released),
            (Standing::Proposed { .. }, Step::Propose) => return Err(HoldError::ProposedAlready),
            (Standing::Held, Step::Propose) if !cause.needs_two() => return Err(HoldError::OneIsEnough),
            (Standing::Held, Step::Propose) => Standing::Proposed { by: officer.clone() },
            (Standing::Held, Step::Approve | Step::Reject) => return Err(HoldError::NothingProposed),
            (Standing::Proposed { by }, Step::Approve | Step::Reject) if by == *officer => {
                return Err(HoldError::SamePerson);
            }
            (Standing::Proposed { .. }, Step::Approve) => Standing::Over(HoldState::Released),
            (Standing::Proposed { .. }, Step::Reject) => Standing::Held,
        };
        Ok(Self { cause, standing })
    }

    /// The payment ended by itself.
    ///
    /// # Errors
    /// [`HoldError::Over`] when it was decided before.
    pub fn lapse(self) -> Result<Self, HoldError> {
        match self.standing {
            Standing::Over(state) => Err(HoldError::Over(state)),
            _ => Ok(Self { standing: Standing::Over(HoldState::Lapsed), ..self }),
        }
    }
}

/// An officer's reason that will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReasonError {
    /// Fewer than ten characters.
    #[error("say why, in at least {} characters", REASON_MIN_CHARS)]
    TooShort,
    /// More than a thousand.
    #[error("a reason has at most {} characters", REASON_MAX_CHARS)]
    TooLong,
}

/// Why an officer decided so, in their own words: one line, neither empty nor endless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Reads what an officer wrote.
    ///
    /// # Errors
    /// See [`ReasonError`].
    pub fn parse(text: &str) -> Result<Self, ReasonError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.chars().count() {
            ..REASON_MIN_CHARS => Err(ReasonError::TooShort),
            chars if chars > REASON_MAX_CHARS => Err(ReasonError::TooLong),
            _ => Ok(Self(text)),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::HoldState::{Held, Lapsed, Proposed, Refused, Released};
    use super::*;

    fn officer(name: &str) -> UserId {
        UserId::parse(&format!("usr_{name}")).unwrap()
    }

    #[test]
    fn only_a_critical_finding_or_a_list_holds() {
        for (gravest, listed, wanted) in [
            (None, false, None),
            (Some(Severity::High), false, None),
            (Some(Severity::Critical), false, Some(Cause::Rule)),
            (None, true, Some(Cause::Sanctions)),
            (Some(Severity::Low), true, Some(Cause::Sanctions)),
            (Some(Severity::Critical), true, Some(Cause::Both)),
        ] {
            assert_eq!(Cause::of(gravest, listed), wanted, "{gravest:?} {listed}");
        }
        let two: Vec<_> = Cause::ALL.iter().filter(|cause| cause.needs_two()).collect();
        assert_eq!(two, [&Cause::Sanctions, &Cause::Both]);
    }

    #[test]
    fn every_step_from_every_state() {
        use HoldError::{NeedsTwo, NothingProposed, OneIsEnough, ProposedAlready, SamePerson};
        let over = |state| [Err(HoldError::Over(state)); 5];
        // Release, propose, approve, reject, refuse.
        for (cause, state, wanted) in [
            (
                Cause::Rule,
                Held,
                [Ok(Released), Err(OneIsEnough), Err(NothingProposed), Err(NothingProposed), Ok(Refused)],
            ),
            (
                Cause::Sanctions,
                Held,
                [Err(NeedsTwo), Ok(Proposed), Err(NothingProposed), Err(NothingProposed), Ok(Refused)],
            ),
            (
                Cause::Both,
                Proposed,
                [Err(NeedsTwo), Err(ProposedAlready), Ok(Released), Ok(Held), Ok(Refused)],
            ),
            (Cause::Rule, Released, over(Released)),
            (Cause::Sanctions, Refused, over(Refused)),
            (Cause::Both, Lapsed, over(Lapsed)),
        ] {
            for (&step, wanted) in Step::ALL.iter().zip(wanted) {
                let hold = Hold::restore(cause, state, Some(officer("first")));
                let after = hold.take(step, &officer("second")).map(|hold| hold.state());
                assert_eq!(after, wanted, "{step} of {cause}, {state}");
            }
        }
        let proposed = || Hold::restore(Cause::Sanctions, Proposed, Some(officer("first")));
        for step in [Step::Approve, Step::Reject] {
            assert_eq!(proposed().take(step, &officer("first")), Err(SamePerson));
        }
        assert_eq!(proposed().take(Step::Refuse, &officer("first")).map(|it| it.state()), Ok(Refused));
    }

    #[test]
    fn after_a_rejected_proposal_it_waits_as_before() {
        let hold = Hold::new(Cause::Sanctions).take(Step::Propose, &officer("first")).unwrap();
        let hold = hold.take(Step::Reject, &officer("second")).unwrap();
        assert_eq!(hold, Hold::new(Cause::Sanctions));
        let hold = hold.take(Step::Propose, &officer("second")).unwrap();
        assert_eq!(hold.take(Step::Approve, &officer("first")).unwrap().state(), Released);
    }

    #[test]
    fn who_comes_onto_a_list_meanwhile_needs_two_from_then_on() {
        let hold = Hold::new(Cause::Rule).now_listed();
        assert_eq!(hold.cause(), Cause::Both);
        assert_eq!(hold.take(Step::Release, &officer("first")), Err(HoldError::NeedsTwo));
        assert_eq!(Hold::new(Cause::Sanctions).now_listed().cause(), Cause::Sanctions);
    }

    #[test]
    fn what_ends_by_itself_lapses_once() {
        let lapsed = Hold::new(Cause::Rule).lapse().unwrap();
        assert_eq!((lapsed.state(), lapsed.state().is_open()), (Lapsed, false));
        assert_eq!(lapsed.lapse(), Err(HoldError::Over(Lapsed)));
        assert!(Hold::restore(Cause::Both, Proposed, Some(officer("a"))).lapse().is_ok());
        assert_eq!(Hold::restore(Cause::Both, Proposed, None).state(), Held, "a proposal of nobody is none");
    }

    #[test]
    fn reasons() {
        for (text, wanted) in [
            ("", Err(ReasonError::TooShort)),
            ("  ok   \n ", Err(ReasonError::TooShort)),
            ("123456789", Err(ReasonError::TooShort)),
            ("1234567890", Ok("1234567890")),
            (" salary,\n checked  with a payslip ", Ok("salary, checked with a payslip")),
        ] {
            let reason = Reason::parse(text);
            assert_eq!(reason.as_ref().map(Reason::as_str), wanted.as_ref().copied(), "{text:?}");
        }
        assert!(Reason::parse(&"å".repeat(REASON_MAX_CHARS)).is_ok());
        assert_eq!(Reason::parse(&"å".repeat(REASON_MAX_CHARS + 1)), Err(ReasonError::TooLong));
    }
}
