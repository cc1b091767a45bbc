//! What a lead decides about somebody of the staff.

text_enum! {
    /// `staff_decisions.decision`.
    pub enum StaffDecision {
        /// Nothing opens for them any more.
        Deactivate = "deactivate",
        /// They work here again.
        Reactivate = "reactivate",
        /// They enrol another second factor at their next log-in.
        ResetFactor = "reset_factor",
        /// They have to log in again, wherever they are.
        EndLogins = "end_logins",
    }
}

/// How somebody of the staff stands with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Nothing opens for them.
    pub is_deactivated: bool,
    /// An authenticator app of theirs is known.
    pub has_factor: bool,
    /// Somewhere they are logged in.
    pub is_logged_in: bool,
}

impl StaffDecision {
    /// Does it change anything?
    #[must_use]
    pub const fn is_open(self, standing: Standing) -> bool {
        match self {
            Self::Deactivate => !standing.is_deactivated,
            Self::Reactivate => standing.is_deactivated,
            Self::ResetFactor => standing.has_factor,
            Self::EndLogins => standing.is_logged_in,
        }
    }

    /// Do their logins end with it? Whoever holds a lost telephone may hold a login as well.
    #[must_use]
    pub const fn ends_logins(self) -> bool {
        !matches!(self, Self::Reactivate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_something_is_open() {
        use StaffDecision::{Deactivate, EndLogins, Reactivate, ResetFactor};
        for (is_deactivated, has_factor, is_logged_in, open) in [
            (false, true, true, vec![Deactivate, ResetFactor, EndLogins]),
            (false, false, false, vec![Deactivate]),
            (true, true, false, vec![Reactivate, ResetFactor]),
            (true, false, false, vec![Reactivate]),
        ] {
            let standing = Standing { is_deactivated, has_factor, is_logged_in };
            let found: Vec<_> =
                StaffDecision::ALL.iter().copied().filter(|decision| decision.is_open(standing)).collect();
            assert_eq!(found, open, "{standing:?}");
        }
    }
}
