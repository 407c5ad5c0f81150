//! What the taskbook says of a work item and of a parameter.

use serde::{Deserialize, Serialize};

use crate::{domain::Domain, record::EvidenceRule};

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
    /// What proves its tasks, unless whoever sets one says otherwise. Taskbooks of before do not tell.
    pub evidence: Option<EvidenceRule>,
    /// Whether the county has withdrawn it (停用): no more tasks are set for it; what there is of it goes on.
    pub retired: bool,
}

/// A parameter of the taskbook as people read it. Its value stands by itself, so that one can be set without the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterName {
    /// Its name in code, such as `weak_village_income`.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The unit of its value, as people read it; `日期` for a day of the year as `MMDD`.
    pub unit: String,
}

/// A short guide to how something is done, for those who do it seldom. The county may rewrite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Its name in code.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// Beside which registers it is offered.
    #[serde(default)]
    pub registers: Vec<String>,
    /// Beside the tasks, cases and findings of which work items it is offered, by their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Lines: one that ends with a colon is a heading, one that begins with `- ` an entry of a list.
    pub text: String,
}

/// The most characters of a guide.
pub const GUIDE_MAX: usize = 4_000;

/// The field of a work item that says whether it is retired: 1, or something else.
pub(crate) const RETIRED: &str = "retired";
