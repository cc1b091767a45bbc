//! The pages of alerts.
mod figures;
mod words;
