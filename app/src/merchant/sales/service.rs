//! Use cases of a shop's sales; each has a file of its own.
use domain::access::{Action, Actor, Resource, decide};
use domain::ids::{MerchantId, TransactionId};
use domain::merchant::refund::{RefundBalance, RefundError, SaleState};
use domain::merchant::statement::Totals;
use domain::money::{Currency, Money, MoneyError};
use rust_decimal::Decimal;

use super::model::{CodeName, CodeTotals, RefundRow, SaleRow, SaleView, ShopHead};
use super::store;
use crate::accounts::service::AccountsError;
use crate::context::AppState;
use crate::csv_file::CsvError;
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::idempotency::service::IdempotencyError;
use crate::merchant::shops::service::ShopError;
use crate::payments::service::PaymentError;
use crate::throttle::service::ThrottleError;

pub use super::list::page as sales_page;
pub use super::overview::overview;
pub use super::refunds::{refund, review};
pub use super::statements::{statement, statements};

#[derive(Debug, thiserror::Error)]
pub enum SalesError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("not found")]
    NotFound,
    /// The shop does not have the money of this sale.
    #[error("the sale is not paid")]
    NotPaid,
    #[error("more than is left of the sale: {left}")]
    TooMuch { left: Money },
    /// It was made before payments had orders, or from an account that is no IBAN.
    #[error("nobody knows where the sale was paid from")]
    PayerUnknown,
    #[error(transparent)]
    Shop(#[from] ShopError),
    #[error(transparent)]
    Idempotency(#[from] IdempotencyError),
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Csv(#[from] CsvError),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<SalesError> for AppError {
    fn from(error: SalesError) -> Self {
        match error {
            SalesError::Form(fields) => Self::Form(fields),
            SalesError::Refused(refusal) => refusal.into(),
            SalesError::NotFound => Self::NotFound,
            SalesError::NotPaid => Self::SaleNotPaid,
            SalesError::TooMuch { left } => Self::RefundTooLarge { left_minor: left.minor() },
            SalesError::PayerUnknown => Self::PayerUnknown,
            SalesError::Shop(error) => error.into(),
            SalesError::Idempotency(error) => error.into(),
            SalesError::Throttled(error) => error.into(),
            SalesError::Accounts(error) => error.into(),
            SalesError::Payment(_)
            | SalesError::Csv(_)
            | SalesError::Money(_)
            | SalesError::Database(_)
            | SalesError::BadRow(_) => {
                tracing::error!(%error, "sales");
                Self::Unexpected
            }
        }
    }
}

impl From<RefundError> for SalesError {
    fn from(error: RefundError) -> Self {
        match error {
            RefundError::NotPaid => Self::NotPaid,
            RefundError::TooMuch { left } => Self::TooMuch { left },
            RefundError::Nothing => Self::Money(MoneyError::Malformed),
            RefundError::Money(error) => Self::Money(error),
        }
    }
}

/// The shop's own pages are its owner's; another customer's shop is not found.
pub(super) fn head(
    actor: &Actor,
    shop: &MerchantId,
    owner: &str,
    name: String,
) -> Result<ShopHead, SalesError> {
    let owner = db::parsed("a user id", owner)?;
    decide(Some(actor), Action::ViewShop, Resource::Shop { owner: &owner })?;
    Ok(ShopHead { id: shop.clone(), name })
}

fn nok(amount: Decimal) -> Result<Money, db::BadRow> {
    db::money(amount, Currency::Nok.code())
}

pub(super) fn totals(cell: &store::CellRow) -> Result<Totals, SalesError> {
    Ok(Totals {
        sales: cell.sales,
        refunds: cell.refunds,
        gross: nok(cell.gross)?,
        refunded: nok(cell.refunded)?,
        fee: nok(cell.fee)?,
    })
}

/// The sums of some of the cells.
pub(super) fn sum<'a>(cells: impl Iterator<Item = &'a store::CellRow>) -> Result<Totals, SalesError> {
    let all = cells.map(totals).collect::<Result<Vec<_>, _>>()?;
    Ok(Totals::sum(all)?)
}

pub(super) fn code_names(codes: Vec<store::CodeRow>) -> Result<Vec<CodeName>, SalesError> {
    codes
        .into_iter()
        .map(|row| Ok(CodeName { id: db::parsed("a code's id", &row.id)?, name: row.name }))
        .collect()
}

/// The sums of each code of which the cells have something, the till's first.
pub(super) fn by_code(cells: &[&store::CellRow], codes: &[CodeName]) -> Result<Vec<CodeTotals>, SalesError> {
    let of = |code: Option<&CodeName>| -> Result<CodeTotals, SalesError> {
        let id = code.map(|code| code.id.as_str());
        let own = cells.iter().filter(|cell| cell.code.as_deref() == id).copied();
        Ok(CodeTotals { code: code.cloned(), totals: sum(own)? })
    };
    let all = std::iter::once(None).chain(codes.iter().map(Some)).map(of);
    let all = all.collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|one| !one.totals.is_empty()).collect())
}

/// One sale, for its shop.
pub async fn sale(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    id: &TransactionId,
) -> Result<SaleView, SalesError> {
    let row = store::sale(&state.db, shop, id, None).await?.ok_or(SalesError::NotFound)?;
    sale_view(state, actor, shop, id, row)
}

pub(super) fn sale_view(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    id: &TransactionId,
    row: store::SaleRow,
) -> Result<SaleView, SalesError> {
    let head = head(actor, shop, &row.owner_id, row.shop)?;
    let currency = row.currency.as_str();
    let status = db::parsed("a status", &row.status)?;
    let balance = RefundBalance::new(db::money(row.amount, currency)?, db::money(row.refunded, currency)?)?;
    let reason =
        row.failure_reason.as_deref().map(|text| db::parsed("a failure reason", text)).transpose()?;
    let sale_state = SaleState::of(status, reason, &balance);
    let has_money = matches!(sale_state, SaleState::Paid | SaleState::PartlyRefunded);
    let refunds = row.refunds.0.into_iter().map(|refund| {
        Ok(RefundRow {
            id: db::parsed("a transaction id", &refund.id)?,
            amount: db::money(refund.amount, currency)?,
            status: db::parsed("a status", &refund.status)?,
            created_at: refund.created_at,
        })
    });
    Ok(SaleView {
        shop: head,
        refunds: refunds.collect::<Result<_, SalesError>>()?,
        sale: SaleRow {
            id: id.clone(),
            state: sale_state,
            amount: balance.paid(),
            fee: db::money(row.fee, currency)?,
            refunded: balance.refunded(),
            payer: row.payer,
            code: row.code,
            note: row.note,
            created_at: row.created_at,
        },
        completed_at: row.completed_at,
        came_back_at: row.came_back_at,
        left: if has_money { balance.left() } else { Money::zero(balance.paid().currency()) },
        now: state.clock.now(),
    })
}
