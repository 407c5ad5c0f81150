//! What is missing before a plan can be filed (validations 1 and 2), named so that a person can go and fill it.

use super::{CaseField, CaseView, Slot, Subject};

/// Something that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A slot of 四个一 is empty.
    Slot(Slot),
    /// There is no problem at all.
    NoProblem,
    /// A problem, by its number from 1, has no measure.
    NoMeasure(usize),
    /// A field of a problem or measure is empty.
    Field {
        /// Whose.
        subject: Subject,
        /// The problem's number, from 1.
        problem: usize,
        /// The measure's number within it, from 1; none for the problem itself.
        measure: Option<usize>,
        /// Which field.
        field: CaseField,
    },
    /// A measure ends after the case's deadline, or its date is none.
    Late {
        /// The problem's number, from 1.
        problem: usize,
        /// The measure's number within it, from 1.
        measure: usize,
    },
}

impl Gap {
    /// Whether it is about what is wrong, rather than about what is done against it.
    pub(crate) const fn is_of_diagnosis(&self) -> bool {
        matches!(self, Self::NoProblem | Self::Field { measure: None, .. })
    }
}

/// The fields that a problem must have.
const OF_PROBLEM: [CaseField; 2] = [CaseField::Category, CaseField::Description];
/// The fields that a measure must have (validation 1).
const OF_MEASURE: [CaseField; 5] =
    [CaseField::Measure, CaseField::Owner, CaseField::Due, CaseField::Deliverable, CaseField::Standard];

/// Everything that is missing from a plan, in the order of the page.
pub(super) fn gaps(case: &CaseView) -> Vec<Gap> {
    let mut gaps: Vec<Gap> =
        Slot::ALL.iter().copied().filter(|slot| case.slot(*slot).is_none()).map(Gap::Slot).collect();
    if case.problems.is_empty() {
        gaps.push(Gap::NoProblem);
    }
    for (problem, number) in case.problems.iter().zip(1..) {
        let lacks = OF_PROBLEM.into_iter().filter(|field| problem.fields.text(*field).is_empty());
        let subject = Subject::Problem(problem.id);
        gaps.extend(lacks.map(|field| Gap::Field { subject, problem: number, measure: None, field }));
        if problem.measures.is_empty() {
            gaps.push(Gap::NoMeasure(number));
        }
        for (measure, index) in problem.measures.iter().zip(1..) {
            let lacks = OF_MEASURE.into_iter().filter(|field| measure.fields.text(*field).is_empty());
            let subject = Subject::Measure(measure.id);
            gaps.extend(lacks.map(|field| Gap::Field { subject, problem: number, measure: Some(index), field }));
            let given = !measure.fields.text(CaseField::Due).is_empty();
            if given && measure.due().is_none_or(|due| due > case.deadline) {
                gaps.push(Gap::Late { problem: number, measure: index });
            }
        }
    }
    gaps
}
