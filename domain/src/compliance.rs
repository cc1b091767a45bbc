//! What compliance officers and auditors rely on.

pub mod alert;
pub mod audit_chain;
pub mod complaint;
pub mod finding;
pub mod hold;
pub mod kyc;
pub mod privacy;
pub mod report;
pub mod retention;
pub mod rules;
pub mod screening;
pub mod staff;
pub mod watchlist;
