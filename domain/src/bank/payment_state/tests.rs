//! Every transition by table, any order of a bank's words by property.

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::OrderState::{
    Accepted, AwaitingSca, Cancelled, Created, Expired, Held, Rejected, Settled, Submitted,
};
use super::*;

fn order(state: OrderState) -> PaymentOrder {
    let reason = match state {
        Rejected => Some(FailureReason::RejectedByBank),
        Cancelled => Some(FailureReason::CancelledByCustomer),
        Expired => Some(FailureReason::Expired),
        _ => None,
    };
    PaymentOrder::restore(state, false, reason)
}

fn status(code: &str) -> BankEvent {
    BankEvent::Status(code.parse().unwrap(), None)
}

/// For each state in the order of declaration: the state after, `None` for an illegal event.
fn expected(event: BankEvent) -> [Option<OrderState>; 9] {
    let bank = |state: OrderState| {
        let mut row = [Some(state); 9];
        for (index, &from) in OrderState::ALL.iter().enumerate() {
            if from.rank() > state.rank() {
                row[index] = Some(from);
            }
        }
        row[1] = None;
        row
    };
    let own = |s: [OrderState; 9]| s.map(Some);
    match event {
        BankEvent::Hold => [Some(Held), Some(Held), None, None, None, None, None, None, None],
        BankEvent::Release => [Some(Created), Some(Created), None, None, None, None, None, None, None],
        BankEvent::Refuse => [None, Some(Rejected), None, None, None, None, None, None, None],
        BankEvent::CancelledByCustomer => {
            let mut row = own([
                Cancelled, Cancelled, Cancelled, Cancelled, Accepted, Settled, Rejected, Cancelled, Expired,
            ]);
            (row[4], row[5]) = (None, None);
            row
        }
        BankEvent::ExpiredUnapproved => {
            let mut row =
                own([Expired, Expired, Expired, Expired, Accepted, Settled, Rejected, Cancelled, Expired]);
            (row[4], row[5]) = (None, None);
            row
        }
        BankEvent::Submitted => bank(Submitted),
        BankEvent::AwaitingSca => bank(AwaitingSca),
        BankEvent::Status(iso, _) => match iso.code() {
            "RCVD" | "PDNG" | "PART" => bank(Submitted),
            "PATC" => bank(AwaitingSca),
            "ACSC" | "ACCC" => bank(Settled),
            "CANC" => {
                let mut row = bank(Cancelled);
                row[8] = Some(Expired);
                row
            }
            "RJCT" => bank(Rejected),
            _ => bank(Accepted),
        },
    }
}

#[test]
fn every_event_in_every_state() {
    let own = [
        BankEvent::Hold,
        BankEvent::Release,
        BankEvent::Refuse,
        BankEvent::Submitted,
        BankEvent::AwaitingSca,
        BankEvent::ExpiredUnapproved,
        BankEvent::CancelledByCustomer,
    ];
    let bank = TransactionStatus::ALL.iter().map(|&iso| BankEvent::Status(iso, None));
    for event in own.into_iter().chain(bank) {
        for (&from, wanted) in OrderState::ALL.iter().zip(expected(event)) {
            let after = order(from).apply(event);
            assert_eq!(after.clone().ok().map(|t| t.into_order().state), wanted, "{event:?} on {from}");
            if let Ok(Transition::Changed(changed)) = after {
                assert_ne!(changed, order(from), "{event:?} on {from} claims a change");
                let failed = changed.customer_status() == TransactionState::Failed;
                assert_eq!(changed.reason.is_some(), failed, "{event:?} on {from}");
                assert_eq!(changed.clone().apply(event).ok(), Some(Transition::Unchanged(changed)));
            }
        }
    }
}

#[test]
fn money_that_comes_back() {
    let order = order(Settled).apply(status("ACCC")).unwrap().into_order();
    assert!(order.credited && !order.state.needs_polling(order.credited));
    assert_eq!(order.customer_status(), TransactionState::Completed);
    let order = order.apply(status("RJCT")).unwrap().into_order();
    assert!(order.returned && order.credited);
    assert_eq!((order.state, order.reason), (Rejected, Some(FailureReason::Returned)));
    assert_eq!(order.clone().apply(status("ACSC")), Ok(Transition::Unchanged(order)));
}

#[test]
fn the_banks_word_wins_over_our_clock() {
    for from in [Expired, Cancelled] {
        let order = order(from).apply(status("ACSC")).unwrap().into_order();
        assert_eq!(order, PaymentOrder::restore(Settled, false, None));
    }
}

#[test]
fn a_settlement_that_is_told_after_the_rejection_is_old_news() {
    for from in [Expired, Cancelled] {
        let before = order(from);
        let reason = before.reason;
        let order = before.apply(status("RJCT")).unwrap().into_order();
        assert_eq!((order.state, order.reason), (Rejected, reason), "the reason that was told first stays");
        assert_eq!(order.clone().apply(status("ACSC")), Ok(Transition::Unchanged(order)));
    }
}

#[test]
fn a_bank_has_no_word_on_what_it_never_got() {
    let refused = order(Held).apply(BankEvent::Refuse).unwrap().into_order();
    assert_eq!(refused.reason, Some(FailureReason::Refused));
    for &iso in TransactionStatus::ALL {
        assert!(refused.clone().apply(BankEvent::Status(iso, None)).is_err());
        assert!(order(Held).apply(BankEvent::Status(iso, None)).is_err());
    }
    assert_eq!(refused.clone().apply(BankEvent::Refuse), Ok(Transition::Unchanged(refused)));
}

#[test]
fn a_refusal_of_ours_looks_like_one_of_the_banks() {
    for &reason in FailureReason::ALL {
        let shown = reason.shown();
        assert_ne!(shown, FailureReason::Refused);
        assert_eq!(shown == reason, reason != FailureReason::Refused);
    }
    assert_eq!(FailureReason::Refused.shown(), FailureReason::RejectedByBank);
}

#[test]
fn what_is_held_waits_until_somebody_decides_or_its_time_is_over() {
    let at = |price_over| Situation { at_bank: false, maybe_heard: false, price_over };
    assert_eq!(order(Held).next_step(at(false)), NextStep::Rest);
    assert_eq!(order(Held).next_step(at(true)), NextStep::GiveUp);
}

#[test]
fn reasons_are_kept() {
    let event = BankEvent::Status(TransactionStatus::Rjct, Some(FailureReason::InsufficientFunds));
    let order = order(Accepted).apply(event).unwrap().into_order();
    assert_eq!(order.reason, Some(FailureReason::InsufficientFunds));
}

#[test]
fn spellings_and_polling() {
    assert_eq!("awaiting_sca".parse(), Ok(AwaitingSca));
    assert_eq!(
        serde_json::to_string(&FailureReason::BankRefusedRequest).unwrap(),
        "\"bank_refused_request\""
    );
    assert_eq!(TransactionStatus::ALL.len(), 14);
    for &state in OrderState::ALL {
        let polled = matches!(state, Submitted | AwaitingSca | Accepted | Settled);
        assert_eq!(state.needs_polling(false), polled, "{state}");
        assert!(!(state.is_final() && polled));
    }
}

/// Statuses on the way, with duplicates, and copies of one final status, shuffled.
fn story() -> impl Strategy<Value = (TransactionStatus, Vec<TransactionStatus>)> {
    let on_the_way = prop::sample::select(&TransactionStatus::ALL[..10]);
    let last = prop::sample::select(&TransactionStatus::ALL[10..]);
    (prop::collection::vec(on_the_way, 0..12), last, 1_usize..4).prop_flat_map(|(mut words, last, copies)| {
        words.extend(std::iter::repeat_n(last, copies));
        (Just(last), Just(words).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn any_order_of_words_ends_the_same((last, words) in story(), start in prop::sample::select(vec![Created, Submitted, AwaitingSca, Accepted])) {
        let mut now = order(start);
        for word in words {
            let rank = now.state.rank();
            now = now.apply(BankEvent::Status(word, None)).unwrap().into_order();
            prop_assert!(now.state.rank() >= rank);
        }
        let end = match last.code() {
            "RJCT" => Rejected,
            "CANC" => Cancelled,
            _ => Settled,
        };
        prop_assert_eq!(now.state, end);
        prop_assert_eq!(now.credited, last.code() == "ACCC");
        prop_assert!(!now.returned);
    }

    #[test]
    fn nothing_is_undone(words in prop::collection::vec(prop::sample::select(TransactionStatus::ALL), 0..30)) {
        let mut now = order(Submitted);
        for word in words {
            let before = now.clone();
            now = now.apply(BankEvent::Status(word, None)).unwrap().into_order();
            prop_assert!(now.state.rank() >= before.state.rank());
            prop_assert!(now.credited >= before.credited && now.returned >= before.returned);
        }
    }
}
