//! What a device wrote and has no receipt for yet, told by what it belongs to.

use std::collections::BTreeSet;

use automerge::ChangeHash;

use crate::{
    case::{self, Case, CaseAct, CaseEntry},
    doc_id::DocId,
    document::Document,
    ids::{CaseId, DeviceId, ItemKey, MeasureId, OrgId, ProblemId, RowId},
    ledger::Ledger,
    moment::Timestamp,
    register,
    rows::Rows,
    schema::Table,
};

/// What a device wrote to a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writings {
    /// How many changes.
    pub changes: usize,
    /// The items that they belong to.
    pub items: BTreeSet<ItemKey>,
    /// The rows of registers among them.
    pub rows: BTreeSet<RowId>,
    /// The rectification cases that they belong to.
    pub cases: BTreeSet<CaseId>,
    /// What was told of sealed rows: register and choice.
    pub counts: BTreeSet<(String, String)>,
    /// When the first of them was made, by that device's clock.
    pub oldest: Option<Timestamp>,
}

impl Ledger {
    /// What `device` wrote to a document since `heads`.
    pub fn written_since(&mut self, id: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Writings {
        let Some(document) = self.documents.get_mut(id) else { return Writings::default() };
        let mut changes = document.own_changes_since(device, heads);
        changes.retain(|change| DeviceId::of_actor(change.actor_id().to_bytes()) == Some(device));
        let mut rows = BTreeSet::new();
        // A signature is no work of a person's.
        changes.retain(|change| {
            let of_change = document.rows_written_by(std::slice::from_ref(change));
            let work = of_change.iter().any(|(table, _)| *table != Table::Seals);
            rows.extend(of_change);
            work
        });
        let counted = rows.iter().filter(|(table, _)| *table == Table::Counts);
        let counts = counted.filter_map(|(_, key)| key.split_once('/'));
        Writings {
            rows: rows.iter().filter_map(|(table, key)| register::row_of(*table, key)).collect(),
            items: rows.iter().flat_map(|(table, key)| self.rows.items_of_row(id, *table, key)).collect(),
            cases: rows.iter().filter_map(|(table, key)| self.rows.case_of_row(document, *table, key)).collect(),
            counts: counts.map(|(register, choice)| (register.to_owned(), choice.to_owned())).collect(),
            changes: changes.len(),
            oldest: changes.iter().map(|change| Timestamp(change.timestamp().saturating_mul(1000))).min(),
        }
    }

    /// Whether what stands in a document may tell in the figures of an organisation and all below it: its own
    /// documents and those below, what those above keep, and the taskbook with its goals and parameters.
    pub fn bears_on(&self, doc: &DocId, org: &OrgId) -> bool {
        let near = |owner: &OrgId| self.orgs().within(owner, org) || self.orgs().within(org, owner);
        doc.owner().is_none_or(near)
    }
}

impl Rows {
    /// The rectification case that a row of a document belongs to.
    fn case_of_row(&self, document: &Document, table: Table, key: &str) -> Option<CaseId> {
        let plan = self.plans.get(document.id().owner()?);
        let of_problem = |id: ProblemId| Some(plan?.problems.get(&id)?.case);
        let of_measure = |id: MeasureId| of_problem(plan?.measures.get(&id)?.problem);
        match table {
            Table::Cases => Case::read(document, key).ok().map(|case| case.id),
            Table::CaseCells => {
                let (subject, _) = case::parse_key(key)?;
                let of_part = of_problem(ProblemId::new(subject)).or_else(|| of_measure(MeasureId::new(subject)));
                Some(of_part.unwrap_or(CaseId::new(subject)))
            }
            Table::Problems => of_problem(key.parse().ok()?),
            Table::Measures => of_measure(key.parse().ok()?),
            Table::CaseActs => CaseAct::read(document, key).ok().map(|act| act.case),
            Table::CaseEntries => CaseEntry::read(document, key).ok().map(|entry| entry.case),
            _ => None,
        }
    }
}
