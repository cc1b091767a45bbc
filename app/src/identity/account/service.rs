//! Use cases around the account, for the rest of identity, for jobs and for tests.
pub use super::changes::{
    ask_new_email, change_password, change_phone, confirm_new_email, look_at_new_email, look_at_undo,
    look_before_change, may_change, undo_email,
};
pub use super::confirmation::{
    Confirmation, NewAccount, ask_again, confirm, keep_registration, look_at_confirmation,
};
pub use super::devices::delete_unseen as delete_unseen_devices;
pub(in crate::identity) use super::links::count as count_letter;
pub use super::links::{delete_expired as delete_expired_links, send as send_link};
pub use super::recovery::{ask_reset, look_at_reset, reset};
pub(in crate::identity) use super::store::waiting;
