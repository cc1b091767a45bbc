//! Shops and payments to them.

pub mod code;
pub mod fee;
pub mod hold;
pub mod keypad;
pub mod orgnr;
pub mod paying;
pub mod price;
pub mod qr_link;
pub mod refund;
pub mod sale;
pub mod sales_filter;
pub mod scan;
pub mod standing;
pub mod statement;

text_enum! {
    /// `merchants.status`: whether a shop may be paid.
    pub enum ShopStatus {
        /// It may.
        Active = "active",
        /// Stopped by an officer: its codes cannot be paid, its owner sees it.
        Suspended = "suspended",
        /// Closed by its owner.
        Closed = "closed",
    }
}
