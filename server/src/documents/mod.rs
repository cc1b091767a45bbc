//! Documents on paper, as PDF: receipts now, statements and print sheets on the same sheet later.
pub mod receipt;
mod sheet;
