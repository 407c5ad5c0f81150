//! The `hub` command.

use std::process::ExitCode;

/// Reading documents allocates as much as it computes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    taizhang_hub::cli::main()
}
