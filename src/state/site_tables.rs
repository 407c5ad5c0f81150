//! The official tables that have a line a place: demonstration sites, each with how far it is and what the county says of
//! it; red stations, each as it was graded last.

use std::collections::{BTreeMap, BTreeSet};

use taizhang_ledger::{
    Ledger, OrgId, RowId, Tier,
    demo::{REVIEWS, SITES},
    register::Row,
};
use taizhang_sheets::{Cell, Column, Kind};

use super::{super::register_tables, Lines, above, within};
use crate::text::{
    registers::{self, BRANCH, TOTAL},
    reports as words,
};

/// The register of red stations: a row each time one is graded.
const STATIONS: &str = "red_station";

/// Whether an organisation has a demonstration site.
pub(super) fn has_sites(ledger: &Ledger, org: &OrgId) -> bool {
    in_force(ledger, org, SITES).next().is_some()
}

/// Whether an organisation has a red station.
pub(super) fn has_stations(ledger: &Ledger, org: &OrgId) -> bool {
    in_force(ledger, org, STATIONS).next().is_some()
}

fn in_force<'l>(ledger: &'l Ledger, org: &OrgId, register: &'l str) -> impl Iterator<Item = Row<'l>> {
    ledger.register_rows(org, register).filter(|row| row.struck_out().is_none())
}

/// A site a line.
pub(super) fn sites(ledger: &Ledger, own: &OrgId) -> Lines {
    let mut table = Table::new(ledger, own, words::SITE);
    table.columns.push(Column::new(words::SITE_STATE, Kind::Text));
    let of_site = ["planned_on", "started_on", "applied_on"];
    let of_review = ["verdict", "reviewed_on", "reason", "improve_by"];
    table.ask(SITES, &of_site, "");
    table.ask(REVIEWS, &of_review, words::COUNTY);
    for org in within(ledger, own) {
        for site in in_force(ledger, &org, SITES) {
            let state = ledger.demo_state(&org, site.record.id).map(registers::demo_state);
            let review = ledger.demo_review(&org, site.record.id);
            let mut cells = vec![cell(ledger, &site, "name"), state.map_or(Cell::Empty, Cell::from)];
            cells.extend(table.cells(SITES, &of_site, Some(&site)));
            cells.extend(table.cells(REVIEWS, &of_review, review.as_ref()));
            table.line(&org, cells);
        }
    }
    table.lines()
}

/// A station a line, as it was graded last: on the latest day, and of one day in the row that was begun last.
pub(super) fn stations(ledger: &Ledger, own: &OrgId) -> Lines {
    let mut table = Table::new(ledger, own, words::STATION);
    let asked = ["grade", "graded_on", "indoor", "rules", "beyond", "bottleneck", "solved_on"];
    table.ask(STATIONS, &asked, "");
    for org in within(ledger, own) {
        let mut latest: BTreeMap<String, (String, RowId)> = BTreeMap::new();
        for row in in_force(ledger, &org, STATIONS) {
            let text = |column| row.value(column).map(|value| value.to_string().trim().to_owned());
            let graded = (text("graded_on").unwrap_or_default(), row.record.id);
            let known = latest.entry(text("name").unwrap_or_default()).or_insert_with(|| graded.clone());
            if graded > *known {
                *known = graded;
            }
        }
        for (_, id) in latest.values() {
            let Some(row) = ledger.row(&org, *id) else { continue };
            let mut cells = vec![cell(ledger, &row, "name")];
            cells.extend(table.cells(STATIONS, &asked, Some(&row)));
            table.line(&org, cells);
        }
    }
    table.lines()
}

/// What stands in a column of a row that the row's register has.
fn cell(ledger: &Ledger, row: &Row<'_>, column: &str) -> Cell {
    let column = ledger.register(&row.record.register).and_then(|register| register.ever(column));
    let found = column.and_then(|column| Some((column, row.value(&column.id)?)));
    found.map_or(Cell::Empty, |(column, value)| register_tables::cell(ledger, column, value))
}

/// A table while it is made.
struct Table<'l> {
    ledger: &'l Ledger,
    with_above: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl<'l> Table<'l> {
    /// With columns of where it is and what it is called.
    fn new(ledger: &'l Ledger, own: &OrgId, name: &str) -> Self {
        let with_above = ledger.orgs().get(own).is_some_and(|org| org.kind.tier() == Tier::County);
        let mut columns = vec![Column::new(BRANCH, Kind::Text)];
        columns.extend(with_above.then(|| Column::new(words::ABOVE, Kind::Text)));
        columns.push(Column::new(name, Kind::Text));
        Self { ledger, with_above, columns, rows: Vec::new() }
    }

    /// Columns of a register, under their headings; what the taskbook does not ask for has none.
    fn ask(&mut self, register: &str, columns: &[&str], before: &str) {
        let register = self.ledger.register(register);
        let asked = columns.iter().filter_map(|column| register?.column(column));
        self.columns.extend(asked.map(|column| {
            let heading = format!("{before}{}", registers::heading(column));
            Column::new(heading, register_tables::kind(column))
        }));
    }

    /// The cells of these columns of a row, if there is one.
    fn cells(&self, register: &str, columns: &[&str], row: Option<&Row<'_>>) -> Vec<Cell> {
        let register = self.ledger.register(register);
        let asked = columns.iter().filter(|column| register.is_some_and(|one| one.column(column).is_some()));
        asked.map(|column| row.map_or(Cell::Empty, |row| cell(self.ledger, row, column))).collect()
    }

    fn line(&mut self, org: &OrgId, cells: Vec<Cell>) {
        let mut line = vec![Cell::Text(self.ledger.orgs().name(org).to_owned())];
        line.extend(self.with_above.then(|| above(self.ledger, org)));
        line.extend(cells);
        self.rows.push(line);
    }

    /// With how many there are below them, where there are several.
    fn lines(self) -> Lines {
        let Self { columns, rows, with_above, .. } = self;
        let totals = (rows.len() > 1).then(|| {
            let mut line = vec![Cell::from(TOTAL)];
            line.extend(with_above.then_some(Cell::Empty));
            line.push(Cell::Text(words::places(rows.len())));
            line.resize(columns.len(), Cell::Empty);
            line
        });
        Lines { columns, rows, totals, not_set: BTreeSet::new() }
    }
}
