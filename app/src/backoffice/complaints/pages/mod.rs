//! Pages of complaints for officers.
mod acts;
mod case;
mod queue;

pub use case::ComplaintCasePage;
pub use queue::ComplaintQueuePage;
