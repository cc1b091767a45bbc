//! Every schedule of what can happen to a payment, against a bank that keeps books of its own.
//!
//! The bank debits exactly when it settles and credits exactly when it returns. Everything between it and us may be
//! lost, late, doubled or out of order, and a worker may die between any two of its steps.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;

use super::TransactionStatus::{Accc, Acsc, Acsp, Actc, Canc, Rcvd, Rjct};
use super::*;

const AMOUNT_ORE: i64 = 201_000;
/// With nothing in the way any more a payment is over after so many looks, or never.
const LOOKS_MAX: usize = 20;

#[derive(Debug, Default)]
struct Bank {
    /// What it has said, in order; none when it has no payment.
    words: Vec<TransactionStatus>,
    debited: i64,
    returned: i64,
}

#[derive(Debug, Clone, Copy)]
enum Deed {
    Approve,
    Decline,
    Settle,
    Credit,
    Return,
    Lapse,
    Cancel,
}

impl Bank {
    fn word(&self) -> Option<TransactionStatus> {
        self.words.last().copied()
    }

    /// Asked again with the same id it makes no second payment.
    fn ask(&mut self) {
        if self.words.is_empty() {
            self.words.push(Rcvd);
        }
    }

    /// Does what it can do now; false when it cannot.
    fn act(&mut self, deed: Deed) -> bool {
        let next: &[TransactionStatus] = match (deed, self.word()) {
            (Deed::Approve, Some(Rcvd)) => &[Actc, Acsp],
            (Deed::Decline | Deed::Lapse, Some(Rcvd)) => &[Rjct],
            (Deed::Cancel, Some(Rcvd)) => &[Canc],
            (Deed::Settle, Some(Acsp)) => &[Acsc],
            (Deed::Credit, Some(Acsc)) => &[Accc],
            (Deed::Return, Some(Acsc)) => &[Rjct],
            _ => return false,
        };
        match deed {
            Deed::Settle => self.debited += AMOUNT_ORE,
            Deed::Return => self.returned += AMOUNT_ORE,
            _ => {}
        }
        self.words.extend(next);
        true
    }
}

/// What becomes of one exchange with the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    /// No connection: certainly nothing happened there.
    NotReached,
    /// Nothing arrived, and we cannot know that.
    RequestLost,
    AnswerLost,
    /// The worker died with the answer in its hands.
    Died,
    /// An older word than the present one.
    Old(u8),
}

#[derive(Debug, Clone, Copy)]
enum Happening {
    Carry(Fate),
    /// A word that was under way for long arrives now, perhaps a second time.
    Late(u8),
    AtBank(Deed),
    PriceOver,
    ApprovalOver,
    CustomerCancels,
}

/// Our side: what the order's row knows.
struct Drop {
    order: PaymentOrder,
    at_bank: bool,
    maybe_heard: bool,
    price_over: bool,
    approval_over: bool,
    last_word: Option<TransactionStatus>,
}

impl Drop {
    fn new() -> Self {
        Self {
            order: PaymentOrder::new(),
            at_bank: false,
            maybe_heard: false,
            price_over: false,
            approval_over: false,
            last_word: None,
        }
    }

    /// Applies an event, and holds the machine to what may follow what.
    fn apply(&mut self, event: BankEvent) -> Result<(), TestCaseError> {
        let before = self.order.clone();
        let Ok(after) = before.clone().apply(event) else { return Ok(()) };
        self.order = after.into_order();
        let pair = (before.state, self.order.state);
        let kept = before.state == self.order.state;
        match before.state {
            OrderState::Rejected => prop_assert!(kept, "{pair:?}"),
            OrderState::Cancelled | OrderState::Expired => {
                let late = matches!(self.order.state, OrderState::Settled | OrderState::Rejected);
                prop_assert!(kept || late, "{pair:?}");
            }
            OrderState::Settled => {
                prop_assert!(kept || (self.order.state == OrderState::Rejected && self.order.returned));
            }
            _ => {}
        }
        Ok(())
    }

    fn hear(&mut self, word: TransactionStatus) -> Result<(), TestCaseError> {
        self.last_word = Some(word);
        self.apply(BankEvent::Status(word, None))
    }

    fn situation(&self) -> Situation {
        Situation { at_bank: self.at_bank, maybe_heard: self.maybe_heard, price_over: self.price_over }
    }

    fn carry(&mut self, bank: &mut Bank, fate: Fate) -> Result<(), TestCaseError> {
        match self.order.next_step(self.situation()) {
            NextStep::Rest => Ok(()),
            NextStep::GiveUp => self.apply(BankEvent::ExpiredUnapproved),
            NextStep::Ask => self.ask(bank, fate),
            NextStep::Follow => self.follow(bank, fate),
        }
    }

    fn ask(&mut self, bank: &mut Bank, fate: Fate) -> Result<(), TestCaseError> {
        if fate == Fate::NotReached {
            return Ok(());
        }
        self.maybe_heard = true;
        if fate == Fate::RequestLost {
            return Ok(());
        }
        bank.ask();
        if matches!(fate, Fate::AnswerLost | Fate::Died) {
            return Ok(());
        }
        self.at_bank = true;
        self.apply(BankEvent::Submitted)?;
        if self.price_over {
            self.apply(BankEvent::ExpiredUnapproved)
        } else {
            self.apply(BankEvent::AwaitingSca)
        }
    }

    fn follow(&mut self, bank: &mut Bank, fate: Fate) -> Result<(), TestCaseError> {
        let word = match fate {
            Fate::Answered => bank.word(),
            Fate::Old(back) => bank.words.get(usize::from(back) % bank.words.len()).copied(),
            _ => None,
        };
        let Some(word) = word else { return Ok(()) };
        let given_up = matches!(self.order.state, OrderState::Cancelled | OrderState::Expired);
        if !(self.order.may_call_off(word) && (self.approval_over || given_up)) {
            return self.hear(word);
        }
        if bank.act(Deed::Cancel) {
            self.last_word = Some(word);
            return self.apply(BankEvent::ExpiredUnapproved);
        }
        // It was approved in between, or the bank has ended it: its present word is heard.
        bank.word().map_or(Ok(()), |word| self.hear(word))
    }

    fn is_over(&self) -> bool {
        self.order.is_over(self.at_bank, self.last_word)
    }
}

fn happening() -> impl Strategy<Value = Happening> {
    let fate = prop_oneof![
        3 => prop::sample::select(vec![Fate::Answered]),
        2 => prop::sample::select(vec![Fate::NotReached, Fate::RequestLost, Fate::AnswerLost, Fate::Died]),
        1 => any::<u8>().prop_map(Fate::Old),
    ];
    let deeds = vec![
        Deed::Approve,
        Deed::Approve,
        Deed::Settle,
        Deed::Settle,
        Deed::Credit,
        Deed::Return,
        Deed::Decline,
        Deed::Lapse,
        Deed::Cancel,
    ];
    prop_oneof![
        8 => fate.prop_map(Happening::Carry),
        2 => any::<u8>().prop_map(Happening::Late),
        6 => prop::sample::select(deeds).prop_map(Happening::AtBank),
        1 => prop::sample::select(vec![Happening::PriceOver, Happening::ApprovalOver, Happening::CustomerCancels]),
    ]
}

fn happen(drop: &mut Drop, bank: &mut Bank, happening: Happening) -> Result<(), TestCaseError> {
    match happening {
        Happening::Carry(fate) => drop.carry(bank, fate),
        Happening::Late(which) if drop.at_bank => {
            let word = bank.words[usize::from(which) % bank.words.len()];
            drop.apply(BankEvent::Status(word, None))
        }
        Happening::Late(_) => Ok(()),
        Happening::AtBank(deed) => {
            bank.act(deed);
            Ok(())
        }
        Happening::PriceOver => {
            drop.price_over = true;
            Ok(())
        }
        Happening::ApprovalOver => {
            drop.approval_over = true;
            Ok(())
        }
        // Only what the bank certainly has, or certainly has not, can be called off.
        Happening::CustomerCancels if drop.at_bank || !drop.maybe_heard => {
            drop.apply(BankEvent::CancelledByCustomer)
        }
        Happening::CustomerCancels => Ok(()),
    }
}

proptest! {
    #[test]
    fn every_schedule_ends_in_one_state_and_the_books_agree(
        happenings in prop::collection::vec(happening(), 0..60),
        comes_back in any::<bool>(),
    ) {
        let (mut drop, mut bank) = (Drop::new(), Bank::default());
        for &next in &happenings {
            happen(&mut drop, &mut bank, next)?;
        }
        // Nothing is in the way any more: what is approved is settled, and then credited or returned.
        (drop.price_over, drop.approval_over) = (true, true);
        let mut looks = 0;
        while !drop.is_over() {
            bank.act(Deed::Settle);
            drop.carry(&mut bank, Fate::Answered)?;
            bank.act(if comes_back { Deed::Return } else { Deed::Credit });
            looks += 1;
            prop_assert!(looks < LOOKS_MAX, "{} is never over; the bank: {:?}", drop.order.state, bank.words);
        }
        let moved = bank.debited - bank.returned;
        prop_assert!(moved == 0 || moved == AMOUNT_ORE, "one payment is debited once");
        let shown = drop.order.customer_status();
        prop_assert!(shown != TransactionState::Processing);
        let ours = if shown == TransactionState::Completed { AMOUNT_ORE } else { 0 };
        prop_assert_eq!(ours, moved, "{:?}; the bank: {:?}", drop.order, bank.words);
        // Over is over: whatever is told again changes nothing.
        let end = drop.order.clone();
        for &word in &bank.words {
            drop.apply(BankEvent::Status(word, None))?;
        }
        prop_assert_eq!(end, drop.order);
    }
}
