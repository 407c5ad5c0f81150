//! Load benchmarks of the hub: a county of villages with real protocol clients, in processes of their own.

mod cli;
mod client;
mod clock;
mod county;
mod detect;
mod document;
mod documents;
mod failure;
mod hub;
mod indicators;
mod metrics;
mod peers;
mod points;
mod report;
mod sheets;
mod timing;
mod village;
mod worker;
mod workload;

use std::process::ExitCode;

/// Tablets allocate as much as they compute, and share two processors with the hub that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
