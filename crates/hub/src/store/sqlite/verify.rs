//! `hub check`: reads everything and says what is wrong.

use automerge::AutoCommit;
use rusqlite::Connection;
use taizhang_sync::{DocName, change::hash_of};

use super::{
    append::PREFIX,
    documents::{self, Document},
    read,
};
use crate::store::StoreError;

/// Something that is wrong with the stored data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The document, or none for the file as a whole.
    pub doc: Option<DocName>,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let doc = self.doc.as_ref().map_or("the file", |doc| doc.as_str());
        write!(f, "{doc}: {}", self.what)
    }
}

/// What was read, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many documents there are.
    pub documents: usize,
    /// How many changes they amount to.
    pub changes: usize,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

pub(super) fn verify(connection: &Connection) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            verified.findings.push(Finding { doc: None, what: line });
        }
    }
    for name in documents::places(connection)?.docs.keys() {
        let Some(document) = documents::find(connection, name)? else { continue };
        let mut wrong = log(connection, &document)?;
        match content(connection, name, &document)? {
            Ok(changes) => verified.changes += changes,
            Err(what) => wrong.push(what),
        }
        verified.documents += 1;
        verified.findings.extend(wrong.into_iter().map(|what| Finding { doc: Some(name.clone()), what }));
    }
    Ok(verified)
}

/// Whether the log is without gaps up to the document's place, and every change is the one that its hash names.
fn log(connection: &Connection, document: &Document) -> Result<Vec<String>, StoreError> {
    let mut wrong = Vec::new();
    let mut statement = connection.prepare_cached("SELECT seq FROM snapshots WHERE doc = ?1")?;
    let snapshot: u64 = statement.query([document.id])?.next()?.map_or(Ok(0), |row| row.get(0))?;
    let mut statement = connection.prepare_cached("SELECT seq, hash, bytes FROM log WHERE doc = ?1 ORDER BY seq")?;
    let mut rows = statement.query([document.id])?;
    let mut last: Option<u64> = None;
    while let Some(row) = rows.next()? {
        let (seq, hash, bytes): (u64, [u8; 32], Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match last {
            None if seq > snapshot + 1 => wrong.push(format!("changes {} to {} are gone", snapshot + 1, seq - 1)),
            Some(last) if seq != last + 1 => wrong.push(format!("the log jumps from {last} to {seq}")),
            _ => {}
        }
        if hash_of(&bytes).0 != hash {
            wrong.push(format!("change {seq} is not the one that its hash names"));
        }
        last = Some(seq);
    }
    let end = last.unwrap_or(snapshot).max(snapshot);
    if end != document.place.seq {
        wrong.push(format!("the log ends at {end} instead of {}", document.place.seq));
    }
    Ok(wrong)
}

/// Whether the document can be read whole, and the snapshot's prefixes are all there; how many changes it has.
fn content(connection: &Connection, name: &DocName, document: &Document) -> Result<Result<usize, String>, StoreError> {
    let Some(stored) = read::whole(connection, name)? else { return Ok(Ok(0)) };
    let mut doc = AutoCommit::new();
    for chunk in &stored.chunks {
        if let Err(why) = doc.load_incremental(chunk) {
            return Ok(Err(format!("cannot be loaded: {why}")));
        }
    }
    let missing = doc.get_missing_deps(&[]).len();
    if missing > 0 {
        return Ok(Err(format!("{missing} changes that others build on are missing")));
    }
    let mut statement = connection.prepare_cached("SELECT known FROM snapshots WHERE doc = ?1")?;
    let known: Vec<u8> = statement.query([document.id])?.next()?.map_or(Ok(Vec::new()), |row| row.get(0))?;
    let (known, _) = known.as_chunks::<PREFIX>();
    let mut in_log = connection.prepare_cached("SELECT 1 FROM log WHERE doc = ?1 AND hash = ?2")?;
    let hashes: Vec<_> = doc.get_changes_meta(&[]).iter().map(|change| change.hash).collect();
    for hash in &hashes {
        let is_known = hash.0.first_chunk().is_some_and(|prefix| known.binary_search(prefix).is_ok());
        if !is_known && !in_log.exists((document.id, hash.0))? {
            return Ok(Err(format!("change {hash} is stored but not known")));
        }
    }
    Ok(Ok(hashes.len()))
}
