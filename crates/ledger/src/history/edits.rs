//! Who wrote which value of a field, when, and what stood there before.

use std::collections::{BTreeSet, HashMap};

use automerge::{
    ActorId,
    legacy::{Key as LegacyKey, OpType},
};

use crate::{
    author::Author,
    case::{CaseField, Subject, parse_key},
    doc_id::DocId,
    document::{Document, is_object},
    ids::{CaseId, DeviceId, ItemKey, ProblemId},
    ledger::Ledger,
    moment::Timestamp,
    record::{Field, Value, cell},
    schema::Table,
};

/// A value that somebody wrote to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<K> {
    /// The field.
    pub field: K,
    /// What stood there before: nothing, one value, or several that contradicted each other.
    pub from: Vec<Value>,
    /// What stands there by this edit.
    pub to: Value,
    /// The device that wrote it, told from the change.
    pub device: DeviceId,
    /// Who worked on that device, as it signed itself.
    pub author: Option<Author>,
    /// When, by that device's clock to the second.
    pub at: Timestamp,
}

/// Edits in an order in which each comes after what it saw.
pub type Edits<K> = Vec<Edit<K>>;

impl Ledger {
    /// Every edit of an item's fields, those of its task included.
    pub fn edits(&mut self, item: &ItemKey) -> Edits<Field> {
        let home = self.task(item.task).map(|task| task.home.clone());
        let places: BTreeSet<DocId> = home.into_iter().chain([DocId::branch(&item.branch, self.year())]).collect();
        self.edits_in(places, Table::Cells, |key| {
            cell::parse_key(key).filter(|(task, _)| *task == item.task).map(|(_, field)| field)
        })
    }

    /// Every edit of a case's fields, and of its problems' and measures'.
    pub fn case_edits(&mut self, case: CaseId) -> Edits<(Subject, CaseField)> {
        let Some(branch) = self.rows.cases.get(&case).map(|case| case.branch.clone()) else { return Vec::new() };
        let year = self.year();
        let places = [DocId::review(&branch, year), DocId::branch(&branch, year)];
        // Those that were withdrawn too.
        let mut subjects = vec![Subject::Case(case)];
        if let Some(plan) = self.rows.plans.get(&branch) {
            let problems = plan.problems.values().filter(|problem| problem.case == case).map(|problem| problem.id);
            let problems: BTreeSet<ProblemId> = problems.collect();
            let measures = plan.measures.values().filter(|measure| problems.contains(&measure.problem));
            subjects.extend(measures.map(|measure| Subject::Measure(measure.id)));
            subjects.extend(problems.into_iter().map(Subject::Problem));
        }
        self.edits_in(places, Table::CaseCells, |key| {
            let (subject, field) = parse_key(key)?;
            Some((*subjects.iter().find(|one| one.uuid() == subject)?, field))
        })
    }

    fn edits_in<K>(
        &mut self,
        places: impl IntoIterator<Item = DocId>,
        table: Table,
        of: impl Fn(&str) -> Option<K>,
    ) -> Edits<K> {
        let mut all: Edits<K> = Vec::new();
        for id in places {
            let Some(document) = self.documents.get_mut(&id) else { continue };
            all.extend(document.edits(table, &of));
        }
        // Stable: what one document says keeps its order.
        all.sort_by_key(|edit| edit.at);
        for edit in &mut all {
            edit.author = self.rows.authors.get(&edit.device).cloned();
        }
        all
    }
}

impl Document {
    fn edits<K>(&mut self, table: Table, of: impl Fn(&str) -> Option<K>) -> Edits<K> {
        let Ok(maps) = self.maps(table) else { return Vec::new() };
        let mut values: HashMap<(u64, ActorId), Value> = HashMap::new();
        let mut all = Vec::new();
        for change in self.doc_mut().get_changes(&[]) {
            let Some(device) = DeviceId::of_actor(change.actor_id().to_bytes()) else { continue };
            let at = Timestamp(change.timestamp().saturating_mul(1000));
            let decoded = change.decode();
            for (number, operation) in (decoded.start_op.get()..).zip(decoded.operations) {
                let LegacyKey::Map(key) = &operation.key else { continue };
                let OpType::Put(value) = &operation.action else { continue };
                if !maps.iter().any(|map| is_object(map, &operation.obj)) {
                    continue;
                }
                let Some((field, to)) = of(key).zip(Value::of_scalar(value)) else { continue };
                let from = operation.pred.iter().filter_map(|one| values.get(&(one.counter(), one.actor().clone())));
                let from = from.cloned().collect();
                values.insert((number, decoded.actor_id.clone()), to.clone());
                all.push(Edit { field, from, to, device, author: None, at });
            }
        }
        all
    }
}
