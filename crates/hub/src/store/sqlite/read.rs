//! Documents go out: parts of a log, or all of one.

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{DocName, hub::LogPart};

use super::{documents, intact::intact, meta};
use crate::store::{StoreError, Stored, TAIL};

/// About how many bytes of changes one read returns.
const PART: usize = 512 << 10;

pub(super) fn part(connection: &Connection, name: &DocName, after: u64) -> Result<LogPart, StoreError> {
    let Some(document) = documents::find(connection, name)? else {
        return Ok(LogPart { epoch: meta::epoch(connection)?, seq: 0, bytes: Vec::new() });
    };
    let epoch = document.place.epoch;
    let mut statement = connection.prepare_cached("SELECT min(seq) FROM log WHERE doc = ?1")?;
    let oldest: Option<u64> = statement.query_row([document.id], |row| row.get(0))?;
    let mut statement = connection.prepare_cached("SELECT seq FROM snapshots WHERE doc = ?1 AND seq > ?2")?;
    let snapshot: Option<u64> = statement.query_row((document.id, after), |row| row.get(0)).optional()?;
    let far = |seq| after.saturating_add(TAIL) < seq || oldest.is_none_or(|oldest| oldest > after.saturating_add(1));
    if let Some(seq) = snapshot.filter(|seq| far(*seq)) {
        let mut statement = connection.prepare_cached("SELECT bytes FROM snapshots WHERE doc = ?1")?;
        let bytes: Vec<u8> = statement.query_row([document.id], |row| row.get(0))?;
        sound(name, &bytes, None)?;
        return Ok(LogPart { epoch, seq, bytes });
    }
    let mut part = LogPart { epoch, seq: after.min(document.place.seq), bytes: Vec::new() };
    let mut statement =
        connection.prepare_cached("SELECT seq, bytes, hash FROM log WHERE doc = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut rows = statement.query((document.id, after))?;
    while part.bytes.len() < PART
        && let Some(row) = rows.next()?
    {
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        sound(name, bytes, Some(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?))?;
        part.seq = row.get(0)?;
        part.bytes.extend_from_slice(bytes);
    }
    Ok(part)
}

/// Nothing damaged reaches a tablet: the bytes must have the hash that they were stored under.
fn sound(name: &DocName, bytes: &[u8], hash: Option<&[u8]>) -> Result<(), StoreError> {
    match intact(bytes) {
        Some(found) if hash.is_none_or(|hash| found.0 == hash) => Ok(()),
        _ => Err(StoreError::DamagedDocument(name.clone())),
    }
}

pub(super) fn whole(connection: &Connection, name: &DocName) -> Result<Option<Stored>, StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT seq, bytes FROM snapshots WHERE doc = ?1")?;
    let snapshot = statement.query_row([document.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (after, first): (u64, Option<Vec<u8>>) = match snapshot {
        Some((seq, bytes)) => (seq, Some(bytes)),
        None => (0, None),
    };
    if let Some(bytes) = &first {
        sound(name, bytes, None)?;
    }
    let mut statement =
        connection.prepare_cached("SELECT bytes, hash FROM log WHERE doc = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut chunks: Vec<Vec<u8>> = first.into_iter().collect();
    let mut rows = statement.query((document.id, after))?;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(0)?;
        sound(name, &bytes, Some(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?))?;
        chunks.push(bytes);
    }
    Ok(Some(Stored { place: document.place, chunks, held: None }))
}
