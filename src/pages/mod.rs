//! One file a screen.

mod backup;
mod board;
mod branches;
mod burden;
mod case;
mod case_sheet;
mod cases;
mod chain;
mod devices;
mod enrol;
mod findings;
mod given;
mod guides;
mod inbox;
mod indicators;
mod inspection;
mod item;
mod later;
mod ledger;
mod more;
mod new_task;
mod past;
mod points;
mod register;
mod responsibilities;
mod settings;
mod shell;
mod submissions;
mod suggestions;
mod sync;
mod taskbook;
mod today;
mod verdict;

pub use enrol::Enrol;
pub use shell::Shell;
