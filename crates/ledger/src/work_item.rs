//! What the taskbook says of a work item and of a parameter.

use crate::org::Domain;

/// A work item of the taskbook (工作项), such as `R1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// The field of work.
    pub domain: Domain,
    /// What must hold, in a sentence.
    pub requirement: String,
}
