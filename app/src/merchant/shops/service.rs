//! Use cases of shops.
use domain::access::{Action, Actor, Resource, decide};
use domain::ids::{MerchantId, UserId};
use domain::merchant::ShopStatus;
use domain::merchant::fee::FeeRate;
use domain::merchant::standing::StepError;
use sqlx::PgExecutor;

use super::gateway::RegisterError;
use super::model::{Confirmation, SHOPS_MAX};
use super::store;
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::throttle::service::ThrottleError;

pub use super::keeping::{
    Listed, change_settings, close, confirm, list, list_all, reopen, resume, settings, suspend,
};
pub use super::opening::open;
pub use super::register::{confirm_late, filled_in, look_up, may_open};

#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such shop")]
    NotFound,
    #[error("as many shops as there may be")]
    TooMany,
    /// The shop does not stand where this can be done, or it is not theirs to do.
    #[error(transparent)]
    Step(#[from] StepError),
    /// The register, or another officer, has confirmed it.
    #[error("nothing about the shop stands open")]
    NothingOpen,
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error("the register of units: {0}")]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<ShopError> for AppError {
    fn from(error: ShopError) -> Self {
        match error {
            ShopError::Form(fields) => Self::Form(fields),
            ShopError::Refused(refusal) => refusal.into(),
            ShopError::NotFound => Self::NotFound,
            ShopError::NothingOpen => Self::ChangedMeanwhile,
            ShopError::TooMany => Self::TooManyShops { max: SHOPS_MAX },
            ShopError::Step(StepError::From(ShopStatus::Suspended)) => Self::ShopSuspended,
            ShopError::Step(StepError::From(ShopStatus::Closed)) => Self::ShopClosed,
            ShopError::Throttled(error) => error.into(),
            ShopError::Step(_) | ShopError::Register(_) | ShopError::Database(_) | ShopError::BadRow(_) => {
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
    /// In the register of units; none until it has answered.
    pub registered_name: Option<String>,
    pub org_number: String,
    pub address: Option<String>,
    /// Eleven digits: where its money goes.
    pub account: String,
    pub fee_rate: FeeRate,
    pub status: ShopStatus,
    pub confirmation: Confirmation,
    /// The owner wants to be told of each sale.
    pub notify_sales: bool,
}

/// One shop, whoever asks.
///
/// # Errors
/// [`ShopError::NotFound`], and what the database says.
pub async fn shop(db: impl PgExecutor<'_>, id: &MerchantId) -> Result<Shop, ShopError> {
    read(store::shop(db, id.as_str()).await?)
}

pub(super) fn read(row: Option<store::ShopRow>) -> Result<Shop, ShopError> {
    let row = row.ok_or(ShopError::NotFound)?;
    Ok(Shop {
        id: db::parsed("a merchant id", &row.id)?,
        owner: db::parsed("a user id", &row.user_id)?,
        name: row.business_name,
        registered_name: row.registered_name,
        org_number: row.org_number,
        address: row.address,
        account: row.bank_account,
        fee_rate: db::fee_rate(row.fee_rate)?,
        status: db::parsed("a shop's status", &row.status)?,
        confirmation: match (row.register_checked_at, row.register_finding) {
            (Some(_), _) => Confirmation::Confirmed,
            (None, None) => Confirmation::Waiting,
            (None, Some(_)) => Confirmation::Doubtful,
        },
        notify_sales: row.notify_sales,
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
