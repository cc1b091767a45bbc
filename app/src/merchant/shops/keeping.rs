//! Keeping a shop: its settings, and the decisions about it.
use std::collections::BTreeMap;

use domain::access::{Action, Actor, Resource, decide};
use domain::bank::kontonr::Kontonr;
use domain::form::{FieldCode, ShopAddress, ShopName};
use domain::ids::MerchantId;
use domain::merchant::ShopStatus;
use domain::merchant::orgnr::Orgnr;
use domain::merchant::standing::{By, Step, StepError, reason_of};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::model::{Confirmation, SHOPS_MAX, SettingsForm, SettingsStep, ShopLine, ShopView};
use super::opening::{noted, parse_account};
use super::service::{Shop, ShopError, own_shop, read};
use super::store;
use crate::compliance::screening::service::screen_shop_in_tx;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::form::Flash;
use crate::notifications::{Notice, notify_in_tx};
use crate::{audit, db};

/// Shops that an operator is shown at once.
const LISTED_MAX: i64 = 500;
const ENDING_DIGITS: usize = 4;

/// One's own shops, open ones first.
pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<ShopLine>, ShopError> {
    decide(Some(actor), Action::OpenShop, Resource::Own)?;
    let rows = store::list(&state.db, &actor.user_id, i64::from(SHOPS_MAX)).await?;
    let line = |row: store::LineRow| {
        Ok(ShopLine {
            id: db::parsed("a merchant id", &row.id)?,
            name: row.business_name,
            address: row.address,
            status: db::parsed("a shop's status", &row.status)?,
        })
    };
    rows.into_iter().map(line).collect()
}

/// What the settings page shows, and its form begins with.
pub async fn settings(state: &AppState, actor: &Actor, id: &MerchantId) -> Result<SettingsStep, ShopError> {
    let shop = own_shop(&state.db, actor, Action::ManageShop, id).await?;
    let number: Orgnr = db::parsed("an organisation number", &shop.org_number)?;
    let account: Kontonr = db::parsed("an account number", &shop.account)?;
    let fields = [
        ("shop", shop.id.to_string()),
        ("name", shop.name.clone()),
        ("address", shop.address.unwrap_or_default()),
        ("account", account.grouped()),
        ("notify_sales", shop.notify_sales.to_string()),
    ];
    let values: BTreeMap<String, String> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(SettingsStep {
        shop: ShopView {
            id: shop.id,
            name: shop.name,
            registered_name: shop.registered_name,
            org_number: number.grouped(),
            status: shop.status,
            confirmation: shop.confirmation,
        },
        flash: Flash { error: None, values },
    })
}

/// Changes what an active shop shows and where its money goes. Another account is told to the owner, in case it was not
/// the owner who changed it.
pub async fn change_settings(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &SettingsForm,
) -> Result<MerchantId, ShopError> {
    let id: MerchantId = form.shop.parse().map_err(|_| ShopError::NotFound)?;
    let mut tx = state.db.begin().await?;
    let shop = own_in_tx(&mut tx, actor, &id).await?;
    if shop.status != ShopStatus::Active {
        return Err(StepError::From(shop.status).into());
    }
    let typed = Typed::parse(form)?;
    let new_account = typed.account.as_str() != shop.account;
    let same = [
        ("name", typed.name.as_str() == shop.name),
        ("address", Some(typed.address.as_str()) == shop.address.as_deref()),
        ("account", !new_account),
        ("notify_sales", form.notify_sales == shop.notify_sales),
    ];
    let changed: Vec<&str> = same.iter().filter(|(_, same)| !same).map(|(name, _)| *name).collect();
    if changed.is_empty() {
        return Ok(id);
    }
    let row = store::Settings {
        name: typed.name.as_str(),
        address: typed.address.as_str(),
        account: typed.account.as_str(),
        notify_sales: form.notify_sales,
    };
    store::change_in_tx(&mut tx, &id, &row).await?;
    record_in_tx(
        &mut tx,
        state,
        (actor, Some(request)),
        "merchant.update",
        &id,
        json!({ "changed": changed }),
    )
    .await?;
    if typed.name.as_str() != shop.name {
        screen_shop_in_tx(&mut tx, state, &id).await?;
    }
    if new_account {
        let digits = typed.account.as_str();
        let ending = digits[digits.len() - ENDING_DIGITS..].to_owned();
        let notice = Notice::ShopAccountChanged { shop: typed.name.into_string(), ending };
        let link = format!("/shops/{id}/settings");
        notify_in_tx(&mut tx, state, &shop.owner, &notice, Some(&link)).await?;
    }
    tx.commit().await?;
    Ok(id)
}

struct Typed {
    name: ShopName,
    address: ShopAddress,
    account: Kontonr,
}

impl Typed {
    fn parse(form: &SettingsForm) -> Result<Self, ShopError> {
        let mut errors = FieldErrors::new();
        let name = noted(&mut errors, "name", ShopName::parse(&form.name));
        let address = noted(&mut errors, "address", ShopAddress::parse(&form.address));
        let account: Result<Kontonr, FieldCode> = parse_account(&form.account);
        match (name, address, noted(&mut errors, "account", account)) {
            (Some(name), Some(address), Some(account)) => Ok(Self { name, address, account }),
            _ => Err(ShopError::Form(errors)),
        }
    }
}

/// Closes one's own shop: it cannot be paid until it is opened again. Closing twice is closing once.
pub async fn close(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &MerchantId,
) -> Result<(), ShopError> {
    own_step(state, actor, request, id, (Step::Close, "merchant.close")).await
}

/// Opens one's own closed shop again.
pub async fn reopen(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &MerchantId,
) -> Result<(), ShopError> {
    own_step(state, actor, request, id, (Step::Reopen, "merchant.reopen")).await
}

async fn own_step(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &MerchantId,
    (step, action): (Step, &'static str),
) -> Result<(), ShopError> {
    let mut tx = state.db.begin().await?;
    let shop = own_in_tx(&mut tx, actor, id).await?;
    if shop.status == step.leads_to() {
        return Ok(());
    }
    let change = shop.status.take(step, By::Owner, "")?;
    store::move_in_tx(&mut tx, id, &change, &actor.user_id, state.clock.now()).await?;
    record_in_tx(&mut tx, state, (actor, Some(request)), action, id, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// An officer stops a shop. Its owner is told that it stands still, and never why (hvitvaskingsloven § 28).
pub async fn suspend(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &MerchantId,
    reason: &str,
) -> Result<(), ShopError> {
    let told = |shop| Notice::ShopSuspended { shop };
    staff_step(state, (actor, request), id, (Step::Suspend, reason, "merchant.suspend"), told).await
}

/// An officer lets a suspended shop go on.
pub async fn resume(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &MerchantId,
    reason: &str,
) -> Result<(), ShopError> {
    let told = |shop| Notice::ShopResumed { shop };
    staff_step(state, (actor, request), id, (Step::Resume, reason, "merchant.resume"), told).await
}

/// An officer confirms a shop that the register of units speaks against, or has not answered about, by other papers.
///
/// # Errors
/// [`StepError`] for the reason, and [`ShopError::NothingOpen`] when the register has confirmed it meanwhile.
pub async fn confirm(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &MerchantId,
    reason: &str,
) -> Result<(), ShopError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let reason = reason_of(reason)?;
    let mut tx = state.db.begin().await?;
    let now = state.clock.now();
    if !store::confirm_by_officer_in_tx(&mut tx, id, &actor.user_id, &reason, now).await? {
        return Err(ShopError::NothingOpen);
    }
    record_in_tx(&mut tx, state, (actor, request), "merchant.confirm", id, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn staff_step(
    state: &AppState,
    (actor, request): (&Actor, Option<&RequestInfo>),
    id: &MerchantId,
    (step, reason, action): (Step, &str, &'static str),
    told: impl FnOnce(String) -> Notice,
) -> Result<(), ShopError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let mut tx = state.db.begin().await?;
    let shop = read(store::locked_in_tx(&mut tx, id.as_str()).await?)?;
    let change = shop.status.take(step, By::Staff, reason)?;
    store::move_in_tx(&mut tx, id, &change, &actor.user_id, state.clock.now()).await?;
    record_in_tx(&mut tx, state, (actor, request), action, id, json!({})).await?;
    let link = format!("/shops/{id}/settings");
    notify_in_tx(&mut tx, state, &shop.owner, &told(shop.name), Some(&link)).await?;
    tx.commit().await?;
    Ok(())
}

/// One's own shop, held until the end of the transaction.
async fn own_in_tx(tx: &mut PgConnection, actor: &Actor, id: &MerchantId) -> Result<Shop, ShopError> {
    let shop = read(store::locked_in_tx(tx, id.as_str()).await?)?;
    decide(Some(actor), Action::ManageShop, Resource::Shop { owner: &shop.owner })?;
    Ok(shop)
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    (actor, request): (&Actor, Option<&RequestInfo>),
    action: &'static str,
    id: &MerchantId,
    details: Value,
) -> Result<(), ShopError> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("merchant", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await?;
    Ok(())
}

/// A shop as an operator sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    pub status: String,
    pub org_number: String,
    pub name: String,
    pub confirmation: Confirmation,
}

/// Shops, for the terminal: those that somebody has to look at, or all; the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_all(db: &PgPool, only_unconfirmed: bool) -> Result<Vec<Listed>, ShopError> {
    let rows = store::list_all(db, only_unconfirmed, LISTED_MAX).await?;
    let listed = rows.into_iter().map(|row| {
        let shop = read(Some(row))?;
        Ok(Listed {
            id: shop.id.into_string(),
            status: shop.status.to_string(),
            org_number: shop.org_number,
            name: shop.name,
            confirmation: shop.confirmation,
        })
    });
    listed.collect()
}
