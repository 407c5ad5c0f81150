//! What a verdict on an item binds, and what has changed since.

use crate::{
    doc_id::DocId,
    fingerprint::Fingerprint,
    ids::ItemKey,
    ledger::Ledger,
    lifecycle::{Life, Outcome},
    record::{Cell, Entry, Field, cell},
    schema::Table,
};

/// Something that is not as it was when the last verdict was given (批后有改动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A field has another value.
    Field {
        /// Which.
        field: Field,
        /// What the verdict saw; empty when there was nothing.
        before: String,
        /// What stands there now.
        now: String,
    },
    /// The journal has an entry that the verdict did not see.
    Entry(Box<Entry>),
    /// The requirement itself is another: who issued the task corrected it.
    Requirement,
}

impl Ledger {
    /// The content of an item that verdicts bind: its fields with every value that stands in them, and its journal.
    pub(crate) fn content_of(&self, item: &ItemKey) -> Option<Fingerprint> {
        let task = self.task(item.task)?;
        let cells = self.cells(item, task);
        let mut parts: Vec<String> = vec![task.title.clone(), task.requirement.clone(), task.due.to_string()];
        for field in Field::ALL {
            let mut values: Vec<String> = cells.get(*field).map(Cell::values).unwrap_or_default();
            values.sort();
            // A field that nobody has written is left out, so that a later version's fields change nothing.
            if !values.is_empty() {
                parts.push(field.word().to_owned());
                parts.extend(values);
            }
        }
        for entry in self.work_entries(item) {
            parts.extend([entry.id.to_string(), entry.kind.word().to_owned(), entry.text.clone()]);
            parts.extend(entry.percent.map(|percent| percent.to_string()));
            parts.extend(entry.reference.clone());
            parts.extend(entry.file.as_ref().map(|file| file.hash.to_string()));
        }
        Some(Fingerprint::of(parts))
    }

    /// Whether a verdict in force is about other content than stands here now. Content is hashed only where there is a
    /// verdict to compare it with.
    pub(crate) fn is_outdated(&self, item: &ItemKey, life: &Life) -> bool {
        let mut bound = life.standing.bound().peekable();
        bound.peek().is_some() && self.content_of(item).is_some_and(|now| bound.any(|saw| *saw != now))
    }

    /// What has changed at the branch since the last verdict in force; empty while nothing has.
    pub fn changed_since_verdict(&self, item: &ItemKey) -> Vec<Difference> {
        let Some(life) = self.life(item) else { return Vec::new() };
        let outdated = self.is_outdated(item, &life);
        let verdict = life.steps.iter().rev().find(|step| {
            step.transition.act.is_verdict()
                && step.transition.content.is_some()
                && matches!(step.outcome, Outcome::Moved { .. })
        });
        let (true, Some(verdict)) = (outdated, verdict) else { return Vec::new() };
        let id = DocId::branch(&item.branch, self.year());
        let Some(document) = self.documents.get(&id) else { return Vec::new() };
        let then = |table: Table, key: &str| document.stood(table, key, &verdict.transition.seen);
        let mut all = Vec::new();
        let work = self.rows.work_cells.get(item);
        for (field, standing) in work.into_iter().flatten() {
            let before = then(Table::Cells, &cell::key(item.task, *field)).and_then(|value| cell::read_value(&value));
            let before = before.map(|value| value.to_string()).unwrap_or_default();
            let now = standing.values().join(" / ");
            if before != now {
                all.push(Difference::Field { field: *field, before, now });
            }
        }
        let unseen = |entry: &&Entry| then(Table::Entries, &entry.id.to_string()).is_none();
        all.extend(self.work_entries(item).filter(unseen).cloned().map(Box::new).map(Difference::Entry));
        if all.is_empty() {
            all.push(Difference::Requirement);
        }
        all
    }

    /// The branch's own entries: a reminder changes nothing of the work.
    pub(crate) fn work_entries(&self, item: &ItemKey) -> impl Iterator<Item = &Entry> {
        self.entries(item).filter(|entry| entry.kind.is_work())
    }
}
