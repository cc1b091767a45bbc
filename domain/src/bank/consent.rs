//! The customer's consent at a bank that lets us read accounts (PSD2 art. 67, NextGenPSD2 1.3).

/// Days a consent lasts before the customer must confirm it again (RTS on SCA art. 10, as amended 2022).
pub const CONSENT_VALID_DAYS: i64 = 180;

/// How often a day we may read while the customer is away (RTS on SCA art. 36(5)(b)).
pub const UNATTENDED_READS_PER_DAY: i32 = 4;

text_enum! {
    /// `consentStatus` of NextGenPSD2 1.3.
    pub enum ConsentStatus {
        /// The bank has it; the customer has not yet approved.
        Received = "received",
        /// The bank or the customer refused.
        Rejected = "rejected",
        /// Accounts may be read.
        Valid = "valid",
        /// The customer withdrew it at the bank.
        RevokedByPsu = "revokedByPsu",
        /// Its time is over.
        Expired = "expired",
        /// We ended it, which is also what the customer's withdrawal at Drop does.
        TerminatedByTpp = "terminatedByTpp",
        /// Several people must approve, and not all have.
        PartiallyAuthorised = "partiallyAuthorised",
    }
}

impl ConsentStatus {
    /// The bank's spelling.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.as_str()
    }

    /// May accounts be read?
    #[must_use]
    pub const fn is_usable(self) -> bool {
        matches!(self, Self::Valid)
    }

    /// Will it never become usable again?
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Rejected | Self::RevokedByPsu | Self::Expired | Self::TerminatedByTpp => true,
            Self::Received | Self::Valid | Self::PartiallyAuthorised => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_ends() {
        for &status in ConsentStatus::ALL {
            assert_eq!(status.code().parse(), Ok(status));
            assert!(!(status.is_usable() && status.is_final()));
        }
        assert_eq!("revokedByPsu".parse(), Ok(ConsentStatus::RevokedByPsu));
        assert!("VALID".parse::<ConsentStatus>().is_err());
    }
}
