//! The tables, and how an older file gets them.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// One step from each version to the next; `PRAGMA user_version` counts those taken. Never edited, only added to.
const STEPS: &[&str] = &[
    "
    -- Who this hub is: hub_key, epoch, year, public_url.
    CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE documents (
        id              INTEGER PRIMARY KEY,
        name            TEXT NOT NULL UNIQUE,
        epoch           INTEGER NOT NULL,
        seq             INTEGER NOT NULL,
        -- Hashes, one after the other. Exact but for changes that a tablet handed in again after a compaction.
        heads           BLOB NOT NULL,
        -- What the log holds beyond the snapshot.
        grown_changes   INTEGER NOT NULL,
        grown_bytes     INTEGER NOT NULL
    ) STRICT;

    -- Changes since the last snapshot, and a tail before it.
    CREATE TABLE log (
        doc     INTEGER NOT NULL REFERENCES documents (id),
        seq     INTEGER NOT NULL,
        hash    BLOB NOT NULL,
        bytes   BLOB NOT NULL,
        UNIQUE (doc, seq),
        UNIQUE (doc, hash)
    ) STRICT;

    -- The highest sequence number of each actor: nobody may hand in two different changes with one number, since
    -- no tablet could load such a document.
    CREATE TABLE actors (
        doc     INTEGER NOT NULL REFERENCES documents (id),
        actor   BLOB NOT NULL,
        seq     INTEGER NOT NULL,
        PRIMARY KEY (doc, actor)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE snapshots (
        doc     INTEGER PRIMARY KEY REFERENCES documents (id),
        seq     INTEGER NOT NULL,
        -- Sorted 5-byte prefixes of the hashes in it. Before the bytes, so that reading it skips them.
        known   BLOB NOT NULL,
        bytes   BLOB NOT NULL
    ) STRICT;

    CREATE TABLE devices (
        id          BLOB PRIMARY KEY,
        key         BLOB NOT NULL,
        org         TEXT NOT NULL,
        role        TEXT NOT NULL,
        person      TEXT NOT NULL,
        enrolled_ms INTEGER NOT NULL,
        revoked_ms  INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE invitations (
        token       BLOB PRIMARY KEY,
        org         TEXT NOT NULL,
        role        TEXT NOT NULL,
        created_ms  INTEGER NOT NULL,
        expires_ms  INTEGER NOT NULL,
        used_ms     INTEGER,
        device      BLOB REFERENCES devices (id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sessions (
        cookie      BLOB PRIMARY KEY,
        device      BLOB NOT NULL REFERENCES devices (id),
        created_ms  INTEGER NOT NULL,
        expires_ms  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_device ON sessions (device, created_ms);
",
    "
    -- What was found damaged and left the log, and what waits because it builds on that.
    CREATE TABLE damaged (
        id          INTEGER PRIMARY KEY,
        doc         INTEGER NOT NULL REFERENCES documents (id),
        -- Where it stood.
        epoch       INTEGER NOT NULL,
        seq         INTEGER NOT NULL,
        -- snapshot, change or waiting.
        kind        TEXT NOT NULL,
        bytes       BLOB NOT NULL,
        found_ms    INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX damaged_waiting ON damaged (doc) WHERE kind = 'waiting';
",
    "
    ALTER TABLE devices ADD COLUMN last_seen_ms INTEGER;
    -- What the device said last about itself, and when.
    ALTER TABLE devices ADD COLUMN app_version TEXT;
    ALTER TABLE devices ADD COLUMN unsent INTEGER;
    ALTER TABLE devices ADD COLUMN oldest_unsent_ms INTEGER;
    ALTER TABLE devices ADD COLUMN standing_ms INTEGER;

    -- Which organisation has which file; the bytes lie beside the database.
    CREATE TABLE files (
        org         TEXT NOT NULL,
        hash        BLOB NOT NULL,
        media       TEXT NOT NULL,
        bytes       INTEGER NOT NULL,
        added_ms    INTEGER NOT NULL,
        PRIMARY KEY (org, hash)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- The name that the inviter gave; the enrolling device cannot change it.
    ALTER TABLE invitations ADD COLUMN person TEXT;
    -- Whether the name is from somebody who manages the device, and not typed on it.
    ALTER TABLE devices ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
",
    "
    -- When something of it was last found to be lost, in Unix milliseconds.
    ALTER TABLE documents ADD COLUMN harmed_ms INTEGER NOT NULL DEFAULT 0;
    UPDATE documents SET harmed_ms = (SELECT coalesce(max(found_ms), 0) FROM damaged WHERE damaged.doc = documents.id);

    -- Changes that were held once and stand in the log no more. Their hash is enough to know them by.
    CREATE TABLE lost (
        doc     INTEGER NOT NULL REFERENCES documents (id),
        hash    BLOB NOT NULL,
        -- Whether it has come again and waits in `damaged` for what it builds on.
        waits   INTEGER NOT NULL,
        PRIMARY KEY (doc, hash)
    ) STRICT, WITHOUT ROWID;
",
];

/// The version that this hub writes.
pub(super) const VERSION: usize = STEPS.len();

/// Takes the steps that the file lacks, all or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let taken = usize::try_from(version).map_err(|_| StoreError::Newer(version))?;
    let steps = STEPS.get(taken..).ok_or(StoreError::Newer(version))?;
    for step in steps {
        transaction.execute_batch(step)?;
    }
    if !steps.is_empty() {
        transaction.pragma_update(None, "user_version", STEPS.len())?;
    }
    Ok(transaction.commit()?)
}
