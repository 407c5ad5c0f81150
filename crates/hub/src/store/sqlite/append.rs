//! Changes come in: looked up, checked, appended.

use std::{collections::BTreeSet, sync::Arc};

use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{ChangeHash, DocName, Place, RefusalReason, change::ParsedChange, hub::Outcome};

use super::{
    documents::{self, Document},
    known::Known,
    lost, mend, meta,
};
use crate::{
    clock::now_ms,
    store::{Append, Committed, Growth, StoreError},
};

/// How many hashes of what is lost a tablet is told in one answer.
const WANTED: usize = 256;

/// What an append came to.
#[derive(Debug)]
pub(super) struct Appended {
    pub(super) committed: Committed,
    /// What is new in the log.
    pub(super) growth: Option<Growth>,
    /// Whether the document lacks changes that it once had.
    pub(super) lacks: bool,
    /// Whether some of those came now.
    pub(super) regained: bool,
}

/// Stores what may be stored of an append, within the caller's transaction.
pub(super) fn append(connection: &Connection, append: &Append) -> Result<Appended, StoreError> {
    let mut log = Log { connection, document: documents::find(connection, &append.doc)?, known: None };
    let before = log.document.as_ref().map_or(0, |document| document.place.seq);
    let lacks = log.lacks()?;
    let proven = if lacks { log.proven(append)? } else { BTreeSet::new() };
    let mut bytes = Vec::new();
    let mut outcomes = Vec::with_capacity(append.changes.len());
    let mut regained = false;
    for change in &append.changes {
        let was_held = proven.contains(&change.hash());
        if append.foreign.contains(&change.hash()) && !was_held {
            outcomes.push(Outcome::Refused(RefusalReason::WrongAuthor));
            continue;
        }
        let mut outcome = log.take(&append.doc, change)?;
        if matches!(outcome, Outcome::Stored { .. }) {
            bytes.extend_from_slice(change.bytes());
            regained |= was_held;
        }
        if was_held {
            log.came_again(change, &outcome)?;
        }
        if let Outcome::MissingDeps(missing) = &mut outcome
            && lacks
        {
            // What waits aside need not be brought once more.
            *missing = log.not_waiting(missing)?;
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
    let missing_heads = log.missing(&append.heads)?;
    let growth = (stored > 0).then(|| Growth {
        origin: append.origin,
        doc: append.doc.clone(),
        epoch: place.epoch,
        first: before + 1,
        last: place.seq,
        bytes: Arc::from(bytes),
    });
    let committed = Committed { place, outcomes, missing_heads };
    Ok(Appended { committed, growth, lacks: log.lacks()?, regained })
}

/// Those of `heads` that are not held; if any, and the document lacks what it once had, what is wanted of that too.
pub(super) fn missing_heads(
    connection: &Connection,
    name: &DocName,
    heads: &[ChangeHash],
) -> Result<Vec<ChangeHash>, StoreError> {
    Log { connection, document: documents::find(connection, name)?, known: None }.missing(heads)
}

/// Notes as lost those of `heads` that are not held, though they were once; whether the document lacks anything then.
pub(super) fn note_held(connection: &Connection, name: &DocName, heads: &[ChangeHash]) -> Result<bool, StoreError> {
    let mut log = Log { connection, document: documents::find(connection, name)?, known: None };
    for head in heads {
        if !log.holds(head)? {
            let document = begun(&mut log.document, connection, name)?;
            lost::note(connection, document.id, head, false)?;
        }
    }
    log.lacks()
}

/// A document, made if nobody has written it yet.
fn begun<'a>(
    document: &'a mut Option<Document>,
    connection: &Connection,
    name: &DocName,
) -> Result<&'a mut Document, StoreError> {
    Ok(match document {
        Some(document) => document,
        none => none.insert(documents::create(connection, name)?),
    })
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
        let document = begun(&mut self.document, self.connection, name)?;
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

    fn id(&self) -> Option<i64> {
        self.document.as_ref().map(|document| document.id)
    }

    /// Whether the document lacks changes that it once had.
    fn lacks(&self) -> Result<bool, StoreError> {
        self.id().map_or(Ok(false), |doc| lost::any(self.connection, doc))
    }

    /// Which changes of an append the document once had: those known to be lost, and what they build on.
    fn proven(&self, append: &Append) -> Result<BTreeSet<ChangeHash>, StoreError> {
        let mut proven = BTreeSet::new();
        let Some(doc) = self.id() else { return Ok(proven) };
        let mut built_on = BTreeSet::new();
        for change in append.changes.iter().rev() {
            let hash = change.hash();
            if built_on.contains(&hash) || lost::find(self.connection, doc, &hash)?.is_some() {
                built_on.extend(change.deps().iter().copied());
                proven.insert(hash);
            }
        }
        Ok(proven)
    }

    /// A change that the document once had has come again: settled if it is stored, else it waits aside for what it
    /// builds on, which the document once had too.
    fn came_again(&self, change: &ParsedChange, outcome: &Outcome) -> Result<(), StoreError> {
        let Some(document) = &self.document else { return Ok(()) };
        let (connection, hash) = (self.connection, change.hash());
        match outcome {
            Outcome::Stored { .. } | Outcome::Duplicate => lost::settle(connection, document.id, &hash),
            Outcome::MissingDeps(missing) => {
                if lost::find(connection, document.id, &hash)? != Some(true) {
                    mend::set_aside(connection, document.id, document.place, change, now_ms())?;
                }
                missing.iter().try_for_each(|dependency| lost::note(connection, document.id, dependency, false))
            }
            Outcome::Refused(_) => Ok(()),
        }
    }

    /// Those of these changes that do not wait aside.
    fn not_waiting(&self, hashes: &[ChangeHash]) -> Result<Vec<ChangeHash>, StoreError> {
        let Some(doc) = self.id() else { return Ok(hashes.to_vec()) };
        let mut left = Vec::new();
        for hash in hashes {
            if lost::find(self.connection, doc, hash)? != Some(true) {
                left.push(*hash);
            }
        }
        Ok(left)
    }

    fn missing(&mut self, heads: &[ChangeHash]) -> Result<Vec<ChangeHash>, StoreError> {
        let mut missing = Vec::new();
        for head in heads {
            if !self.holds(head)? {
                missing.push(*head);
            }
        }
        let Some(doc) = self.id().filter(|_| !missing.is_empty()) else { return Ok(missing) };
        let mut wanted = self.not_waiting(&missing)?;
        wanted.extend(lost::wanted(self.connection, doc, WANTED)?);
        wanted.sort_unstable();
        wanted.dedup();
        Ok(if wanted.is_empty() { missing } else { wanted })
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
