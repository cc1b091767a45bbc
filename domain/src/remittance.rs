//! Sending money home: corridors, fee, limits, quotes.

pub mod corridor;
pub mod fee;
pub mod limit;
pub mod quote;
pub mod rate_news;
