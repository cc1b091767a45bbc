//! The steps of Send: whom, how much, look it over. The fourth step is the bank's own page.
mod amount;
mod new_recipient;
mod price;
mod recipients;
mod review;
mod step_bar;

pub use amount::AmountPage;
pub use new_recipient::NewRecipientPage;
pub use recipients::RecipientsPage;
pub use review::ReviewPage;
