//! The rows of documents.

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{ChangeHash, DocName, Place};

use super::meta;
use crate::store::{GrowthLimit, Places, StoreError};

/// One document's row.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) id: i64,
    pub(super) place: Place,
    pub(super) heads: Vec<ChangeHash>,
}

pub(super) fn find(connection: &Connection, name: &DocName) -> Result<Option<Document>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, epoch, seq, heads FROM documents WHERE name = ?1")?;
    let found = statement.query_row([name.as_str()], |row| {
        Ok((row.get(0)?, Place { epoch: row.get(1)?, seq: row.get(2)? }, row.get::<_, Vec<u8>>(3)?))
    });
    let Some((id, place, heads)) = found.optional()? else { return Ok(None) };
    let (heads, rest) = heads.as_chunks();
    if !rest.is_empty() {
        return Err(StoreError::Damaged(format!("heads of {name}")));
    }
    Ok(Some(Document { id, place, heads: heads.iter().map(|hash| ChangeHash(*hash)).collect() }))
}

/// A new document's row, with nothing in its log.
pub(super) fn create(connection: &Connection, name: &DocName) -> Result<Document, StoreError> {
    let place = Place { epoch: meta::epoch(connection)?, seq: 0 };
    connection.execute(
        "INSERT INTO documents (name, epoch, seq, heads, grown_changes, grown_bytes) VALUES (?1, ?2, 0, x'', 0, 0)",
        (name.as_str(), place.epoch),
    )?;
    Ok(Document { id: connection.last_insert_rowid(), place, heads: Vec::new() })
}

/// Writes down where a log stands, and how much it has grown.
pub(super) fn advance(
    connection: &Connection,
    document: &Document,
    changes: usize,
    bytes: usize,
) -> Result<(), StoreError> {
    let heads: Vec<u8> = document.heads.iter().flat_map(|hash| hash.0).collect();
    let mut statement = connection.prepare_cached(
        "UPDATE documents SET seq = ?2, heads = ?3, grown_changes = grown_changes + ?4, grown_bytes = grown_bytes + ?5
         WHERE id = ?1",
    )?;
    statement.execute((document.id, document.place.seq, heads, changes, bytes))?;
    Ok(())
}

pub(super) fn places(connection: &Connection) -> Result<Places, StoreError> {
    let mut places = Places { epoch: meta::epoch(connection)?, ..Places::default() };
    let mut statement = connection.prepare_cached("SELECT name, epoch, seq FROM documents")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        places.docs.insert(name(row.get(0)?)?, Place { epoch: row.get(1)?, seq: row.get(2)? });
    }
    Ok(places)
}

pub(super) fn overgrown(connection: &Connection, limit: GrowthLimit) -> Result<Vec<DocName>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT name FROM documents WHERE grown_changes > ?1 OR grown_bytes > ?2 ORDER BY grown_bytes DESC",
    )?;
    let rows = statement.query_map((limit.changes, limit.bytes), |row| row.get(0))?;
    rows.map(|row| name(row?)).collect()
}

pub(super) fn count(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection.query_row("SELECT count(*) FROM documents", [], |row| row.get(0))?)
}

pub(super) fn name(text: String) -> Result<DocName, StoreError> {
    let damaged = format!("document name {text:?}");
    DocName::new(text).map_err(|_| StoreError::Damaged(damaged))
}
