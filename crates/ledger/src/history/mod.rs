//! 历史: how the ledger stood on a past day, and who wrote which value of a field. Both are read from the changes
//! themselves, which nobody can take back.

mod edits;
mod past;

pub use edits::{Edit, Edits};
