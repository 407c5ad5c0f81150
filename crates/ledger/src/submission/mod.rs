//! Submissions (材料、表格报送): which tables are due when, by whom, and which have been handed in.
//!
//! A table is made of rows that are there already, so handing in is an act and not a form: it is a row of the register
//! [`REGISTER`] (or [`TOWNSHIP_REGISTER`]), which says which table of which period was handed in when, with how many
//! rows. Reminders are rows of [`REMINDERS`] or [`COUNTY_REMINDERS`], kept by who reminds. All are registers of the taskbook like any
//! other; without them there is nothing to hand in to.

mod content;
mod definition;
mod due;
mod period;
mod remind;
mod tally;

pub use definition::{DAYS_MAX, Submission, SubmissionFlaw};
pub use due::{Due, Handed};
pub use period::{Every, Period};
pub use tally::DuesTally;

/// The register of what branches have handed in.
pub const REGISTER: &str = "submission";
/// The register of what townships, subdistricts and sector committees have handed in.
pub const TOWNSHIP_REGISTER: &str = "submission_township";
/// The register of reminders, kept by townships.
pub const REMINDERS: &str = "submission_reminder";
/// The register of reminders that the county keeps.
pub const COUNTY_REMINDERS: &str = "submission_reminder_county";

/// The most reminders that one organisation keeps in a year: a county of a thousand branches reminds all of them of each
/// of their ten tables, again and again. A township has fewer below it, and needs no bound of its own.
pub(crate) const REMINDERS_MAX: usize = 100_000;

/// The registers whose rows are acts of handing in and of reminding, done with a tap and never typed: they have pages of
/// their own, nobody begins a row of them by hand, and they ask nobody for anything.
pub const ACTS: [&str; 4] = [REGISTER, TOWNSHIP_REGISTER, REMINDERS, COUNTY_REMINDERS];

/// Whether the rows of a register are acts ([`ACTS`]).
pub fn is_of_acts(register: &str) -> bool {
    ACTS.contains(&register)
}

/// Whether the rows of a register say that somebody was reminded.
pub(crate) fn is_of_reminders(register: &str) -> bool {
    [REMINDERS, COUNTY_REMINDERS].contains(&register)
}

/// Whether a cell says what was done and when, so that nothing but a note is written to its row afterwards: what is
/// wrong is struck out, and the act done anew.
pub(crate) fn is_act(register: &str, column: &str) -> bool {
    is_of_acts(register) && column != NOTE
}

/// The column of a hand-in that may be written later.
const NOTE: &str = "note";
