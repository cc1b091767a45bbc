//! What stands before every request, one concern in each file.
pub mod compression;
pub mod origin_check;
pub mod panic_page;
pub mod request_id;
pub mod request_info;
pub mod security_headers;
pub mod sessions;
pub mod trace;
