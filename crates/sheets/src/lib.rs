//! Tables of typed cells to and from xlsx and CSV: official tables that Excel and WPS open, and what people fill in
//! there read back without guessing.
//!
//! [`Workbook`] is what is written, by [`write::xlsx`] and [`write::csv`]. [`read::xlsx`] and [`read::csv`] give
//! [`RawSheet`]s: what stands in a file, cell by cell, with its address. [`columns::matching`] finds the wanted
//! columns there, and [`rows::read`] reads the rows below as cells of the wanted kinds. A file comes from anywhere, so
//! every way of reading is bounded ([`read::Limits`]) and tells why it refuses ([`read::Refusal`]).
//!
//! Numbers are exact: no amount passes through a float on its way in, and on its way out only where it is exact there.
//! The crate reads no clock and does no IO. Reading and writing is the feature `files`: the app does without it and has
//! it done by a worker, to which it hands a [`job::Job`].

mod address;
pub mod cell;
pub mod columns;
mod dates;
mod decimal;
pub mod job;
mod normal;
mod raw;
pub mod read;
pub mod rows;
mod table;
mod words;
pub mod write;

pub use address::{Address, Area};
pub use decimal::Decimal;
pub use raw::{Raw, RawRow, RawSheet};
pub use table::{Cell, Column, Kind, Sheet, Workbook};
