//! The registers of a taskbook: `registers/*.toml`.

use std::{collections::BTreeSet, path::Path};

use taizhang_ledger::{
    OrgKind, Register, Tier,
    register::{COLUMNS_MAX, Choice, Column, ColumnKind},
};

use super::{
    book::{TIERS, code_name, read, tier_word, unique},
    mistake::Mistakes,
    reader::{Row, Source},
};

/// Reads every file of the folder, in the order of their names; a taskbook without the folder has no registers.
pub(super) fn registers(all: &mut Mistakes, folder: &Path, codes: &[&str]) -> Vec<Register> {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    files.sort();
    let mut seen = BTreeSet::new();
    let of_file = |file: &std::path::PathBuf| {
        read(all, Source::open(file), &["register"], |root| {
            let keys = ["id", "name", "item", "keeper", "kinds", "why", "column"];
            root.rows("register", &keys).iter().filter_map(|row| register(row, codes, &mut seen)).collect::<Vec<_>>()
        })
    };
    files.iter().flat_map(of_file).collect()
}

fn register(row: &Row<'_>, codes: &[&str], seen: &mut BTreeSet<String>) -> Option<Register> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, why) = (row.text("name"), row.text("why"));
    let item = row.text("item");
    if let Some(item) = item.as_deref().filter(|item| !codes.contains(item)) {
        row.note("item", format!("there is no work item \"{item}\""), "write a `code` of items.toml, such as \"R2\"");
    }
    let keeper = row.word("keeper", TIERS, tier_word);
    let kinds = if row.has("kinds") { kinds(row, keeper) } else { Vec::new() };
    let columns = columns(row);
    Some(Register { id: id?, name: name?, item: item?, keeper: keeper?, kinds, why: why?, columns })
}

fn kinds(row: &Row<'_>, keeper: Option<Tier>) -> Vec<OrgKind> {
    let fits = |kind: &OrgKind| *kind != OrgKind::Leader && keeper.is_none_or(|keeper| kind.tier() == keeper);
    let known: Vec<&str> = OrgKind::ALL.iter().filter(|kind| fits(kind)).map(|kind| kind.word()).collect();
    let read = |word: String| {
        let kind = OrgKind::from_word(&word).filter(fits);
        if kind.is_none() {
            let what = format!("`kinds` holds \"{word}\", which is no kind of organisation of that tier");
            row.note("kinds", what, super::one_of(&word, &known));
        }
        kind
    };
    row.texts("kinds").into_iter().filter_map(read).collect()
}

fn columns(register: &Row<'_>) -> Vec<Column> {
    let keys = ["id", "name", "kind", "required", "unit", "decimals", "min", "max", "choices", "also", "hint"];
    let rows = register.rows("column", &keys);
    if rows.is_empty() || rows.len() > COLUMNS_MAX {
        register.note(
            "column",
            format!("{} columns", rows.len()),
            format!("write 1 to {COLUMNS_MAX} [[register.column]]"),
        );
    }
    let mut seen = BTreeSet::new();
    rows.iter().filter_map(|row| column(row, &mut seen)).collect()
}

fn column(row: &Row<'_>, seen: &mut BTreeSet<String>) -> Option<Column> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let name = row.text("name");
    let kind = row.word("kind", ColumnKind::ALL, ColumnKind::word);
    let decimals = if row.has("decimals") { row.number("decimals", 0..=4) } else { Some(0) };
    if row.has("decimals") && kind.is_some_and(|kind| kind != ColumnKind::Number) {
        row.note("decimals", "only a number has `decimals`", "remove the line, or write kind = \"number\"");
    }
    let choices = choices(row);
    match kind {
        Some(ColumnKind::Choice) if choices.is_empty() => {
            row.note("choices", "there is nothing to choose", "add choices = [{ id = \"…\", name = \"…\" }]");
        }
        Some(kind) if kind != ColumnKind::Choice && row.has("choices") => {
            row.note("choices", "only a choice has `choices`", "remove the line, or write kind = \"choice\"");
        }
        _ => {}
    }
    // People write yuan and whole numbers; what stands in a cell is counted in its last place.
    let places = match kind? {
        ColumnKind::Money => 2,
        ColumnKind::Number => decimals.and_then(|places| u32::try_from(places).ok()).unwrap_or_default(),
        _ => 0,
    };
    let scaled = |key: &str| {
        let number = row.optional_number(key)?;
        let scaled = number.checked_mul(10_i64.pow(places));
        if scaled.is_none() {
            row.note(key, format!("`{key}` is too large"), "write a smaller number");
        }
        scaled
    };
    let (min, max) = (scaled("min"), scaled("max"));
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        row.note("min", "`min` is more than `max`", "exchange them");
    }
    Some(Column {
        id: id?,
        name: name?,
        kind: kind?,
        required: row.flag("required"),
        unit: row.optional_text("unit"),
        decimals: u8::try_from(decimals?).ok()?,
        min,
        max,
        choices,
        also: if row.has("also") { row.texts("also") } else { Vec::new() },
        hint: row.optional_text("hint"),
    })
}

fn choices(row: &Row<'_>) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let (id, name) = (row.text("id").and_then(|id| code_name(row, id)), row.text("name"));
        let id = id?;
        unique(&mut seen, row, "id", &id);
        Some(Choice { id, name: name? })
    };
    if row.has("choices") { row.rows("choices", &["id", "name"]).iter().filter_map(read).collect() } else { Vec::new() }
}
