//! Indicators: exact numbers over the records of the ledger, each as the taskbook defines it.
//!
//! An [`Indicator`] names sums over sources (a register, the tasks, the rectification cases) and a formula over the
//! sums, so every number opens to the records behind it. Sums are taken organisation by organisation and add up the
//! tree; the formula is applied to what they add up to, or its values are added up ([`Across`]), as the taskbook says.
//! An indicator may carry an [`Alarm`], which is how the detectors of the domain that look at registers are written.

mod alarm;
mod beside;
mod check;
mod definition;
mod figure;
mod goal;
mod open;
mod reckon;
mod records;
mod report;
mod source;
mod unmoved;

pub use alarm::Alarmed;
pub use check::Place;
pub use definition::{Across, Alarm, Better, Indicator, Sum, Target, TargetOf};
pub use figure::{Basis, Figure};
pub use goal::{GOAL_PLACES, Goal};
pub use open::Doing;
pub use reckon::{Part, Reckoner};
pub use report::{OwnFigures, OwnPoints, Report, Reported};
pub use source::{BuiltIn, Source, SourceRecord};

/// The most sums that an indicator may have.
pub const SUMS_MAX: usize = 12;
