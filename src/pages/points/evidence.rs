//! The records that a score entry may rest on: the branch's own tasks and the rows of its registers.

use taizhang_ledger::{ItemKey, Ledger, OrgId, RowId, TaskId, register::Row, score::ScoreView};

use crate::{text::registers::title, widgets::address};

/// How many rows of registers are offered: the newest.
const ROWS: usize = 100;

/// What is chosen in a list: a task or a row, as it stands in the value of an option.
pub(super) fn chosen(value: &str) -> (Option<TaskId>, Option<RowId>) {
    match value.split_once('/') {
        Some(("task", id)) => (id.parse().ok(), None),
        Some(("row", id)) => (None, id.parse().ok()),
        _ => (None, None),
    }
}

/// What a list offers: the value of each option, and its title.
pub(super) type Options = Vec<(String, String)>;

/// What can be chosen at a branch: tasks, and rows.
pub(super) fn choices(ledger: &Ledger, branch: &OrgId) -> (Options, Options) {
    let tasks = ledger.items(branch).map(|item| (format!("task/{}", item.key.task), item.title)).collect();
    let mut rows: Vec<(Row<'_>, String)> = Vec::new();
    for register in ledger.registers_of(branch).into_iter().filter(|register| !register.sealed) {
        let here = ledger.register_rows(branch, &register.id).filter(|row| row.struck_out().is_none());
        rows.extend(here.filter_map(|row| Some((row, title(ledger, &row)?))));
    }
    rows.sort_by_key(|(row, _)| std::cmp::Reverse((row.record.at, row.record.id)));
    let rows = rows.into_iter().take(ROWS).map(|(row, title)| (format!("row/{}", row.record.id), title)).collect();
    (tasks, rows)
}

/// The record that an entry rests on: its title and its page.
pub(super) fn of(ledger: &Ledger, view: &ScoreView) -> Option<(String, String)> {
    if let Some(task) = view.entry.task {
        let key = ItemKey { branch: view.branch.clone(), task };
        return Some((ledger.summary(&key)?.title, address(&key)));
    }
    let row = ledger.row(&view.branch, view.entry.row?)?;
    let to = format!("/registers/{}/{}/{}", row.record.register, view.branch, row.record.id);
    Some((title(ledger, &row)?, to))
}
