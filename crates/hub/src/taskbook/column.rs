//! A column of a register, as a file of the taskbook writes it.

use std::collections::BTreeSet;

use taizhang_ledger::register::{Choice, Column, ColumnKind};

use super::{
    book::{code_name, unique},
    reader::Row,
};

/// What may stand in a column's table.
pub(super) const KEYS: &[&str] =
    &["id", "name", "kind", "required", "unit", "decimals", "min", "max", "choices", "also", "hint", "sum"];
/// More places than any quantity of an office has; with them every number still fits into 64 bits.
const DECIMALS_MAX: i64 = 6;

/// Reads a column; `seen` are the ids of those before it.
pub(super) fn column(row: &Row<'_>, seen: &mut BTreeSet<String>) -> Option<Column> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, hint) = (row.text("name"), row.optional_text("hint"));
    let required = row.flag("required");
    let kind = row.word("kind", ColumnKind::ALL, ColumnKind::word)?;
    only_for(row, "unit", kind, &[ColumnKind::Number, ColumnKind::Count]);
    only_for(row, "decimals", kind, &[ColumnKind::Number]);
    only_for(row, "min", kind, &[ColumnKind::Number, ColumnKind::Count, ColumnKind::Money]);
    only_for(row, "max", kind, &[ColumnKind::Number, ColumnKind::Count, ColumnKind::Money, ColumnKind::Text]);
    only_for(row, "sum", kind, &[ColumnKind::Number, ColumnKind::Count, ColumnKind::Money]);
    let mut column = Column {
        id: id?,
        name: name?,
        kind,
        required,
        unit: row.optional_text("unit"),
        decimals: decimals(row),
        min: None,
        max: None,
        choices: choices(row, kind),
        former: Vec::new(),
        also: if row.has("also") { row.texts("also") } else { Vec::new() },
        hint,
        sum: !row.has("sum") || row.flag("sum"),
    };
    (column.min, column.max) = (bound(row, "min", &column), bound(row, "max", &column));
    check_bounds(row, &column);
    Some(column)
}

/// Notes a key that has no meaning for a column of this kind.
fn only_for(row: &Row<'_>, key: &str, kind: ColumnKind, kinds: &[ColumnKind]) {
    if row.has(key) && !kinds.contains(&kind) {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let instead = format!("remove the line, or write a kind that takes it: {}", words.join(", "));
        row.note(key, format!("`{key}` means nothing for kind \"{}\"", kind.word()), instead);
    }
}

fn decimals(row: &Row<'_>) -> u8 {
    let places = row.has("decimals").then(|| row.number("decimals", 0..=DECIMALS_MAX)).flatten();
    places.and_then(|places| u8::try_from(places).ok()).unwrap_or_default()
}

/// A bound is written in whole units (yuan for money) and stands in the places that the column counts.
fn bound(row: &Row<'_>, key: &str, column: &Column) -> Option<i64> {
    let written = row.optional_number(key)?;
    let stands = 10_i64.checked_pow(column.places().into()).and_then(|unit| written.checked_mul(unit));
    if stands.is_none() {
        row.note(key, format!("`{key}` is {written}"), "write a smaller number");
    }
    stands
}

fn check_bounds(row: &Row<'_>, column: &Column) {
    if let (Some(min), Some(max)) = (column.min, column.max)
        && min > max
    {
        row.note("max", "`max` is less than `min`", "swap the two, or remove one");
    }
    if column.kind == ColumnKind::Text && column.max.is_some_and(|max| max < 1) {
        row.note("max", "a text of no characters", "write how many characters there may be, at least 1");
    }
    if column.kind == ColumnKind::Count && column.min.is_some_and(|min| min < 0) {
        row.note("min", "a count is never negative", "write zero or more, or kind = \"number\"");
    }
}

fn choices(row: &Row<'_>, kind: ColumnKind) -> Vec<Choice> {
    if kind != ColumnKind::Choice {
        only_for(row, "choices", kind, &[ColumnKind::Choice]);
        return Vec::new();
    }
    if !row.has("choices") {
        let instead = "add a line choices = [{ id = \"…\", name = \"…\" }, …], or write kind = \"text\"";
        row.note("kind", "there is nothing to choose from", instead);
        return Vec::new();
    }
    let rows = row.rows("choices", &["id", "name"]);
    if rows.is_empty() {
        row.note("choices", "`choices` is an empty list", "write at least one { id = \"…\", name = \"…\" }");
    }
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let (id, name) = (row.text("id").and_then(|id| code_name(row, id)), row.text("name"));
        let id = id?;
        unique(&mut seen, row, "id", &id);
        Some(Choice { id, name: name? })
    };
    rows.iter().filter_map(read).collect()
}
