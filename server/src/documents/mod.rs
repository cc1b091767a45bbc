//! Documents on paper, as PDF: receipts, statements, and codes to print.
pub mod poster;
pub mod receipt;
pub mod sheet;
pub mod statement;
