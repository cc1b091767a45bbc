//! Use cases of paying back: review, and the order at the shop owner's bank.
mod store;

use chrono::Duration;
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::bank::kontonr::Kontonr;
use domain::calendar::oslo_date;
use domain::form::FieldCode;
use domain::ids::{BankAccountId, MerchantId, TransactionId, UserId};
use domain::merchant::refund::{RefundBalance, RefundError};
use domain::money::{Currency, Money};
use serde_json::json;
use sqlx::PgConnection;

use super::model::{RefundForm, RefundProblem, RefundStep, SaleView};
use super::service::{SalesError, sale_view};
use crate::accounts::model::AccountView;
use crate::accounts::service::{AccountsError, PayableAccount};
use crate::compliance::gate::{self, Payee, Payment};
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::idempotency::service as idempotency;
use crate::payments::service::{APPROVAL_MINUTES, NewOrder};
use crate::{accounts, audit, db, payments};

const KEY_BYTES: usize = 16;
/// Longer than any amount.
const TYPED_MAX_CHARS: usize = 24;
/// With the reference less than the 140 characters that a payment's text may have (ISO 20022, Max140Text).
const SHOP_NAME_MAX_CHARS: usize = 100;
/// The database's own last word on how much is paid back.
const REFUNDED_CHECK: &str = "transactions_refunded_amount_check";

/// What is paid back, to whom and from where, before a bank hears of it: one round trip to the database.
pub async fn review(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    sale: &TransactionId,
    typed: &str,
) -> Result<RefundStep, SalesError> {
    let today = oslo_date(state.clock.now());
    let mut row =
        super::store::sale(&state.db, shop, sale, Some(today)).await?.ok_or(SalesError::NotFound)?;
    let (rows, own) = (std::mem::take(&mut row.accounts.0), row.shop_account.clone());
    let view = sale_view(state, actor, shop, sale, row)?;
    let accounts = accounts_to_pay_from(rows, &own)?;
    let (amount, problem) = match amount_of(&view, typed) {
        Ok(amount) => (Some(amount), None),
        Err(problem) => (None, Some(problem)),
    };
    let typed = typed.chars().take(TYPED_MAX_CHARS).collect();
    Ok(RefundStep { view, amount, typed, problem, accounts, idempotency_key: state.entropy.hex(KEY_BYTES) })
}

fn amount_of(view: &SaleView, typed: &str) -> Result<Money, RefundProblem> {
    let amount =
        Money::parse_input(typed, view.sale.amount.currency()).map_err(|_| RefundProblem::Malformed)?;
    if view.left.is_zero() {
        return Err(RefundProblem::NotPaid);
    }
    match amount.minor() {
        ..=0 => Err(RefundProblem::Malformed),
        minor if minor > view.left.minor() => Err(RefundProblem::TooMuch { left: view.left }),
        _ => Ok(amount),
    }
}

/// The account that the shop is paid to comes first: a refund comes from where the sale went.
fn accounts_to_pay_from(
    rows: Vec<super::store::AccountRow>,
    shop_account: &str,
) -> Result<Vec<AccountView>, SalesError> {
    let own = Kontonr::parse(shop_account).map(|number| number.to_iban()).ok();
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let iban: Iban = db::parsed("an IBAN", &row.iban)?;
        let view = AccountView {
            id: db::parsed("an account id", &row.id)?,
            bank_name: row.bank_name,
            account_name: row.account_name,
            account_number: row.account_number,
            balance: db::money(row.balance, &row.currency)?,
            read_at: row.balance_read_at,
            unanswered_at: row.balance_failed_at,
            is_primary: row.is_primary,
            linked: true,
        };
        if own.as_ref() == Some(&iban) { accounts.insert(0, view) } else { accounts.push(view) }
    }
    Ok(accounts)
}

/// Orders a payment back, whole or in part. What it takes of the sale, the transaction, the order to the bank, the
/// audit row and the stored answer are written together or not at all; the bank hears of it afterwards. A shop that is
/// suspended or closed may pay back too: its customers shall not wait for what is theirs.
pub async fn refund(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &RefundForm,
) -> Result<TransactionId, SalesError> {
    let command = Command::parse(form)?;
    let mut tx = state.db.begin().await?;
    let ordered = refund_in_tx(&mut tx, state, actor, request, &command).await;
    idempotency::end(tx, ordered).await
}

/// A refund that has the right shape.
struct Command {
    shop: MerchantId,
    sale: TransactionId,
    amount: Money,
    account: BankAccountId,
    once: idempotency::Command,
}

impl Command {
    fn parse(form: &RefundForm) -> Result<Self, SalesError> {
        let shop: MerchantId = form.shop.parse().map_err(|_| SalesError::NotFound)?;
        let sale: TransactionId = form.sale.parse().map_err(|_| SalesError::NotFound)?;
        let amount =
            Money::parse_input(&form.amount, Currency::Nok).ok().filter(|amount| amount.is_positive());
        let amount = amount.ok_or_else(|| field("amount", FieldCode::AmountMalformed))?;
        let account: BankAccountId =
            form.account.parse().map_err(|_| field("account", FieldCode::Required))?;
        let asked = [sale.as_str(), &amount.to_decimal_string(), account.as_str()];
        let once = idempotency::Command::new("merchant.refund", &form.idempotency_key, &asked)?;
        Ok(Self { shop, sale, amount, account, once })
    }
}

fn field(name: &str, code: FieldCode) -> SalesError {
    SalesError::Form(FieldErrors::from([(name.to_owned(), code)]))
}

async fn refund_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    command: &Command,
) -> Result<TransactionId, SalesError> {
    // The sale first: whoever refunds it at the same time waits here, and then sees what this one has taken.
    let sale = store::lock_sale_in_tx(tx, &command.shop, &command.sale).await?.ok_or(SalesError::NotFound)?;
    let owner = db::parsed("a user id", &sale.owner_id)?;
    decide(Some(actor), Action::RefundSale, Resource::Shop { owner: &owner })?;
    if let Some(answered) = command.once.begin_in_tx(tx, &actor.user_id).await? {
        return Ok(answered);
    }
    let now = state.clock.now();
    let account = accounts::service::payable(&mut *tx, &owner, &command.account, now).await;
    let account = account.map_err(|error| match error {
        AccountsError::NotFound => field("account", FieldCode::Unknown),
        other => other.into(),
    })?;
    let balance = RefundBalance::new(
        db::money(sale.amount, &sale.currency)?,
        db::money(sale.refunded, &sale.currency)?,
    )?;
    balance.take(db::parsed("a status", &sale.status)?, command.amount)?;
    let left = balance.left();
    let id = TransactionId::generate(state.entropy.as_ref());
    let taken = store::insert_refund_in_tx(tx, &id, &command.sale, db::decimal(command.amount), now).await;
    taken.map_err(|error| match db::violated_constraint(&error) {
        Some(REFUNDED_CHECK) => RefundError::TooMuch { left }.into(),
        _ => SalesError::from(error),
    })?;
    order_in_tx(tx, state, actor, request, &Ordered { command, sale: &sale, account: &account, id: &id })
        .await?;
    command.once.answer_in_tx(tx, &actor.user_id, &id, now).await?;
    Ok(id)
}

struct Ordered<'a> {
    command: &'a Command,
    sale: &'a store::SaleRow,
    account: &'a PayableAccount,
    id: &'a TransactionId,
}

async fn order_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    ordered: &Ordered<'_>,
) -> Result<(), SalesError> {
    let Ordered { command, sale, account, id } = *ordered;
    let payer = sale.payer_iban.as_deref().ok_or(SalesError::PayerUnknown)?;
    let payer: Iban = db::parsed("an IBAN", payer)?;
    let payee: UserId = db::parsed("a user id", &sale.payer_id)?;
    let payment = Payment { transaction: id, user: &actor.user_id, payee: Payee::Payer(&payee) };
    let gate = gate::pass_in_tx(tx, state, &payment).await?;
    payments::service::order_in_tx(
        tx,
        state,
        &NewOrder {
            transaction_id: id,
            user_id: &actor.user_id,
            account,
            amount: command.amount,
            creditor_name: &sale.payer,
            creditor: &payer,
            remittance_information: &text_for_payer(&sale.shop, &command.sale),
            psu_ip: request.ip.to_string(),
            approve_within: Duration::minutes(APPROVAL_MINUTES),
            gate,
        },
    )
    .await?;
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "sale.refund",
        resource: Some(("transaction", id.as_str())),
        details: json!({
            "sale": command.sale, "shop": command.shop, "amount": command.amount.to_decimal_string(),
            "currency": command.amount.currency(),
        }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    Ok(())
}

/// What stands on the payer's account statement: which shop, and the sale's reference.
fn text_for_payer(shop: &str, sale: &TransactionId) -> String {
    let shop: String = shop.chars().take(SHOP_NAME_MAX_CHARS).collect();
    format!("{shop} {}", sale.reference())
}
