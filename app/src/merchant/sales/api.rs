//! Server functions of a shop's sales.
use domain::merchant::sales_filter::SalesQuery;
#[cfg(feature = "ssr")]
use domain::throttle::PAYMENTS;
use leptos::prelude::*;

use super::model::{Overview, RefundForm, RefundStep, SaleView, SalesPage, Statement, Statements};
use crate::error::AppError;

/// Name of what was typed into the form of a refund.
pub const REFUND_FORM: &str = "refund";

#[server(name = LoadOverview, prefix = "/api", endpoint = "sales/overview")]
pub async fn load_overview(shop: String) -> Result<Overview, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::overview(&state, &visitor.actor, &shop).await?)
}

#[server(name = LoadSales, prefix = "/api", endpoint = "sales/list")]
pub async fn load_sales(
    shop: String,
    #[server(default)] query: SalesQuery,
    #[server(default)] cursor: String,
) -> Result<SalesPage, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let cursor = Some(cursor.as_str()).filter(|cursor| !cursor.is_empty());
    Ok(super::service::sales_page(&state, &visitor.actor, &shop, &query, cursor).await?)
}

#[server(name = LoadSale, prefix = "/api", endpoint = "sales/sale")]
pub async fn load_sale(shop: String, sale: String) -> Result<SaleView, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let (shop, sale) = shop.parse().ok().zip(sale.parse().ok()).ok_or(AppError::NotFound)?;
    Ok(super::service::sale(&state, &visitor.actor, &shop, &sale).await?)
}

#[server(name = LoadRefundStep, prefix = "/api", endpoint = "sales/refund-step")]
pub async fn load_refund_step(shop: String, sale: String, amount: String) -> Result<RefundStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let (shop, sale) = shop.parse().ok().zip(sale.parse().ok()).ok_or(AppError::NotFound)?;
    Ok(super::service::review(&state, &visitor.actor, &shop, &sale, &amount).await?)
}

/// Orders the refund and leads on to the bank's approval page, or to the refund's own page when the bank is slow.
#[server(name = OrderRefund, prefix = "/api", endpoint = "sales/refund")]
pub async fn order_refund(form: RefundForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    crate::throttle::service::count_address(&state, &PAYMENTS, request.ip).await?;
    match super::service::refund(&state, &visitor.actor, &request, &form).await {
        Ok(id) => {
            crate::context::go_to(&crate::payments::service::carry_to_bank(&state, &id, request.ip).await)
        }
        Err(error) => {
            let back = super::model::refund_path(&form.shop, &form.sale, &form.amount);
            crate::context::turn_back(REFUND_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = LoadStatements, prefix = "/api", endpoint = "sales/statements")]
pub async fn load_statements(shop: String, #[server(default)] until: String) -> Result<Statements, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::statements(&state, &visitor.actor, &shop, until.parse().ok()).await?)
}

#[server(name = LoadStatement, prefix = "/api", endpoint = "sales/statement")]
pub async fn load_statement(shop: String, period: String) -> Result<Statement, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let (shop, period) = shop.parse().ok().zip(period.parse().ok()).ok_or(AppError::NotFound)?;
    Ok(super::service::statement(&state, &visitor.actor, &shop, period).await?)
}
