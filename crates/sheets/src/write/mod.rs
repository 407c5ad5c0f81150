//! From a [`Workbook`](crate::Workbook) to the bytes of a file, the same bytes for the same workbook.

#[cfg(feature = "files")]
mod book;
mod csv;
#[cfg(feature = "files")]
mod look;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Address;

#[cfg(feature = "files")]
pub use book::xlsx;
pub use csv::csv;
#[cfg(feature = "files")]
pub(crate) use csv::looks_like_formula;

/// As many digits as Excel keeps: it shows zeros in place of what comes after.
const MOST: u64 = 999_999_999_999_999;
/// As many UTF-16 units as fit in a cell.
#[cfg(feature = "files")]
const LONGEST: usize = 32_767;

/// Why a workbook cannot be written. An address is where the cell would stand in an xlsx file.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum WriteError {
    /// A workbook needs a sheet, a sheet needs a column.
    #[error("sheet {sheet}: nothing to write")]
    Nothing {
        /// Counted from 0.
        sheet: usize,
    },
    /// More rows or columns than a sheet has.
    #[error("sheet {sheet}: more rows or columns than fit")]
    TooMany {
        /// Counted from 0.
        sheet: usize,
    },
    /// A row with more cells than there are columns.
    #[error("sheet {sheet}: {at} is in no column")]
    NoColumn {
        /// Counted from 0.
        sheet: usize,
        /// The first cell too many.
        at: Address,
    },
    /// More than 32,767 characters (UTF-16 units) in a cell.
    #[error("sheet {sheet}: the text at {at} is too long")]
    TooLong {
        /// Counted from 0.
        sheet: usize,
        /// The cell.
        at: Address,
    },
    /// A number of more than 15 digits: Excel would change it.
    #[error("sheet {sheet}: the number at {at} is too large")]
    TooLarge {
        /// Counted from 0.
        sheet: usize,
        /// The cell.
        at: Address,
    },
    /// The library that writes the file refused.
    #[error("{0}")]
    Failed(String),
}

/// What a file may hold: line ends become `\n`, other control characters are left out.
pub(crate) fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    let odd = |letter: char| (letter.is_control() && !matches!(letter, '\n' | '\t')) || is_no_character(letter);
    if !text.contains(odd) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|letter| !odd(*letter)).collect::<String>().into()
}

/// XML has no place for these two.
fn is_no_character(letter: char) -> bool {
    matches!(letter, '\u{fffe}' | '\u{ffff}')
}
