//! What the frame of the back-office shows of whoever sits at it.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Whoever sits there; nothing while that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub name: String,
    pub is_lead: bool,
}

/// Every page of the back-office asks this, also one that does not exist: customers find nothing there.
#[server(name = LoadDesk, prefix = "/api", endpoint = "admin/desk")]
pub async fn load_desk() -> Result<Desk, AppError> {
    let (_, visitor) = crate::context::required_officer().await?;
    let is_lead = visitor.actor.role == domain::access::Role::Admin;
    Ok(Desk { name: format!("{} {}", visitor.first_name, visitor.last_name), is_lead })
}
