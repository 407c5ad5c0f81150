//! Looks all files over, for `hub check`.

use std::path::Path;

use taizhang_ledger::record::FileHash;

use super::disk::{Disk, digest};
use crate::store::FileRow;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which file.
    pub hash: FileHash,
    /// What is wrong, and what to do.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "file {}: {}", self.hash, self.what)
    }
}

/// Compares every file with its hash; reads alone.
pub fn verify(data: &Path, rows: &[FileRow]) -> Vec<Finding> {
    let disk = Disk::new(data);
    let finding = |row: &FileRow| {
        let what = match digest(&disk.whole(row.hash)) {
            Ok((found, _, _)) if found == row.hash => return None,
            Ok(_) => format!("is damaged; take it from a backup, or have {} hand it in again", row.org),
            Err(why) => format!("cannot be read ({why}); take it from a backup, or have {} hand it in again", row.org),
        };
        Some(Finding { hash: row.hash, what })
    };
    rows.iter().filter_map(finding).collect()
}
