//! Records as they stand in documents: how each is written, and how it is read back tolerantly.

pub(crate) mod cell;
mod entry;
mod fields;
mod task;
mod transition;

pub use cell::{Alternative, Cell, Field, Value};
pub use entry::{Entry, EntryKind};
pub use task::{EvidenceRule, Task};
pub use transition::Transition;

pub(crate) use fields::{Fields, parse_date, write_author, write_fields};
