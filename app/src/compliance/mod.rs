//! What officers see and decide. Of all of it the rest of the house reaches [`gate`], and nothing behind it
//! (hvitvaskingsloven § 28): `server/tests/tidy.rs` holds that.
pub mod erasure;
pub mod gate;
pub mod holds;
pub mod kyc;
pub mod monitoring;
pub mod retention;
pub mod screening;
