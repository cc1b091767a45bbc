//! Documents on paper, as PDF: receipts, and codes to print.
pub mod poster;
pub mod receipt;
pub mod sheet;
