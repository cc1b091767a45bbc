//! Server functions of customers in the back-office.
use leptos::prelude::*;

use super::model::{CustomerView, CustomersPage, CustomersQuery, PaymentsPage};
use crate::error::AppError;

#[server(name = FindCustomers, prefix = "/api", endpoint = "admin/customers/list")]
pub async fn find_customers(#[server(default)] query: CustomersQuery) -> Result<CustomersPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::page(&state, &officer, &query).await?)
}

/// Everything of one customer. That somebody looked is written down.
#[server(name = LoadCustomer, prefix = "/api", endpoint = "admin/customers/customer")]
pub async fn load_customer(id: String) -> Result<CustomerView, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (id, request) = (id.parse().map_err(|_| AppError::NotFound)?, crate::context::request_info()?);
    super::service::customer(&state, &visitor.actor, &request, &id).await
}

#[server(name = LoadCustomerPayments, prefix = "/api", endpoint = "admin/customers/payments")]
pub async fn load_customer_payments(
    id: String,
    #[server(default)] after: String,
) -> Result<PaymentsPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::payments(&state, &officer, &id, &after).await?)
}
