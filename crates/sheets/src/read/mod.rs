//! From the bytes of a file to what stands in it.

#[cfg(feature = "files")]
mod budget;
#[cfg(feature = "files")]
mod csv;
#[cfg(feature = "files")]
mod look;
#[cfg(feature = "files")]
mod package;
#[cfg(feature = "files")]
mod parts;
#[cfg(feature = "files")]
mod sheet;
#[cfg(feature = "files")]
mod strings;
#[cfg(feature = "files")]
mod xlsx;
#[cfg(feature = "files")]
mod xml;

use serde::{Deserialize, Serialize};
use thiserror::Error;

#[cfg(feature = "files")]
pub use self::{csv::csv, xlsx::xlsx};

/// How much a file may ask of the one who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The file itself, in bytes.
    pub bytes: usize,
    /// Everything in it that is read, unpacked, in bytes.
    pub inflated: usize,
    /// How many times larger a part may be than it is packed, once it is larger than a mebibyte.
    pub ratio: usize,
    /// Parts of the package.
    pub entries: usize,
    /// Sheets.
    pub sheets: usize,
    /// Rows that hold something, in all sheets.
    pub rows: usize,
    /// The last column that may hold something.
    pub columns: usize,
    /// Cells that hold something, in all sheets.
    pub cells: usize,
    /// Merged areas, in all sheets.
    pub merged: usize,
    /// The text of all cells, in bytes: one shared text may stand in many of them.
    pub text: usize,
}

const MEBIBYTE: usize = 1 << 20;

impl Default for Limits {
    /// Ample for a county's table, bearable for a tablet.
    fn default() -> Self {
        Self {
            bytes: 20 * MEBIBYTE,
            inflated: 160 * MEBIBYTE,
            ratio: 200,
            entries: 2_000,
            sheets: 100,
            rows: 100_000,
            columns: 512,
            cells: 2_000_000,
            merged: 20_000,
            text: 64 * MEBIBYTE,
        }
    }
}

/// Why a file is not read. Nothing of it has been taken.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Refusal {
    /// Larger than may be, or unpacking to more than may be.
    #[error("the file is too large: {0:?}")]
    TooLarge(Bound),
    /// It holds macros (xlsm).
    #[error("the file holds macros")]
    Macros,
    /// It refers to other files or to databases.
    #[error("the file refers to other files")]
    Links,
    /// It asks another program for data (DDE).
    #[error("the file asks other programs for data")]
    Dde,
    /// Its XML declares a document type, as no spreadsheet program writes it.
    #[error("the file declares entities")]
    Doctype,
    /// It is protected by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// The format of Excel before 2007 (xls); to be saved as xlsx.
    #[error("the file is an xls")]
    OldFormat,
    /// The binary format (xlsb); to be saved as xlsx.
    #[error("the file is an xlsb")]
    BinaryFormat,
    /// Something else altogether.
    #[error("the file is no xlsx")]
    NotXlsx,
    /// No sheet with cells, or nothing in the file at all.
    #[error("the file holds no sheet")]
    NoSheet,
    /// Neither UTF-8 nor GB18030.
    #[error("the text is neither UTF-8 nor GB18030")]
    NotText,
    /// Broken, or not as the format wants it.
    #[error("the file is damaged: {0}")]
    Damaged(String),
}

/// Which of the [`Limits`] was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// [`Limits::bytes`]
    Bytes,
    /// [`Limits::inflated`] or [`Limits::ratio`]
    Inflated,
    /// [`Limits::entries`]
    Entries,
    /// [`Limits::sheets`]
    Sheets,
    /// [`Limits::rows`]
    Rows,
    /// [`Limits::columns`]
    Columns,
    /// [`Limits::cells`]
    Cells,
    /// [`Limits::merged`]
    Merged,
    /// [`Limits::text`]
    Text,
}
