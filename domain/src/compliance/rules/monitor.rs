//! The rules over a stream of payments in order of time: windows slide, and nothing is looked up twice.

use std::collections::{HashMap, VecDeque};

use chrono::Duration;

use super::history::{ACCOUNT_DAYS, History, OWN_DAYS, PAYMENTS_MAX, TAKINGS_DAYS, Takings, day_of};
use super::payment::{At, Handle, Kind, Payment};
use super::report::Finding;
use super::rule::Rule;

/// What is known of the time before the first payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// All of it that rules look at; when senders became customers is told by [`Monitor::opened`].
    Known,
    /// Nothing: a file begins here. Who is first seen from this moment on was not there before, and counts as opened then.
    OfFile {
        /// Some days after the first payment.
        new_from: At,
    },
}

/// Runs rules over payments. Memory is bounded by the number of parties, not of payments.
#[derive(Debug)]
pub struct Monitor {
    rules: Vec<Rule>,
    beginning: Beginning,
    began_at: Option<At>,
    parties: Vec<Party>,
    shops: HashMap<Handle, Shop>,
}

#[derive(Debug, Clone, Default)]
struct Party {
    sent: Window,
    got: Window,
    opened_at: Option<At>,
    was_seen: bool,
}

#[derive(Debug, Default)]
struct Shop {
    owner: Option<Handle>,
    /// The day of the first sale, and the takings of days, oldest first.
    first_day: Option<i64>,
    days: VecDeque<(i64, i64)>,
}

/// The newest payments of one side, oldest first, in one piece of memory.
#[derive(Debug, Clone, Default)]
struct Window {
    payments: Vec<Payment>,
    begins: usize,
}

impl Window {
    fn push(&mut self, payment: &Payment) {
        // Moving them once in so many times costs each payment one move.
        if self.begins >= PAYMENTS_MAX {
            self.payments.drain(..self.begins);
            self.begins = 0;
        }
        self.payments.push(*payment);
        self.begins = self.begins.max(self.payments.len().saturating_sub(PAYMENTS_MAX));
    }

    fn forget(&mut self, before: At) {
        while self.payments.get(self.begins).is_some_and(|it| it.at < before) {
            self.begins += 1;
        }
    }

    fn as_slice(&self) -> &[Payment] {
        self.payments.get(self.begins..).unwrap_or_default()
    }
}

impl Monitor {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(rules: Vec<Rule>, beginning: Beginning) -> Self {
        Self { rules, beginning, began_at: None, parties: Vec::new(), shops: HashMap::new() }
    }

    /// When this sender became a customer.
    pub fn opened(&mut self, sender: Handle, at: At) {
        self.party(sender).opened_at = Some(at);
    }

    /// Whose shop this is.
    pub fn shop(&mut self, shop: Handle, owner: Handle) {
        self.shops.entry(shop).or_default().owner = Some(owner);
    }

    /// Takes the next payment and adds what the rules find in it. Payments come in order of time.
    pub fn observe(&mut self, payment: &Payment, found: &mut Vec<Finding>) {
        self.meet(payment);
        let takings = self.take(payment);
        let (sender, account) = (payment.sender.place(), payment.account.place());
        let account_from = payment.at.before(Duration::days(ACCOUNT_DAYS));
        self.parties[sender].sent.forget(payment.at.before(Duration::days(OWN_DAYS)));
        self.parties[sender].got.forget(account_from);
        self.parties[account].got.forget(account_from);
        let me = &self.parties[sender];
        let history = History {
            payment,
            own: me.sent.as_slice(),
            to_account: self.parties[account].got.as_slice(),
            received: me.got.as_slice(),
            opened_at: me.opened_at,
            owns_shop: self.owns_shop(payment),
            takings,
            known_since: self.began_at.filter(|_| self.beginning != Beginning::Known),
        };
        found.extend(self.rules.iter().filter_map(|rule| rule.check(&history)));
        self.parties[sender].sent.push(payment);
        self.parties[account].got.push(payment);
    }

    fn owns_shop(&self, payment: &Payment) -> bool {
        match payment.kind {
            Kind::Shop(shop) => self.shops.get(&shop).is_some_and(|it| it.owner == Some(payment.sender)),
            Kind::Remittance | Kind::Transfer => false,
        }
    }

    fn party(&mut self, handle: Handle) -> &mut Party {
        let place = handle.place();
        if place >= self.parties.len() {
            self.parties.resize_with(place + 1, Party::default);
        }
        &mut self.parties[place]
    }

    /// Notes who is there for the first time.
    fn meet(&mut self, payment: &Payment) {
        self.began_at.get_or_insert(payment.at);
        let is_new = match self.beginning {
            Beginning::Known => false,
            Beginning::OfFile { new_from } => payment.at >= new_from,
        };
        for handle in [payment.sender, payment.account] {
            let party = self.party(handle);
            if !std::mem::replace(&mut party.was_seen, true) && is_new {
                party.opened_at = Some(payment.at);
            }
        }
    }

    /// Adds a sale to the shop's day.
    fn take(&mut self, payment: &Payment) -> Option<Takings> {
        let Kind::Shop(shop) = payment.kind else { return None };
        let shop = self.shops.entry(shop).or_default();
        let today = day_of(payment.at);
        let first_day = *shop.first_day.get_or_insert(today);
        while shop.days.front().is_some_and(|(day, _)| *day < today - TAKINGS_DAYS) {
            shop.days.pop_front();
        }
        let before_minor = shop.days.iter().filter(|(day, _)| *day < today).map(|(_, minor)| minor).sum();
        match shop.days.back_mut() {
            Some((day, minor)) if *day == today => *minor = minor.saturating_add(payment.amount_minor),
            _ => shop.days.push_back((today, payment.amount_minor)),
        }
        let today_minor = shop.days.back().map_or(0, |(_, minor)| *minor);
        let days = u32::try_from((today - first_day).clamp(0, TAKINGS_DAYS)).unwrap_or_default();
        Some(Takings { today_minor, before_minor, days })
    }
}
