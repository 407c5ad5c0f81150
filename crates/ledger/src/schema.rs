//! The tables of each kind of document, and the version of their schema.

use automerge::{ActorId, AutoCommit, ObjType, ROOT, transaction::CommitOptions, transaction::Transactable as _};

use crate::doc_id::DocKind;

/// The schema version that this code writes. A document of a later one is read tolerantly and not written.
///
/// Migrations go here: one function a step, run by a writer inside its own commit, and only adding, so that
/// the version before can still read.
pub const SCHEMA: u64 = 1;

/// A root map of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Table {
    /// Who wrote here: device → organisation, role, person.
    Authors,
    /// Cells `<org>/<field>`.
    Orgs,
    /// Cells `<code>/<field>`.
    WorkItems,
    /// Cells: parameter → number.
    Parameters,
    /// Records of tasks.
    Tasks,
    /// Cells `<task>/<field>`.
    Cells,
    /// Cells `<task>/<branch>`: the target, or nothing.
    Assignments,
    /// Records of the journal.
    Entries,
    /// Records of transitions.
    Transitions,
}

impl Table {
    /// The key of the table in the document's root.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Authors => "authors",
            Self::Orgs => "orgs",
            Self::WorkItems => "work_items",
            Self::Parameters => "parameters",
            Self::Tasks => "tasks",
            Self::Cells => "cells",
            Self::Assignments => "assignments",
            Self::Entries => "entries",
            Self::Transitions => "transitions",
        }
    }

    /// The tables of a kind of document, in the order of its genesis. Never reordered: the genesis hash hangs on it.
    pub(crate) const fn of(kind: DocKind) -> &'static [Self] {
        match kind {
            DocKind::Taskbook => &[Self::Authors, Self::Orgs, Self::WorkItems, Self::Parameters],
            DocKind::Township => &[Self::Authors, Self::Tasks, Self::Cells, Self::Assignments, Self::Transitions],
            DocKind::Branch => &[Self::Authors, Self::Tasks, Self::Cells, Self::Entries, Self::Transitions],
            DocKind::Review => &[Self::Authors, Self::Entries, Self::Transitions],
        }
    }

    pub(crate) fn from_name(name: &str, kind: DocKind) -> Option<Self> {
        Self::of(kind).iter().copied().find(|table| table.name() == name)
    }
}

/// The root key of the schema version.
pub(crate) const SCHEMA_KEY: &str = "schema";

/// The first change of every document of a kind: the same bytes everywhere, by nobody, at no time.
pub(crate) fn genesis(kind: DocKind) -> Option<automerge::Change> {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([0_u8; 20]));
    for table in Table::of(kind) {
        doc.put_object(ROOT, table.name(), ObjType::Map).ok()?;
    }
    // The first version for ever: a later schema is a later change.
    doc.put(ROOT, SCHEMA_KEY, 1_u64).ok()?;
    doc.commit_with(CommitOptions::default().with_time(0));
    doc.get_last_local_change()
}
