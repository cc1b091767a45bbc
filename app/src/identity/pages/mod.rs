//! Pages of identity.
mod log_in;
mod register;
mod steps;

pub use log_in::LogInPage;
pub use register::RegisterPage;
pub use steps::LogInStepPage;
