//! Pages that look back: dashboard, history, receipt.
mod filters;
mod history;
mod home;
mod receipt;
mod return_from_bank;
mod rows;
mod timeline;

pub use history::HistoryPage;
pub use home::HomePage;
pub use receipt::ReceiptPage;
pub use return_from_bank::ReturnPage;
