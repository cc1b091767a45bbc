//! What to do next about an order, and whether the bank's last word on it has been heard.

use super::{OrderState, PaymentOrder, TransactionStatus};

/// What is known beside the order itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// The bank has told the id of its payment.
    pub at_bank: bool,
    /// An earlier asking may have reached the bank, whatever it answered.
    pub maybe_heard: bool,
    /// The price that the order was made at is over.
    pub price_over: bool,
}

/// The next step of whoever carries an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing: it is held, or over.
    Rest,
    /// Ask the bank for the payment, with the id of the first asking.
    Ask,
    /// Give it up: no bank has heard of it, and its price or its time is over.
    GiveUp,
    /// Ask the bank how far the payment has come.
    Follow,
}

impl PaymentOrder {
    /// What to do next. An order that a bank may have is asked for until the bank answers, however late:
    /// only its answer tells whether money can move.
    #[must_use]
    pub const fn next_step(&self, situation: Situation) -> NextStep {
        match self.state {
            // Only the order of a sale comes here when its time is over: others wait until an officer has decided.
            OrderState::Held if situation.price_over => NextStep::GiveUp,
            OrderState::Held | OrderState::Rejected => NextStep::Rest,
            OrderState::Settled if self.credited => NextStep::Rest,
            _ if situation.at_bank => NextStep::Follow,
            OrderState::Created if situation.price_over && !situation.maybe_heard => NextStep::GiveUp,
            OrderState::Created => NextStep::Ask,
            _ => NextStep::Rest,
        }
    }

    /// Is nothing more to be heard from the bank? An order that we gave up while the bank had it is over only when
    /// the bank has said so too: until then a settlement can come, and wins.
    #[must_use]
    pub const fn is_over(&self, at_bank: bool, last_word: Option<TransactionStatus>) -> bool {
        match self.state {
            OrderState::Rejected | OrderState::Held => true,
            OrderState::Settled => self.credited,
            OrderState::Cancelled | OrderState::Expired => match last_word {
                Some(word) => word.is_failure(),
                None => !at_bank,
            },
            OrderState::Created | OrderState::Submitted | OrderState::AwaitingSca | OrderState::Accepted => {
                false
            }
        }
    }

    /// Should the bank be asked to call the payment off? Never what the customer has approved.
    #[must_use]
    pub const fn may_call_off(&self, word: TransactionStatus) -> bool {
        let open = matches!(
            self.state,
            OrderState::Submitted | OrderState::AwaitingSca | OrderState::Cancelled | OrderState::Expired
        );
        open && word.is_unapproved()
    }
}

impl TransactionStatus {
    /// The customer has not approved it.
    #[must_use]
    pub const fn is_unapproved(self) -> bool {
        matches!(self, Self::Rcvd | Self::Pdng | Self::Patc)
    }

    /// The bank's own end of a payment that moves no money, or no longer.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Rjct | Self::Canc)
    }
}
