//! Pages of paying in a shop.
mod obstacle;
mod pay;
mod scan;
mod scanner;

pub use pay::PayPage;
pub use scan::ScanPage;
