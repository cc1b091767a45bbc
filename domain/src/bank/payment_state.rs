//! The life of one payment order at a bank: events move it forward, never back.

mod status;
mod step;

pub use status::{Attention, FailureReason, OrderState, TransactionState, TransactionStatus};
pub use step::{NextStep, Situation};

use thiserror::Error;

/// What happened to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankEvent {
    /// Compliance stopped it before the bank.
    Hold,
    /// An officer released it.
    Release,
    /// An officer refused it while held.
    Refuse,
    /// The bank took the request.
    Submitted,
    /// The bank waits for the customer.
    AwaitingSca,
    /// The bank told a status, with our reading of its reason if it gave one.
    Status(TransactionStatus, Option<FailureReason>),
    /// Our own deadline for the approval passed.
    ExpiredUnapproved,
    /// The customer called it off.
    CancelledByCustomer,
}

/// An event that cannot happen to an order in its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{event:?} cannot happen to an order that is {state}")]
pub struct IllegalTransition {
    /// The state, unchanged.
    pub state: OrderState,
    /// The event.
    pub event: BankEvent,
}

/// A payment order. [`PaymentOrder::apply`] consumes it, so that an old state cannot be used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Where it is.
    pub state: OrderState,
    /// Did the creditor's bank credit the money? Stays true when the money comes back later.
    pub credited: bool,
    /// Why it failed, when it did.
    pub reason: Option<FailureReason>,
    /// Did the money leave and come back?
    pub returned: bool,
}

/// The shorter name.
pub type Order = PaymentOrder;

/// What an event did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// Nothing new: a duplicate, or news older than what we know.
    Unchanged(PaymentOrder),
    /// The order moved: store it, audit it, tell the customer.
    Changed(PaymentOrder),
}

impl Transition {
    /// The order, moved or not.
    #[must_use]
    pub fn into_order(self) -> PaymentOrder {
        match self {
            Self::Unchanged(order) | Self::Changed(order) => order,
        }
    }
}

impl Default for PaymentOrder {
    fn default() -> Self {
        Self::new()
    }
}

impl PaymentOrder {
    /// An order that no bank has been asked for.
    #[must_use]
    pub const fn new() -> Self {
        Self::restore(OrderState::Created, false, None)
    }

    /// An order as its row has it. `returned` follows from the reason.
    #[must_use]
    pub const fn restore(state: OrderState, credited: bool, reason: Option<FailureReason>) -> Self {
        Self { state, credited, reason, returned: matches!(reason, Some(FailureReason::Returned)) }
    }

    /// What the customer sees in `transactions.status`.
    #[must_use]
    pub const fn customer_status(&self) -> TransactionState {
        match self.state {
            OrderState::Created
            | OrderState::Held
            | OrderState::Submitted
            | OrderState::AwaitingSca
            | OrderState::Accepted => TransactionState::Processing,
            OrderState::Settled => TransactionState::Completed,
            OrderState::Rejected | OrderState::Cancelled | OrderState::Expired => TransactionState::Failed,
        }
    }

    /// Applies one event.
    ///
    /// Duplicates and news older than what is known change nothing. A settlement wins over our own
    /// expiry or cancellation, because the money has moved whatever we thought. A rejection after the
    /// settlement means that the money came back. Nothing follows a rejection.
    ///
    /// # Errors
    /// [`IllegalTransition`]: holding what a bank already has, a bank's word on an order that we held or
    /// refused, calling off or expiring what the bank has accepted.
    pub fn apply(self, event: BankEvent) -> Result<Transition, IllegalTransition> {
        use OrderState::{
            Accepted, AwaitingSca, Cancelled, Created, Expired, Held, Rejected, Settled, Submitted,
        };
        let state = self.state;
        let illegal = Err(IllegalTransition { state, event });
        match (event, state) {
            (BankEvent::Hold, Created) => self.changed(Held, None),
            (BankEvent::Release, Held) => self.changed(Created, None),
            (BankEvent::Refuse, Held) => self.changed(Rejected, Some(FailureReason::Refused)),
            (BankEvent::Hold, Held) | (BankEvent::Release, Created) => Ok(Transition::Unchanged(self)),
            (BankEvent::Refuse, Rejected) if self.was_refused() => Ok(Transition::Unchanged(self)),
            (BankEvent::Hold | BankEvent::Release | BankEvent::Refuse, _) => illegal,
            (BankEvent::CancelledByCustomer, Created | Held | Submitted | AwaitingSca) => {
                self.changed(Cancelled, Some(FailureReason::CancelledByCustomer))
            }
            (BankEvent::ExpiredUnapproved, Created | Held | Submitted | AwaitingSca) => {
                self.changed(Expired, Some(FailureReason::Expired))
            }
            (BankEvent::CancelledByCustomer | BankEvent::ExpiredUnapproved, Accepted | Settled) => illegal,
            (BankEvent::CancelledByCustomer | BankEvent::ExpiredUnapproved, _) => {
                Ok(Transition::Unchanged(self))
            }
            (_, Held) => illegal,
            (_, Rejected) if self.was_refused() => illegal,
            (BankEvent::Submitted, _) => self.forward(Submitted, None),
            (BankEvent::AwaitingSca, _) => self.forward(AwaitingSca, None),
            (BankEvent::Status(status, reason), _) => self.bank_says(status, reason),
        }
    }

    fn bank_says(
        self,
        status: TransactionStatus,
        reason: Option<FailureReason>,
    ) -> Result<Transition, IllegalTransition> {
        use TransactionStatus as Iso;
        match status {
            Iso::Rcvd | Iso::Pdng | Iso::Part => self.forward(OrderState::Submitted, None),
            Iso::Patc => self.forward(OrderState::AwaitingSca, None),
            Iso::Actc | Iso::Accp | Iso::Acsp | Iso::Acfc | Iso::Acwc | Iso::Acwp => {
                self.forward(OrderState::Accepted, None)
            }
            Iso::Acsc => self.forward(OrderState::Settled, None),
            Iso::Accc if self.state == OrderState::Rejected || self.credited => {
                Ok(Transition::Unchanged(self))
            }
            Iso::Accc => Self { credited: true, ..self }.changed(OrderState::Settled, None),
            Iso::Rjct => match self.state {
                OrderState::Settled => self.changed(OrderState::Rejected, Some(FailureReason::Returned)),
                // It has failed already, for the reason that was told first. But the bank's last word must be kept: a
                // settlement that is told late would otherwise seem to come after it.
                OrderState::Cancelled | OrderState::Expired => {
                    let reason = self.reason;
                    self.changed(OrderState::Rejected, reason)
                }
                _ => self.forward(OrderState::Rejected, reason.or(Some(FailureReason::RejectedByBank))),
            },
            Iso::Canc => {
                self.forward(OrderState::Cancelled, reason.or(Some(FailureReason::CancelledByCustomer)))
            }
        }
    }

    fn was_refused(&self) -> bool {
        self.reason == Some(FailureReason::Refused)
    }

    /// Moves only if `state` is further along.
    fn forward(
        self,
        state: OrderState,
        reason: Option<FailureReason>,
    ) -> Result<Transition, IllegalTransition> {
        if state.rank() > self.state.rank() {
            self.changed(state, reason)
        } else {
            Ok(Transition::Unchanged(self))
        }
    }

    fn changed(
        self,
        state: OrderState,
        reason: Option<FailureReason>,
    ) -> Result<Transition, IllegalTransition> {
        let returned = matches!(reason, Some(FailureReason::Returned));
        Ok(Transition::Changed(Self { state, reason, returned, ..self }))
    }
}

#[cfg(test)]
mod schedule_tests;
#[cfg(test)]
mod tests;
