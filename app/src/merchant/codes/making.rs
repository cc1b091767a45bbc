//! Making codes: stickers that stay, and codes for one sale.
use chrono::Duration;
use domain::access::{Action, Actor};
use domain::form::FieldCode;
use domain::ids::{MerchantId, QrCodeId};
use domain::merchant::ShopStatus;
use domain::merchant::code::{CodeKind, CodeName, SaleReference};
use domain::merchant::price::Price;
use domain::merchant::standing::StepError;
use domain::money::Money;
use serde_json::json;
use sqlx::PgConnection;

use super::model::{CodeForm, STATIC_CODES_MAX};
use super::service::{Code, CodesError, record_in_tx};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::FieldErrors;
use crate::merchant::shops::service::{Shop, ShopError, own_shop};

/// How long one sale waits for its payment to begin.
pub const SALE_EXPIRY_MINUTES: i64 = 10;
/// Sales of one shop that wait for a payment at the same time: more than its tills can show.
pub const OPEN_SALES_MAX: i64 = 200;

/// Makes a static code: a name, and an amount unless whoever pays says how much. Two that can be paid at the same time
/// have different names, so that a form that is sent twice makes one.
pub async fn new_static(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &CodeForm,
) -> Result<Code, CodesError> {
    let shop: MerchantId = form.shop.parse().map_err(|_| CodesError::NotFound)?;
    let mut tx = state.db.begin().await?;
    store::lock_shop_in_tx(&mut tx, &shop).await?;
    let shop = own_shop(&mut *tx, actor, Action::ManageShop, &shop).await?;
    let (name, price) = parse(form)?;
    let live = store::live_stickers_in_tx(&mut tx, &shop.id, name.as_str()).await?;
    if live.same_name {
        return Err(CodesError::Form([("name".to_owned(), FieldCode::Taken)].into()));
    }
    if live.count >= i64::from(STATIC_CODES_MAX) {
        return Err(CodesError::TooMany);
    }
    let words = Words { kind: CodeKind::Static, name: Some(name), price, reference: None };
    let code = enter_in_tx(&mut tx, state, actor, request, &shop, words).await?;
    tx.commit().await?;
    Ok(code)
}

fn parse(form: &CodeForm) -> Result<(CodeName, Option<Price>), CodesError> {
    let mut errors = FieldErrors::new();
    let mut note = |name: &str, code: FieldCode| {
        errors.insert(name.to_owned(), code);
    };
    let name = CodeName::parse(&form.name).map_err(|code| note("name", code)).ok();
    let typed = Some(form.amount.trim()).filter(|text| !text.is_empty());
    let price = typed.map(Price::read).transpose().map_err(|code| note("amount", code)).ok();
    match (name, price) {
        (Some(name), Some(price)) => Ok((name, price)),
        _ => Err(CodesError::Form(errors)),
    }
}

/// Makes a code for one sale: whoever begins to pay it first has it, for [`SALE_EXPIRY_MINUTES`].
pub async fn new_sale(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &MerchantId,
    price: Price,
    reference: Option<SaleReference>,
) -> Result<Code, CodesError> {
    let mut tx = state.db.begin().await?;
    let shop = own_shop(&mut *tx, actor, Action::TakePayment, shop).await?;
    let since = state.clock.now() - Duration::minutes(SALE_EXPIRY_MINUTES);
    if store::open_sales(&mut *tx, &shop.id, since).await? >= OPEN_SALES_MAX {
        return Err(CodesError::TooMany);
    }
    let words = Words { kind: CodeKind::Dynamic, name: None, price: Some(price), reference };
    let code = enter_in_tx(&mut tx, state, actor, request, &shop, words).await?;
    tx.commit().await?;
    Ok(code)
}

/// What stands on a new code.
struct Words {
    kind: CodeKind,
    name: Option<CodeName>,
    price: Option<Price>,
    reference: Option<SaleReference>,
}

/// Every code comes through here.
async fn enter_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &Shop,
    words: Words,
) -> Result<Code, CodesError> {
    if shop.status != ShopStatus::Active {
        return Err(ShopError::Step(StepError::From(shop.status)).into());
    }
    let now = state.clock.now();
    let expires_at = (words.kind == CodeKind::Dynamic).then(|| now + Duration::minutes(SALE_EXPIRY_MINUTES));
    let code = Code {
        id: QrCodeId::generate(state.entropy.as_ref()),
        shop: shop.id.clone(),
        kind: words.kind,
        name: words.name.map(CodeName::into_string),
        amount: words.price.map(Price::amount),
        reference: words.reference.map(SaleReference::into_string),
        created_at: now,
        expires_at,
        revoked_at: None,
        transaction: None,
        key_id: state.vault.link_key().to_owned(),
    };
    let new = store::NewCode {
        id: &code.id,
        shop: &code.shop,
        kind: code.kind.as_str(),
        name: code.name.as_deref(),
        amount: code.amount.map(db::decimal),
        reference: code.reference.as_deref(),
        key_id: &code.key_id,
        created_by: actor.user_id.as_str(),
        created_at: now,
        expires_at,
    };
    store::insert_in_tx(tx, &new).await?;
    let amount = code.amount.map(Money::to_decimal_string);
    let details = json!({ "shop": code.shop, "kind": code.kind, "amount": amount });
    record_in_tx(tx, state, actor, request, ("qr_code.create", &code.id, details)).await?;
    Ok(code)
}
