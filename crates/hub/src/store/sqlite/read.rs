//! Documents go out: parts of a log, or all of one.

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{DocName, hub::LogPart};

use super::{documents, meta};
use crate::store::{StoreError, Stored};

/// About how many bytes of changes one read returns.
const PART: usize = 512 << 10;

pub(super) fn part(connection: &Connection, name: &DocName, after: u64) -> Result<LogPart, StoreError> {
    let Some(document) = documents::find(connection, name)? else {
        return Ok(LogPart { epoch: meta::epoch(connection)?, seq: 0, bytes: Vec::new() });
    };
    let epoch = document.place.epoch;
    let mut statement = connection.prepare_cached("SELECT min(seq) FROM log WHERE doc = ?1")?;
    let oldest: Option<u64> = statement.query_row([document.id], |row| row.get(0))?;
    if oldest.is_none_or(|oldest| oldest > after.saturating_add(1)) {
        let mut statement =
            connection.prepare_cached("SELECT seq, bytes FROM snapshots WHERE doc = ?1 AND seq > ?2")?;
        let snapshot = statement.query_row((document.id, after), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((seq, bytes)) = snapshot {
            return Ok(LogPart { epoch, seq, bytes });
        }
    }
    let mut part = LogPart { epoch, seq: after.min(document.place.seq), bytes: Vec::new() };
    let mut statement =
        connection.prepare_cached("SELECT seq, bytes FROM log WHERE doc = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut rows = statement.query((document.id, after))?;
    while part.bytes.len() < PART
        && let Some(row) = rows.next()?
    {
        part.seq = row.get(0)?;
        part.bytes.extend_from_slice(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    Ok(part)
}

pub(super) fn whole(connection: &Connection, name: &DocName) -> Result<Option<Stored>, StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT seq, bytes FROM snapshots WHERE doc = ?1")?;
    let snapshot = statement.query_row([document.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (after, first): (u64, Option<Vec<u8>>) = match snapshot {
        Some((seq, bytes)) => (seq, Some(bytes)),
        None => (0, None),
    };
    let mut statement = connection.prepare_cached("SELECT bytes FROM log WHERE doc = ?1 AND seq > ?2 ORDER BY seq")?;
    let rows = statement.query_map((document.id, after), |row| row.get(0))?;
    let chunks = first.into_iter().map(Ok).chain(rows).collect::<Result<_, _>>()?;
    Ok(Some(Stored { place: document.place, chunks }))
}
