//! Afterwards: Drop's books against the bank's, to the øre.
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rust_decimal::Decimal;
use sqlx::{FromRow, PgPool};

use crate::bank::Bank;
use crate::customers::Form;

/// A claim of a server that was killed holds an order for 20 s; the slowest call to the bank takes 16 s.
const QUIET_SECONDS: u64 = 75;
const LOOKS_PER_LAPSE: u32 = 10;

#[derive(Debug, FromRow)]
struct Order {
    id: String,
    state: String,
    credited: bool,
    status: String,
    amount: Decimal,
    ordered: Decimal,
    bank_payment_id: Option<String>,
    attention: Option<String>,
}

#[derive(Debug, FromRow)]
struct Payment {
    id: String,
    status: String,
    debit: Decimal,
    end_to_end_id: Option<String>,
    /// Everything that was booked for it.
    moved: Decimal,
    debits: i64,
    returns: i64,
}

/// Waits until nothing is under way. The waits between two looks are cut short; claims are not. What nobody approves
/// lapses at the bank, also what it hears of only now.
pub async fn await_quiet(db: &PgPool, bank: &Bank) {
    let began = Instant::now();
    let mut looks = 0;
    while began.elapsed() < Duration::from_secs(QUIET_SECONDS) {
        if looks % LOOKS_PER_LAPSE == 0 {
            bank.let_approvals_lapse();
        }
        looks += 1;
        sqlx::query(
            "update payment_orders set next_attempt_at = now() where next_attempt_at > now() and claimed_until is null",
        )
        .execute(db)
        .await
        .unwrap();
        let open: i64 = sqlx::query_scalar(
            "select count(*) from transactions t join payment_orders o on o.transaction_id = t.id
             where (t.status = 'processing' or o.next_attempt_at is not null)
             -- Some of the demo's wait for an officer.
             and o.id not like 'pay\\_demo%'",
        )
        .fetch_one(db)
        .await
        .unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("not over after {QUIET_SECONDS} s:\n{}", under_way(db).await.join("\n"));
}

/// What is still under way, for whoever has to find out why.
async fn under_way(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select jsonb_build_object('order', o.id, 'state', o.state, 'status', t.status, 'attempts', o.attempts,
           'next', o.next_attempt_at, 'claimed', o.claimed_until, 'last', o.last_attempt_at, 'now', now(),
           'attention', o.attention, 'at_bank', p.status)::text
         from payment_orders o join transactions t on t.id = o.transaction_id
         left join sandbox_bank.payments p on p.end_to_end_id = o.id
         where (t.status = 'processing' or o.next_attempt_at is not null)
             -- Some of the demo's wait for an officer.
             and o.id not like 'pay\\_demo%'",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn orders(db: &PgPool) -> Vec<Order> {
    sqlx::query_as(
        "select o.id, o.state, o.credited, t.status, t.amount, o.amount as ordered, o.bank_payment_id, o.attention
         from payment_orders o join transactions t on t.id = o.transaction_id
         -- The demo shop's past payments were never at this bank.
         where o.id not like 'pay\\_demo%' order by o.id",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn payments(db: &PgPool) -> BTreeMap<String, Payment> {
    let rows: Vec<Payment> = sqlx::query_as(
        "select p.id, p.status, p.debit, p.end_to_end_id, coalesce(sum(b.amount), 0) as moved,
           count(b.id) filter (where b.kind = 'debit') as debits,
           count(b.id) filter (where b.kind = 'return') as returns
         from sandbox_bank.payments p left join sandbox_bank.bookings b on b.payment_id = p.id group by p.id",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut found = BTreeMap::new();
    for payment in rows {
        let order = payment.end_to_end_id.clone().expect("every payment names its order");
        let twice = found.insert(order, payment);
        assert!(twice.is_none(), "two payments of one order: {twice:?}");
    }
    found
}

/// One order and what the bank has of it.
fn compare(order: &Order, payment: Option<&Payment>) {
    assert_eq!(order.amount, order.ordered, "{order:?}");
    assert_eq!(order.attention, None, "{order:?}");
    let shown = (order.state.as_str(), order.status.as_str());
    let Some(payment) = payment else {
        assert!(order.bank_payment_id.is_none(), "the bank does not know {order:?}");
        assert!(matches!(shown, ("expired" | "rejected", "failed")), "{order:?} without a payment");
        return;
    };
    assert_eq!(order.bank_payment_id.as_deref(), Some(payment.id.as_str()), "{order:?} {payment:?}");
    assert_eq!(order.amount, payment.debit, "{order:?} {payment:?}");
    match payment.status.as_str() {
        "ACCC" => {
            assert_eq!((shown, order.credited), (("settled", "completed"), true), "{order:?} {payment:?}");
            assert_eq!(
                (payment.debits, payment.returns, payment.moved),
                (1, 0, -order.amount),
                "{payment:?}"
            );
        }
        "RJCT" | "CANC" => {
            assert_eq!(order.status, "failed", "{order:?} {payment:?}");
            assert_eq!((payment.debits, payment.moved), (payment.returns, Decimal::ZERO), "{payment:?}");
            assert!(payment.debits <= 1, "{payment:?}");
        }
        _ => panic!("the bank is not done with {payment:?}"),
    }
}

/// Each account's balance is its opening less what Drop says has left it.
async fn compare_balances(db: &PgPool) {
    let accounts: Vec<(String, Decimal, Decimal, Decimal, Decimal)> = sqlx::query_as(
        "select a.iban, a.opening, a.balance,
           coalesce((select sum(b.amount) from sandbox_bank.bookings b where b.account_id = a.resource_id), 0),
           coalesce((select sum(o.amount) from payment_orders o join transactions t on t.id = o.transaction_id
             where o.debtor_iban = a.iban and t.status = 'completed' and o.id not like 'pay\\_demo%'), 0)
         from sandbox_bank.accounts a",
    )
    .fetch_all(db)
    .await
    .unwrap();
    for (iban, opening, balance, booked, sent) in accounts {
        assert_eq!(balance, opening + booked, "the bank's own books of {iban}");
        assert_eq!(balance, opening - sent, "Drop's books of {iban}");
    }
}

/// Every form that was answered has one payment, every other one at most.
async fn compare_forms(db: &PgPool, forms: &[Form]) {
    let made: Vec<(String, i64)> = sqlx::query_as(
        "select quote_id, count(*) from transactions where quote_id is not null group by quote_id",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let made: BTreeMap<String, i64> = made.into_iter().collect();
    for form in forms {
        let count = made.get(&form.quote).copied().unwrap_or(0);
        assert!(count <= 1 && (count == 1 || !form.answered), "{count} payments of {form:?}");
    }
    let known = made.keys().all(|quote| forms.iter().any(|form| form.quote == *quote));
    assert!(known, "a payment that nobody confirmed");
}

async fn compare_history(db: &PgPool) {
    let broken: i64 = sqlx::query_scalar(
        "select count(*) from (select state_before, lag(state_after) over (partition by payment_order_id order by id)
           as previous from payment_order_events) events where previous <> state_before",
    )
    .fetch_one(db)
    .await
    .unwrap();
    assert_eq!(broken, 0, "an order's history has a gap");
    let silent: i64 = sqlx::query_scalar(
        "select count(*) from transactions t where quote_id is not null and not exists (select from audit_log a
           where a.resource_id = t.id and a.action in ('transaction.complete', 'transaction.fail'))",
    )
    .fetch_one(db)
    .await
    .unwrap();
    assert_eq!(silent, 0, "a payment ended without an audit row");
}

pub async fn compare_all(db: &PgPool, forms: &[Form]) {
    let (orders, mut payments) = (orders(db).await, payments(db).await);
    for order in &orders {
        compare(order, payments.remove(&order.id).as_ref());
    }
    assert!(payments.is_empty(), "payments at the bank without an order: {payments:?}");
    compare_balances(db).await;
    compare_forms(db, forms).await;
    compare_history(db).await;
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for order in &orders {
        *ends.entry(order.state.as_str()).or_default() += 1;
    }
    eprintln!("chaos: {} forms, {} orders: {ends:?}", forms.len(), orders.len());
    assert!(!orders.is_empty(), "nobody has sent anything");
}
