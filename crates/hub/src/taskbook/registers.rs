//! The registers (台账) of the taskbook: every file of its folder `registers`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use taizhang_ledger::{
    OrgKind, Register, Tier,
    indicator::BuiltIn,
    register::{COLUMNS_MAX, Column, Counted, RowRule},
};

use super::{
    book::{WorkItemRow, code_name, read, tier_word, unique},
    column, formula,
    mistake::{Mistake, Mistakes, one_of},
    reader::{Row, Source},
};

const KEYS: &[&str] =
    &["id", "name", "item", "keeper", "kinds", "why", "sealed", "counted", "together", "column", "rule", "retired"];
/// The tiers, from the bottom.
pub(super) const TIERS: &[Tier] = &[Tier::Branch, Tier::Township, Tier::County];

/// Reads `registers/*.toml` of a taskbook in the order of names; `items` are those that registers may belong to, or
/// none while these are not known; `parameters` are those that rules may name, likewise.
pub(super) fn load(
    mistakes: &mut Mistakes,
    taskbook: &Path,
    items: Option<&[WorkItemRow]>,
    parameters: Option<&[String]>,
) -> Vec<Register> {
    let mut seen = BTreeSet::new();
    let mut registers = Vec::new();
    for file in files(mistakes, &taskbook.join("registers")) {
        registers.extend(read(mistakes, Source::open(&file), &["register"], |root| {
            let rows = root.rows("register", KEYS);
            rows.iter().filter_map(|row| register(row, items, parameters, &mut seen)).collect::<Vec<_>>()
        }));
    }
    registers
}

/// The data files of a folder of the taskbook, in the order of their names.
pub(super) fn files(mistakes: &mut Mistakes, folder: &Path) -> Vec<PathBuf> {
    listed(folder).unwrap_or_else(|why| {
        let instead = "put a folder of .toml files there".to_owned();
        let what = format!("cannot be read: {why}");
        mistakes.0.push(Mistake { file: folder.display().to_string(), line: 1, what, instead });
        Vec::new()
    })
}

fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.extend(Some(entry?.path()).filter(|path| path.extension().is_some_and(|end| end == "toml")));
    }
    files.sort();
    Ok(files)
}

fn register(
    row: &Row<'_>,
    items: Option<&[WorkItemRow]>,
    parameters: Option<&[String]>,
    seen: &mut BTreeSet<String>,
) -> Option<Register> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, why) = (row.text("name"), row.text("why"));
    let item = row.text("item").and_then(|code| known_item(row, code, items));
    let keeper = row.word("keeper", TIERS, tier_word);
    let kinds = kinds(row, keeper);
    let columns = columns(row);
    let rule_rows = if row.has("rule") { row.rows("rule", &["holds", "say"]) } else { Vec::new() };
    let rules: Vec<_> = rule_rows.iter().filter_map(rule).collect();
    let sealed = row.flag("sealed");
    let counted = if row.has("counted") { counted(row) } else { None };
    let together = if row.has("together") { row.text("together") } else { None };
    let (id, name, item, keeper, why) = (id?, name?, item?, keeper?, why?);
    let (former, retired) = (Vec::new(), row.flag("retired"));
    let register =
        Register { id, name, item, keeper, kinds, why, sealed, counted, together, columns, former, rules, retired };
    if !register.seals_right() {
        row.note(
            if register.counted.is_some() { "counted" } else { "sealed" },
            "it cannot be sealed or counted so",
            "a sealed register is kept by townships or the county and has no photos; counted = { branch = …, by = … } \
             names a required organisation and a required choice of a township's",
        );
    }
    if !register.joins_right() {
        let columns: Vec<&str> = register.columns.iter().map(|column| column.id.as_str()).collect();
        let given = register.together.clone().unwrap_or_default();
        row.note("together", format!("there is no column \"{given}\""), one_of(&given, &columns));
    }
    if BuiltIn::from_word(&register.id).is_some() {
        row.note("id", format!("`id` is \"{}\", which the ledger has itself", register.id), "write another id");
    }
    // Only when every rule could be read do places in the one list stand for places in the other.
    if let (Some(parameters), true) = (parameters, rule_rows.len() == register.rules.len()) {
        for (place, why) in register.misfits(parameters) {
            formula::note(rule_rows.get(place).unwrap_or(row), "holds", &why);
        }
    }
    Some(register)
}

fn counted(row: &Row<'_>) -> Option<Counted> {
    let row = row.row("counted", &["branch", "by"])?;
    let (branch, by) = (row.text("branch"), row.text("by"));
    Some(Counted { branch: branch?, by: by? })
}

fn rule(row: &Row<'_>) -> Option<RowRule> {
    let (holds, say) = (formula::formula(row, "holds"), row.text("say"));
    Some(RowRule { holds: holds?, say: say? })
}

pub(super) fn known_item(row: &Row<'_>, code: String, items: Option<&[WorkItemRow]>) -> Option<String> {
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
