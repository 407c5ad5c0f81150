//! Changes come in: looked up, checked, appended.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{ChangeHash, DocName, Place, RefusalReason, change::ParsedChange, hub::Outcome};

use super::{
    documents::{self, Document},
    known::Known,
    meta,
};
use crate::store::{Append, Committed, Growth, StoreError};

/// Stores what may be stored of an append, within the caller's transaction.
pub(super) fn append(connection: &Connection, append: &Append) -> Result<(Committed, Option<Growth>), StoreError> {
    let mut log = Log { connection, document: documents::find(connection, &append.doc)?, known: None };
    let before = log.document.as_ref().map_or(0, |document| document.place.seq);
    let mut bytes = Vec::new();
    let mut outcomes = Vec::with_capacity(append.changes.len());
    for change in &append.changes {
        let outcome = log.take(&append.doc, change)?;
        if matches!(outcome, Outcome::Stored { .. }) {
            bytes.extend_from_slice(change.bytes());
        }
        outcomes.push(outcome);
    }
    let place = match &log.document {
        Some(document) => document.place,
        None => Place { epoch: meta::epoch(connection)?, seq: 0 },
    };
    let stored = usize::try_from(place.seq - before).unwrap_or(usize::MAX);
    if let Some(document) = log.document.as_ref().filter(|_| stored > 0) {
        documents::advance(connection, document, stored, bytes.len())?;
    }
    let mut missing_heads = Vec::new();
    for head in &append.heads {
        if !log.holds(head)? {
            missing_heads.push(*head);
        }
    }
    let growth = (stored > 0).then(|| Growth {
        origin: append.origin,
        doc: append.doc.clone(),
        epoch: place.epoch,
        first: before + 1,
        last: place.seq,
        bytes: Arc::from(bytes),
    });
    Ok((Committed { place, outcomes, missing_heads }, growth))
}

/// One document's log during one append.
struct Log<'a> {
    connection: &'a Connection,
    /// `None` as long as nothing was ever stored.
    document: Option<Document>,
    /// The snapshot's prefixes, once they were needed.
    known: Option<Known>,
}

impl Log<'_> {
    fn take(&mut self, name: &DocName, change: &ParsedChange) -> Result<Outcome, StoreError> {
        let hash = change.hash();
        if self.stands_in_log(&hash)? {
            return Ok(Outcome::Duplicate);
        }
        let mut missing = Vec::new();
        for dependency in change.deps() {
            if !self.holds(dependency)? {
                missing.push(*dependency);
            }
        }
        if !missing.is_empty() {
            return Ok(Outcome::MissingDeps(missing));
        }
        // A prefix is not trusted to drop a change, only to tell that its author's numbering may go back.
        let (last, number) = (self.number_of(change)?, change.change().seq());
        let again = number <= last && self.is_known(&hash)?;
        if !again && last.saturating_add(1) != number {
            return Ok(Outcome::Refused(RefusalReason::Policy));
        }
        let document = match &mut self.document {
            Some(document) => document,
            none => none.insert(documents::create(self.connection, name)?),
        };
        document.place.seq += 1;
        let seq = document.place.seq;
        if !again {
            document.heads.retain(|head| !change.deps().contains(head));
            document.heads.push(hash);
            let mut statement = self
                .connection
                .prepare_cached("INSERT OR REPLACE INTO actors (doc, actor, seq) VALUES (?1, ?2, ?3)")?;
            statement.execute((document.id, change.actor().to_bytes(), change.change().seq()))?;
        }
        let mut statement =
            self.connection.prepare_cached("INSERT INTO log (doc, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?;
        statement.execute((document.id, seq, hash.0, change.bytes()))?;
        Ok(Outcome::Stored { seq })
    }

    /// Whether a change stands in the log, or as good as certainly in the snapshot.
    fn holds(&mut self, hash: &ChangeHash) -> Result<bool, StoreError> {
        Ok(self.stands_in_log(hash)? || self.is_known(hash)?)
    }

    fn stands_in_log(&self, hash: &ChangeHash) -> Result<bool, StoreError> {
        let Some(document) = &self.document else { return Ok(false) };
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM log WHERE doc = ?1 AND hash = ?2")?;
        Ok(statement.exists((document.id, hash.0))?)
    }

    fn is_known(&mut self, hash: &ChangeHash) -> Result<bool, StoreError> {
        let Some(document) = &self.document else { return Ok(false) };
        let known = match &mut self.known {
            Some(known) => known,
            none => {
                let mut statement = self.connection.prepare_cached("SELECT known FROM snapshots WHERE doc = ?1")?;
                let known: Option<Vec<u8>> = statement.query_row([document.id], |row| row.get(0)).optional()?;
                // A damaged list knows nothing: tablets are asked for more than need be, until it is mended.
                none.insert(known.as_deref().and_then(Known::read).unwrap_or_default())
            }
        };
        Ok(known.holds(hash))
    }

    /// The highest number of a change's author.
    fn number_of(&self, change: &ParsedChange) -> Result<u64, StoreError> {
        let Some(document) = &self.document else { return Ok(0) };
        let mut statement = self.connection.prepare_cached("SELECT seq FROM actors WHERE doc = ?1 AND actor = ?2")?;
        let number = statement.query_row((document.id, change.actor().to_bytes()), |row| row.get(0));
        Ok(number.optional()?.unwrap_or(0))
    }
}
