//! Opening a shop: who it is by the register of units, and where its money goes.
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::kontonr::Kontonr;
use domain::form::{FieldCode, ShopAddress, ShopName};
use domain::ids::MerchantId;
use domain::merchant::orgnr::Orgnr;
use domain::merchant::standing;
use domain::throttle::REGISTER;
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::Unit;
use super::model::{SHOPS_MAX, ShopForm};
use super::register::{Said, ask, field, parse_number};
use super::service::ShopError;
use super::store;
use crate::compliance::screening::service::screen_shop_in_tx;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::identity::service::make_merchant_in_tx;
use crate::throttle::service::count_address;
use crate::{audit, db};

/// The constraint that keeps two shops from having one organisation number.
const ORG_NUMBER_KEY: &str = "merchants_org_number_key";

/// Opens a shop. The register is asked again: what the page was told is nobody's word. Where it does not answer, name
/// and address are the customer's own, and `register_checked_at` stays empty for somebody to look.
/// The same number once more is the customer's same shop: a form that is sent twice opens one.
pub async fn open(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &ShopForm,
) -> Result<MerchantId, ShopError> {
    decide(Some(actor), Action::OpenShop, Resource::Own)?;
    let typed = Typed::parse(form)?;
    count_address(state, &REGISTER, request.ip).await?;
    let unit = match ask(state, &typed.number).await {
        Said::Trading(unit) => Some(unit),
        Said::Against(code) => return Err(field("org_number", code)),
        Said::Nothing => None,
    };
    let shown = Shown::of(&typed, unit.as_ref())?;
    let mut tx = state.db.begin().await?;
    let shops = store::lock_owner_in_tx(&mut tx, &actor.user_id).await?;
    if let Some(own) = store::of_number_in_tx(&mut tx, typed.number.as_str()).await? {
        let is_own = own.user_id == actor.user_id.as_str();
        return if is_own { Ok(db::parsed("a merchant id", &own.id)?) } else { Err(taken()) };
    }
    if shops >= i64::from(SHOPS_MAX) {
        return Err(ShopError::TooMany);
    }
    let id = insert_in_tx(&mut tx, state, actor, request, (&typed, &shown, unit.as_ref())).await?;
    tx.commit().await?;
    Ok(id)
}

fn taken() -> ShopError {
    field("org_number", FieldCode::OrgnrTaken)
}

async fn insert_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (typed, shown, unit): (&Typed, &Shown, Option<&Unit>),
) -> Result<MerchantId, ShopError> {
    let id = MerchantId::generate(state.entropy.as_ref());
    let now = state.clock.now();
    let row = store::NewShop {
        id: &id,
        user_id: &actor.user_id,
        name: shown.name.as_str(),
        registered_name: unit.map(|unit| unit.name.as_str()),
        org_number: typed.number.as_str(),
        address: shown.address.as_str(),
        account: typed.account.as_str(),
        checked_at: unit.map(|_| now),
        now,
    };
    store::insert_in_tx(tx, &row).await.map_err(|error| match db::violated_constraint(&error) {
        // Somebody else was faster.
        Some(ORG_NUMBER_KEY) => taken(),
        _ => error.into(),
    })?;
    store::insert_event_in_tx(tx, &id, &standing::open(), &actor.user_id, now).await?;
    make_merchant_in_tx(tx, &actor.user_id).await?;
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "merchant.open",
        resource: Some(("merchant", id.as_str())),
        details: json!({ "confirmed": unit.is_some(), "form": unit.map(|unit| unit.form.as_str()) }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    screen_shop_in_tx(tx, state, &id).await?;
    Ok(id)
}

/// A form that has the right shape.
struct Typed {
    number: Orgnr,
    /// None: as in the register.
    name: Option<ShopName>,
    address: Option<ShopAddress>,
    account: Kontonr,
}

impl Typed {
    fn parse(form: &ShopForm) -> Result<Self, ShopError> {
        let mut errors = FieldErrors::new();
        let number = noted(&mut errors, "org_number", parse_number(&form.org_number));
        let name = noted(&mut errors, "name", unless_empty(&form.name, ShopName::parse));
        let address = noted(&mut errors, "address", unless_empty(&form.address, ShopAddress::parse));
        let account = noted(&mut errors, "account", parse_account(&form.account));
        match (number, name, address, account) {
            (Some(number), Some(name), Some(address), Some(account)) => {
                Ok(Self { number, name, address, account })
            }
            _ => Err(ShopError::Form(errors)),
        }
    }
}

/// The value, or a note of what is wrong with its field.
pub(super) fn noted<T>(errors: &mut FieldErrors, name: &str, value: Result<T, FieldCode>) -> Option<T> {
    value.map_err(|code| errors.insert(name.to_owned(), code)).ok()
}

fn unless_empty<T>(text: &str, parse: fn(&str) -> Result<T, FieldCode>) -> Result<Option<T>, FieldCode> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

pub(super) fn parse_account(text: &str) -> Result<Kontonr, FieldCode> {
    if text.trim().is_empty() { Err(FieldCode::Required) } else { Ok(Kontonr::parse(text)?) }
}

/// What customers will see.
struct Shown {
    name: ShopName,
    address: ShopAddress,
}

impl Shown {
    /// What was typed, else what the register says, if a shop can be called so.
    fn of(typed: &Typed, unit: Option<&Unit>) -> Result<Self, ShopError> {
        let mut errors = FieldErrors::new();
        let name = typed.name.clone().map_or_else(
            || match unit {
                Some(unit) => ShopName::parse(&unit.name),
                None => Err(FieldCode::RegisterSilent),
            },
            Ok,
        );
        let address = typed.address.clone().map_or_else(
            || match unit {
                Some(unit) => ShopAddress::parse(unit.address.as_deref().unwrap_or_default()),
                None => Err(FieldCode::RegisterSilent),
            },
            Ok,
        );
        match (noted(&mut errors, "name", name), noted(&mut errors, "address", address)) {
            (Some(name), Some(address)) => Ok(Self { name, address }),
            _ => Err(ShopError::Form(errors)),
        }
    }
}
