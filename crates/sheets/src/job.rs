//! What is asked of somebody who reads and writes files, and what comes back: the app asks a worker.

use serde::{Deserialize, Serialize};

use crate::{
    RawSheet, Workbook,
    read::{Limits, Refusal},
    write::WriteError,
};
#[cfg(feature = "files")]
use crate::{read, write};

/// Raised whenever the types here, or those in them, change: asker and worker may be of different builds.
pub const VERSION: u16 = 1;

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// To write a workbook.
    Write {
        /// What is written.
        workbook: Workbook,
        /// As what.
        format: Format,
    },
    /// To read a file.
    Read {
        /// What it is called: the ending tells CSV from xlsx when nothing in it does.
        name: String,
        /// What is in it.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
        /// How much it may ask.
        limits: Limits,
    },
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// xlsx
    Xlsx,
    /// CSV of the first sheet
    Csv,
}

/// What a worker says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It is there and takes jobs; said first.
    Ready {
        /// Its [`VERSION`].
        version: u16,
    },
    /// How far it is, in rows.
    Progress {
        /// Done.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// The job is done; said last of each.
    Done(Outcome),
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The file.
    Written(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Why there is none.
    NotWritten(WriteError),
    /// What stands in the file.
    Read(Vec<RawSheet>),
    /// Why it is not read.
    NotRead(Refusal),
    /// What came was no job of this version.
    NotUnderstood,
}

#[cfg(feature = "files")]
impl Job {
    /// Does it; `tell` hears how many rows are done, and of how many.
    pub fn run(self, tell: &mut dyn FnMut(usize, usize)) -> Outcome {
        match self {
            Self::Write { workbook, format } => {
                let written = match (format, workbook.sheets.first()) {
                    (Format::Csv, Some(sheet)) => write::csv(sheet),
                    _ => write::xlsx(&workbook, tell),
                };
                written.map_or_else(Outcome::NotWritten, Outcome::Written)
            }
            Self::Read { name, bytes, limits } => {
                // A zip, or the format before it, is what it is, whatever it is called.
                let is_text = !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xd0\xcf\x11\xe0");
                let is_csv = [".csv", ".txt", ".tsv"].iter().any(|ending| name.to_lowercase().ends_with(ending));
                let read = if is_text && is_csv {
                    read::csv(&bytes, &limits).map(|sheet| vec![sheet])
                } else {
                    read::xlsx(&bytes, &limits)
                };
                read.map_or_else(Outcome::NotRead, Outcome::Read)
            }
        }
    }
}

#[cfg(all(test, feature = "files"))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::{Column, Kind, Sheet};

    #[test]
    fn a_workbook_goes_out_and_comes_back_by_its_content() {
        let sheet = Sheet { columns: vec![Column::new("支部", Kind::Text)], ..Sheet::default() };
        let workbook = Workbook { sheets: vec![sheet], made: None };
        for format in [Format::Xlsx, Format::Csv] {
            let job = Job::Write { workbook: workbook.clone(), format };
            let Outcome::Written(bytes) = job.run(&mut |_, _| {}) else { panic!("not written") };
            // An xlsx that is called CSV is an xlsx still.
            let job = Job::Read { name: "表.CSV".to_owned(), bytes, limits: Limits::default() };
            let packed = over_the_wire(&job);
            assert_eq!(packed, job);
            let Outcome::Read(sheets) = packed.run(&mut |_, _| {}) else { panic!("not read") };
            assert_eq!(sheets.first().map(|sheet| sheet.rows.len()), Some(1));
        }
        let empty = Job::Write { workbook: Workbook::default(), format: Format::Csv };
        assert_eq!(empty.run(&mut |_, _| {}), Outcome::NotWritten(WriteError::Nothing { sheet: 0 }));
    }

    /// As it goes to the worker.
    fn over_the_wire(job: &Job) -> Job {
        postcard::from_bytes(&postcard::to_stdvec(job).unwrap()).unwrap()
    }
}
