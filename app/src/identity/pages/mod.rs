//! Pages of identity.
mod log_in;
mod me;
mod register;
mod steps;

pub use log_in::LogInPage;
pub use me::MePage;
pub use register::RegisterPage;
pub use steps::LogInStepPage;
