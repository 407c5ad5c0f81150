//! What the organisations of a sample county write into their registers: patterns of rows.

use std::collections::BTreeMap;

use taizhang_ledger::{
    Register,
    org::OrgKind,
    record::Value,
    register::{Column, ColumnKind},
};

use super::{journal::check_blanks, orgs::Focus};
use crate::taskbook::{Row, Taskbook, one_of};

/// The rows that one kind of organisation writes into a register in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPattern {
    /// The register's name in code.
    pub register: String,
    /// Who writes them.
    pub kinds: Vec<OrgKind>,
    /// Only those with this focus.
    pub focus: Option<Focus>,
    /// How many rows, and when.
    pub count: Count,
    /// Columns that are written when something has been done, after the row was begun.
    pub later: Vec<String>,
    /// What a row may say, by column; taken in turn.
    pub entries: Vec<BTreeMap<String, Fill>>,
}

/// How many rows an organisation writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// From the first number to the second, spread over the year.
    Between(i64, i64),
    /// One for each village and community below, at the beginning of the year.
    EachBelow,
}

/// What is written into a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// One of these texts, which may hold `{short}`, `{month}`, `{quarter}`, `{half}` and `{head}`.
    Words(Vec<String>),
    /// A whole number of units from the first to the second; so many of the column's last place make a unit.
    Number(i64, i64, i64),
    /// A day so many days after that of the row.
    Days(i64, i64),
    /// An organisation, seen from the one that writes.
    Org(Whom),
}

/// An organisation, seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Itself.
    Own,
    /// The one above it.
    Above,
    /// One of those below it.
    Below,
}

impl Whom {
    const ALL: &'static [Self] = &[Self::Own, Self::Above, Self::Below];

    const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Above => "above",
            Self::Below => "below",
        }
    }
}

const BLANKS: &[&str] = &["short", "month", "quarter", "half", "head"];
/// Days, counts and whole yuan of a sample stay below this.
const NUMBER_MAX: i64 = 1_000_000_000;

/// Reads the patterns of `rows.toml`.
pub(super) fn patterns(root: &Row<'_>, taskbook: &Taskbook) -> Vec<RowPattern> {
    let rows = root.rows("rows", &["register", "kinds", "focus", "count", "later", "entry"]);
    rows.iter().filter_map(|row| pattern(row, taskbook)).collect()
}

fn pattern(row: &Row<'_>, taskbook: &Taskbook) -> Option<RowPattern> {
    let name = row.text("register")?;
    let Some(register) = taskbook.registers.iter().find(|one| one.id == name) else {
        let known: Vec<&str> = taskbook.registers.iter().map(|one| one.id.as_str()).collect();
        row.note("register", format!("there is no register \"{name}\""), one_of(&name, &known));
        return None;
    };
    let later = if row.has("later") { row.texts("later") } else { Vec::new() };
    for id in &later {
        column(row, "later", register, id);
    }
    let entries = row.rows("entry", &[]);
    let count = if row.is_text("count") {
        row.word("count", &[Whom::Below], Whom::word).map(|_| Count::EachBelow)
    } else {
        range(row, "count", 0).map(|(low, high)| Count::Between(low, high))
    };
    let focus = row.optional_word("focus", Focus::ALL, Focus::word);
    let (kinds, entries) = (kinds(row, register), entries.iter().map(|row| entry(row, register, &later)).collect());
    Some(RowPattern { register: name, kinds, focus, count: count?, later, entries })
}

fn column<'a>(row: &Row<'_>, key: &str, register: &'a Register, id: &str) -> Option<&'a Column> {
    let found = register.column(id);
    if found.is_none() {
        let known: Vec<&str> = register.columns.iter().map(|column| column.id.as_str()).collect();
        row.note(key, format!("register \"{}\" has no column \"{id}\"", register.id), one_of(id, &known));
    }
    found
}

fn kinds(row: &Row<'_>, register: &Register) -> Vec<OrgKind> {
    let keepers = || OrgKind::ALL.iter().copied().filter(|kind| register.is_kept_by(*kind));
    if !row.has("kinds") {
        return keepers().collect();
    }
    let known: Vec<&str> = keepers().map(OrgKind::word).collect();
    let mut kinds = Vec::new();
    for word in row.texts("kinds") {
        let kind = keepers().find(|kind| kind.word() == word);
        if kind.is_none() {
            row.note("kinds", format!("no {word} keeps \"{}\"", register.id), one_of(&word, &known));
        }
        kinds.extend(kind);
    }
    kinds
}

fn entry(row: &Row<'_>, register: &Register, later: &[String]) -> BTreeMap<String, Fill> {
    for missing in register.columns.iter().filter(|one| one.required && (!row.has(&one.id) || later.contains(&one.id)))
    {
        row.note(
            &missing.id,
            format!("`{}` must be filled from the beginning", missing.id),
            "write it into every entry",
        );
    }
    let fill = |id: &str| Some((id.to_owned(), fill(row, column(row, id, register, id)?)?));
    row.keys().filter_map(fill).collect()
}

fn fill(row: &Row<'_>, column: &Column) -> Option<Fill> {
    let key = column.id.as_str();
    match column.kind {
        ColumnKind::Text | ColumnKind::Choice => {
            let words = if row.is_list(key) { row.texts(key) } else { row.text(key).into_iter().collect() };
            for text in &words {
                check_blanks(row, key, text, if column.kind == ColumnKind::Text { BLANKS } else { &[] });
                check(row, column, &Value::Text(text.clone()));
            }
            Some(Fill::Words(words))
        }
        ColumnKind::Date => range(row, key, -NUMBER_MAX).map(|(low, high)| Fill::Days(low, high)),
        ColumnKind::Organisation => row.word(key, Whom::ALL, Whom::word).map(Fill::Org),
        ColumnKind::Photo | ColumnKind::Task => {
            row.note(key, "the sample has no photos, and names no tasks", "remove it");
            None
        }
        ColumnKind::Number | ColumnKind::Count | ColumnKind::Money | ColumnKind::YesNo => {
            let (low, high) = range(row, key, -NUMBER_MAX)?;
            let unit = 10_i64.checked_pow(column.places().into())?;
            for bound in [low, high] {
                check(row, column, &Value::Number(bound.checked_mul(unit)?));
            }
            Some(Fill::Number(low, high, unit))
        }
    }
}

fn check(row: &Row<'_>, column: &Column, value: &Value) {
    if let Err(why) = column.check(value) {
        row.note(&column.id, format!("the column does not take {value:?}: {why:?}"), "see the column in registers/");
    }
}

/// A number, or the two between which it lies.
fn range(row: &Row<'_>, key: &str, least: i64) -> Option<(i64, i64)> {
    if !row.is_list(key) {
        return row.number(key, least..=NUMBER_MAX).map(|number| (number, number));
    }
    match row.numbers(key, least..=NUMBER_MAX).as_slice() {
        [low, high] if low <= high => Some((*low, *high)),
        _ => {
            row.note(key, format!("`{key}` is no range"), "write the least and the most: [3, 6]");
            None
        }
    }
}
