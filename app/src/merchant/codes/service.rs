//! Use cases of codes: find the one that a link names, look at one's own, take them back. See [`super::making`] for
//! new ones.
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor};
use domain::ids::{MerchantId, QrCodeId, TransactionId};
use domain::merchant::code::CodeKind;
use domain::merchant::qr_link::QrToken;
use domain::money::Money;
use serde_json::json;
use sqlx::PgConnection;

use super::drawing::{Drawing, DrawingError};
use super::model::{AtShop, CodeDetails, CodeState, CodeView, CodesList, STATIC_CODES_MAX};
use super::store::{self, CodeRow};
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::merchant::shops::service::{Shop, ShopError, own_shop};
use crate::{audit, db};

pub use super::making::{OPEN_SALES_MAX, SALE_EXPIRY_MINUTES, new_sale, new_static};

/// Static codes that a list shows, revoked ones among them.
const CODES_SHOWN_MAX: i64 = 2 * STATIC_CODES_MAX as i64;
/// What tags of links are made for.
const QR_LINK: &str = "qr_codes.link";

#[derive(Debug, thiserror::Error)]
pub enum CodesError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    /// Also a link that was altered: it does not tell what is wrong with it.
    #[error("no such code")]
    NotFound,
    #[error(transparent)]
    Shop(#[from] ShopError),
    #[error("as many codes as there may be")]
    TooMany,
    #[error("the sale is being paid, or is paid")]
    Taken,
    #[error("{0} has no link: its key is not in DROP_SECRET_KEYS, or its id was not generated")]
    NoLink(QrCodeId),
    #[error(transparent)]
    Drawing(#[from] DrawingError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<CodesError> for AppError {
    fn from(error: CodesError) -> Self {
        match error {
            CodesError::Form(fields) => Self::Form(fields),
            CodesError::Refused(refusal) => refusal.into(),
            CodesError::NotFound => Self::NotFound,
            CodesError::Shop(error) => error.into(),
            CodesError::TooMany => Self::TooManyCodes { max: STATIC_CODES_MAX },
            CodesError::Taken => Self::SaleTaken,
            CodesError::NoLink(_)
            | CodesError::Drawing(_)
            | CodesError::Database(_)
            | CodesError::BadRow(_) => {
                tracing::error!(%error, "codes");
                Self::Unexpected
            }
        }
    }
}

/// A code as everything that happens with it needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub id: QrCodeId,
    pub shop: MerchantId,
    pub kind: CodeKind,
    /// Of a static one.
    pub name: Option<String>,
    /// None when whoever pays says how much.
    pub amount: Option<Money>,
    /// The shop's own words for one sale.
    pub reference: Option<String>,
    pub created_at: DateTime<Utc>,
    /// Of a dynamic one.
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// The payment that has taken a dynamic one.
    pub transaction: Option<TransactionId>,
    pub(super) key_id: String,
}

impl Code {
    fn of(row: CodeRow) -> Result<Self, CodesError> {
        Ok(Self {
            id: db::parsed("a code's id", &row.id)?,
            shop: db::parsed("a merchant id", &row.merchant_id)?,
            kind: db::parsed("a code's kind", &row.kind)?,
            name: row.name,
            amount: row.amount.map(|amount| db::money(amount, &row.currency)).transpose()?,
            reference: row.reference,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            transaction: row.transaction_id.map(|id| db::parsed("a transaction id", &id)).transpose()?,
            key_id: row.key_id,
        })
    }

    /// Whether it can be paid. One that was taken stays so, however late it is.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> CodeState {
        if self.transaction.is_some() {
            CodeState::Taken
        } else if self.revoked_at.is_some() {
            CodeState::Revoked
        } else if self.expires_at.is_some_and(|at| at <= now) {
            CodeState::Expired
        } else {
            CodeState::Live
        }
    }

    fn view(self, now: DateTime<Utc>) -> CodeView {
        CodeView {
            state: self.state(now),
            id: self.id,
            name: self.name,
            amount: self.amount,
            reference: self.reference,
            created_at: self.created_at,
        }
    }
}

/// The code that a link names, in whatever state it is. Who asks does not matter: a code is shown to everybody.
///
/// # Errors
/// [`CodesError::NotFound`] for everything that was not made here: an altered id, an altered tag, another spelling.
/// It is told before the database is asked.
pub async fn by_token(state: &AppState, token: &str) -> Result<Code, CodesError> {
    let token = QrToken::parse(token).map_err(|_| CodesError::NotFound)?;
    let signer = state.vault.link_signer(QR_LINK, token.id().as_str(), token.tag());
    let signer = signer.ok_or(CodesError::NotFound)?;
    let row = store::code(&state.db, token.id()).await?.ok_or(CodesError::NotFound)?;
    if row.key_id == signer { Code::of(row) } else { Err(CodesError::NotFound) }
}

/// What a code holds: the same for as long as its key is kept, also when newer codes have a newer key.
///
/// # Errors
/// [`CodesError::NoLink`].
pub fn link(state: &AppState, code: &Code) -> Result<String, CodesError> {
    let no_link = || CodesError::NoLink(code.id.clone());
    let tag = state.vault.link_tag(&code.key_id, QR_LINK, code.id.as_str()).ok_or_else(no_link)?;
    let token = QrToken::new(code.id.clone(), tag).map_err(|_| no_link())?;
    Ok(token.link(&state.settings.base_url))
}

/// The picture of a code.
///
/// # Errors
/// [`CodesError::NoLink`], [`CodesError::Drawing`].
pub fn drawing(state: &AppState, code: &Code) -> Result<Drawing, CodesError> {
    Ok(Drawing::of(&link(state, code)?)?)
}

/// A shop's static codes.
pub async fn list(state: &AppState, actor: &Actor, shop: &MerchantId) -> Result<CodesList, CodesError> {
    let shop = own_shop(&state.db, actor, Action::ViewShop, shop).await?;
    let rows = store::stickers(&state.db, &shop.id, CODES_SHOWN_MAX).await?;
    let now = state.clock.now();
    let codes =
        rows.into_iter().map(|row| Ok(Code::of(row)?.view(now))).collect::<Result<_, CodesError>>()?;
    Ok(CodesList { shop: at(&shop), codes, now })
}

/// The shop that a new code is for.
pub async fn shop_of_new(state: &AppState, actor: &Actor, shop: &MerchantId) -> Result<AtShop, CodesError> {
    Ok(at(&own_shop(&state.db, actor, Action::ManageShop, shop).await?))
}

/// The shop around a page.
#[must_use]
pub fn at(shop: &Shop) -> AtShop {
    AtShop { id: shop.id.clone(), name: shop.name.clone(), status: shop.status }
}

/// One code of one's own shop, with the shop. Another shop's is not found, nor is another customer's shop.
pub async fn code(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    id: &QrCodeId,
) -> Result<(Shop, Code), CodesError> {
    let shop = own_shop(&state.db, actor, Action::ViewShop, shop).await?;
    let code = store::code(&state.db, id).await?.ok_or(CodesError::NotFound).and_then(Code::of)?;
    if code.shop == shop.id { Ok((shop, code)) } else { Err(CodesError::NotFound) }
}

/// What a code's own page shows.
pub async fn details(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    id: &QrCodeId,
) -> Result<CodeDetails, CodesError> {
    let (shop, code) = self::code(state, actor, shop, id).await?;
    let now = state.clock.now();
    Ok(CodeDetails { shop: at(&shop), link: link(state, &code)?, code: code.view(now), now })
}

/// Takes a code back for good: nobody can pay it any more. Revoking twice is revoking once.
///
/// # Errors
/// [`CodesError::Taken`] for a sale that somebody is paying or has paid.
pub async fn revoke(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &MerchantId,
    id: &QrCodeId,
) -> Result<Code, CodesError> {
    let mut tx = state.db.begin().await?;
    let code = lock_in_tx(&mut tx, id).await?;
    let action = if code.kind == CodeKind::Static { Action::ManageShop } else { Action::TakePayment };
    let shop = own_shop(&mut *tx, actor, action, shop).await?;
    if code.shop != shop.id {
        return Err(CodesError::NotFound);
    }
    if code.transaction.is_some() {
        return Err(CodesError::Taken);
    }
    if code.revoked_at.is_some() {
        return Ok(code);
    }
    let now = state.clock.now();
    store::revoke_in_tx(&mut tx, id, now).await?;
    let details = json!({ "shop": code.shop, "kind": code.kind });
    record_in_tx(&mut tx, state, actor, request, ("qr_code.revoke", id, details)).await?;
    tx.commit().await?;
    Ok(Code { revoked_at: Some(now), ..code })
}

/// A code that nobody else takes or revokes until the end of the transaction.
///
/// # Errors
/// [`CodesError::NotFound`].
pub async fn lock_in_tx(tx: &mut PgConnection, id: &QrCodeId) -> Result<Code, CodesError> {
    store::lock_in_tx(tx, id).await?.ok_or(CodesError::NotFound).and_then(Code::of)
}

pub(super) async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (action, id, details): (&'static str, &QrCodeId, serde_json::Value),
) -> Result<(), CodesError> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("qr_code", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    Ok(())
}
