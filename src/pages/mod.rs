//! One file a screen.

mod backup;
mod board;
mod branches;
mod case;
mod cases;
mod devices;
mod enrol;
mod findings;
mod item;
mod ledger;
mod new_task;
mod settings;
mod shell;
mod sync;
mod today;

pub use enrol::Enrol;
pub use shell::Shell;
