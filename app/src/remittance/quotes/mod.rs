//! Use cases of prices: what the amount step shows, fix one, renew one.
pub(super) mod review;
pub(super) mod store;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::form::FieldCode;
use domain::ids::{QuoteId, RecipientId, TransactionId};
use domain::money::{Currency, Money, MoneyError};
use domain::remittance::corridor::{Country, delivery_by};
use domain::remittance::limit::Limits;
use domain::remittance::quote::{Rates, Side, Terms, quote};
use domain::throttle::RATES;

use self::review::{own_quote, quote_view, recipient_gone};
use super::model::{AmountStep, QuoteForm, QuoteView, RecipientView};
use super::service::{DAY_HOURS, MONTH_DAYS, RemittanceError};
use crate::context::AppState;
use crate::error::FieldErrors;
use crate::throttle::service::{address_key, within};
use crate::{db, throttle};

/// What an amount is priced with.
struct Pricing {
    recipient: RecipientView,
    /// None when the currency never had a rate.
    rates: Option<Rates>,
    used_day: Money,
    used_month: Money,
}

/// Loads everything in one round trip. `counted` is the address that asks, when that is to be counted here.
async fn pricing(
    state: &AppState,
    actor: &Actor,
    recipient: &RecipientId,
    counted: Option<IpAddr>,
    now: DateTime<Utc>,
) -> Result<Pricing, RemittanceError> {
    let key = counted.map(|ip| address_key(&RATES, ip));
    let query = store::AmountQuery {
        recipient,
        user: &actor.user_id,
        day: now - Duration::hours(DAY_HOURS),
        month: now - Duration::days(MONTH_DAYS),
        now,
        counted_as: key.as_deref(),
        window_seconds: RATES.seconds,
    };
    let row = store::amount(&state.db, &query).await?.ok_or(RemittanceError::NotFound)?;
    if let (Some(asked), Some(reset_at)) = (row.asked, row.reset_at) {
        within(&RATES, asked, reset_at, now.timestamp())?;
    }
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::ViewRecipient, Resource::Recipient { owner: &owner })?;
    if row.removed {
        return Err(RemittanceError::RecipientRemoved);
    }
    let iban: Iban = db::parsed("an IBAN", &row.bank_account)?;
    let rates = match (row.rate, row.mid_rate, row.as_of, row.confirmed_at) {
        (Some(rate), Some(mid), Some(as_of), Some(confirmed_at)) => {
            Some(Rates { customer: db::rate(rate)?, mid: db::rate(mid)?, as_of, confirmed_at })
        }
        _ => None,
    };
    let nok = Currency::Nok.code();
    Ok(Pricing {
        recipient: RecipientView {
            id: db::parsed("a recipient id", &row.id)?,
            name: row.name,
            country: db::parsed("a country", &row.country)?,
            iban: iban.grouped(),
            // Written before the bank was known here: it may be now.
            bank_name: row.bank_name.or_else(|| iban.bank_name().map(str::to_owned)),
        },
        rates,
        used_day: db::money(row.used_day, nok)?,
        used_month: db::money(row.used_month, nok)?,
    })
}

/// What the amount step shows. It counts as asking for a rate.
pub async fn amount_step(
    state: &AppState,
    actor: &Actor,
    ip: IpAddr,
    recipient: &RecipientId,
) -> Result<AmountStep, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    let now = state.clock.now();
    let pricing = pricing(state, actor, recipient, Some(ip), now).await?;
    Ok(AmountStep {
        delivery_by: delivery_by(now, pricing.recipient.country),
        recipient: pricing.recipient,
        rates: pricing.rates.filter(|rates| rates.are_fresh(now)),
        limits: Limits::default(),
        used_day: pricing.used_day,
        used_month: pricing.used_month,
        now,
    })
}

/// Fixes a price for half an hour.
pub async fn create(state: &AppState, actor: &Actor, form: &QuoteForm) -> Result<QuoteId, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    let recipient: RecipientId = form.recipient.parse().map_err(|_| RemittanceError::NotFound)?;
    let now = state.clock.now();
    let pricing = pricing(state, actor, &recipient, None, now).await?;
    let side = parse_side(form, pricing.recipient.country)?;
    fix(state, actor, &pricing, side, None, now).await
}

/// What became of a wish for a new price.
#[derive(Debug)]
pub enum Renewed {
    Price(Box<QuoteView>),
    /// The old price was paid in the meantime, and this is the payment.
    Paid(TransactionId),
}

/// The same amount at today's rate, on the side that the customer fixed. A price that still holds is its own renewal,
/// and two tabs get the same one. Asking counts as asking for a rate.
pub async fn renew(
    state: &AppState,
    actor: &Actor,
    ip: IpAddr,
    id: &QuoteId,
) -> Result<Renewed, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    throttle::service::count_address(state, &RATES, ip).await?;
    let now = state.clock.now();
    let old = own_quote(&state.db, actor, id, now).await?;
    if let Some(paid) = &old.transaction_id {
        return Ok(Renewed::Paid(db::parsed("a transaction id", paid)?));
    }
    // The price was for another account: the customer decides anew.
    if let Some(gone) = recipient_gone(&old) {
        return Err(gone);
    }
    if old.expires_at > now {
        return Ok(Renewed::Price(Box::new(quote_view(old, now)?)));
    }
    let new = match store::renewal(&state.db, id, now).await? {
        Some(new) => db::parsed("a quote id", &new)?,
        None => {
            let recipient = db::parsed("a recipient id", &old.recipient_id)?;
            let pricing = pricing(state, actor, &recipient, None, now).await?;
            let side = match old.side.as_str() {
                "receive" => Side::Receive(db::money(old.wanted, &old.receive_currency)?),
                _ => Side::Send(db::money(old.wanted, &old.currency)?),
            };
            fix(state, actor, &pricing, side, Some(id), now).await?
        }
    };
    let new = own_quote(&state.db, actor, &new, now).await?;
    Ok(Renewed::Price(Box::new(quote_view(new, now)?)))
}

async fn fix(
    state: &AppState,
    actor: &Actor,
    pricing: &Pricing,
    side: Side,
    renews: Option<&QuoteId>,
    now: DateTime<Utc>,
) -> Result<QuoteId, RemittanceError> {
    let rates = pricing.rates.ok_or(RemittanceError::RateStale)?;
    let limits = Limits::default();
    let terms = quote(side, pricing.recipient.country, &rates, &limits, now)?;
    limits.check(terms.send, pricing.used_day, pricing.used_month)?;
    let id = QuoteId::generate(state.entropy.as_ref());
    let new = new_quote(&id, actor, &pricing.recipient.id, &terms, now);
    let (side, wanted) = match side {
        Side::Send(wanted) => ("send", db::decimal(wanted)),
        Side::Receive(wanted) => ("receive", db::decimal(wanted)),
    };
    let new = store::NewQuote { side, wanted, renews: renews.map(QuoteId::as_str), ..new };
    store::insert_quote(&state.db, &new).await?;
    Ok(id)
}

fn new_quote<'a>(
    id: &'a QuoteId,
    actor: &'a Actor,
    recipient: &'a RecipientId,
    terms: &Terms,
    now: DateTime<Utc>,
) -> store::NewQuote<'a> {
    store::NewQuote {
        id,
        user_id: &actor.user_id,
        recipient_id: recipient,
        send: db::decimal(terms.send),
        fee: db::decimal(terms.fee),
        debit: db::decimal(terms.debit),
        receive: db::decimal(terms.receive),
        receive_currency: terms.receive.currency().code(),
        rate: db::rate_decimal(terms.rate),
        mid_rate: db::rate_decimal(terms.mid_rate),
        margin: db::decimal(terms.margin),
        rate_as_of: terms.rate_as_of,
        side: "send",
        wanted: db::decimal(terms.send),
        renews: None,
        now,
        expires_at: terms.expires_at,
    }
}

/// The side that was typed in last; when only one field is filled in, that one.
fn parse_side(form: &QuoteForm, country: Country) -> Result<Side, RemittanceError> {
    let (send, receive) = (form.send_amount.trim(), form.receive_amount.trim());
    let by_receive = !receive.is_empty() && (form.side == "receive" || send.is_empty());
    let malformed = |field: &str, error: MoneyError| {
        let code = match error {
            MoneyError::Overflow => FieldCode::AmountTooLarge,
            _ => FieldCode::AmountMalformed,
        };
        RemittanceError::Form(FieldErrors::from([(field.to_owned(), code)]))
    };
    if by_receive {
        let amount = Money::parse_input(receive, country.currency());
        return amount.map(Side::Receive).map_err(|error| malformed("receive_amount", error));
    }
    if send.is_empty() {
        return Err(RemittanceError::Form(FieldErrors::from([(
            "send_amount".to_owned(),
            FieldCode::Required,
        )])));
    }
    Money::parse_input(send, Currency::Nok).map(Side::Send).map_err(|error| malformed("send_amount", error))
}
