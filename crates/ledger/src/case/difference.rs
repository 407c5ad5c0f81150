//! What has changed about a case since the last verdict on it (批后有改动).

use automerge::{ChangeHash, ROOT, ReadDoc as _};

use super::{CaseEntry, CaseEntryKind, CaseField, CaseView, Subject, cell_key};
use crate::{
    doc_id::DocId,
    document::Document,
    ledger::Ledger,
    lifecycle::OutcomeOf,
    record::{Cell, cell},
    schema::Table,
};

/// Something about a case that is not as it was when the last verdict was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseDifference {
    /// A field has another value.
    Field {
        /// Whose.
        subject: Subject,
        /// Which.
        field: CaseField,
        /// What the verdict saw; empty when there was nothing.
        before: String,
        /// What stands there now.
        now: String,
    },
    /// The journal has an entry that the verdict did not see.
    Entry(Box<CaseEntry>),
    /// Something that cannot be told: verdicts of older versions do not say which 四个一 they saw.
    Untold,
}

impl Ledger {
    /// What has changed since the last verdict on a case in force; empty while nothing has.
    pub fn case_changes(&self, case: &CaseView) -> Vec<CaseDifference> {
        let verdict =
            case.life.steps.iter().rev().map(|step| (&step.transition, step.outcome)).find(|(act, outcome)| {
                act.act.is_verdict() && act.content.is_some() && matches!(outcome, OutcomeOf::Moved { .. })
            });
        let (true, Some((verdict, _))) = (case.is_changed(), verdict) else { return Vec::new() };
        let document = |id: DocId| {
            let document = self.documents.get(&id)?;
            // Of the heads that were seen some are of the other document; those are passed over. Where none is of this
            // one, it held nothing then as far as can be told.
            let then = document.doc().get_at(ROOT, Table::Authors.name(), &verdict.seen);
            matches!(then, Ok(Some(_))).then_some(document)
        };
        let (mut all, seen) = (Vec::new(), verdict.seen.as_slice());
        let year = self.year();
        if let Some(document) = document(DocId::review(&case.branch, year)) {
            let subject = Subject::Case(case.id);
            let cells = self.rows.listings.get(&case.branch).and_then(|cells| cells.get(&subject.uuid()));
            all.extend(cells.into_iter().flatten().filter_map(|cell| differs(document, seen, subject, cell)));
        }
        if let Some(document) = document(DocId::branch(&case.branch, year)) {
            for subject in self.subjects_of(case) {
                let cells = self.rows.plans.get(&case.branch).and_then(|plan| plan.cells.get(&subject.uuid()));
                all.extend(cells.into_iter().flatten().filter_map(|cell| differs(document, seen, subject, cell)));
            }
            let progress = case.entries.iter().filter(|entry| entry.kind == CaseEntryKind::Progress);
            let unseen = progress.filter(|entry| {
                let key = entry.id.to_string();
                document.stood(Table::CaseEntries, &key, seen).is_none()
            });
            all.extend(unseen.cloned().map(Box::new).map(CaseDifference::Entry));
        }
        if all.is_empty() {
            all.push(CaseDifference::Untold);
        }
        all
    }

    /// The problems and measures of a case, the withdrawn ones too.
    fn subjects_of(&self, case: &CaseView) -> Vec<Subject> {
        let Some(plan) = self.rows.plans.get(&case.branch) else { return Vec::new() };
        let mut all = Vec::new();
        for problem in plan.problems.values().filter(|problem| problem.case == case.id) {
            all.push(Subject::Problem(problem.id));
            let measures = plan.measures.values().filter(|measure| measure.problem == problem.id);
            all.extend(measures.map(|measure| Subject::Measure(measure.id)));
        }
        all
    }
}

fn differs(
    document: &Document,
    seen: &[ChangeHash],
    subject: Subject,
    (field, standing): (&CaseField, &Cell),
) -> Option<CaseDifference> {
    let then = document.stood(Table::CaseCells, &cell_key(subject, *field), seen);
    let before = then.and_then(|value| cell::read_value(&value)).map(|value| value.to_string());
    let (before, now) = (before.unwrap_or_default(), standing.values().join(" / "));
    (before != now).then_some(CaseDifference::Field { subject, field: *field, before, now })
}
