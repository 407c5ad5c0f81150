//! The tables, and the steps from one version of them to the next.

use rusqlite::Connection;

use super::StoreError;

/// The steps; each brings the tables from the version that is its index to the next.
const STEPS: &[&str] = &["
    CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE documents (doc TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
    CREATE TABLE log (
        doc TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL,
        PRIMARY KEY (doc, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX log_hash ON log (doc, hash);
    -- known: the first five bytes of the hash of every change in the snapshot, sorted, one after the other.
    CREATE TABLE snapshots (doc TEXT PRIMARY KEY, seq INTEGER NOT NULL, bytes BLOB NOT NULL, known BLOB NOT NULL) STRICT;
    CREATE TABLE invitations (
        token_hash BLOB PRIMARY KEY, org TEXT NOT NULL, role TEXT NOT NULL,
        created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, device BLOB
    ) STRICT;
    CREATE TABLE devices (
        device BLOB PRIMARY KEY, public_key BLOB NOT NULL, org TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL,
        created_ms INTEGER NOT NULL, revoked_ms INTEGER
    ) STRICT;
    CREATE TABLE sessions (token_hash BLOB PRIMARY KEY, device BLOB NOT NULL, created_ms INTEGER NOT NULL) STRICT;
"];

/// Opens a database file: write-ahead log, flushed at every commit.
pub(super) fn open(path: &std::path::Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Brings the tables to this version.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version: usize = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let Some(steps) = STEPS.get(version..) else {
        return Err(StoreError::Folder(format!("the data folder has version {version}; this hub knows {}", STEPS.len())));
    };
    for step in steps {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len())?;
    Ok(transaction.commit()?)
}
