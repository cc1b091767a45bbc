//! Pages of held payments.
mod hold;
mod queue;
mod words;

pub use hold::HoldPage;
pub use queue::HoldsQueue;
pub(in crate::backoffice) use words::{cause_text, kind_text, state_tag};
