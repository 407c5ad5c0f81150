//! Submissions (材料、表格报送): which tables are due when, by whom, and which have been handed in.
//!
//! A table is made of rows that are there already, so handing in is an act and not a form: it is a row of the register
//! [`REGISTER`] (or [`TOWNSHIP_REGISTER`]), which says which table of which period was handed in when, with how many
//! rows. Reminders are rows of [`REMINDERS`], kept by who reminds. All three are registers of the taskbook like any
//! other; without them there is nothing to hand in to.

mod definition;
mod due;
mod period;

pub use definition::Submission;
pub use due::{Due, Handed};
pub use period::{Every, Period};

/// The register of what branches have handed in.
pub const REGISTER: &str = "submission";
/// The register of what townships, subdistricts and sector committees have handed in.
pub const TOWNSHIP_REGISTER: &str = "submission_township";
/// The register of reminders, kept by townships.
pub const REMINDERS: &str = "submission_reminder";
