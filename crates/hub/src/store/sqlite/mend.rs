//! Puts a document in order: what is damaged is set aside, what was lost with it is asked of the tablets.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use taizhang_sync::{ChangeHash, DocName, Place, change::ParsedChange, hub::Outcome};

use super::{
    append, documents,
    examine::{Kind, Plan},
    lost,
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
    if plan.lost {
        connection.execute("UPDATE documents SET harmed_ms = ?2 WHERE id = ?1", (plan.doc, now_ms))?;
        for (hash, waits) in &plan.missing {
            lost::note(connection, plan.doc, hash, *waits)?;
        }
    }
    let growth = Growth { origin: 0, doc: plan.name.clone(), epoch, first: 1, last: plan.seq, bytes: [].into() };
    Ok(Applied::Done(plan.lost.then_some(growth)))
}

/// The documents that have changes waiting for what they build on, and where they stand.
pub(super) fn waiting(connection: &Connection) -> Result<BTreeMap<DocName, Place>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT name, epoch, seq FROM documents WHERE id IN (SELECT doc FROM damaged WHERE kind = 'waiting')",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, Place { epoch: row.get(1)?, seq: row.get(2)? })))?;
    let named = |row: rusqlite::Result<(String, Place)>| {
        let (name, place) = row?;
        Ok((documents::name(name)?, place))
    };
    rows.map(named).collect()
}

/// Sets a change aside that the document has lost before and that builds on what has not come again yet.
pub(super) fn set_aside(
    connection: &Connection,
    doc: i64,
    place: Place,
    change: &ParsedChange,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO damaged (doc, epoch, seq, kind, bytes, found_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement.execute((doc, place.epoch, place.seq, Kind::Waiting.word(), change.bytes(), now_ms))?;
    lost::note(connection, doc, &change.hash(), true)
}

/// Takes back into the log what was waiting and has found what it builds on.
pub(super) fn adopt(connection: &Connection, name: &DocName) -> Result<Option<Growth>, StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(None) };
    let mut statement =
        connection.prepare_cached("SELECT id, bytes FROM damaged WHERE doc = ?1 AND kind = 'waiting' ORDER BY id")?;
    let rows = statement.query_map([document.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
    let waiting = rows.iter().filter_map(|(id, bytes)| Some((*id, ParsedChange::parse(bytes).ok()?))).collect();
    let (ids, changes): (Vec<_>, Vec<_>) = dependencies_first(waiting).into_iter().unzip();
    let hashes: Vec<_> = changes.iter().map(ParsedChange::hash).collect();
    for hash in &hashes {
        lost::note(connection, document.id, hash, true)?;
    }
    let asked = Append { origin: 0, doc: name.clone(), changes, heads: Vec::new(), foreign: BTreeSet::new() };
    let appended = append::append(connection, &asked)?;
    for ((id, hash), outcome) in ids.into_iter().zip(hashes).zip(appended.committed.outcomes) {
        match outcome {
            Outcome::Stored { .. } | Outcome::Duplicate => {
                connection.execute("DELETE FROM damaged WHERE id = ?1", [id])?;
                lost::settle(connection, document.id, &hash)?;
            }
            Outcome::MissingDeps(missing) => {
                for dependency in &missing {
                    lost::note(connection, document.id, dependency, false)?;
                }
            }
            // Its author has gone on without it; it is kept, but not tried again.
            Outcome::Refused(_) => {
                let kind = Kind::Change.word();
                connection.execute("UPDATE damaged SET kind = ?2 WHERE id = ?1", (id, kind))?;
                lost::settle(connection, document.id, &hash)?;
            }
        }
    }
    Ok(appended.growth)
}

/// Orders changes so that each comes after those of them that it builds on.
fn dependencies_first(changes: Vec<(i64, ParsedChange)>) -> Vec<(i64, ParsedChange)> {
    let places: BTreeMap<ChangeHash, usize> =
        changes.iter().enumerate().map(|(at, (_, change))| (change.hash(), at)).collect();
    let mut changes: Vec<Option<_>> = changes.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(changes.len());
    let mut seen = BTreeSet::new();
    // Those to look at, and whether what they build on has been.
    let mut stack: Vec<_> = (0..changes.len()).rev().map(|at| (at, false)).collect();
    while let Some((at, ready)) = stack.pop() {
        if ready {
            ordered.extend(changes.get_mut(at).and_then(Option::take));
        } else if seen.insert(at) {
            stack.push((at, true));
            let dependencies = changes.get(at).and_then(Option::as_ref).map(|(_, change)| change.deps());
            let among = dependencies.into_iter().flatten().filter_map(|dependency| places.get(dependency));
            stack.extend(among.map(|at| (*at, false)));
        }
    }
    ordered
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
