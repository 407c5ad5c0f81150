//! An item as the rules look at it: borrowed from the ledger's rows, for a county has sixty thousand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    doc_id::DocKind,
    ids::{EntryId, ItemKey, OrgId},
    item::Summary,
    ledger::Ledger,
    lifecycle::{Move, State},
    moment::Timestamp,
    record::{Cell, Entry, Field, Task, Transition, Value},
};

/// What the rules need to know of an item.
pub(super) struct Look<'a> {
    pub(super) key: ItemKey,
    pub(super) summary: Summary,
    /// 工作要求, as corrected.
    pub(super) requirement: &'a str,
    /// 措施办法; empty when there is none.
    pub(super) measure: &'a str,
    ledger: &'a Ledger,
    task: &'a Task,
}

impl<'a> Look<'a> {
    /// The items of a branch that are given out, in the order of their keys.
    pub(super) fn all(ledger: &'a Ledger, branch: &'a OrgId) -> impl Iterator<Item = Self> {
        let tasks = ledger.rows.assignments.get(branch).into_iter().flat_map(BTreeMap::keys);
        tasks.filter_map(|task| Self::new(ledger, ItemKey { branch: branch.clone(), task: *task }))
    }

    fn new(ledger: &'a Ledger, key: ItemKey) -> Option<Self> {
        let summary = ledger.summary(&key)?;
        let task = ledger.task(key.task)?;
        let work = ledger.rows.work_cells.get(&key);
        let cells = if task.home.kind() == DocKind::Branch { work } else { ledger.rows.task_cells.get(&key.task) };
        let requirement = cells.and_then(|cells| text(cells, Field::Requirement)).unwrap_or(&task.requirement);
        let measure = work.and_then(|cells| text(cells, Field::Measure)).unwrap_or_default();
        Some(Self { key, summary, requirement, measure, ledger, task })
    }

    /// Whether somebody above the branch set the task.
    pub(super) fn is_from_above(&self) -> bool {
        self.task.home.kind() != DocKind::Branch
    }

    /// Whether the branch has begun and is not done.
    pub(super) fn in_work(&self) -> bool {
        self.summary.state.is_open() && !matches!(self.summary.state, State::Issued | State::Acknowledged)
    }

    /// Whether its words may still be written anew.
    pub(super) fn editable(&self) -> bool {
        !matches!(self.summary.state, State::Closed | State::Cancelled)
    }

    /// The journal.
    pub(super) fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        entries(self.ledger, &self.key)
    }

    /// The day from which on the branch could work on it: when it was given out, or taken up again after a pause.
    pub(super) fn given_out(&self) -> NaiveDate {
        let resumed = self.acts(Move::Resume).max();
        resumed.into_iter().chain([self.task.at]).max().unwrap_or(self.task.at).date()
    }

    /// The day on which the branch signed for it, or began.
    pub(super) fn taken_on(&self) -> Option<NaiveDate> {
        self.acts(Move::Acknowledge).chain(self.acts(Move::Start)).min().map(Timestamp::date)
    }

    fn acts(&self, act: Move) -> impl Iterator<Item = Timestamp> {
        let all = self.ledger.rows.transitions.get(&self.key).into_iter().flat_map(BTreeMap::values);
        all.filter(move |one: &&Transition| one.act == act).map(|one| one.at)
    }
}

/// The journal of an item, as far as it tells of work.
pub(super) fn entries<'a>(ledger: &'a Ledger, key: &ItemKey) -> impl Iterator<Item = &'a Entry> + use<'a> {
    ledger
        .rows
        .entries
        .get(key)
        .into_iter()
        .flat_map(BTreeMap::<EntryId, Entry>::values)
        .filter(|entry| entry.kind.is_work())
}

/// The words in a field.
pub(super) fn text(cells: &BTreeMap<Field, Cell>, field: Field) -> Option<&str> {
    match cells.get(&field)?.value()? {
        Value::Text(text) => Some(text),
        Value::Number(_) => None,
    }
}
