//! The pages of the till: the keypad, and the screen of one sale.
mod keypad;
mod sale;
mod till;

pub use sale::SalePage;
pub use till::TillPage;
