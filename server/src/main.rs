//! The `drop` binary.
use std::process::ExitCode;

/// Rendering a page is thousands of small allocations on every core; the system's allocator takes a quarter of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run().await
}
