//! The pieces that pages are made of. They know no slice.
mod age;
mod countdown;
mod country;
mod error_text;
mod field;
mod form;
pub mod format;
mod icon;
mod live;
mod load;
mod loaded_data;
mod post;
mod shell;
mod status;

pub use age::ago;
pub use countdown::Countdown;
pub use country::{country_name, country_name_in};
pub use error_text::{error_text, field_text};
pub use field::{CheckField, TextField};
pub use form::{ErrorSummary, FormState, SubmitButton, form_state};
pub use icon::{Icon, IconName};
pub use live::follow;
pub use load::{ErrorView, PageResource, Skeleton, loaded, page_resource};
pub use post::{PostAction, PostForm};
pub use shell::{CustomerShell, FocusOnNavigation, LanguageForm, LogOutForm, PlainShell};
pub use status::{StatusTag, status_text, status_text_in};
