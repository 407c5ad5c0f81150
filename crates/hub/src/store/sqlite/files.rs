//! Which organisation has which file.

use rusqlite::{Connection, OptionalExtension as _, Row};
use taizhang_ledger::{
    OrgId,
    record::{FileHash, Media},
};

use super::SqliteStore;
use crate::store::{FileIndex, FileRow, Pending, StoreError};

const COLUMNS: &str = "org, hash, media, bytes, added_ms";

impl FileIndex for SqliteStore {
    fn add_file(&self, row: FileRow) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let FileRow { org, hash, media, bytes, added_ms } = &row;
            connection.execute(
                "INSERT OR IGNORE INTO files (org, hash, media, bytes, added_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
                (org.as_str(), hash.0, media.word(), bytes, added_ms),
            )?;
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn file(&self, org: OrgId, hash: FileHash) -> Pending<'_, Option<FileRow>> {
        Box::pin(self.readers.read(move |connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {COLUMNS} FROM files WHERE org = ?1 AND hash = ?2"))?;
            statement.query_row((org.as_str(), hash.0), columns).optional()?.map(row).transpose()
        }))
    }

    fn files(&self) -> Pending<'_, Vec<FileRow>> {
        Box::pin(self.readers.read(all))
    }

    fn forget_files(&self, files: Vec<(OrgId, FileHash)>) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let mut statement = connection.prepare_cached("DELETE FROM files WHERE org = ?1 AND hash = ?2")?;
            for (org, hash) in &files {
                statement.execute((org.as_str(), hash.0))?;
            }
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }
}

pub(super) fn all(connection: &Connection) -> Result<Vec<FileRow>, StoreError> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM files"))?;
    let rows = statement.query_map([], columns)?;
    rows.map(|found| row(found?)).collect()
}

type Columns = (String, [u8; 32], String, u64, i64);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn row((org, hash, media, bytes, added_ms): Columns) -> Result<FileRow, StoreError> {
    let damaged = || StoreError::Damaged(format!("file {} of {org:?}", FileHash(hash)));
    Ok(FileRow {
        org: org.parse().map_err(|_| damaged())?,
        hash: FileHash(hash),
        media: Media::from_word(&media).ok_or_else(damaged)?,
        bytes,
        added_ms,
    })
}
