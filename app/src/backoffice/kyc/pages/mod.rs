//! Pages of identities in the back-office.
mod case;
mod queue;
mod verdict;
mod words;

pub use case::CasePage;
pub(in crate::backoffice) use case::Number;
pub use queue::KycQueue;
pub(in crate::backoffice) use words::{answers, risk_tag, screened_tag, status_tag};
