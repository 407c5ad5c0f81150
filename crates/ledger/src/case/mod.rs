//! Rectification cases (软弱涣散党组织整顿, R1): from screening to striking off the list, and twelve months after.
//!
//! The township screens (in its review document of the branch), the county lists; the branch writes problems and measures (its own
//! document), field by field; township and county give their verdicts each in a document of their own; linked leaders
//! write in a fourth. What may follow what is in [`CaseStanding`]; what is still missing, in [`Gap`].

mod ballot;
mod difference;
mod field;
mod gap;
mod guard;
mod plan;
mod record;
mod state;
mod view;

pub use ballot::{Ballot, Pass};
pub use difference::CaseDifference;
pub use field::{CaseField, Slot, Subject};
pub use gap::Gap;
pub use guard::{CaseDenied, CaseStanding, TRACKING_MONTHS};
pub use record::{Case, CaseAct, CaseEntry, CaseEntryKind, Measure, Problem};
pub use state::{CaseMove, CaseState};
pub use view::{CaseFields, CaseLife, CaseStep, CaseView, Light, MeasureView, ProblemView, YELLOW_DAYS};

pub(crate) use field::{key as cell_key, parse_key};
pub(crate) use plan::{Cells, PlanRows};

/// The code of the work item that cases belong to (软弱涣散党组织整顿转化).
pub const WORK_ITEM: &str = "R1";
