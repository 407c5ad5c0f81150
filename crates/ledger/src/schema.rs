//! The tables of each kind of document, and the version of their schema.

use std::sync::OnceLock;

use automerge::{ActorId, AutoCommit, ObjType, ROOT, transaction::CommitOptions, transaction::Transactable as _};

use crate::doc_id::DocKind;

/// The schema version that this code writes. A document of a later one is read tolerantly and not written.
///
/// Migrations go here: one function a step, run by a writer inside its own commit, and only adding, so that
/// the version before can still read.
pub const SCHEMA: u64 = 2;

/// In how many drawers the cells of a large table stand.
const DRAWERS: u32 = 16;

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
    /// Cells `<leader>/<branch>`: whether they are linked.
    Links,
    /// Records of rectification cases, as screened.
    Cases,
    /// Cells `<case, problem or measure>/<field>`.
    CaseCells,
    /// Records of a case's problems.
    Problems,
    /// Records of a problem's measures.
    Measures,
    /// Records of acts in a case's life.
    CaseActs,
    /// Records of a case's journal: progress, visits.
    CaseEntries,
    /// Records of inspections.
    Inspections,
    /// Cells: `<device>` → its public key, `<actor>` → the last change of that actor with the device's signature.
    Seals,
    /// Cells `register/<id>`: what the taskbook defines, as JSON. Of fields of work cells `domain/<id>/<field>`.
    Definitions,
    /// Records of rows of registers.
    Rows,
    /// Cells `<row>/<column>`. In a sealed document what they hold is encrypted.
    RowCells,
    /// Cells `<register>/<choice>`: how many rows of a sealed register tell of the branch.
    Counts,
    /// Records of score entries.
    ScoreEntries,
    /// Records of acts in the lives of score entries.
    ScoreActs,
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
            Self::Links => "links",
            Self::Cases => "cases",
            Self::CaseCells => "case_cells",
            Self::Problems => "problems",
            Self::Measures => "measures",
            Self::CaseActs => "case_acts",
            Self::CaseEntries => "case_entries",
            Self::Inspections => "inspections",
            Self::Seals => "seals",
            Self::Definitions => "definitions",
            Self::Rows => "rows",
            Self::RowCells => "row_cells",
            Self::Counts => "counts",
            Self::ScoreEntries => "score_entries",
            Self::ScoreActs => "score_acts",
        }
    }

    /// The tables of a kind of document by the beginning that makes them: the genesis, then what later versions added.
    /// Never reordered and only appended to: the hashes of the beginnings hang on it.
    const fn steps(kind: DocKind) -> [&'static [Self]; 5] {
        match kind {
            DocKind::Taskbook => [
                &[Self::Authors, Self::Orgs, Self::WorkItems, Self::Parameters],
                &[Self::Links],
                &[Self::Seals],
                &[Self::Definitions],
                &[],
            ],
            DocKind::Township => [
                &[Self::Authors, Self::Tasks, Self::Cells, Self::Assignments, Self::Transitions],
                &[],
                &[Self::Seals],
                &[Self::Rows, Self::RowCells],
                &[],
            ],
            DocKind::Branch => [
                &[Self::Authors, Self::Tasks, Self::Cells, Self::Entries, Self::Transitions],
                &[Self::CaseCells, Self::Problems, Self::Measures, Self::CaseActs, Self::CaseEntries],
                &[Self::Seals],
                &[Self::Rows, Self::RowCells],
                &[Self::ScoreEntries, Self::ScoreActs],
            ],
            DocKind::Review => [
                &[Self::Authors, Self::Entries, Self::Transitions],
                &[Self::Cases, Self::CaseCells, Self::CaseActs, Self::CaseEntries],
                &[Self::Inspections, Self::Seals],
                &[Self::Counts],
                &[Self::ScoreEntries, Self::ScoreActs],
            ],
            DocKind::CountyReview => [
                &[Self::Authors, Self::Entries, Self::Transitions, Self::CaseActs, Self::CaseEntries],
                &[],
                &[Self::Inspections, Self::Seals],
                &[],
                &[Self::ScoreEntries, Self::ScoreActs],
            ],
            DocKind::Leader => [&[Self::Authors, Self::CaseEntries], &[], &[Self::Seals], &[], &[]],
            DocKind::Sealed => [&[Self::Authors, Self::Seals, Self::Rows, Self::RowCells], &[], &[], &[], &[]],
        }
    }

    /// Whether the table grows so large that its cells stand in drawers.
    ///
    /// Automerge finds the place of somebody else's change by walking the whole map up to it: in one of 5,000 edits that
    /// takes most of a millisecond, on a slow tablet many.
    pub(crate) const fn has_drawers(self) -> bool {
        matches!(self, Self::Cells | Self::RowCells)
    }

    /// The keys of the table's drawers in the document's root.
    pub(crate) fn drawers(self) -> impl Iterator<Item = String> {
        let count = if self.has_drawers() { DRAWERS } else { 0 };
        (0..count).map(move |number| drawer(self, number))
    }

    /// The key in the root of the drawer in which a cell stands: all cells of a task or row in the same one.
    pub(crate) fn drawer_of(self, key: &str) -> Option<String> {
        self.has_drawers().then(|| {
            let subject = key.split_once('/').map_or(key, |(subject, _)| subject);
            // FNV-1a, whose low digits are as good as the others once they are folded.
            let hash =
                subject.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            drawer(self, (hash ^ (hash >> 16)) % DRAWERS)
        })
    }

    /// The tables of a kind of document.
    pub(crate) fn of(kind: DocKind) -> impl Iterator<Item = Self> {
        Self::steps(kind).into_iter().flatten().copied()
    }
}

fn drawer(table: Table, number: u32) -> String {
    format!("{}/{number:x}", table.name())
}

/// The key in a document's root of the map in which the cell of a task stands.
pub fn drawer_of_cell(key: &str) -> String {
    Table::Cells.drawer_of(key).unwrap_or_default()
}

/// The root key of the schema version.
pub(crate) const SCHEMA_KEY: &str = "schema";

/// The first changes of every document of a kind, each building on the one before: the same bytes everywhere, by
/// nobody, at no time. The first is the genesis; each later one adds tables, so that a document made by an earlier
/// version grows into the very same one wherever it is opened.
pub(crate) fn beginnings(kind: DocKind) -> &'static [automerge::Change] {
    // Every document that is opened asks.
    static MADE: [OnceLock<Vec<automerge::Change>>; DocKind::ALL.len()] =
        [const { OnceLock::new() }; DocKind::ALL.len()];
    let place = DocKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
    MADE.get(place).map_or(&[], |made| made.get_or_init(|| make_beginnings(kind)))
}

fn make_beginnings(kind: DocKind) -> Vec<automerge::Change> {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([0_u8; 20]));
    let mut changes = Vec::new();
    for (step, tables) in Table::steps(kind).into_iter().enumerate().filter(|(_, tables)| !tables.is_empty()) {
        let made = tables.iter().try_for_each(|table| doc.put_object(ROOT, table.name(), ObjType::Map).map(drop));
        // The first version for ever: a later schema is a later change.
        let said = if step == 0 { doc.put(ROOT, SCHEMA_KEY, 1_u64) } else { Ok(()) };
        if made.and(said).is_err() {
            break;
        }
        doc.commit_with(CommitOptions::default().with_time(0));
        changes.extend(doc.get_last_local_change());
    }
    changes.extend(make_drawers(&mut doc, kind));
    changes
}

/// The beginning that adds the drawers, of which versions before know nothing: they may read such a document and not write
/// it. What later versions add comes after it.
fn make_drawers(doc: &mut AutoCommit, kind: DocKind) -> Option<automerge::Change> {
    let mut drawers = Table::of(kind).flat_map(Table::drawers).peekable();
    drawers.peek()?;
    let made = drawers.try_for_each(|drawer| doc.put_object(ROOT, drawer, ObjType::Map).map(drop));
    made.and_then(|()| doc.put(ROOT, SCHEMA_KEY, 2_u64)).ok()?;
    doc.commit_with(CommitOptions::default().with_time(0));
    doc.get_last_local_change()
}
