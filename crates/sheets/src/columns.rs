//! Finding the wanted columns in a sheet: its heading row, and which heading means which of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Address, Kind, Raw, RawSheet,
    cell::Unit,
    normal::{normal, trimmed},
    words::MONEY_UNITS,
};

/// The heading stands in one of so many first rows: a title, who filled it in, an empty line.
const FIRST: u32 = 20;
/// A heading has so many rows at most: a group's over those of its columns.
const DEEPEST: u32 = 3;

/// A column that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What it is called, as the tables of this program call it.
    pub name: String,
    /// What else people call it.
    pub synonyms: Vec<String>,
    /// What its cells are.
    pub kind: Kind,
    /// Whether nothing can be read without it.
    pub required: bool,
}

/// Which column of a sheet is which of the wanted ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// The last row of the heading; the rows below it are read.
    pub heading: u32,
    /// For each wanted column, in their order, which it is.
    pub found: Vec<Option<Found>>,
    /// Headings that are none of the wanted ones, with their places.
    pub left_over: Vec<(Address, String)>,
    /// Wanted columns (by their numbers) for which a second heading was met, with its place: the first is taken.
    pub twice: Vec<(usize, Address)>,
}

/// A wanted column in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The column, from 1.
    pub column: u32,
    /// Its heading as it stands there.
    pub heading: String,
    /// What the heading says about the numbers below it.
    pub unit: Unit,
}

impl Matching {
    /// The numbers of the required columns that are not there.
    pub fn missing(&self, wanted: &[Wanted]) -> Vec<usize> {
        let missing = |(number, one): (usize, &Wanted)| {
            let found = self.found.get(number).is_some_and(Option::is_some);
            (one.required && !found).then_some(number)
        };
        wanted.iter().enumerate().filter_map(missing).collect()
    }
}

/// Finds the heading that names most of the wanted columns, in one to three rows of the first twenty; of equals the
/// one of fewer rows, then the upper one. Nothing when none names any.
pub fn matching(sheet: &RawSheet, wanted: &[Wanted]) -> Option<Matching> {
    let names: Vec<Vec<String>> = wanted
        .iter()
        .map(|one| std::iter::once(&one.name).chain(&one.synonyms).map(|name| bare(name).0).collect())
        .collect();
    // How many are named, and less of this for each row.
    let mut best: Option<((usize, u32), Matching)> = None;
    for row in sheet.rows.iter().take_while(|row| row.number <= FIRST) {
        for depth in 1..=DEEPEST {
            let matching = at(sheet, row.number, depth, wanted, &names);
            let rank = (matching.found.iter().flatten().count(), DEEPEST - depth);
            if rank.0 > 0 && best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, matching));
            }
        }
    }
    best.map(|(_, matching)| matching)
}

/// What a heading of `depth` rows from `top` names.
fn at(sheet: &RawSheet, top: u32, depth: u32, wanted: &[Wanted], names: &[Vec<String>]) -> Matching {
    let bottom = top + depth - 1;
    let mut matching =
        Matching { heading: bottom, found: vec![None; wanted.len()], left_over: Vec::new(), twice: Vec::new() };
    for (column, words) in headings(sheet, top, bottom) {
        let last = words.last().cloned().unwrap_or_default();
        let joined = words.concat();
        // The lowest word alone says it, or all of them together: 计划 below 资金.
        let which = [&joined, &last].into_iter().find_map(|heading| {
            let heading = bare(heading).0;
            names.iter().position(|names| names.contains(&heading))
        });
        let address = Address { row: bottom, column };
        let heading = words.join(" ");
        match which.and_then(|number| Some((number, wanted.get(number)?, matching.found.get_mut(number)?))) {
            Some((_, one, place @ None)) => {
                // A group's unit is that of its columns.
                let unit = words.iter().rev().find_map(|word| bare(word).1.filter(|unit| fits(*unit, one.kind)));
                *place = Some(Found { column, heading, unit: unit.unwrap_or_default() });
            }
            Some((number, _, Some(_))) => matching.twice.push((number, address)),
            None => matching.left_over.push((address, heading)),
        }
    }
    matching
}

/// The words over each column, from above; what is merged over several columns stands over each of them, and what is
/// merged over several rows stands there once.
fn headings(sheet: &RawSheet, top: u32, bottom: u32) -> BTreeMap<u32, Vec<String>> {
    let mut columns: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let merged = sheet.merged.iter().filter(|area| (top..=bottom).contains(&area.from.row));
    let mut numbers: Vec<u32> = (top..=bottom)
        .filter_map(|row| sheet.row(row))
        .flat_map(|row| row.cells.iter().map(|(column, _)| *column))
        .chain(merged.clone().flat_map(|area| area.from.column..=area.to.column.min(area.from.column + 512)))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    for column in numbers {
        let words = (top..=bottom).filter_map(|row| {
            let at = Address { row, column };
            let area = sheet.merged.iter().find(|area| area.holds(at));
            // Told by its first row; a title that begins above is no heading.
            let raw = match area {
                Some(area) if area.from.row == row => sheet.get(area.from),
                Some(_) => None,
                None => sheet.get(at),
            };
            match raw {
                Some(Raw::Text(text)) => Some(trimmed(text).replace(['\n', '\r'], "")),
                Some(Raw::Number { .. } | Raw::Date(_)) => raw.map(ToString::to_string),
                _ => None,
            }
        });
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            columns.insert(column, words);
        }
    }
    columns
}

fn fits(unit: Unit, kind: Kind) -> bool {
    matches!((unit, kind), (Unit::Yuan(_), Kind::Money) | (Unit::Percent, Kind::Percent))
}

/// A heading without what stands in brackets at its end, without marks around it, and the unit that stood there.
fn bare(heading: &str) -> (String, Option<Unit>) {
    let heading = normal(heading);
    let heading = heading.trim_matches(['*', ':', '#', '、']);
    let Some((name, inside)) = heading.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return (heading.to_owned(), None);
    };
    let inside = inside.trim_start_matches("单位").trim_start_matches(':');
    let unit = if inside == "%" {
        Some(Unit::Percent)
    } else {
        MONEY_UNITS.iter().find(|(word, _)| *word == inside).map(|(_, places)| Unit::Yuan(*places))
    };
    // A table may be called by its brackets alone.
    if name.is_empty() { (heading.to_owned(), unit) } else { (name.trim_end_matches('*').to_owned(), unit) }
}
