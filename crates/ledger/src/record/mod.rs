//! Records as they stand in documents: how each is written, and how it is read back tolerantly.

pub(crate) mod cell;
mod entry;
mod fields;
mod file_ref;
mod inspection;
mod task;
mod transition;

pub use cell::{Alternative, Cell, Field, Value};
pub use entry::{Entry, EntryKind};
pub use file_ref::{DOCUMENT_MAX, FileHash, FileRef, Media, NAME_MAX, PICTURE_MAX};
pub use inspection::{Inspection, InspectionWay};
pub use task::{EvidenceRule, Task};
pub use transition::Transition;

pub(crate) use fields::{Fields, parse_date, write_author, write_fields};
pub(crate) use transition::{joined, list};
