//! Pages of notifications.
mod list;

pub use list::NotificationsPage;
