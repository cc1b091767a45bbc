//! Sending money home: corridors, fee, limits, quotes, finding a recipient.

pub mod corridor;
pub mod fee;
pub mod limit;
pub mod quote;
pub mod search;
