//! Tables of periods and entries, and statements of any history of a shop.
use std::collections::BTreeMap;

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::bank::payment_state::TransactionState::{Completed, Failed, Processing};
use crate::merchant::fee::FeeRate;
use crate::merchant::refund::RefundBalance;

fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::Nok)
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + Days::new(number)
}

#[test]
fn periods_read_back_in_one_spelling() {
    for text in ["2026-11", "2026-11-27", "2024-02-29"] {
        assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
    }
    for text in
        ["", "2026", "2026-13", "2026-02-30", "2026-1-007", "1999-12", "9999-12-31", "2026-11-2x", "æøåæø"]
    {
        assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
    }
    let february: Period = "2024-02".parse().unwrap();
    assert_eq!(
        (february.first().to_string(), february.last().to_string()),
        ("2024-02-01".into(), "2024-02-29".into())
    );
}

#[test]
fn a_day_is_closed_a_moment_after_midnight_in_oslo() {
    let today = Period::Day(day(26));
    let midnight = Utc.with_ymd_and_hms(2026, 11, 27, 23, 0, 0).unwrap();
    assert!(!today.is_closed(midnight));
    assert!(today.is_closed(midnight + TimeDelta::minutes(CLOSING_MINUTES)));
    assert!(!Period::month_of(day(26)).is_closed(midnight + TimeDelta::hours(1)));
}

#[test]
fn what_changes_are_entries() {
    use EntryKind::{Refund, RefundReversal, Reversal, Sale};
    for (before, after, of_sale, of_refund) in [
        (Processing, Completed, Some(Sale), Some(Refund)),
        // We gave it up, and the bank moved the money all the same.
        (Failed, Completed, Some(Sale), Some(Refund)),
        (Completed, Failed, Some(Reversal), Some(RefundReversal)),
        (Processing, Failed, None, None),
        (Completed, Completed, None, None),
        (Failed, Failed, None, None),
    ] {
        assert_eq!(EntryKind::of(ShopPayment::Sale, before, after), of_sale, "{before} {after}");
        assert_eq!(EntryKind::of(ShopPayment::Refund, before, after), of_refund, "{before} {after}");
    }
}

#[test]
fn the_fee_comes_back_with_the_sale_and_not_with_a_refund() {
    let signed = |kind: EntryKind| {
        let (amount, fee) = kind.signed(nok(10_000), nok(100));
        (amount.minor(), fee.minor())
    };
    assert_eq!(signed(EntryKind::Sale), (10_000, 100));
    assert_eq!(signed(EntryKind::Reversal), (-10_000, -100));
    assert_eq!(signed(EntryKind::Refund), (-10_000, 0));
    assert_eq!(signed(EntryKind::RefundReversal), (10_000, 0));
}

/// What happens to a shop, in order; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Sell { price: i64, code: u8 },
    SettleSale(usize),
    FailSale(usize),
    Refund { sale: usize, amount: i64 },
    SettleRefund(usize),
    FailRefund(usize),
    NextDay,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (100_i64..20_000, 0_u8..3).prop_map(|(price, code)| Step::Sell { price, code }),
        5 => any::<usize>().prop_map(Step::SettleSale),
        2 => any::<usize>().prop_map(Step::FailSale),
        4 => (any::<usize>(), -10_i64..25_000).prop_map(|(sale, amount)| Step::Refund { sale, amount }),
        3 => any::<usize>().prop_map(Step::SettleRefund),
        2 => any::<usize>().prop_map(Step::FailRefund),
        3 => Just(Step::NextDay),
    ];
    prop::collection::vec(step, 0..120)
}

struct Sale {
    status: TransactionState,
    price: Money,
    fee: Money,
    code: u8,
    balance: RefundBalance,
}

struct Refund {
    sale: usize,
    amount: Money,
    status: TransactionState,
}

struct Entry {
    day: NaiveDate,
    code: u8,
    kind: EntryKind,
    amount: Money,
    fee: Money,
}

impl Entry {
    fn totals(&self) -> Totals {
        Totals::of(self.kind, self.amount, self.fee)
    }
}

#[derive(Default)]
struct Shop {
    days: u64,
    sales: Vec<Sale>,
    refunds: Vec<Refund>,
    book: Vec<Entry>,
}

impl Shop {
    fn sell(&mut self, price: i64, code: u8) {
        let price = nok(price);
        let fee = FeeRate::parse("0.01").unwrap().of(price).unwrap();
        let balance = RefundBalance::new(price, nok(0)).unwrap();
        self.sales.push(Sale { status: Processing, price, fee, code, balance });
    }

    fn write(&mut self, kind: Option<EntryKind>, sale: usize, amount: Money, fee: Money) {
        let Some(kind) = kind else { return };
        let (amount, fee) = kind.signed(amount, fee);
        let code = self.sales[sale].code;
        self.book.push(Entry { day: day(self.days), code, kind, amount, fee });
    }

    fn sale_becomes(&mut self, choice: usize, after: TransactionState) {
        let Some(index) = choice.checked_rem(self.sales.len()) else { return };
        let sale = &mut self.sales[index];
        let before = std::mem::replace(&mut sale.status, after);
        // A bank's failure is its last word.
        if before == Failed {
            sale.status = Failed;
            return;
        }
        let (price, fee) = (sale.price, sale.fee);
        self.write(EntryKind::of(ShopPayment::Sale, before, after), index, price, fee);
    }

    fn refund(&mut self, choice: usize, amount: i64) {
        let Some(index) = choice.checked_rem(self.sales.len()) else { return };
        let sale = &mut self.sales[index];
        if let Ok(balance) = sale.balance.take(sale.status, nok(amount)) {
            sale.balance = balance;
            self.refunds.push(Refund { sale: index, amount: nok(amount), status: Processing });
        }
    }

    fn refund_becomes(&mut self, choice: usize, after: TransactionState) {
        let Some(index) = choice.checked_rem(self.refunds.len()) else { return };
        let refund = &mut self.refunds[index];
        if refund.status == Failed {
            return;
        }
        let before = std::mem::replace(&mut refund.status, after);
        let (sale, amount) = (refund.sale, refund.amount);
        if after == Failed {
            self.sales[sale].balance = self.sales[sale].balance.give_back(amount).unwrap();
        }
        self.write(EntryKind::of(ShopPayment::Refund, before, after), sale, amount, nok(0));
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Sell { price, code } => self.sell(price, code),
            Step::SettleSale(sale) => self.sale_becomes(sale, Completed),
            Step::FailSale(sale) => self.sale_becomes(sale, Failed),
            Step::Refund { sale, amount } => self.refund(sale, amount),
            Step::SettleRefund(refund) => self.refund_becomes(refund, Completed),
            Step::FailRefund(refund) => self.refund_becomes(refund, Failed),
            Step::NextDay => self.days += 1,
        }
    }

    fn statement(&self, holds: impl Fn(&Entry) -> bool) -> Totals {
        Totals::sum(self.book.iter().filter(|entry| holds(entry)).map(Entry::totals)).unwrap()
    }
}

proptest! {
    #[test]
    fn statements_add_up_whatever_happens(steps in steps()) {
        let mut shop = Shop::default();
        let mut closed: BTreeMap<NaiveDate, Totals> = BTreeMap::new();
        for step in &steps {
            let today = day(shop.days);
            if matches!(step, Step::NextDay) {
                closed.insert(today, shop.statement(|entry| entry.day == today));
            }
            shop.take(step);
            for sale in &shop.sales {
                let refunded = sale.balance.refunded().minor();
                prop_assert!((0..=sale.price.minor()).contains(&refunded));
            }
        }
        let total = shop.statement(|_| true);
        // The rows themselves, added by hand.
        let fees: i64 = shop.book.iter().map(|entry| entry.fee.minor()).sum();
        let amounts: i64 = shop.book.iter().map(|entry| entry.amount.minor()).sum();
        prop_assert_eq!(total.net().unwrap().minor(), amounts - fees);
        prop_assert_eq!(total.fee.minor(), fees);
        // Against what the sales and refunds are now.
        let paid: Vec<&Sale> = shop.sales.iter().filter(|sale| sale.status == Completed).collect();
        prop_assert_eq!(total.gross.minor(), paid.iter().map(|sale| sale.price.minor()).sum::<i64>());
        prop_assert_eq!(total.sales, i64::try_from(paid.len()).unwrap());
        prop_assert_eq!(total.fee.minor(), paid.iter().map(|sale| sale.fee.minor()).sum::<i64>());
        let refunded = shop.refunds.iter().filter(|refund| refund.status == Completed);
        prop_assert_eq!(total.refunded.minor(), refunded.map(|refund| refund.amount.minor()).sum::<i64>());
        prop_assert!(total.refunded.minor() >= 0 && total.refunds >= 0 && total.sales >= 0 && total.fee.minor() >= 0);
        // Days add up to months, months and codes to all of it.
        let days: Vec<NaiveDate> = (0..=shop.days).map(day).collect();
        let by_day = days.iter().map(|one| shop.statement(|entry| entry.day == *one));
        prop_assert_eq!(Totals::sum(by_day).unwrap(), total);
        let months: std::collections::BTreeSet<Period> = days.iter().map(|one| Period::month_of(*one)).collect();
        for month in &months {
            let within = days.iter().filter(|one| Period::month_of(**one) == *month);
            let of_days = Totals::sum(within.map(|one| shop.statement(|entry| entry.day == *one))).unwrap();
            prop_assert_eq!(of_days, shop.statement(|entry| (month.first()..=month.last()).contains(&entry.day)));
        }
        let by_code = (0..3).map(|code| shop.statement(|entry| entry.code == code));
        prop_assert_eq!(Totals::sum(by_code).unwrap(), total);
        // What was printed of a day that is over is still so.
        for (one, printed) in closed {
            prop_assert_eq!(shop.statement(|entry| entry.day == one), printed);
        }
    }

    #[test]
    fn a_prefix_of_history_never_has_less_than_nothing_refunded(steps in steps()) {
        let mut shop = Shop::default();
        for step in &steps {
            shop.take(step);
            prop_assert!(shop.statement(|_| true).refunded.minor() >= 0);
        }
    }
}
