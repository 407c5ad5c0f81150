//! Puts a document in order: what is damaged is set aside, what was lost with it is asked of the tablets.

use rusqlite::Connection;
use taizhang_sync::{DocName, change::ParsedChange, hub::Outcome};

use super::{
    append, documents,
    examine::{Kind, Plan},
};
use crate::store::{Append, Growth, StoreError};

/// What became of a plan.
#[derive(Debug)]
pub(super) enum Applied {
    /// The document has moved on since it was looked over.
    Stale,
    /// It is in order; if anything was lost, in a new epoch that everybody must hear of.
    Done(Option<Growth>),
}

/// Carries a plan out, within the caller's transaction. `epoch` is a fresh one.
pub(super) fn apply(connection: &Connection, plan: &Plan, epoch: u64, now_ms: i64) -> Result<Applied, StoreError> {
    let Some(document) = documents::find(connection, &plan.name)? else { return Ok(Applied::Stale) };
    let snapshot: Option<u64> = connection
        .prepare_cached("SELECT max(seq) FROM snapshots WHERE doc = ?1")?
        .query_row([plan.doc], |row| row.get(0))?;
    if (document.place, snapshot) != plan.seen {
        return Ok(Applied::Stale);
    }
    for aside in &plan.aside {
        connection.execute(
            "INSERT INTO damaged (doc, epoch, seq, kind, bytes, found_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (plan.doc, document.place.epoch, aside.seq, aside.kind.word(), &aside.bytes, now_ms),
        )?;
    }
    match &plan.known {
        Some(known) => connection.execute("UPDATE snapshots SET known = ?2 WHERE doc = ?1", (plan.doc, known))?,
        None => connection.execute("DELETE FROM snapshots WHERE doc = ?1", [plan.doc])?,
    };
    connection.execute("DELETE FROM log WHERE doc = ?1", [plan.doc])?;
    let mut insert = connection.prepare_cached("INSERT INTO log (doc, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?;
    for row in &plan.log {
        insert.execute((plan.doc, row.seq, row.hash.0, &row.bytes))?;
    }
    connection.execute("DELETE FROM actors WHERE doc = ?1", [plan.doc])?;
    let mut insert = connection.prepare_cached("INSERT INTO actors (doc, actor, seq) VALUES (?1, ?2, ?3)")?;
    for (actor, seq) in &plan.actors {
        insert.execute((plan.doc, actor, seq))?;
    }
    let epoch = if plan.lost { epoch } else { document.place.epoch };
    let heads: Vec<u8> = plan.heads.iter().flat_map(|hash| hash.0).collect();
    connection.execute(
        "UPDATE documents SET epoch = ?2, seq = ?3, heads = ?4, (grown_changes, grown_bytes) =
             (SELECT count(*), coalesce(sum(length(bytes)), 0) FROM log WHERE doc = ?1 AND seq > ?5)
         WHERE id = ?1",
        (plan.doc, epoch, plan.seq, heads, plan.base),
    )?;
    let growth = Growth { origin: 0, doc: plan.name.clone(), epoch, first: 1, last: plan.seq, bytes: [].into() };
    Ok(Applied::Done(plan.lost.then_some(growth)))
}

/// The documents that have changes waiting for what they build on.
pub(super) fn waiting(connection: &Connection) -> Result<Vec<DocName>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT documents.name FROM damaged JOIN documents ON documents.id = damaged.doc WHERE kind = 'waiting'",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.map(|row| documents::name(row?)).collect()
}

/// Takes back into the log what was waiting and has found what it builds on.
pub(super) fn adopt(connection: &Connection, name: &DocName) -> Result<Option<Growth>, StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(None) };
    let mut statement =
        connection.prepare_cached("SELECT id, bytes FROM damaged WHERE doc = ?1 AND kind = 'waiting' ORDER BY id")?;
    let rows = statement.query_map([document.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
    let (ids, changes): (Vec<_>, Vec<_>) =
        rows.iter().filter_map(|(id, bytes)| Some((*id, ParsedChange::parse(bytes).ok()?))).unzip();
    let asked = Append { origin: 0, doc: name.clone(), changes, heads: Vec::new() };
    let (committed, growth) = append::append(connection, &asked)?;
    for (id, outcome) in ids.into_iter().zip(committed.outcomes) {
        match outcome {
            Outcome::Stored { .. } | Outcome::Duplicate => {
                connection.execute("DELETE FROM damaged WHERE id = ?1", [id])?;
            }
            Outcome::MissingDeps(_) => {}
            // Its author has gone on without it; it is kept, but not tried again.
            Outcome::Refused(_) => {
                let kind = Kind::Change.word();
                connection.execute("UPDATE damaged SET kind = ?2 WHERE id = ?1", (id, kind))?;
            }
        }
    }
    Ok(growth)
}

/// How much was set aside: what is damaged, and what waits.
pub(super) fn count(connection: &Connection) -> Result<(usize, usize), StoreError> {
    let is_there = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'damaged'")?.exists([])?;
    if !is_there {
        return Ok((0, 0));
    }
    let counts =
        "SELECT count(*) FILTER (WHERE kind <> 'waiting'), count(*) FILTER (WHERE kind = 'waiting') FROM damaged";
    Ok(connection.query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
