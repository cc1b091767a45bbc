//! Use cases of the till.
use domain::access::{Action, Actor};
use domain::form::FieldCode;
use domain::ids::{MerchantId, QrCodeId};
use domain::merchant::code::{CodeKind, SaleReference};
use domain::merchant::price::Price;
use domain::merchant::sale::{Attempt, SaleFacts};

use super::model::{RECENT_SALES_MAX, Sale, SaleForm, SaleLine, Till, sought};
use super::store::{self, AttemptRow, LineRow};
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::FieldErrors;
use crate::form::Flash;
use crate::merchant::codes::model::CodeState;
use crate::merchant::codes::service::{self as codes, Code, CodesError};
use crate::merchant::shops::service::own_shop;

/// The keypad's page: the last sales, or those whose reference ends as somebody has typed.
pub async fn till(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    typed: &str,
    flash: Flash,
) -> Result<Till, CodesError> {
    let shop = own_shop(&state.db, actor, Action::TakePayment, shop).await?;
    let limit = i64::from(RECENT_SALES_MAX);
    let end = sought(typed);
    let rows = match &end {
        Some(end) => store::ending_in(&state.db, &shop.id, end, limit).await?,
        None => store::recent(&state.db, &shop.id, limit).await?,
    };
    Ok(Till {
        recent: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        sought: end.map(|end| end.to_ascii_uppercase()),
        shop: codes::at(&shop),
        flash,
        now: state.clock.now(),
    })
}

fn line(row: LineRow) -> Result<SaleLine, CodesError> {
    Ok(SaleLine {
        id: db::parsed("a transaction id", &row.id)?,
        amount: db::money(row.amount, &row.currency)?,
        status: db::parsed("a status", &row.status)?,
        about: row.about,
        created_at: row.created_at,
    })
}

/// Makes the code of a new sale.
pub async fn new_sale(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &SaleForm,
) -> Result<Code, CodesError> {
    let shop: MerchantId = form.shop.parse().map_err(|_| CodesError::NotFound)?;
    let mut errors = FieldErrors::new();
    let mut note = |name: &str, code: FieldCode| {
        errors.insert(name.to_owned(), code);
    };
    let price = Price::read(&form.amount).map_err(|code| note("amount", code)).ok();
    let typed = Some(form.reference.trim()).filter(|text| !text.is_empty());
    let reference = typed.map(SaleReference::parse).transpose().map_err(|code| note("reference", code)).ok();
    let (Some(price), Some(reference)) = (price, reference) else { return Err(CodesError::Form(errors)) };
    codes::new_sale(state, actor, request, &shop, price, reference).await
}

/// One sale, as far as it is.
pub async fn sale(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    id: &QrCodeId,
) -> Result<Sale, CodesError> {
    let (shop, code) = codes::code(state, actor, shop, id).await?;
    let (CodeKind::Dynamic, Some(amount), Some(expires_at)) = (code.kind, code.amount, code.expires_at)
    else {
        return Err(CodesError::NotFound);
    };
    let now = state.clock.now();
    let attempt = store::last_attempt(&state.db, &code.id).await?;
    let facts = SaleFacts {
        attempt: attempt.as_ref().map(attempt_of).transpose()?,
        taken: code.state(now) == CodeState::Taken,
        revoked: code.revoked_at.is_some(),
        expired: expires_at <= now,
    };
    let transaction = attempt.map(|row| db::parsed("a transaction id", &row.id)).transpose()?;
    Ok(Sale {
        shop: codes::at(&shop),
        code: code.id,
        amount,
        reference: code.reference,
        state: facts.state(),
        open: facts.is_open(),
        transaction,
        expires_at,
        now,
    })
}

fn attempt_of(row: &AttemptRow) -> Result<Attempt, CodesError> {
    let order = row.order_state.as_deref().map(|state| db::parsed("an order state", state)).transpose()?;
    Ok(Attempt { status: db::parsed("a status", &row.status)?, order })
}

/// Takes a sale back. One that somebody is paying stays as it is: the screen says how far it is.
pub async fn cancel(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &MerchantId,
    id: &QrCodeId,
) -> Result<(), CodesError> {
    match codes::revoke(state, actor, request, shop, id).await {
        Ok(_) | Err(CodesError::Taken) => Ok(()),
        Err(error) => Err(error),
    }
}
