//! A snapshot takes the place of the log that it holds.

use rusqlite::Connection;
use taizhang_sync::DocName;

use super::{documents, known::Known};
use crate::store::{Snapshot, StoreError, TAIL};

/// How many empty pages the file keeps.
pub(super) const SPARE: u64 = 32;

/// Whether a document's log is kept beside its snapshot: the taskbook says who may read and write at all, so that without
/// it no tablet would be let in to give it back.
fn is_irreplaceable(name: &DocName) -> bool {
    name.as_str().starts_with("taskbook/")
}

pub(super) fn compact(connection: &Connection, name: &DocName, snapshot: &Snapshot) -> Result<(), StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(()) };
    if document.place.epoch != snapshot.place.epoch || document.place.seq < snapshot.place.seq {
        return Ok(());
    }
    let seq = snapshot.place.seq;
    let known = Known::of(&snapshot.hashes).write();
    let written = connection.execute(
        "INSERT INTO snapshots (doc, seq, known, bytes) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (doc) DO UPDATE SET seq = ?2, known = ?3, bytes = ?4 WHERE seq < ?2",
        (document.id, seq, &known, &snapshot.bytes),
    )?;
    if written == 0 {
        return Ok(());
    }
    if !is_irreplaceable(name) {
        connection.execute("DELETE FROM log WHERE doc = ?1 AND seq <= ?2", (document.id, seq.saturating_sub(TAIL)))?;
    }
    connection.execute(
        "UPDATE documents SET (grown_changes, grown_bytes) =
             (SELECT count(*), coalesce(sum(length(bytes)), 0) FROM log WHERE doc = ?1 AND seq > ?2)
         WHERE id = ?1",
        (document.id, seq),
    )?;
    if document.place.seq == seq {
        let heads: Vec<u8> = snapshot.heads.iter().flat_map(|hash| hash.0).collect();
        connection.execute("UPDATE documents SET heads = ?2 WHERE id = ?1", (document.id, heads))?;
    }
    give_back(connection)
}

/// Shortens the file by what it has no use for, but for a little that the next changes will take.
fn give_back(connection: &Connection) -> Result<(), StoreError> {
    let free: u64 = connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
    let surplus = free.saturating_sub(SPARE);
    if surplus > 0 {
        // It gives back a page at each step.
        let mut vacuum = connection.prepare(&format!("PRAGMA incremental_vacuum({surplus})"))?;
        let mut steps = vacuum.query(())?;
        while steps.next()?.is_some() {}
    }
    Ok(())
}
