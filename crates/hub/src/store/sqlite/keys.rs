//! The keys of sealed rows.

use rusqlite::Connection;
use taizhang_ledger::{RowId, sealed::RowKey};
use taizhang_sync::DocName;

use super::SqliteStore;
use crate::store::{KEYS_MAX, KeyNews, KeyRow, KeyShelf, Pending, StoreError};

/// Stored keys begin at this turn, so that 0 stands for before all of them.
const NEXT_TURN: &str = "(SELECT ifnull(max(turn), 0) + 1 FROM row_keys)";

impl KeyShelf for SqliteStore {
    fn put_keys(&self, rows: Vec<(DocName, RowId, RowKey)>) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let mut count = connection.prepare_cached("SELECT count(*) FROM row_keys WHERE doc = ?1")?;
            let mut put = connection.prepare_cached(&format!(
                "INSERT OR IGNORE INTO row_keys (doc, row, key, turn) VALUES (?1, ?2, ?3, {NEXT_TURN})"
            ))?;
            for (doc, row, key) in &rows {
                if count.query_row([doc.as_str()], |found| found.get::<_, u64>(0))? >= KEYS_MAX {
                    return Err(StoreError::Full);
                }
                put.execute((doc.as_str(), row.to_string(), key.bytes()))?;
            }
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn destroy_keys(&self, rows: Vec<(DocName, RowId)>) -> Pending<'_, ()> {
        Box::pin(async move {
            let work = move |connection: &Connection| {
                // What is replaced is overwritten with zeros.
                connection.pragma_update(None, "secure_delete", true)?;
                let mut destroy = connection.prepare_cached(&format!(
                    "INSERT INTO row_keys (doc, row, key, turn) VALUES (?1, ?2, NULL, {NEXT_TURN})
                     ON CONFLICT (doc, row) DO UPDATE SET key = NULL, turn = excluded.turn WHERE key IS NOT NULL"
                ))?;
                for (doc, row) in &rows {
                    destroy.execute((doc.as_str(), row.to_string()))?;
                }
                connection.pragma_update(None, "secure_delete", false)?;
                Ok(())
            };
            self.writer.write(work, |()| ()).await?;
            // The write-ahead log still has the page as it was: it goes into the file, and is cut.
            let cut = |connection: &Connection| {
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
                Ok(())
            };
            self.readers.outside(cut).await
        })
    }

    fn keys(&self, docs: Vec<DocName>, after: u64) -> Pending<'_, KeyNews> {
        Box::pin(self.readers.read(move |connection| {
            let turn = connection.query_row("SELECT ifnull(max(turn), 0) FROM row_keys", [], |row| row.get(0))?;
            let mut find = connection
                .prepare_cached("SELECT row, key FROM row_keys WHERE doc = ?1 AND turn > ?2 ORDER BY turn")?;
            let mut rows = Vec::new();
            for doc in docs {
                let found = find.query_map((doc.as_str(), after), |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, Option<[u8; 32]>>(1)?))
                })?;
                for one in found {
                    let (row, key) = one?;
                    let row = row.parse().map_err(|_| StoreError::Damaged(format!("a key of row {row:?}")))?;
                    rows.push(KeyRow { doc: doc.clone(), row, key: key.map(RowKey::new) });
                }
            }
            Ok(KeyNews { rows, turn })
        }))
    }
}
