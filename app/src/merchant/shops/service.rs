//! Use cases of shops.
use domain::access::{Action, Actor, Resource, decide};
use domain::ids::{MerchantId, UserId};
use domain::merchant::ShopStatus;
use domain::merchant::fee::FeeRate;
use sqlx::PgExecutor;

use super::store;
use crate::db;
use crate::error::AppError;

#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such shop")]
    NotFound,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<ShopError> for AppError {
    fn from(error: ShopError) -> Self {
        match error {
            ShopError::Refused(refusal) => refusal.into(),
            ShopError::NotFound => Self::NotFound,
            ShopError::Database(_) | ShopError::BadRow(_) => {
                tracing::error!(%error, "shops");
                Self::Unexpected
            }
        }
    }
}

/// A shop as its own pages and everything that happens in it need it.
#[derive(Clone, Debug)]
pub struct Shop {
    pub id: MerchantId,
    pub owner: UserId,
    pub name: String,
    pub org_number: String,
    pub address: Option<String>,
    /// Eleven digits: where its money goes.
    pub account: String,
    pub fee_rate: FeeRate,
    pub status: ShopStatus,
}

/// One shop, whoever asks.
///
/// # Errors
/// [`ShopError::NotFound`], and what the database says.
pub async fn shop(db: impl PgExecutor<'_>, id: &MerchantId) -> Result<Shop, ShopError> {
    let row = store::shop(db, id.as_str()).await?.ok_or(ShopError::NotFound)?;
    Ok(Shop {
        id: db::parsed("a merchant id", &row.id)?,
        owner: db::parsed("a user id", &row.user_id)?,
        name: row.business_name,
        org_number: row.org_number,
        address: row.address,
        account: row.bank_account,
        fee_rate: db::fee_rate(row.fee_rate)?,
        status: db::parsed("a shop's status", &row.status)?,
    })
}

/// One shop for its owner, who wants to do this with it. Another customer's is not found.
///
/// # Errors
/// As [`shop`], and the refusal.
pub async fn own_shop(
    db: impl PgExecutor<'_>,
    actor: &Actor,
    action: Action,
    id: &MerchantId,
) -> Result<Shop, ShopError> {
    let shop = shop(db, id).await?;
    decide(Some(actor), action, Resource::Shop { owner: &shop.owner })?;
    Ok(shop)
}
