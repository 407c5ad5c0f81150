//! Worker processes: each holds its share of the clients on one thread, as a program in Node would.

mod crew;
mod order;
mod serve;

pub use crew::Crew;
pub use order::{Aim, Edits};
pub use serve::serve;
