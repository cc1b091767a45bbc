//! Pages of identity.
mod log_in;
mod register;

pub use log_in::LogInPage;
pub use register::RegisterPage;
