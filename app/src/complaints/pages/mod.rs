//! Pages of a customer's complaints.
mod list;
mod new;
mod thread;

pub use list::ComplaintsPage;
pub use new::NewComplaintPage;
pub use thread::ComplaintPage;
