//! The rows below a heading, as cells of the wanted kinds.

use std::collections::BTreeMap;

use crate::{
    Address, Area, Cell, Kind, Raw, RawSheet,
    cell::{CellFault, Why, fault, read_as},
    columns::{Matching, Wanted},
    normal::normal,
    words::TOTALS,
};

/// One row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file.
    pub number: u32,
    /// Whether it is hidden there, by hand or by a filter: who sends the file may not have seen it.
    pub hidden: bool,
    /// A cell for each wanted column, in their order; empty where the file has no such column.
    pub cells: Vec<Result<Cell, CellFault>>,
}

/// Reads the rows below the heading that hold something in a wanted column, but for rows of totals (合计, 小计, 总计 in
/// their first cell). Words that are merged over several rows belong to each of them; a number that is merged is a
/// fault in all rows but the first, since nobody knows how it is parted.
pub fn read(sheet: &RawSheet, matching: &Matching, wanted: &[Wanted]) -> Vec<Row> {
    let merged = Merged::new(sheet, matching);
    let mut rows = Vec::new();
    for raw in sheet.rows.iter().filter(|row| row.number > matching.heading) {
        if is_total(raw.cells.first().map(|(_, raw)| raw)) {
            continue;
        }
        let own = |column: u32| raw.get(column).is_some();
        if !matching.found.iter().flatten().any(|found| own(found.column)) {
            continue;
        }
        let cells = wanted.iter().zip(&matching.found).map(|(one, found)| {
            let Some(found) = found else { return Ok(Cell::Empty) };
            let at = Address { row: raw.number, column: found.column };
            let own = raw.get(found.column);
            match own.is_none().then(|| merged.over(sheet, at)).flatten() {
                Some(other) if matches!(one.kind, Kind::Integer | Kind::Money | Kind::Percent) => {
                    Err(fault(one.kind, other, at, Why::Merged))
                }
                other => read_as(one.kind, found.unit, own.or(other), at),
            }
        });
        rows.push(Row { number: raw.number, hidden: raw.hidden, cells: cells.collect() });
    }
    rows
}

/// The merged cells of the wanted columns by their column and first row: a file may have thousands of them.
struct Merged(BTreeMap<(u32, u32), Area>);

impl Merged {
    fn new(sheet: &RawSheet, matching: &Matching) -> Self {
        let columns = matching.found.iter().flatten().map(|found| found.column);
        let of = |column: u32| {
            let areas = sheet.merged.iter().filter(move |area| (area.from.column..=area.to.column).contains(&column));
            areas.map(move |area| ((column, area.from.row), *area))
        };
        Self(columns.flat_map(of).collect())
    }

    /// What is merged over a cell.
    fn over<'a>(&self, sheet: &'a RawSheet, at: Address) -> Option<&'a Raw> {
        let (_, area) = self.0.range(..=(at.column, at.row)).next_back()?;
        area.holds(at).then(|| sheet.get(area.from)).flatten()
    }
}

fn is_total(first: Option<&Raw>) -> bool {
    matches!(first, Some(Raw::Text(text)) if TOTALS.contains(&normal(text).trim_end_matches(':')))
}
