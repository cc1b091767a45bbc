//! What may be paid back of a sale.

use thiserror::Error;

use crate::bank::payment_state::{FailureReason, TransactionState};
use crate::money::{Money, MoneyError};

text_enum! {
    /// How a sale stands, for the shop.
    pub enum SaleState {
        /// The payer or the bank is not done.
        Processing = "processing",
        /// The shop has the money.
        Paid = "paid",
        /// A part of it is paid back, or on its way.
        PartlyRefunded = "partly_refunded",
        /// All of it is paid back, or on its way.
        Refunded = "refunded",
        /// It was paid, and the payer's bank took it back.
        CameBack = "came_back",
        /// It was never paid.
        Failed = "failed",
    }
}

impl SaleState {
    /// From what the transaction of the sale says.
    #[must_use]
    pub const fn of(
        status: TransactionState,
        reason: Option<FailureReason>,
        balance: &RefundBalance,
    ) -> Self {
        match (status, reason) {
            (TransactionState::Processing, _) => Self::Processing,
            (TransactionState::Failed, Some(FailureReason::Returned)) => Self::CameBack,
            (TransactionState::Failed, _) => Self::Failed,
            (TransactionState::Completed, _) if balance.refunded.minor() == 0 => Self::Paid,
            (TransactionState::Completed, _) if balance.refunded.minor() < balance.paid.minor() => {
                Self::PartlyRefunded
            }
            (TransactionState::Completed, _) => Self::Refunded,
        }
    }
}

/// Why an amount is not paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RefundError {
    /// The shop does not have the money of this sale: not yet, not any more, or never.
    #[error("the sale is not paid")]
    NotPaid,
    /// Nothing, or less.
    #[error("not an amount")]
    Nothing,
    /// More than what is left of the payment.
    #[error("more than is left: {left}")]
    TooMuch {
        /// What is left.
        left: Money,
    },
    /// Not the currency of the payment, or out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What a sale brought, and what refunds have taken of it, those under way included. Never more than was paid, never
/// less than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundBalance {
    paid: Money,
    refunded: Money,
}

impl RefundBalance {
    /// As the sale's row has it.
    ///
    /// # Errors
    /// [`RefundError`], when less than nothing or more than all is paid back, or in another currency.
    pub fn new(paid: Money, refunded: Money) -> Result<Self, RefundError> {
        let left = paid.checked_sub(refunded)?;
        if refunded.minor() < 0 {
            return Err(RefundError::Nothing);
        }
        if left.minor() < 0 {
            return Err(RefundError::TooMuch { left: paid });
        }
        Ok(Self { paid, refunded })
    }

    /// What the sale brought.
    #[must_use]
    pub const fn paid(&self) -> Money {
        self.paid
    }

    /// What refunds have taken.
    #[must_use]
    pub const fn refunded(&self) -> Money {
        self.refunded
    }

    /// What may still be paid back.
    #[must_use]
    pub const fn left(&self) -> Money {
        Money::new(self.paid.minor() - self.refunded.minor(), self.paid.currency())
    }

    /// Sets an amount aside for a refund of a sale in this state.
    ///
    /// # Errors
    /// [`RefundError`].
    pub fn take(self, status: TransactionState, amount: Money) -> Result<Self, RefundError> {
        if status != TransactionState::Completed {
            return Err(RefundError::NotPaid);
        }
        if !amount.is_positive() {
            return Err(RefundError::Nothing);
        }
        let left = self.left();
        if left.checked_sub(amount)?.minor() < 0 {
            return Err(RefundError::TooMuch { left });
        }
        Self::new(self.paid, self.refunded.checked_add(amount)?)
    }

    /// Gives back what a refund had taken that failed or came back.
    ///
    /// # Errors
    /// [`RefundError`], when no refund can have taken it.
    pub fn give_back(self, amount: Money) -> Result<Self, RefundError> {
        Self::new(self.paid, self.refunded.checked_sub(amount)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn nok(minor: i64) -> Money {
        Money::new(minor, Currency::Nok)
    }

    fn balance(paid: i64, refunded: i64) -> RefundBalance {
        RefundBalance::new(nok(paid), nok(refunded)).unwrap()
    }

    #[test]
    fn what_may_be_taken() {
        let too_much = |left| Err(RefundError::TooMuch { left: nok(left) });
        for (paid, refunded, amount, wanted) in [
            (12_900, 0, 12_900, Ok(12_900)),
            (12_900, 0, 1, Ok(1)),
            (12_900, 2_900, 10_000, Ok(12_900)),
            (12_900, 2_900, 10_001, too_much(10_000)),
            (12_900, 12_900, 1, too_much(0)),
            (12_900, 0, 0, Err(RefundError::Nothing)),
            (12_900, 0, -1, Err(RefundError::Nothing)),
        ] {
            let taken = balance(paid, refunded).take(TransactionState::Completed, nok(amount));
            assert_eq!(taken.map(|it| it.refunded().minor()), wanted, "{amount} of {paid} less {refunded}");
        }
        for status in [TransactionState::Processing, TransactionState::Failed] {
            assert_eq!(balance(100, 0).take(status, nok(1)), Err(RefundError::NotPaid));
        }
        let euro = balance(100, 0).take(TransactionState::Completed, Money::new(1, Currency::Eur));
        assert!(matches!(euro, Err(RefundError::Money(MoneyError::CurrencyMismatch { .. }))));
    }

    #[test]
    fn no_more_is_given_back_than_was_taken() {
        assert_eq!(balance(100, 60).give_back(nok(60)), Ok(balance(100, 0)));
        assert_eq!(balance(100, 60).give_back(nok(61)), Err(RefundError::Nothing));
        assert!(RefundBalance::new(nok(100), nok(101)).is_err());
    }

    #[test]
    fn states() {
        use TransactionState::{Completed, Failed, Processing};
        for (status, reason, refunded, wanted) in [
            (Processing, None, 0, SaleState::Processing),
            (Completed, None, 0, SaleState::Paid),
            (Completed, None, 99, SaleState::PartlyRefunded),
            (Completed, None, 100, SaleState::Refunded),
            (Failed, Some(FailureReason::Returned), 40, SaleState::CameBack),
            (Failed, Some(FailureReason::Expired), 0, SaleState::Failed),
            (Failed, None, 0, SaleState::Failed),
        ] {
            assert_eq!(SaleState::of(status, reason, &balance(100, refunded)), wanted, "{status} {refunded}");
        }
    }
}
