//! What compliance officers and auditors rely on.

pub mod audit_chain;
pub mod finding;
pub mod hold;
pub mod kyc;
pub mod retention;
pub mod rules;
pub mod screening;
pub mod staff;
pub mod watchlist;
