//! The pages of alerts.
mod actions;
mod bulk;
mod case;
mod evidence;
mod figures;
mod filters;
mod keys;
mod parts;
mod queue;
mod side;
mod table;
mod timeline;
mod words;

pub use case::AlertPage;
pub use queue::QueuePage;
