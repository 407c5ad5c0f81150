//! The `hub` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    taizhang_hub::cli::main()
}
