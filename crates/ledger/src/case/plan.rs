//! What a branch has written down for its cases, as rows: problems, measures, and the cells of both.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{CaseField, Measure, Problem};
use crate::{
    ids::{MeasureId, ProblemId},
    record::Cell,
};

/// The cells of subjects by their ids.
pub(crate) type Cells = BTreeMap<Uuid, BTreeMap<CaseField, Cell>>;

/// A branch's plans, of all its cases.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PlanRows {
    pub(crate) problems: BTreeMap<ProblemId, Problem>,
    pub(crate) measures: BTreeMap<MeasureId, Measure>,
    pub(crate) cells: Cells,
}
