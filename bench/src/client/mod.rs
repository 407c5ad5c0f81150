//! A tablet: a real sync session over a real socket, with a real document behind it.
//!
//! What a browser keeps in `IndexedDB` is kept in memory here, as it is for the peers; everything else is as in the app:
//! a push holds the device's own changes, and nothing counts as arrived without a verified receipt.

mod counted;
mod host;
mod replica;
mod socket;
mod task;

pub use counted::Traffic;
pub use socket::Dialer;
pub use task::{Client, Reached, Seat};
