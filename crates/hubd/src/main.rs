//! The `hub` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match taizhang_hub::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // The log may be off; a person at the terminal must see why.
            eprintln!("hub: {why}");
            ExitCode::FAILURE
        }
    }
}
