//! How far one sale at a till is.

use crate::bank::payment_state::{OrderState, TransactionState};

text_enum! {
    /// What a till shows of a sale.
    pub enum SaleState {
        /// Its code can be scanned, and nobody has.
        Waiting = "waiting",
        /// Somebody has scanned it and is approving the payment at the bank.
        Approving = "approving",
        /// The payment is approved, and the payer's bank has accepted it.
        Paid = "paid",
        /// A payment was begun and failed. The code can be scanned again while it holds.
        Failed = "failed",
        /// Nobody paid in time.
        Expired = "expired",
        /// The shop took it back.
        Cancelled = "cancelled",
    }
}

impl SaleState {
    /// Nothing more is to come.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Cancelled)
    }
}

/// The last payment that was begun with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// What the payer sees of it.
    pub status: TransactionState,
    /// The state of its order, if it has one.
    pub order: Option<OrderState>,
}

/// What is known of a dynamic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaleFacts {
    /// The last attempt to pay it.
    pub attempt: Option<Attempt>,
    /// A payment has it; nobody else can scan it.
    pub taken: bool,
    /// The shop took it back.
    pub revoked: bool,
    /// Its time has run out.
    pub expired: bool,
}

impl SaleFacts {
    /// Whether the code can be scanned.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !self.taken && !self.revoked && !self.expired
    }

    /// What the till shows. A payment goes before everything else: whoever has paid has paid, also when the time of the
    /// code has run out meanwhile.
    #[must_use]
    pub const fn state(self) -> SaleState {
        let accepted = matches!(
            self.attempt,
            Some(
                Attempt { status: TransactionState::Completed, .. }
                    | Attempt {
                        status: TransactionState::Processing,
                        order: Some(OrderState::Accepted | OrderState::Settled),
                    }
            )
        );
        let failed = matches!(self.attempt, Some(Attempt { status: TransactionState::Failed, .. }));
        match () {
            () if accepted => SaleState::Paid,
            () if self.taken && failed => SaleState::Failed,
            () if self.taken => SaleState::Approving,
            () if self.revoked => SaleState::Cancelled,
            () if self.expired => SaleState::Expired,
            () if failed => SaleState::Failed,
            () => SaleState::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_goes_before_time_and_time_before_a_failure() {
        let attempt = |status, order| Some(Attempt { status, order });
        let processing = |order| attempt(TransactionState::Processing, Some(order));
        let (done, failed) = (
            attempt(TransactionState::Completed, None),
            attempt(TransactionState::Failed, Some(OrderState::Rejected)),
        );
        for (attempt, taken, revoked, expired, wanted) in [
            (None, false, false, false, SaleState::Waiting),
            (None, false, true, true, SaleState::Cancelled),
            (None, false, false, true, SaleState::Expired),
            (processing(OrderState::Created), true, false, false, SaleState::Approving),
            (processing(OrderState::Held), true, false, false, SaleState::Approving),
            (processing(OrderState::AwaitingSca), true, false, true, SaleState::Approving),
            (processing(OrderState::Accepted), true, false, false, SaleState::Paid),
            (done, true, false, true, SaleState::Paid),
            (done, false, true, true, SaleState::Paid),
            (failed, false, false, false, SaleState::Failed),
            (failed, true, false, false, SaleState::Failed),
            (failed, false, false, true, SaleState::Expired),
            (failed, false, true, false, SaleState::Cancelled),
        ] {
            let facts = SaleFacts { attempt, taken, revoked, expired };
            assert_eq!(facts.state(), wanted, "{facts:?}");
            assert_eq!(facts.is_open(), !taken && !revoked && !expired);
        }
    }
}
