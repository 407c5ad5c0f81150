//! Rows of a register to and from a table: what leaves in a file comes back from it, and only once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger, MANY_MAX, OrgId, Register, RegisterCommand,
    burden::is_of,
    record::Value,
    register::{Column, ColumnKind, Row, source_of},
    submission::{Due, Period},
};
use taizhang_sheets::{
    Address, Cell, Kind, RawSheet, Sheet, Workbook,
    columns::{Matching, Wanted, matching},
    rows::read,
};

use crate::text::{registers as words, tables};

/// What a row holds, by column.
pub type Cells = Vec<(String, Value)>;

/// What would come in from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// For each column of the register its name, and the heading of the file's column that fills it.
    pub columns: Vec<(String, Option<String>)>,
    /// The names of required columns that the file does not have: then nothing comes in.
    pub lacking: Vec<String>,
    /// Headings of the file that fill nothing.
    pub left_over: Vec<String>,
    /// The rows to come in, by organisation.
    pub rows: BTreeMap<OrgId, Vec<Cells>>,
    /// How many rows of the file are here already.
    pub known: usize,
    /// How many rows more the register does not take this year: they do not come in.
    pub over: usize,
    /// How many of the rows to come in are hidden in the file: who chose it may not know of them.
    pub hidden: usize,
    /// What is wrong with the rows that do not come in: the row's number, and why.
    pub bad: Vec<(u32, String)>,
}

impl Plan {
    /// How many rows would come in.
    pub fn count(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }

    /// What brings them in, as many at a time as go in, each with how many it brings.
    pub fn commands(self, register: &str) -> Vec<(usize, RegisterCommand)> {
        let of = |(org, rows): (&OrgId, &[Cells])| {
            let (org, register) = (org.clone(), register.to_owned());
            (rows.len(), RegisterCommand::AddMany { org, register, rows: rows.to_vec() })
        };
        let chunks = self.rows.iter().flat_map(|(org, rows)| rows.chunks(MANY_MAX).map(move |rows| (org, rows)));
        chunks.map(of).collect()
    }
}

/// A workbook of a register's rows at some organisations; those struck out are left out.
pub fn workbook(ledger: &Ledger, register: &Register, orgs: &[OrgId], filled_in_by: &str, day: NaiveDate) -> Workbook {
    Workbook { sheets: vec![sheet(ledger, register, orgs, None, filled_in_by, day)], made: Some(day) }
}

/// A workbook of what a submission of a period is made of, a sheet for each register.
pub fn submission_workbook(ledger: &Ledger, due: &Due, filled_in_by: &str, day: NaiveDate) -> Workbook {
    let tables = ledger.submission(&due.submission).map(|one| one.tables.as_slice()).unwrap_or_default();
    let orgs = std::slice::from_ref(&due.org);
    let registers = tables.iter().filter_map(|id| ledger.register(id));
    let sheets = registers.map(|register| sheet(ledger, register, orgs, Some(due.period), filled_in_by, day));
    Workbook { sheets: sheets.collect(), made: Some(day) }
}

fn sheet(
    ledger: &Ledger,
    register: &Register,
    orgs: &[OrgId],
    period: Option<Period>,
    filled_in_by: &str,
    day: NaiveDate,
) -> Sheet {
    let mut columns = vec![taizhang_sheets::Column::new(words::BRANCH, Kind::Text)];
    columns.extend(register.columns.iter().map(|column| {
        let heading = if column.kind == ColumnKind::Money { column.name.clone() } else { words::heading(column) };
        taizhang_sheets::Column::new(heading, kind(column))
    }));
    let mut rows = Vec::new();
    let mut sums = vec![0_i64; register.columns.len()];
    for org in orgs {
        let is_shown = |row: &Row<'_>| match period {
            Some(period) => is_of(register, row, period),
            None => row.struck_out().is_none(),
        };
        for row in ledger.register_rows(org, &register.id).filter(is_shown) {
            let mut cells = vec![Cell::Text(ledger.orgs().name(org).to_owned())];
            for (column, sum) in register.columns.iter().zip(&mut sums) {
                let value = row.value(&column.id);
                if let Some(Value::Number(number)) = value {
                    *sum = sum.saturating_add(*number);
                }
                cells.push(value.map_or(Cell::Empty, |value| cell(ledger, column, value)));
            }
            rows.push(cells);
        }
    }
    let total = |(column, sum): (&Column, i64)| match kind(column) {
        _ if !column.adds_up() => Cell::Empty,
        Kind::Money => Cell::Money(sum),
        Kind::Integer => Cell::Integer(sum),
        _ => Cell::Text(words::shown(ledger, column, &Value::Number(sum))),
    };
    let totals = register.columns.iter().any(Column::adds_up).then(|| {
        let sums = register.columns.iter().zip(sums).map(total);
        [Cell::Text(words::TOTAL.to_owned())].into_iter().chain(sums).collect()
    });
    let note = words::table_note(filled_in_by, day);
    let title = words::table_title(&register.name, ledger.year());
    Sheet { name: register.name.clone(), title, note, columns, rows, totals }
}

/// How a column leaves in a file.
pub(super) fn kind(column: &Column) -> Kind {
    match column.kind {
        ColumnKind::Count => Kind::Integer,
        ColumnKind::Number if column.places() == 0 => Kind::Integer,
        ColumnKind::Money => Kind::Money,
        ColumnKind::Date => Kind::Date,
        ColumnKind::YesNo => Kind::YesNo,
        _ => Kind::Text,
    }
}

/// What stands in a column, as it leaves in a file.
pub(super) fn cell(ledger: &Ledger, column: &Column, value: &Value) -> Cell {
    match (kind(column), value) {
        (Kind::Money, Value::Number(fen)) => Cell::Money(*fen),
        (Kind::Integer, Value::Number(number)) => Cell::Integer(*number),
        (Kind::YesNo, Value::Number(number)) => Cell::YesNo(*number == 1),
        (Kind::Date, Value::Text(day)) => day.parse().map_or_else(|_| Cell::Text(day.clone()), Cell::Date),
        // A number with decimals reads back as it is written, without groups.
        (_, Value::Number(_)) => Cell::Text(column.print(value)),
        _ => Cell::Text(words::shown(ledger, column, value)),
    }
}

/// What the sheets of a file would bring into a register at some organisations; nothing when none of them has a
/// heading that the register knows.
pub fn plan(ledger: &Ledger, register: &Register, orgs: &[OrgId], sheets: &[RawSheet]) -> Option<Plan> {
    let columns: Vec<&Column> = register.columns.iter().filter(|column| column.kind != ColumnKind::Photo).collect();
    let mut wanted = vec![Wanted {
        name: words::BRANCH.to_owned(),
        synonyms: words::BRANCH_SYNONYMS.iter().map(|&name| name.to_owned()).collect(),
        kind: Kind::Text,
        required: orgs.len() > 1,
    }];
    wanted.extend(columns.iter().map(|column| Wanted {
        name: column.name.clone(),
        synonyms: column.also.clone(),
        kind: kind(column),
        required: column.required,
    }));
    let matched = sheets.iter().filter_map(|sheet| Some((sheet, matching(sheet, &wanted)?)));
    let named = |matching: &Matching| matching.found.iter().flatten().count();
    let (sheet, matching) = matched.max_by_key(|(_, matching)| named(matching))?;
    let heading = |number: usize| Some(matching.found.get(number)?.as_ref()?.heading.clone());
    let mut plan = Plan {
        columns: wanted.iter().enumerate().map(|(number, one)| (one.name.clone(), heading(number))).collect(),
        lacking: matching
            .missing(&wanted)
            .iter()
            .filter_map(|number| Some(wanted.get(*number)?.name.clone()))
            .collect(),
        left_over: matching.left_over.iter().map(|(_, heading)| heading.clone()).collect(),
        rows: BTreeMap::new(),
        known: 0,
        over: 0,
        hidden: 0,
        bad: Vec::new(),
    };
    if !plan.lacking.is_empty() {
        return Some(plan);
    }
    let mut good = Vec::new();
    for row in read(sheet, &matching, &wanted) {
        // Where the cell of a wanted column stands.
        let at = |number: usize| {
            let found = matching.found.get(number)?.as_ref()?;
            Some(Address { row: row.number, column: found.column })
        };
        let mut cells = row.cells.into_iter();
        let org = cells.next().and_then(Result::ok).unwrap_or_default();
        let of = org_of(ledger, orgs, &org).map_err(|why| words::at_cell(at(0), words::BRANCH, &why));
        let read = of.and_then(|org| {
            let filled = columns.iter().zip(cells).zip(1..).map(|((column, cell), number)| {
                let cell = cell.map_err(|fault| tables::fault(&fault))?;
                value(ledger, column, org, cell).map_err(|why| words::at_cell(at(number), &column.name, &why))
            });
            let filled: Vec<Option<Value>> = filled.collect::<Result<_, String>>()?;
            let cells = columns.iter().zip(filled).filter_map(|(column, value)| Some((column.id.clone(), value?)));
            let cells: Cells = cells.collect();
            let flaws = register.flaws(|id| cells.iter().find(|(column, _)| column == id).map(|(_, value)| value));
            if flaws.is_empty() { Ok((org, cells)) } else { Err(words::flaws(register, &flaws)) }
        });
        match read {
            Err(why) => plan.bad.push((row.number, why)),
            Ok((org, cells)) => good.push(Good { org: org.clone(), cells, hidden: row.hidden }),
        }
    }
    bring(ledger, register, good, &mut plan);
    Some(plan)
}

/// A row of a file that could come in.
struct Good {
    org: OrgId,
    cells: Cells,
    /// Whether it is hidden in the file.
    hidden: bool,
}

/// Puts what is not here yet into the plan. A row that is here stands for one row of the file: for one that it was read
/// in from, whatever has become of it since, or else for one that reads the same.
fn bring(ledger: &Ledger, register: &Register, good: Vec<Good>, plan: &mut Plan) {
    let mut orgs: BTreeMap<OrgId, Vec<Good>> = BTreeMap::new();
    for one in good {
        orgs.entry(one.org.clone()).or_default().push(one);
    }
    for (org, good) in orgs {
        let mut room = ledger.room(&org, &register.id);
        let mut here = Here::of(ledger, register, &org);
        let known: Vec<bool> = good.iter().map(|one| here.take_source(&source_of(&one.cells))).collect();
        for (one, known) in good.into_iter().zip(known) {
            if known || here.take_same(&print(&one.cells)) {
                plan.known += 1;
            } else if room == 0 {
                plan.over += 1;
            } else {
                room -= 1;
                plan.hidden += usize::from(one.hidden);
                plan.rows.entry(one.org).or_default().push(one.cells);
            }
        }
    }
}

/// The rows of a register at an organisation that no row of the file has been found to be yet.
struct Here {
    /// Their places by what they were read in from.
    by_source: BTreeMap<String, Vec<usize>>,
    /// The places of those that are not struck out by what they read as.
    by_words: BTreeMap<String, Vec<usize>>,
    taken: Vec<bool>,
}

impl Here {
    fn of(ledger: &Ledger, register: &Register, org: &OrgId) -> Self {
        let (mut by_source, mut by_words) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        let mut count = 0;
        for (place, row) in ledger.register_rows(org, &register.id).enumerate() {
            if let Some(source) = row.source() {
                by_source.entry(source.to_owned()).or_default().push(place);
            }
            if row.struck_out().is_none() {
                // Photos do not come by tables and do not count.
                let columns = register.columns.iter().filter(|column| column.kind != ColumnKind::Photo);
                let cells = columns.filter_map(|column| Some((column.id.clone(), row.value(&column.id)?.clone())));
                by_words.entry(print(&cells.collect())).or_default().push(place);
            }
            count = place + 1;
        }
        Self { by_source, by_words, taken: vec![false; count] }
    }

    fn take_source(&mut self, source: &str) -> bool {
        take(&mut self.taken, self.by_source.get_mut(source))
    }

    fn take_same(&mut self, words: &str) -> bool {
        take(&mut self.taken, self.by_words.get_mut(words))
    }
}

/// Takes one of these that is not taken yet; whether there was one.
fn take(taken: &mut [bool], places: Option<&mut Vec<usize>>) -> bool {
    let Some(places) = places else { return false };
    while let Some(place) = places.pop() {
        if let Some(free) = taken.get_mut(place).filter(|taken| !**taken) {
            *free = true;
            return true;
        }
    }
    false
}

fn print(cells: &Cells) -> String {
    serde_json::to_string(cells).unwrap_or_default()
}

fn org_of<'o>(ledger: &Ledger, orgs: &'o [OrgId], cell: &Cell) -> Result<&'o OrgId, String> {
    match (cell, orgs) {
        (Cell::Text(name), _) => {
            let name = name.trim();
            let all = orgs.iter().map(|org| (org, ledger.orgs().name(org)));
            named(all, name).ok_or_else(|| words::no_such_org(name))
        }
        (_, [only]) => Ok(only),
        _ => Err(words::no_such_org("")),
    }
}

/// Who is called so: by the whole name, or by a part of it that nobody else has.
fn named<'o, 'n>(all: impl Iterator<Item = (&'o OrgId, &'n str)> + Clone, name: &str) -> Option<&'o OrgId> {
    if let Some((org, _)) = all.clone().find(|(_, whole)| *whole == name) {
        return Some(org);
    }
    let mut so = all.filter(|(_, whole)| name.chars().nth(1).is_some() && whole.contains(name));
    so.next().filter(|_| so.next().is_none()).map(|(org, _)| org)
}

fn value(ledger: &Ledger, column: &Column, org: &OrgId, cell: Cell) -> Result<Option<Value>, String> {
    let checked = |value: Value| match column.check(&value) {
        Ok(()) => Ok(Some(value)),
        Err(kind) => Err(words::flaw(column, kind)),
    };
    match cell {
        Cell::Empty => Ok(None),
        Cell::Integer(number) | Cell::Money(number) | Cell::Percent(number) => checked(Value::Number(number)),
        Cell::YesNo(yes) => checked(Value::Number(i64::from(yes))),
        Cell::Date(day) => checked(Value::Text(day.to_string())),
        Cell::Text(text) => {
            let text = text.trim();
            let id = match column.kind {
                ColumnKind::Choice => {
                    column.choices.iter().find(|choice| choice.name == text).map(|choice| choice.id.clone())
                }
                ColumnKind::Organisation => {
                    let all: Vec<_> = ledger.orgs().iter().map(|org| (&org.id, org.name.as_str())).collect();
                    named(all.iter().copied(), text).map(ToString::to_string)
                }
                ColumnKind::Task => {
                    ledger.items(org).find(|item| item.title == text).map(|item| item.key.task.to_string())
                }
                _ => Some(text.to_owned()),
            };
            match id {
                None => Err(words::not_among(text)),
                Some(typed) => column.parse(&typed).map_err(|kind| words::flaw(column, kind)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_short_name_is_taken_when_only_one_has_it() {
        let ids: Vec<OrgId> = ["t1", "v1", "v2"].map(|id| id.parse().unwrap()).to_vec();
        let names = ["城关镇", "城关镇东关村党支部", "城关镇西关村党支部"];
        let find = |name: &str| named(ids.iter().zip(names), name).map(OrgId::as_str);
        assert_eq!(find("东关村"), Some("v1"));
        assert_eq!(find("城关镇"), Some("t1"), "the whole name goes first");
        assert_eq!((find("关村"), find("东"), find("")), (None, None, None));
    }
}

#[cfg(test)]
#[path = "register_table_tests.rs"]
mod round_trips;
