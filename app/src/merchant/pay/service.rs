//! Use cases of paying in a shop: look at a code, find one, pay it.
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::payment_state::TransactionState;
use domain::form::FieldCode;
use domain::merchant::code::CodeKind;
use domain::merchant::hold::Held;
use domain::merchant::orgnr::Orgnr;
use domain::merchant::paying::{Obstacle, Offer};
use domain::merchant::scan::token_in;
use domain::money::{Currency, MoneyError};

use super::model::{Bill, Choice, OwnPayment, PayForm, PayState, PayStep, pay_path};
use super::store;
use crate::accounts::service::AccountsError;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::idempotency::service::IdempotencyError;
use crate::merchant::codes::service::{Code, CodesError, by_token};
use crate::merchant::shops::service::{Shop, ShopError, shop};
use crate::payments::service::{PaymentError, carry_to_bank};
use crate::{accounts, db};

pub use super::confirm::{SALE_APPROVAL_MINUTES, pay};

/// Random bytes of an idempotency key.
const KEY_BYTES: usize = 16;

#[derive(Debug, thiserror::Error)]
pub enum PayError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error(transparent)]
    CannotPay(#[from] Obstacle),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Repeated(#[from] IdempotencyError),
    #[error(transparent)]
    Code(CodesError),
    #[error(transparent)]
    Shop(#[from] ShopError),
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl PayError {
    pub(super) fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl From<CodesError> for PayError {
    fn from(error: CodesError) -> Self {
        match error {
            CodesError::NotFound => Self::CannotPay(Obstacle::Unknown),
            other => Self::Code(other),
        }
    }
}

impl From<PayError> for AppError {
    fn from(error: PayError) -> Self {
        match error {
            PayError::Form(fields) => Self::Form(fields),
            PayError::Refused(refusal) => refusal.into(),
            PayError::CannotPay(why) => Self::CannotPay { why },
            PayError::Repeated(error) => error.into(),
            PayError::Code(error) => error.into(),
            PayError::Shop(error) => error.into(),
            PayError::Accounts(error) => error.into(),
            PayError::Money(_) | PayError::Payment(_) | PayError::Database(_) | PayError::BadRow(_) => {
                tracing::error!(%error, "paying in a shop");
                Self::Unexpected
            }
        }
    }
}

/// May this actor pay in shops at all?
///
/// # Errors
/// The refusal.
pub fn may_pay(actor: &Actor) -> Result<(), PayError> {
    Ok(decide(Some(actor), Action::PayShop, Resource::Own)?)
}

/// The page of the code that somebody scanned, pasted or typed.
///
/// # Errors
/// What is wrong with the text, and the refusal.
pub fn find(state: &AppState, actor: &Actor, text: &str) -> Result<String, PayError> {
    may_pay(actor)?;
    let token = token_in(text, &state.settings.base_url).map_err(|code| PayError::field("text", code))?;
    Ok(pay_path(&token.to_string()))
}

/// What a code leads to, for anybody who has it.
///
/// # Errors
/// When the database fails, or for somebody who is no customer.
pub async fn step(state: &AppState, actor: Option<&Actor>, token: &str) -> Result<PayStep, PayError> {
    let now = state.clock.now();
    if let Some(actor) = actor {
        may_pay(actor)?;
    }
    let code = match by_token(state, token).await {
        Ok(code) => code,
        Err(CodesError::NotFound) => {
            return Ok(PayStep { bill: None, state: PayState::Refused(Obstacle::Unknown), now });
        }
        Err(error) => return Err(error.into()),
    };
    let shop = shop(&state.db, &code.shop).await?;
    let bill = bill(&code, &shop, token)?;
    let state = pay_state(state, actor, &code, &shop).await?;
    Ok(PayStep { bill: Some(bill), state, now })
}

fn bill(code: &Code, shop: &Shop, token: &str) -> Result<Bill, PayError> {
    let org_number: Orgnr = db::parsed("an organisation number", &shop.org_number)?;
    Ok(Bill {
        token: token.to_owned(),
        shop: shop.name.clone(),
        registered_name: shop.registered_name.clone().filter(|name| !is_same(name, &shop.name)),
        org_number: org_number.grouped(),
        amount: code.amount,
        reference: code.reference.clone().or_else(|| code.name.clone()),
        until: code.expires_at,
    })
}

/// The register writes in capitals.
fn is_same(registered: &str, name: &str) -> bool {
    registered.to_lowercase() == name.to_lowercase()
}

async fn pay_state(
    state: &AppState,
    actor: Option<&Actor>,
    code: &Code,
    shop: &Shop,
) -> Result<PayState, PayError> {
    let own = match actor {
        Some(actor) => store::own_payment(&state.db, &code.id, &actor.user_id).await?,
        None => None,
    };
    let waits = own.as_ref().is_some_and(|own| own.waits);
    let own = own.map(own_payment).transpose()?;
    match own {
        Some(own) if code.kind == CodeKind::Dynamic => return Ok(PayState::Own(own)),
        _ => {}
    }
    let offer = Offer {
        revoked_at: code.revoked_at,
        expires_at: code.expires_at,
        shop: shop.status,
        owner: &shop.owner,
        held: held_by_another(state, code).await?,
    };
    if let Err(obstacle) = offer.check(actor.map(|actor| &actor.user_id), state.clock.now()) {
        return Ok(PayState::Refused(obstacle));
    }
    let Some(actor) = actor else { return Ok(PayState::LoggedOut) };
    let accounts = accounts::service::list(state, actor).await?;
    let in_kroner = accounts.into_iter().filter(|account| account.balance.currency() == Currency::Nok);
    let (accounts, ended): (Vec<_>, Vec<_>) = in_kroner.partition(|account| account.linked);
    let mut ended: Vec<String> = ended.into_iter().map(|account| account.bank_name).collect();
    ended.sort();
    ended.dedup();
    Ok(PayState::Ready(Choice {
        accounts,
        ended,
        unfinished: own.filter(|_| waits),
        idempotency_key: state.entropy.hex(KEY_BYTES),
    }))
}

/// The payment that has a sale. One of the visitor's own was looked for before.
async fn held_by_another(state: &AppState, code: &Code) -> Result<Option<Held>, PayError> {
    let Some(holder) = &code.transaction else { return Ok(None) };
    let Some(status) = store::status(&state.db, holder).await? else { return Ok(None) };
    Ok(match db::parsed("a status", &status)? {
        TransactionState::Completed => Some(Held::Paid),
        TransactionState::Processing => Some(Held::BeingPaid),
        // It is given back in the transaction in which it fails.
        TransactionState::Failed => None,
    })
}

pub(super) fn own_payment(row: store::OwnRow) -> Result<OwnPayment, PayError> {
    Ok(OwnPayment {
        id: db::parsed("a transaction id", &row.id)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
    })
}

/// Pays, and says where the browser goes next.
///
/// # Errors
/// See [`pay`].
pub async fn pay_and_carry(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &PayForm,
) -> Result<String, PayError> {
    let id = pay(state, actor, request, form).await?;
    Ok(carry_to_bank(state, &id, request.ip).await)
}
