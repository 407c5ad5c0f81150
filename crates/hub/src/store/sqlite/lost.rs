//! Changes that were held once and stand in the log no more, known by their hashes.
//!
//! A hash cannot be forged, and what bears it was admitted when it first came; so does all that it builds on, since a
//! change was only ever stored after that.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{ChangeHash, DocName};

use super::documents;
use crate::store::StoreError;

/// Whether anything of a document is known to be lost.
pub(super) fn any(connection: &Connection, doc: i64) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM lost WHERE doc = ?1 LIMIT 1")?.exists([doc])?)
}

/// Whether a change is lost; if so, whether it has come again and waits for what it builds on.
pub(super) fn find(connection: &Connection, doc: i64, hash: &ChangeHash) -> Result<Option<bool>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT waits FROM lost WHERE doc = ?1 AND hash = ?2")?;
    Ok(statement.query_row((doc, hash.0), |row| row.get(0)).optional()?)
}

/// Notes that a change is lost, or that it has come again and `waits`.
pub(super) fn note(connection: &Connection, doc: i64, hash: &ChangeHash, waits: bool) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO lost (doc, hash, waits) VALUES (?1, ?2, ?3)
         ON CONFLICT (doc, hash) DO UPDATE SET waits = max(waits, excluded.waits)",
    )?;
    statement.execute((doc, hash.0, waits))?;
    Ok(())
}

/// A change stands in the log again, or never will.
pub(super) fn settle(connection: &Connection, doc: i64, hash: &ChangeHash) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM lost WHERE doc = ?1 AND hash = ?2")?.execute((doc, hash.0))?;
    Ok(())
}

/// What a document lacks that nobody has brought again yet; at most `most`.
pub(super) fn wanted(connection: &Connection, doc: i64, most: usize) -> Result<Vec<ChangeHash>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT hash FROM lost WHERE doc = ?1 AND waits = 0 ORDER BY hash LIMIT ?2")?;
    let rows = statement.query_map((doc, most), |row| row.get(0).map(ChangeHash))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The documents of which something is lost.
pub(super) fn documents(connection: &Connection) -> Result<BTreeSet<DocName>, StoreError> {
    let mut statement = connection
        .prepare("SELECT name FROM documents WHERE EXISTS (SELECT 1 FROM lost WHERE lost.doc = documents.id)")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.map(|row| documents::name(row?)).collect()
}

/// The documents that lack something now, or of which something was found to be lost since `since_ms`; `None` if that may
/// be any of them, since the store was restored after that.
pub(super) fn harmed(connection: &Connection, since_ms: i64) -> Result<Option<BTreeSet<DocName>>, StoreError> {
    if super::meta::restored_ms(connection)?.is_some_and(|at| at >= since_ms) {
        return Ok(None);
    }
    let mut statement = connection.prepare(
        "SELECT name FROM documents WHERE harmed_ms >= ?1
            OR EXISTS (SELECT 1 FROM lost WHERE lost.doc = documents.id)
            OR EXISTS (SELECT 1 FROM damaged WHERE damaged.doc = documents.id AND damaged.kind = 'waiting')",
    )?;
    let rows = statement.query_map([since_ms], |row| row.get(0))?;
    rows.map(|row| documents::name(row?)).collect::<Result<_, _>>().map(Some)
}
