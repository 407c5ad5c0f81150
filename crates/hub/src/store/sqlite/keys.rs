//! The keys of sealed rows, in a small file of their own in which nothing survives its deletion: there is no write-ahead
//! log with pages as they were, no page is ever moved, and what is freed is overwritten.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags};
use taizhang_ledger::{RowId, sealed::RowKey};
use taizhang_sync::DocName;

use super::{BUSY, Finding, SqliteStore};
use crate::store::{GivenKey, KEYS_MAX, KeyNews, KeyRow, KeyShelf, Pending, StoreError};

/// The file in a data folder.
pub const KEYS_FILE: &str = "keys.db";

/// `key` is none when it was destroyed; `turn` counts what changes, for those who ask what is new; `person` is the one
/// of a branch who gets it, and goes with it.
const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS row_keys (
        doc         TEXT NOT NULL,
        row         TEXT NOT NULL,
        key         BLOB,
        turn        INTEGER NOT NULL,
        person      TEXT,
        PRIMARY KEY (doc, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS row_keys_turn ON row_keys (turn);
";
/// Stored keys begin at turn 1, so that 0 stands for before all of them.
const NEXT_TURN: &str = "(SELECT ifnull(max(turn), 0) + 1 FROM row_keys)";

/// The file, opened when it is first needed.
pub(super) struct KeyFile {
    path: PathBuf,
    connection: Mutex<Option<Connection>>,
}

impl KeyFile {
    pub(super) fn in_folder(folder: &Path) -> Arc<Self> {
        Arc::new(Self { path: folder.join(KEYS_FILE), connection: Mutex::default() })
    }

    /// Does `work` in one transaction.
    async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let file = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let mut held = file.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let connection = match &mut *held {
                Some(connection) => connection,
                none => none.insert(open(&file.path)?),
            };
            let transaction = connection.transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        done.await.map_err(|why| StoreError::Database(why.to_string()))?
    }

    /// Writes a copy of the file; it never writes over one.
    pub(super) async fn copy_to(self: &Arc<Self>, path: PathBuf) -> Result<(), StoreError> {
        let from = self.path.clone();
        let copied = tokio::task::spawn_blocking(move || {
            let path = path.into_os_string().into_string();
            let path = path.map_err(|path| StoreError::Folder(format!("{} is no plain name", path.display())))?;
            open(&from)?.execute("VACUUM INTO ?1", [path])?;
            Ok(())
        });
        copied.await.map_err(|why| StoreError::Database(why.to_string()))?
    }

    pub(super) fn close(&self) {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_mode", "delete")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch(TABLE)?;
    // A file of an earlier version has no such column.
    let mut columns = connection.prepare("SELECT 1 FROM pragma_table_info('row_keys') WHERE name = 'person'")?;
    let known = columns.exists([])?;
    drop(columns);
    if !known {
        connection.execute_batch("ALTER TABLE row_keys ADD COLUMN person TEXT")?;
    }
    Ok(connection)
}

/// What is wrong with the file of a data folder; nothing where there is none yet.
pub(super) fn verify(folder: &Path) -> Result<Vec<Finding>, StoreError> {
    let path = folder.join(KEYS_FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(BUSY)?;
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let wrong = lines.into_iter().filter(|line| line != "ok");
    Ok(wrong.map(|line| Finding { doc: None, what: format!("{KEYS_FILE}: {line}") }).collect())
}

impl KeyShelf for SqliteStore {
    fn put_keys(&self, rows: Vec<GivenKey>) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let mut count = connection.prepare_cached("SELECT count(*) FROM row_keys WHERE doc = ?1")?;
            let mut put = connection.prepare_cached(&format!(
                "INSERT OR IGNORE INTO row_keys (doc, row, key, turn, person) VALUES (?1, ?2, ?3, {NEXT_TURN}, ?4)"
            ))?;
            for GivenKey { doc, row, key, person } in &rows {
                if count.query_row([doc.as_str()], |found| found.get::<_, u64>(0))? >= KEYS_MAX {
                    return Err(StoreError::Full);
                }
                put.execute((doc.as_str(), row.to_string(), key.bytes(), person))?;
            }
            Ok(())
        };
        Box::pin(self.keys.run(work))
    }

    fn destroy_keys(&self, rows: Vec<(DocName, RowId)>) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let mut destroy = connection.prepare_cached(&format!(
                "INSERT INTO row_keys (doc, row, key, turn) VALUES (?1, ?2, NULL, {NEXT_TURN})
                 ON CONFLICT (doc, row) DO UPDATE SET key = NULL, person = NULL, turn = excluded.turn WHERE key IS NOT NULL"
            ))?;
            for (doc, row) in &rows {
                destroy.execute((doc.as_str(), row.to_string()))?;
            }
            Ok(())
        };
        Box::pin(self.keys.run(work))
    }

    fn destroy_all_keys(&self, docs: Vec<DocName>) -> Pending<'_, usize> {
        let work = move |connection: &Connection| {
            let mut destroy = connection.prepare_cached(&format!(
                "UPDATE row_keys SET key = NULL, person = NULL, turn = {NEXT_TURN} WHERE doc = ?1 AND key IS NOT NULL"
            ))?;
            docs.iter().try_fold(0, |sum, doc| Ok(sum + destroy.execute([doc.as_str()])?))
        };
        Box::pin(self.keys.run(work))
    }

    fn documents_with_keys(&self) -> Pending<'_, Vec<DocName>> {
        Box::pin(self.keys.run(|connection| {
            let mut find = connection.prepare_cached("SELECT DISTINCT doc FROM row_keys WHERE key IS NOT NULL")?;
            let found = find.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            // What is no document's name was given by nobody.
            Ok(found.into_iter().filter_map(|doc| DocName::new(doc).ok()).collect())
        }))
    }

    fn keys(&self, docs: Vec<DocName>, after: u64) -> Pending<'_, KeyNews> {
        Box::pin(self.keys.run(move |connection| {
            let turn = connection.query_row("SELECT ifnull(max(turn), 0) FROM row_keys", [], |row| row.get(0))?;
            let mut find = connection
                .prepare_cached("SELECT row, key, person FROM row_keys WHERE doc = ?1 AND turn > ?2 ORDER BY turn")?;
            let mut rows = Vec::new();
            for doc in docs {
                let found = find.query_map((doc.as_str(), after), |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, Option<[u8; 32]>>(1)?, row.get(2)?))
                })?;
                for one in found {
                    let (row, key, person) = one?;
                    let row = row.parse().map_err(|_| StoreError::Damaged(format!("a key of row {row:?}")))?;
                    rows.push(KeyRow { doc: doc.clone(), row, key: key.map(RowKey::new), person });
                }
            }
            Ok(KeyNews { rows, turn })
        }))
    }
}
