//! Decisions about a shop: opening, suspending, taking up again, closing. Each is somebody's, and leads from one status
//! to another.

use thiserror::Error;

use super::ShopStatus;

const REASON_MAX_CHARS: usize = 300;

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The customer whose shop it is.
    Owner,
    /// An officer.
    Staff,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// An officer stops an active shop.
    Suspend,
    /// An officer lets a suspended shop go on.
    Resume,
    /// The owner closes an active shop. A suspended one cannot be closed: opening it again would end the suspension.
    Close,
    /// The owner opens a closed shop again.
    Reopen,
}

impl Step {
    /// Every step, in the order of declaration.
    pub const ALL: &'static [Self] = &[Self::Suspend, Self::Resume, Self::Close, Self::Reopen];

    /// Where it leads.
    #[must_use]
    pub const fn leads_to(self) -> ShopStatus {
        self.rule().2
    }

    const fn rule(self) -> (By, ShopStatus, ShopStatus) {
        use ShopStatus::{Active, Closed, Suspended};
        match self {
            Self::Suspend => (By::Staff, Active, Suspended),
            Self::Resume => (By::Staff, Suspended, Active),
            Self::Close => (By::Owner, Active, Closed),
            Self::Reopen => (By::Owner, Closed, Active),
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StepError {
    /// The shop does not stand where the step begins.
    #[error("the shop is {0}")]
    From(ShopStatus),
    /// The step is the other one's to take.
    #[error("this is not theirs to decide")]
    NotTheirs,
    /// An officer says why.
    #[error("a reason is needed")]
    ReasonRequired,
    /// Longer than 300 characters.
    #[error("the reason is too long")]
    ReasonTooLong,
}

/// One decision, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// None before the shop was opened.
    pub before: Option<ShopStatus>,
    /// Where it stands now.
    pub after: ShopStatus,
    /// In the words of whoever decided.
    pub reason: Option<String>,
}

/// A customer opens a shop.
#[must_use]
pub const fn open() -> Change {
    Change { before: None, after: ShopStatus::Active, reason: None }
}

impl ShopStatus {
    /// Takes a step from here.
    ///
    /// # Errors
    /// See [`StepError`].
    pub fn take(self, step: Step, by: By, reason: &str) -> Result<Change, StepError> {
        let (whose, from, to) = step.rule();
        if by != whose {
            return Err(StepError::NotTheirs);
        }
        if self != from {
            return Err(StepError::From(self));
        }
        let reason = match (by, reason.trim()) {
            (By::Owner, "") => None,
            (_, reason) => Some(reason_of(reason)?),
        };
        Ok(Change { before: Some(self), after: to, reason })
    }
}

/// Why somebody decides as they do, on one line.
///
/// # Errors
/// When there is none, or more than 300 characters of it.
pub fn reason_of(text: &str) -> Result<String, StepError> {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match reason.chars().count() {
        0 => Err(StepError::ReasonRequired),
        1..=REASON_MAX_CHARS => Ok(reason),
        _ => Err(StepError::ReasonTooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ShopStatus::{Active, Closed, Suspended};

    #[test]
    fn every_step_from_every_status_by_everybody() {
        let legal = [
            (Step::Suspend, By::Staff, Active, Suspended),
            (Step::Resume, By::Staff, Suspended, Active),
            (Step::Close, By::Owner, Active, Closed),
            (Step::Reopen, By::Owner, Closed, Active),
        ];
        for &step in Step::ALL {
            for by in [By::Owner, By::Staff] {
                for &status in ShopStatus::ALL {
                    let wanted = legal.iter().find(|row| (row.0, row.1, row.2) == (step, by, status));
                    let taken = status.take(step, by, "why");
                    match wanted {
                        Some(&(_, _, before, after)) => {
                            let reason = Some("why".to_owned());
                            assert_eq!(taken, Ok(Change { before: Some(before), after, reason }));
                        }
                        None if legal.iter().any(|row| (row.0, row.1) == (step, by)) => {
                            assert_eq!(taken, Err(StepError::From(status)), "{step:?} {by:?} {status}");
                        }
                        None => assert_eq!(taken, Err(StepError::NotTheirs), "{step:?} {by:?} {status}"),
                    }
                }
            }
        }
    }

    #[test]
    fn a_suspension_has_no_way_round() {
        for step in [Step::Close, Step::Reopen] {
            assert_eq!(Suspended.take(step, By::Owner, ""), Err(StepError::From(Suspended)));
        }
    }

    #[test]
    fn officers_say_why_and_owners_may() {
        for reason in ["", "  ", "\n\t"] {
            assert_eq!(Active.take(Step::Suspend, By::Staff, reason), Err(StepError::ReasonRequired));
            assert_eq!(Active.take(Step::Close, By::Owner, reason).unwrap().reason, None);
        }
        let why = Active.take(Step::Suspend, By::Staff, "  goods \n never came ").unwrap().reason;
        assert_eq!(why.as_deref(), Some("goods never came"));
        let long = "a".repeat(REASON_MAX_CHARS + 1);
        assert_eq!(Active.take(Step::Suspend, By::Staff, &long), Err(StepError::ReasonTooLong));
        assert_eq!(open(), Change { before: None, after: Active, reason: None });
    }
}
