//! What was done to devices after a backup, from the data folder that the backup takes the place of.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, types::Value};

use super::{BUSY, SqliteStore, existing};
use crate::store::StoreError;

/// What was taken over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Devices that were enrolled since.
    pub enrolled: usize,
    /// Devices that were revoked since.
    pub revoked: usize,
    /// Devices that were given another post or name since.
    pub moved: usize,
}

/// A device's row: what both versions of the file have.
type Row = (Vec<u8>, [Value; 7]);

const COLUMNS: &str = "id, key, org, role, person, enrolled_ms, revoked_ms, named";

impl SqliteStore {
    /// Takes over what was done to devices in another data folder, all or nothing. Rights that were withdrawn in either
    /// stay so.
    ///
    /// # Errors
    /// What either database says.
    pub async fn merge_devices(&self, former: &Path) -> Result<Merged, StoreError> {
        let path = existing(former)?;
        let read = tokio::task::spawn_blocking(move || rows(&path)).await;
        let rows = read.map_err(|why| StoreError::Database(why.to_string()))??;
        self.writer.write(move |connection| merge(connection, &rows), |_| ()).await
    }
}

fn rows(path: &Path) -> Result<Vec<Row>, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM devices"))?;
    let row = |row: &rusqlite::Row<'_>| {
        let rest = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok((row.get(0)?, rest))
    };
    let rows = statement.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn merge(connection: &Connection, rows: &[Row]) -> Result<Merged, StoreError> {
    let mut merged = Merged::default();
    let insert = format!("INSERT OR IGNORE INTO devices ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    let mut insert = connection.prepare(&insert)?;
    let mut revoke = connection
        .prepare("UPDATE devices SET revoked_ms = ?2 WHERE id = ?1 AND revoked_ms IS NULL AND ?2 IS NOT NULL")?;
    let mut post = connection.prepare(
        "UPDATE devices SET org = ?2, role = ?3, person = ?4, named = ?5
         WHERE id = ?1 AND (org, role, person, named) <> (?2, ?3, ?4, ?5)",
    )?;
    for (id, [key, org, role, person, enrolled_ms, revoked_ms, named]) in rows {
        let fresh = insert.execute((id, key, org, role, person, enrolled_ms, revoked_ms, named))?;
        merged.enrolled += fresh;
        if fresh == 0 {
            merged.revoked += revoke.execute((id, revoked_ms))?;
            merged.moved += post.execute((id, org, role, person, named))?;
        }
    }
    Ok(merged)
}
