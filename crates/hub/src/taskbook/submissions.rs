//! The submissions of the taskbook: which tables are due when (`submissions.toml`).

use std::collections::BTreeSet;

use taizhang_ledger::{
    Register, Tier,
    register::ColumnKind,
    submission::{COUNTY_REMINDERS, DAYS_MAX, Every, REGISTER, REMINDERS, Submission, TOWNSHIP_REGISTER},
};

use super::{
    book::{code_name, unique},
    indicators::kinds,
    mistake::one_of,
    reader::Row,
};

const KEYS: &[&str] = &["id", "name", "every", "days", "since", "kinds", "tables", "why", "retired"];
/// The registers that handing in and reminding need, each with its columns.
const NEEDED: [(&str, &[&str]); 4] = [
    (REGISTER, &["form", "period", "day"]),
    (TOWNSHIP_REGISTER, &["form", "period", "day"]),
    (REMINDERS, &["branch", "form", "period", "day"]),
    (COUNTY_REMINDERS, &["branch", "form", "period", "day"]),
];

/// Reads the file; `registers` are those that a table may be made of, or none while these are not known.
pub(super) fn submissions(root: &Row<'_>, registers: Option<&[Register]>) -> Vec<Submission> {
    if let Some(registers) = registers {
        needed(root, registers);
    }
    let mut seen = BTreeSet::new();
    root.rows("submission", KEYS).iter().filter_map(|row| submission(row, registers, &mut seen)).collect()
}

fn submission(row: &Row<'_>, registers: Option<&[Register]>, seen: &mut BTreeSet<String>) -> Option<Submission> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, why) = (row.text("name"), row.text("why"));
    let every = row.word("every", Every::ALL, Every::word);
    let days = row.number("days", 0..=DAYS_MAX.into());
    let since = if row.has("since") { row.number("since", 1..=12) } else { Some(1) };
    let kinds = kinds(row);
    if !row.has("kinds") {
        row.note("kinds", "nobody hands it in", "add a line kinds = [\"village\"]");
    }
    if kinds.iter().any(|kind| kind.tier() == Tier::County) {
        row.note("kinds", "the county hands in to nobody here", "write kinds of branches or townships");
    }
    let tables = row.texts("tables");
    for table in tables.iter().filter(|table| registers.is_some_and(|all| all.iter().all(|one| one.id != **table))) {
        let ids: Vec<&str> = registers.into_iter().flatten().map(|one| one.id.as_str()).collect();
        row.note("tables", format!("there is no register \"{table}\""), one_of(table, &ids));
    }
    let retired = row.flag("retired");
    let withdrawn = |table: &String| registers.is_some_and(|all| all.iter().any(|one| one.retired && one.id == *table));
    for table in tables.iter().filter(|table| !retired && withdrawn(table)) {
        let what = format!("\"{table}\" is retired: nobody keeps it");
        row.note("tables", what, "leave it out, or add retired = true to the submission");
    }
    Some(Submission {
        id: id?,
        name: name?,
        every: every?,
        days: u32::try_from(days?).unwrap_or_default(),
        since: u32::try_from(since?).unwrap_or_default(),
        kinds,
        tables,
        why: why?,
        retired,
    })
}

/// Notes registers without which nothing can be handed in.
fn needed(root: &Row<'_>, registers: &[Register]) {
    for (id, columns) in NEEDED {
        let register = registers.iter().find(|one| one.id == id && !one.retired);
        let lacks = |column: &&&str| {
            let kind = register.and_then(|register| register.column(column)).map(|column| column.kind);
            !matches!(kind, Some(ColumnKind::Text | ColumnKind::Date | ColumnKind::Organisation))
        };
        if let Some(column) = columns.iter().find(lacks) {
            let what = format!("handing in needs a register \"{id}\" with a column \"{column}\"");
            root.note("submission", what, "put it into a file of registers/, as in the default taskbook");
        }
    }
}
