//! A table of typed cells: what is written to a file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Some sheets that make one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// The sheets in their order; a CSV file has one.
    pub sheets: Vec<Sheet>,
    /// The day that the file's properties name; fixed unless told, since this crate reads no clock.
    pub made: Option<NaiveDate>,
}

/// One table, with a title over it and totals below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The name on its tab; characters that Excel forbids there become `_`, and the end is cut off after 31 units.
    pub name: String,
    /// The title over the table; no row for it when empty.
    pub title: String,
    /// The line below the title (who fills it in, the date, the unit); no row for it when empty.
    pub note: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a cell for each column; missing ones are empty.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, as values: what a person sees is what was counted.
    pub totals: Option<Vec<Cell>>,
}

/// A column's heading, what its cells are, and how wide it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What stands over it.
    pub heading: String,
    /// What its cells are; a cell of another kind is written as what it is.
    pub kind: Kind,
    /// In widths of a Latin letter (a Chinese character takes two); by kind and heading unless told.
    pub width: Option<u16>,
}

impl Column {
    /// A column as wide as its kind and heading ask for.
    pub fn new(heading: impl Into<String>, kind: Kind) -> Self {
        Self { heading: heading.into(), kind, width: None }
    }
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Words, or digits that are no number (a telephone number).
    Text,
    /// A whole number.
    Integer,
    /// An amount of yuan with two decimals.
    Money,
    /// A percentage with two decimals.
    Percent,
    /// A day.
    Date,
    /// 是 or 否.
    YesNo,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing stands there.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// In fen.
    Money(i64),
    /// In hundredths of a percent.
    Percent(i64),
    /// A day.
    Date(NaiveDate),
    /// 是 or 否.
    YesNo(bool),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
