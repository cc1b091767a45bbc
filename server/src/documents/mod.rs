//! Documents: receipts, statements and codes to print as PDF, and reports also as JSON and XML.
pub mod poster;
pub mod receipt;
pub mod report;
pub mod sheet;
pub mod statement;
