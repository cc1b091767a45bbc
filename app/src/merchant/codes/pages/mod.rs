//! The pages of a shop's codes.
mod code;
mod codes;
mod new_code;

pub use code::CodePage;
pub use codes::CodesPage;
pub use new_code::NewCodePage;
