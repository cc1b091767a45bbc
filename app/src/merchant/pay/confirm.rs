//! The moment that counts: a code becomes a payment, and a sale becomes one payment.
use chrono::Duration;
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::kontonr::Kontonr;
use domain::form::FieldCode;
use domain::ids::{BankAccountId, TransactionId};
use domain::merchant::code::CodeKind;
use domain::merchant::paying::{Obstacle, Offer, price_of};
use domain::merchant::price::Price;
use domain::money::Money;
use serde_json::json;
use sqlx::PgConnection;

use super::model::PayForm;
use super::service::PayError;
use super::store;
use crate::accounts::service::{AccountsError, PayableAccount};
use crate::compliance::gate::{self, Payee, Payment};
use crate::context::{AppState, RequestInfo};
use crate::idempotency::service as idempotency;
use crate::merchant::codes::service::{Code, by_token, lock_in_tx};
use crate::merchant::shops::service::{Shop, shop};
use crate::payments::sale;
use crate::payments::service::{APPROVAL_MINUTES, NewOrder};
use crate::{accounts, audit, db, payments};

/// So long may somebody take to approve the payment of one sale: others wait for the code, and the shop for its money.
pub const SALE_APPROVAL_MINUTES: i64 = 10;

/// Orders the payment of a code. The transaction, the order to the bank, the hold on a sale, the audit row and the
/// stored answer are written together or not at all; the bank hears of it afterwards.
///
/// # Errors
/// [`PayError::CannotPay`] when there is an obstacle, [`PayError::Form`] for an amount or an account that will not do.
pub async fn pay(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &PayForm,
) -> Result<TransactionId, PayError> {
    decide(Some(actor), Action::PayShop, Resource::Own)?;
    let code = by_token(state, &form.token).await?;
    let wish = Wish::parse(form, &code)?;
    let mut tx = state.db.begin().await?;
    let ordered = pay_in_tx(&mut tx, state, actor, request, code, &wish).await;
    idempotency::end(tx, ordered).await
}

/// A confirmation that has the right shape.
struct Wish {
    price: Price,
    account: BankAccountId,
    once: idempotency::Command,
}

impl Wish {
    fn parse(form: &PayForm, code: &Code) -> Result<Self, PayError> {
        let asked = code.amount.map(Price::new).transpose().map_err(FieldCode::from);
        let price = asked.and_then(|asked| price_of(asked, &form.amount));
        let account: Result<BankAccountId, _> = form.account.parse().map_err(|_| FieldCode::Required);
        let (price, account) = match (price, account) {
            (Ok(price), Ok(account)) => (price, account),
            (price, account) => {
                let wrong = [("amount", price.err()), ("account", account.err())];
                let wrong = wrong.into_iter().filter_map(|(name, code)| Some((name.to_owned(), code?)));
                return Err(PayError::Form(wrong.collect()));
            }
        };
        let amount = price.amount().to_decimal_string();
        let asked = [code.id.as_str(), amount.as_str(), account.as_str()];
        let once = idempotency::Command::new("qr_payment.confirm", &form.idempotency_key, &asked)?;
        Ok(Self { price, account, once })
    }
}

async fn pay_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    code: Code,
    wish: &Wish,
) -> Result<TransactionId, PayError> {
    if let Some(answered) = wish.once.begin_in_tx(tx, &actor.user_id).await? {
        return Ok(answered);
    }
    let id = match code.kind {
        CodeKind::Static => {
            let id = TransactionId::generate(state.entropy.as_ref());
            let shop = payable_in_tx(tx, state, actor, &code).await?;
            order_in_tx(tx, state, actor, request, (&id, &code, &shop), wish).await?;
            id
        }
        CodeKind::Dynamic => pay_sale_in_tx(tx, state, actor, request, &code, wish).await?,
    };
    wish.once.answer_in_tx(tx, &actor.user_id, &id, state.clock.now()).await?;
    Ok(id)
}

/// Two phones at the same instant: one waits here for the other, and is told.
async fn pay_sale_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    code: &Code,
    wish: &Wish,
) -> Result<TransactionId, PayError> {
    let code = lock_in_tx(tx, &code.id).await?;
    // Another form of the same sale (a second tab) came first: there is one payment, and this is it. The key is spent
    // all the same, so that it cannot order anything else later.
    if let Some(own) = store::own_payment(&mut *tx, &code.id, &actor.user_id).await? {
        return Ok(db::parsed("a transaction id", &own.id)?);
    }
    let id = TransactionId::generate(state.entropy.as_ref());
    let taken = sale::hold_in_tx(tx, &code.id).await?.take(id.clone()).map_err(Obstacle::from)?;
    let shop = payable_in_tx(tx, state, actor, &code).await?;
    order_in_tx(tx, state, actor, request, (&id, &code, &shop), wish).await?;
    sale::save_in_tx(tx, &code.id, &taken).await?;
    Ok(id)
}

/// The shop of a code that this customer may pay now.
async fn payable_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    code: &Code,
) -> Result<Shop, PayError> {
    let shop = shop(&mut *tx, &code.shop).await?;
    let offer = Offer {
        revoked_at: code.revoked_at,
        expires_at: code.expires_at,
        shop: shop.status,
        owner: &shop.owner,
        held: None,
    };
    offer.check(Some(&actor.user_id), state.clock.now())?;
    Ok(shop)
}

async fn order_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (id, code, shop): (&TransactionId, &Code, &Shop),
    wish: &Wish,
) -> Result<(), PayError> {
    let now = state.clock.now();
    let account = account_in_tx(tx, actor, wish, now).await?;
    let creditor: Kontonr = db::parsed("an account number", &shop.account)?;
    let (amount, fee) = (wish.price.amount(), shop.fee_rate.of(wish.price.amount())?);
    store::insert_transaction_in_tx(
        tx,
        &store::NewPayment {
            id,
            payer: &actor.user_id,
            shop: &shop.id,
            code: &code.id,
            amount: db::decimal(amount),
            currency: amount.currency().code(),
            fee: db::decimal(fee),
            now,
        },
    )
    .await?;
    let payment = Payment {
        transaction: id,
        user: &actor.user_id,
        payee: Payee::Shop { shop: &shop.id, owner: &shop.owner },
    };
    let gate = gate::pass_in_tx(tx, state, &payment).await?;
    let minutes = if code.kind == CodeKind::Dynamic { SALE_APPROVAL_MINUTES } else { APPROVAL_MINUTES };
    let order = NewOrder {
        transaction_id: id,
        user_id: &actor.user_id,
        account: &account,
        amount,
        creditor_name: &shop.name,
        creditor: &creditor.to_iban(),
        remittance_information: &information(id, code),
        psu_ip: request.ip.to_string(),
        approve_within: Duration::minutes(minutes),
        gate,
    };
    payments::service::order_in_tx(tx, state, &order).await?;
    record_in_tx(tx, state, actor, request, (id, code, amount, fee)).await
}

/// What stands on both statements: our reference, and the shop's own words.
fn information(id: &TransactionId, code: &Code) -> String {
    match &code.reference {
        Some(words) => format!("Drop {} {words}", id.reference()),
        None => format!("Drop {}", id.reference()),
    }
}

/// Not the customer's, or its bank is no longer linked, or it does not hold kroner: a field error.
async fn account_in_tx(
    tx: &mut PgConnection,
    actor: &Actor,
    wish: &Wish,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<PayableAccount, PayError> {
    match accounts::service::payable(&mut *tx, &actor.user_id, &wish.account, now).await {
        Err(AccountsError::NotFound) => Err(PayError::field("account", FieldCode::Unknown)),
        other => Ok(other?),
    }
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (id, code, amount, fee): (&TransactionId, &Code, Money, Money),
) -> Result<(), PayError> {
    let details = json!({
        "shop": code.shop, "qr_code": code.id, "amount": amount.to_decimal_string(),
        "fee": fee.to_decimal_string(), "currency": amount.currency().code(),
    });
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "transaction.create",
        resource: Some(("transaction", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    Ok(())
}
