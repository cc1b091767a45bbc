//! Pages of data requests for officers.
mod acts;
mod case;
mod erasure;
mod queue;

pub use case::RequestCasePage;
pub use queue::RequestQueuePage;
