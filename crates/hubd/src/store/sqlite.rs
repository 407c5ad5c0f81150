//! The log in SQLite. One connection writes; reads have connections of their own, which the write-ahead log lets
//! run beside it.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use taizhang_sync::{
    ChangeHash, DocName, Place,
    change::ParsedChange,
    hub::{LogPart, Outcome},
};

use super::{Append, AppendResult, READ_BYTES, Store, StoreError, TAIL, schema};

/// The length of a hash's prefix in `known`.
const PREFIX: usize = 5;

/// A data folder's log.
pub struct SqliteStore {
    path: PathBuf,
    epoch: u64,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the database file of a data folder, bringing its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub fn open(path: &Path, epoch: u64) -> Result<Self, StoreError> {
        let mut connection = schema::open(path)?;
        schema::migrate(&mut connection)?;
        Ok(Self { path: path.to_owned(), epoch, writer: Mutex::new(connection), readers: Mutex::default() })
    }

    /// Moves what the write-ahead log holds into the database file.
    ///
    /// # Errors
    /// When the store fails; nothing is lost.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    // A thread that panicked rolled its transaction back, so the connection is sound.
    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reading<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::open(&self.path)?,
        };
        let result = read(&connection);
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        result
    }

    fn append_one(&self, transaction: &Transaction<'_>, append: &Append) -> Result<AppendResult, StoreError> {
        let doc = append.doc.as_str();
        let mut seq = seq_of(transaction, doc)?;
        let snapshot: Option<(u64, Vec<u8>)> = transaction
            .prepare_cached("SELECT seq, known FROM snapshots WHERE doc = ?1")?
            .query_row([doc], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (snapshot_seq, known) = snapshot.unwrap_or_default();
        let mut outcomes = Vec::with_capacity(append.changes.len());
        for change in &append.changes {
            let outcome = insert(transaction, doc, &known, seq + 1, change)?;
            if matches!(outcome, Outcome::Stored { .. }) {
                seq += 1;
            }
            outcomes.push(outcome);
        }
        if outcomes.iter().any(|outcome| matches!(outcome, Outcome::Stored { .. })) {
            transaction
                .prepare_cached("INSERT INTO documents (doc, seq) VALUES (?1, ?2) ON CONFLICT (doc) DO UPDATE SET seq = ?2")?
                .execute(params![doc, seq])?;
        }
        let missing_heads = missing(transaction, doc, &known, &append.heads)?;
        Ok(AppendResult {
            place: Place { epoch: self.epoch, seq },
            outcomes,
            missing_heads,
            behind_snapshot: seq.saturating_sub(snapshot_seq),
        })
    }
}

impl Store for SqliteStore {
    fn append(&self, batch: &[Append]) -> Result<Vec<AppendResult>, StoreError> {
        let mut connection = self.writer();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let results: Vec<AppendResult> =
            batch.iter().map(|append| self.append_one(&transaction, append)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(results)
    }

    fn place(&self, doc: &DocName) -> Result<Place, StoreError> {
        self.reading(|connection| Ok(Place { epoch: self.epoch, seq: seq_of(connection, doc.as_str())? }))
    }

    fn read(&self, doc: &DocName, after: u64) -> Result<LogPart, StoreError> {
        let doc = doc.as_str();
        self.reading(|connection| {
            // One view of log and snapshot, whatever is compacted meanwhile.
            let connection = connection.unchecked_transaction()?;
            let mut rows = connection.prepare_cached("SELECT seq, bytes FROM log WHERE doc = ?1 AND seq > ?2 ORDER BY seq")?;
            let mut rows = rows.query(params![doc, after])?;
            let mut part = LogPart { epoch: self.epoch, seq: after, bytes: Vec::new() };
            while let Some(row) = rows.next()? {
                let seq: u64 = row.get(0)?;
                if seq != part.seq + 1 {
                    break;
                }
                part.seq = seq;
                part.bytes.extend_from_slice(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
                if part.bytes.len() >= READ_BYTES {
                    break;
                }
            }
            if part.seq == after {
                // Either there is nothing more, or what follows stands in the snapshot alone.
                let snapshot = connection
                    .prepare_cached("SELECT seq, bytes FROM snapshots WHERE doc = ?1 AND seq > ?2")?
                    .query_row(params![doc, after], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                if let Some((seq, bytes)) = snapshot {
                    part = LogPart { seq, bytes, ..part };
                }
            }
            Ok(part)
        })
    }

    fn put_snapshot(&self, doc: &DocName, seq: u64, bytes: &[u8], hashes: &[ChangeHash]) -> Result<(), StoreError> {
        let doc = doc.as_str();
        let mut prefixes: Vec<&[u8]> = hashes.iter().filter_map(|hash| hash.0.get(..PREFIX)).collect();
        prefixes.sort_unstable();
        let known = prefixes.concat();
        let mut connection = self.writer();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO documents (doc, seq) VALUES (?1, ?2) ON CONFLICT (doc) DO UPDATE SET seq = max(seq, ?2)",
            params![doc, seq],
        )?;
        transaction.execute(
            "INSERT OR REPLACE INTO snapshots (doc, seq, bytes, known) VALUES (?1, ?2, ?3, ?4)",
            params![doc, seq, bytes, known],
        )?;
        transaction.execute("DELETE FROM log WHERE doc = ?1 AND seq <= ?2", params![doc, seq.saturating_sub(TAIL)])?;
        Ok(transaction.commit()?)
    }

    fn documents(&self) -> Result<Vec<DocName>, StoreError> {
        self.reading(|connection| {
            let mut rows = connection.prepare("SELECT doc FROM documents ORDER BY doc")?;
            let names = rows.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(names.into_iter().filter_map(|name| DocName::new(name).ok()).collect())
        })
    }
}

fn seq_of(connection: &Connection, doc: &str) -> Result<u64, StoreError> {
    let seq = connection
        .prepare_cached("SELECT seq FROM documents WHERE doc = ?1")?
        .query_row([doc], |row| row.get(0))
        .optional()?;
    Ok(seq.unwrap_or(0))
}

fn insert(
    transaction: &Transaction<'_>,
    doc: &str,
    known: &[u8],
    seq: u64,
    change: &ParsedChange,
) -> Result<Outcome, StoreError> {
    if in_log(transaction, doc, &change.hash())? {
        return Ok(Outcome::Duplicate);
    }
    let missing = missing(transaction, doc, known, change.deps())?;
    if !missing.is_empty() {
        return Ok(Outcome::MissingDeps(missing));
    }
    transaction
        .prepare_cached("INSERT INTO log (doc, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![doc, seq, change.hash().0, change.bytes()])?;
    Ok(Outcome::Stored { seq })
}

fn in_log(connection: &Connection, doc: &str, hash: &ChangeHash) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM log WHERE doc = ?1 AND hash = ?2")?.exists(params![doc, hash.0])?)
}

/// Those of `hashes` that stand neither in the log nor, by their prefix, in the snapshot.
fn missing(
    connection: &Connection,
    doc: &str,
    known: &[u8],
    hashes: &[ChangeHash],
) -> Result<Vec<ChangeHash>, StoreError> {
    let (prefixes, _) = known.as_chunks::<PREFIX>();
    let mut missing = Vec::new();
    for hash in hashes {
        let in_snapshot = hash.0.first_chunk().is_some_and(|prefix| prefixes.binary_search(prefix).is_ok());
        if !in_snapshot && !in_log(connection, doc, hash)? {
            missing.push(*hash);
        }
    }
    Ok(missing)
}
