//! The steps of Send: whom, how much, look it over; the fourth step is the bank's own page. And what is known of a
//! recipient.
mod amount;
mod edit_recipient;
mod iban_field;
mod new_recipient;
mod price;
mod recipient;
mod recipient_form;
mod recipients;
mod remove_recipient;
mod review;
mod step_bar;

pub use amount::AmountPage;
pub use edit_recipient::EditRecipientPage;
pub use new_recipient::NewRecipientPage;
pub use price::{PriceSummary, RateSentence, Sums, quote_problem};
pub use recipient::RecipientPage;
pub use recipients::RecipientsPage;
pub use remove_recipient::RemoveRecipientPage;
pub use review::ReviewPage;
