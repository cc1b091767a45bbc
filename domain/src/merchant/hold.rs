//! Who has a code of one sale: one payment at a time, until one of them has paid.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::bank::payment_state::TransactionState;
use crate::ids::TransactionId;

/// Why a sale cannot be paid by this payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Held {
    /// Another payment is under way.
    #[error("somebody is paying")]
    BeingPaid,
    /// Another payment has paid.
    #[error("somebody has paid")]
    Paid,
}

/// A sale with the payments of it that have not failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hold {
    /// The payment that has the code: one that has paid, else one that is under way.
    pub holder: Option<TransactionId>,
    /// Ordered, and still to be approved or booked.
    pub under_way: BTreeSet<TransactionId>,
    /// The payments that have left their customers' accounts. More than one when a bank told of the first only after
    /// it was given up here.
    pub paid: BTreeSet<TransactionId>,
}

impl Hold {
    /// Takes the code for a payment that begins.
    ///
    /// # Errors
    /// [`Held`]: another payment has it.
    pub fn take(mut self, payment: TransactionId) -> Result<Self, Held> {
        let is_other = |id: &TransactionId| *id != payment;
        if self.paid.iter().any(is_other) {
            return Err(Held::Paid);
        }
        if self.under_way.iter().chain(&self.holder).any(is_other) {
            return Err(Held::BeingPaid);
        }
        self.under_way.insert(payment.clone());
        Ok(Self { holder: Some(payment), ..self })
    }

    /// What a payment's new state means: a payment that fails gives the code back, and one that has paid has it, however
    /// late its bank told so.
    #[must_use]
    pub fn after(mut self, payment: &TransactionId, state: TransactionState) -> Self {
        self.under_way.remove(payment);
        self.paid.remove(payment);
        match state {
            TransactionState::Processing => _ = self.under_way.insert(payment.clone()),
            TransactionState::Failed => {}
            TransactionState::Completed => _ = self.paid.insert(payment.clone()),
        }
        let candidates = if self.paid.is_empty() { &self.under_way } else { &self.paid };
        let keeps = self.holder.take().filter(|holder| candidates.contains(holder));
        self.holder = keeps.or_else(|| candidates.first().cloned());
        self
    }

    /// More than one customer has paid: a person has to give money back.
    #[must_use]
    pub fn is_paid_twice(&self) -> bool {
        self.paid.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    use super::*;
    use TransactionState::{Completed, Failed, Processing};

    fn payment(number: u8) -> TransactionId {
        TransactionId::parse(&format!("txn_{number}")).unwrap()
    }

    #[test]
    fn one_pays_and_the_next_is_told() {
        let hold = Hold::default().take(payment(1)).unwrap();
        assert_eq!(hold.clone().take(payment(2)), Err(Held::BeingPaid));
        assert_eq!(hold.clone().take(payment(1)), Ok(hold.clone()));
        assert_eq!(hold.clone().after(&payment(1), Failed), Hold::default());
        let paid = hold.after(&payment(1), Completed);
        assert_eq!(paid.take(payment(2)), Err(Held::Paid));
    }

    #[test]
    fn a_settlement_that_is_told_late_is_the_truth() {
        let second = Hold::default().take(payment(1)).unwrap().after(&payment(1), Failed);
        let second = second.take(payment(2)).unwrap().after(&payment(1), Completed);
        assert_eq!(second.holder, Some(payment(1)), "it has paid, the other is only under way");
        assert!(!second.is_paid_twice());
        let back = second.clone().after(&payment(1), Failed);
        assert_eq!(back.holder, Some(payment(2)), "money that came back, while the other is under way");
        assert_eq!(back.take(payment(3)), Err(Held::BeingPaid));
        let twice = second.clone().after(&payment(2), Completed);
        assert!(twice.is_paid_twice());
        assert_eq!(twice.after(&payment(1), Failed).holder, Some(payment(2)));
        let once = second.after(&payment(2), Failed);
        assert_eq!((once.holder.clone(), once.is_paid_twice()), (Some(payment(1)), false));
    }

    #[derive(Debug, Clone, Copy)]
    enum Event {
        Take(u8),
        Becomes(u8, TransactionState),
    }

    fn event() -> impl Strategy<Value = Event> {
        let state = prop_oneof![Just(Processing), Just(Failed), Just(Completed)];
        prop_oneof![
            (0_u8..4).prop_map(Event::Take),
            (0_u8..4, state).prop_map(|(number, state)| Event::Becomes(number, state)),
        ]
    }

    proptest! {
        #[test]
        fn however_payments_interleave_one_has_the_code(events in prop::collection::vec(event(), 0..60)) {
            let mut hold = Hold::default();
            let mut states: BTreeMap<u8, TransactionState> = BTreeMap::new();
            for event in events {
                let open = states.values().any(|state| *state != Failed);
                match event {
                    // A payment begins once, and only with the code.
                    Event::Take(number) if !states.contains_key(&number) => match hold.clone().take(payment(number)) {
                        Ok(taken) => {
                            prop_assert!(!open, "taken though somebody pays or has paid");
                            hold = taken;
                            states.insert(number, Processing);
                        }
                        Err(_) => prop_assert!(open, "refused though nobody pays or has paid"),
                    },
                    // A state moves on from "processing" and never back to it.
                    Event::Becomes(number, state) if states.contains_key(&number) && state != Processing => {
                        hold = hold.after(&payment(number), state);
                        states.insert(number, state);
                    }
                    _ => {}
                }
                let in_state = |wanted| {
                    let found = states.iter().filter(move |(_, state)| **state == wanted);
                    found.map(|(number, _)| payment(*number)).collect::<BTreeSet<_>>()
                };
                prop_assert_eq!(&hold.paid, &in_state(Completed));
                prop_assert_eq!(&hold.under_way, &in_state(Processing));
                let has_it = if hold.paid.is_empty() { &hold.under_way } else { &hold.paid };
                prop_assert_eq!(hold.holder.is_some(), !has_it.is_empty());
                prop_assert!(hold.holder.iter().all(|holder| has_it.contains(holder)));
            }
        }

        #[test]
        fn the_same_news_twice_is_once(number in 0_u8..3, other in 0_u8..3, completed in any::<bool>()) {
            let state = if completed { Completed } else { Failed };
            let hold = Hold::default().take(payment(number)).unwrap().after(&payment(other), state);
            prop_assert_eq!(hold.clone().after(&payment(other), state), hold);
        }
    }
}
