//! Server functions of the pages about Drop.
use leptos::prelude::*;

use super::model::Operator;
use crate::error::AppError;

#[server(name = LoadOperator, prefix = "/api", endpoint = "about/operator")]
pub async fn load_operator() -> Result<Operator, AppError> {
    Ok(crate::context::state()?.settings.operator.clone())
}
