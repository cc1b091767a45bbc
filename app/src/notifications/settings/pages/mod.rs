//! The page of what one hears outside the app.
mod browsers;
mod choices;
#[cfg(feature = "hydrate")]
mod subscribing;

pub use choices::NotificationChoicesPage;
