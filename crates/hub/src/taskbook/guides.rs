//! The guides of the taskbook (`guides.toml`).

use std::collections::BTreeSet;

use taizhang_ledger::{Guide, Register};

use super::{
    book::{WorkItemRow, code_name, unique},
    mistake::one_of,
    reader::Row,
};

/// Reads the file; `registers` and `items` are those that a guide may stand beside, or none while these are not known.
pub(super) fn guides(root: &Row<'_>, registers: Option<&[Register]>, items: Option<&[WorkItemRow]>) -> Vec<Guide> {
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let id = row.text("id").and_then(|id| code_name(row, id));
        if let Some(id) = &id {
            unique(&mut seen, row, "id", id);
        }
        let (name, text) = (row.text("name"), row.text("text"));
        let beside = row.texts("registers");
        for wrong in beside.iter().filter(|id| registers.is_some_and(|all| all.iter().all(|one| one.id != **id))) {
            let ids: Vec<&str> = registers.into_iter().flatten().map(|one| one.id.as_str()).collect();
            row.note("registers", format!("there is no register \"{wrong}\""), one_of(wrong, &ids));
        }
        let codes = row.texts("items");
        for wrong in codes.iter().filter(|code| items.is_some_and(|all| all.iter().all(|one| one.code != **code))) {
            let known: Vec<&str> = items.into_iter().flatten().map(|one| one.code.as_str()).collect();
            row.note("items", format!("there is no work item \"{wrong}\""), one_of(wrong, &known));
        }
        Some(Guide { id: id?, name: name?, registers: beside, items: codes, text: text? })
    };
    root.rows("guide", &["id", "name", "registers", "items", "text"]).iter().filter_map(read).collect()
}
