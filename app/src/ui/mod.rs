//! The pieces that pages are made of. They know no slice.
mod age;
mod bar;
mod chart;
mod checked_field;
mod choice_field;
mod countdown;
mod country;
mod day;
mod error_text;
mod field;
mod filter;
mod form;
pub mod format;
mod icon;
mod live;
mod load;
mod loaded_data;
mod post;
mod shell;
mod status;
mod text_area;

pub use age::ago;
pub use bar::{unread_text, use_bar};
pub use chart::{Bar, BarChart};
pub use checked_field::CheckedField;
pub use choice_field::{RadioField, SelectField};
pub use countdown::Countdown;
pub use country::{country_name, country_name_in};
pub use day::day_cards;
pub use error_text::{error_text, field_text, obstacle_text};
pub use field::{CheckField, TextField};
pub use filter::{
    ChosenFilter, FilterBounds, FilterChoice, FilterPanel, FilterSearch, bounds_in_words, chosen_filters,
};
pub use form::{ErrorSummary, FormState, SubmitButton, form_state};
pub use icon::{Icon, IconName};
pub use live::{follow, hear};
pub use load::{ErrorView, PageResource, Skeleton, loaded, loaded_or_default, page_resource};
pub use post::{PostAction, PostForm};
pub use shell::{CustomerShell, FocusOnNavigation, LanguageForm, LogOutForm, PlainShell};
pub use status::{StatusTag, status_tag, status_text, status_text_in};
pub use text_area::TextArea;
