//! The registers (台账) of the taskbook: every file of its folder `registers`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use taizhang_ledger::{
    OrgKind, Register, Tier,
    register::{COLUMNS_MAX, Column},
};

use super::{
    book::{WorkItemRow, code_name, read, tier_word, unique},
    column,
    mistake::{Mistake, Mistakes, one_of},
    reader::{Row, Source},
};

const KEYS: &[&str] = &["id", "name", "item", "keeper", "kinds", "why", "column"];
const TIERS: &[Tier] = &[Tier::Branch, Tier::Township, Tier::County];

/// Reads `registers/*.toml` of a taskbook in the order of names; `items` are those that registers may belong to, or
/// none while these are not known.
pub(super) fn load(mistakes: &mut Mistakes, taskbook: &Path, items: Option<&[WorkItemRow]>) -> Vec<Register> {
    let folder = taskbook.join("registers");
    let files = files(&folder).unwrap_or_else(|why| {
        let instead = "put a folder of register files there, such as rural.toml".to_owned();
        let what = format!("cannot be read: {why}");
        mistakes.0.push(Mistake { file: folder.display().to_string(), line: 1, what, instead });
        Vec::new()
    });
    let mut seen = BTreeSet::new();
    let mut registers = Vec::new();
    for file in files {
        registers.extend(read(mistakes, Source::open(&file), &["register"], |root| {
            let rows = root.rows("register", KEYS);
            rows.iter().filter_map(|row| register(row, items, &mut seen)).collect::<Vec<_>>()
        }));
    }
    registers
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.extend(Some(entry?.path()).filter(|path| path.extension().is_some_and(|end| end == "toml")));
    }
    files.sort();
    Ok(files)
}

fn register(row: &Row<'_>, items: Option<&[WorkItemRow]>, seen: &mut BTreeSet<String>) -> Option<Register> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, why) = (row.text("name"), row.text("why"));
    let item = row.text("item").and_then(|code| known_item(row, code, items));
    let keeper = row.word("keeper", TIERS, tier_word);
    let kinds = kinds(row, keeper);
    let columns = columns(row);
    Some(Register { id: id?, name: name?, item: item?, keeper: keeper?, kinds, why: why?, columns })
}

fn known_item(row: &Row<'_>, code: String, items: Option<&[WorkItemRow]>) -> Option<String> {
    let Some(items) = items else { return Some(code) };
    let known = items.iter().any(|item| item.code == code);
    if !known {
        let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
        row.note("item", format!("items.toml has no item \"{code}\""), one_of(&code, &codes));
    }
    known.then_some(code)
}

fn kinds(row: &Row<'_>, keeper: Option<Tier>) -> Vec<OrgKind> {
    if !row.has("kinds") {
        return Vec::new();
    }
    // A linked leader is an organisation, but keeps no register.
    let fits = |kind: &&OrgKind| **kind != OrgKind::Leader && keeper.is_none_or(|keeper| kind.tier() == keeper);
    let known: Vec<&str> = OrgKind::ALL.iter().filter(fits).map(|kind| kind.word()).collect();
    let mut kinds = Vec::new();
    for word in row.texts("kinds") {
        match OrgKind::from_word(&word) {
            Some(kind) if kinds.contains(&kind) => row.note("kinds", format!("\"{word}\" stands twice"), "remove one"),
            Some(kind) if fits(&&kind) => kinds.push(kind),
            Some(_) => row.note("kinds", format!("a {word} is not of the keeper's tier"), one_of(&word, &known)),
            None => row.note("kinds", format!("an entry of `kinds` is unknown: \"{word}\""), one_of(&word, &known)),
        }
    }
    kinds
}

fn columns(row: &Row<'_>) -> Vec<Column> {
    let rows = row.rows("column", column::KEYS);
    if rows.len() > COLUMNS_MAX {
        let instead = format!("write at most {COLUMNS_MAX}; fewer are filled in better");
        row.note("column", format!("there are {} columns", rows.len()), instead);
    }
    let mut seen = BTreeSet::new();
    rows.iter().filter_map(|row| column::column(row, &mut seen)).collect()
}
