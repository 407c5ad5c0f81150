//! Registers (台账): tables whose columns the taskbook names, kept row by row by those who did the thing.
//!
//! A county changes what its registers ask for, not the program: a [`Register`] is data, entered into the taskbook. A
//! row is a record in its keeper's document, and each of its cells is written by itself, as a task's fields are: two
//! people who correct different cells do not meet, and two who correct the same one see both values. A row is never
//! deleted but struck out, with a reason. When a register changes, the rows that are there stay as they are and
//! readable; what no longer fits is a [`Flaw`] that names the cell, and what it asked for once stays beside it as former
//! columns and choices ([`Register::following`]).

mod change;
mod check;
mod definition;
mod mistake;
mod row;
mod rules;
mod typed;
mod view;

pub(crate) use change::is_needed;
pub use change::{Effect, Extent, Unchangeable};
pub use check::{Flaw, FlawKind};
pub use definition::{Choice, Column, ColumnKind, Counted, Keeper, Register, RowRule, TOGETHER};
pub use mistake::{Mistake, MistakeKind};
pub use row::{RowRecord, source_of};
pub use typed::decimal;
pub use view::Row;

pub(crate) use row::{ERASED, RowData, SOURCE, VOID, cell_key, parse_key, row_of};

use crate::submission::{REMINDERS_MAX, is_of_reminders};

/// The most columns that a register may have.
pub const COLUMNS_MAX: usize = 40;
/// The most rows of one register that an organisation may keep in a year: more than a tablet is meant to hold (domain.md,
/// "Sizes"), so that a township can read in its tables of years past.
pub const ROWS_MAX: usize = 10_000;

/// The most rows that an organisation may keep of a register in a year: of reminders more than of what is typed.
pub fn rows_max(register: &str) -> usize {
    if is_of_reminders(register) { REMINDERS_MAX } else { ROWS_MAX }
}
