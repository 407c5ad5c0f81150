//! What stands in a file, before anybody says what it ought to be.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Address, Area, Decimal};

/// One sheet of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawSheet {
    /// The name on its tab; empty in a CSV file.
    pub name: String,
    /// Whether its tab is hidden.
    pub hidden: bool,
    /// The rows that hold something, in their order.
    pub rows: Vec<RawRow>,
    /// Merged cells: the upper left one holds what all of them show.
    pub merged: Vec<Area>,
}

/// One row that holds something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRow {
    /// The number beside it on the screen, from 1.
    pub number: u32,
    /// Whether it is hidden, by hand or by a filter.
    pub hidden: bool,
    /// The cells that hold something, with their columns (from 1), from left to right.
    pub cells: Vec<(u32, Raw)>,
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Raw {
    /// Words, as they stand there; never blank.
    Text(String),
    /// A number.
    Number {
        /// Exact.
        value: Decimal,
        /// Whether the cell shows it as a percentage: 0.85 as 85%.
        percent: bool,
    },
    /// A number that its cell shows as a day.
    Date(NaiveDate),
    /// A check of Excel's, TRUE or FALSE.
    Bool(bool),
    /// `#REF!` and the like.
    Error(String),
    /// A formula, with the value that was last computed for it, by whatever program and from whatever was there then.
    Formula(Option<Box<Raw>>),
}

impl RawSheet {
    /// The row of this number, when it holds something.
    pub fn row(&self, number: u32) -> Option<&RawRow> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| self.rows.get(at))
    }

    /// What stands in a cell.
    pub fn get(&self, at: Address) -> Option<&Raw> {
        self.row(at.row)?.get(at.column)
    }

    /// The merged cells that a cell belongs to.
    pub fn area(&self, at: Address) -> Option<Area> {
        self.merged.iter().copied().find(|area| area.holds(at))
    }

    /// What a cell shows: its own, or that of the merged cells that it belongs to.
    pub fn shown(&self, at: Address) -> Option<&Raw> {
        self.get(at).or_else(|| self.get(self.area(at)?.from))
    }
}

impl RawRow {
    /// What stands in a column.
    pub fn get(&self, column: u32) -> Option<&Raw> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(at).map(|(_, raw)| raw)
    }
}

impl std::fmt::Display for Raw {
    /// What a person sees there, more or less.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => out.write_str(text),
            Self::Number { value, percent: false } => value.fmt(out),
            Self::Number { value, percent: true } => write!(out, "{}%", value.shifted(2)),
            Self::Date(day) => day.fmt(out),
            Self::Bool(true) => out.write_str("TRUE"),
            Self::Bool(false) => out.write_str("FALSE"),
            Self::Formula(Some(cached)) => write!(out, "= {cached}"),
            Self::Formula(None) => out.write_str("="),
        }
    }
}
