//! Looks one document over: what of it is damaged, and what it is without that.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{AutoCommit, Change};
use rusqlite::{Connection, OptionalExtension as _};
use taizhang_sync::{ChangeHash, DocName, Place};

use super::{
    documents::{self, Document},
    intact::intact,
    known::Known,
};
use crate::store::StoreError;

/// What was found in one document.
#[derive(Debug, Default)]
pub(super) struct Examined {
    /// Everything that is wrong, in words.
    pub(super) wrong: Vec<String>,
    /// How many changes it amounts to.
    pub(super) changes: usize,
    /// How to put it in order; none when nothing is wrong, or nothing can be done.
    pub(super) plan: Option<Plan>,
}

/// What a document is without its damage.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) doc: i64,
    pub(super) name: DocName,
    /// Where it stood when it was looked over: the plan is good for that alone.
    pub(super) seen: (Place, Option<u64>),
    /// Whether it lacks anything that was acknowledged, so that tablets must hand that in again.
    pub(super) lost: bool,
    /// The snapshot's prefixes; none if the snapshot goes.
    pub(super) known: Option<Vec<u8>>,
    /// The whole log.
    pub(super) log: Vec<Row>,
    pub(super) actors: BTreeMap<Vec<u8>, u64>,
    pub(super) heads: Vec<ChangeHash>,
    /// Where the log ends.
    pub(super) seq: u64,
    /// Up to where the snapshot reaches.
    pub(super) base: u64,
    pub(super) aside: Vec<Aside>,
    /// What was held once and is not among what is left, and whether it waits aside.
    pub(super) missing: BTreeMap<ChangeHash, bool>,
}

/// A sound change of the log.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) seq: u64,
    pub(super) hash: ChangeHash,
    pub(super) bytes: Vec<u8>,
}

/// What leaves the log.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) kind: Kind,
    pub(super) seq: u64,
    pub(super) bytes: Vec<u8>,
}

/// Why something leaves the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A damaged snapshot.
    Snapshot,
    /// A damaged change.
    Change,
    /// A sound change that builds on what is gone: it comes back when that does.
    Waiting,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Change => "change",
            Self::Waiting => "waiting",
        }
    }
}

/// Looks a document over; nothing if nobody has written it.
pub(super) fn examine(connection: &Connection, name: &DocName) -> Result<Examined, StoreError> {
    let Some(document) = documents::find(connection, name)? else { return Ok(Examined::default()) };
    let snapshot = connection
        .prepare_cached("SELECT seq, known, bytes FROM snapshots WHERE doc = ?1")?
        .query_row([document.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let mut look = Look::new(name, &document, snapshot);
    look.log(connection)?;
    look.actors(connection)?;
    Ok(look.finish())
}

struct Look {
    wrong: Vec<String>,
    plan: Plan,
    /// Everything sound, loaded.
    whole: AutoCommit,
    /// The hashes of the snapshot's changes, and of those kept since.
    held: BTreeSet<ChangeHash>,
    /// The next number that the log must have to be without a gap.
    next: u64,
    /// That Automerge cannot read what is intact, which is not damage.
    unreadable: bool,
}

impl Look {
    fn new(name: &DocName, document: &Document, snapshot: Option<(u64, Vec<u8>, Vec<u8>)>) -> Self {
        let plan = Plan {
            doc: document.id,
            name: name.clone(),
            seen: (document.place, snapshot.as_ref().map(|(seq, ..)| *seq)),
            lost: false,
            known: None,
            log: Vec::new(),
            actors: BTreeMap::new(),
            heads: Vec::new(),
            seq: document.place.seq,
            base: 0,
            aside: Vec::new(),
            // Everything was an ancestor of these.
            missing: document.heads.iter().map(|head| (*head, false)).collect(),
        };
        let mut look = Self {
            wrong: Vec::new(),
            plan,
            whole: AutoCommit::new(),
            held: BTreeSet::new(),
            next: 1,
            unreadable: false,
        };
        if let Some((seq, known, bytes)) = snapshot {
            look.snapshot(seq, &known, bytes);
        }
        look
    }

    fn snapshot(&mut self, seq: u64, known: &[u8], bytes: Vec<u8>) {
        let loaded = match intact(&bytes) {
            Some(_) => AutoCommit::load(&bytes).map_err(|why| why.to_string()),
            None => Err("its checksum does not fit".into()),
        };
        let mut loaded = match loaded {
            Ok(loaded) => loaded,
            Err(why) => {
                self.wrong.push(format!("the snapshot up to change {seq} is damaged: {why}"));
                self.plan.aside.push(Aside { kind: Kind::Snapshot, seq, bytes });
                return;
            }
        };
        for change in loaded.get_changes_meta(&[]) {
            self.held.insert(change.hash);
            let number = self.plan.actors.entry(change.actor.to_bytes().to_vec()).or_default();
            *number = change.seq.max(*number);
        }
        let held = Known::of(&self.held);
        if Known::read(known).as_ref() != Some(&held) {
            self.wrong.push(format!("the list of changes in the snapshot up to change {seq} is damaged"));
        }
        self.plan.known = Some(held.write());
        self.plan.heads = loaded.get_heads();
        self.plan.base = seq;
        self.next = seq + 1;
        self.whole = loaded;
    }

    fn log(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement =
            connection.prepare_cached("SELECT seq, hash, bytes FROM log WHERE doc = ?1 ORDER BY seq")?;
        let mut rows = statement.query([self.plan.doc])?;
        while let Some(row) = rows.next()? {
            let (seq, hash, bytes): (u64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if seq <= self.plan.base {
                self.tail(seq, &hash, bytes);
            } else {
                self.end_tail();
                self.change(seq, &hash, bytes);
            }
        }
        self.end_tail();
        let waiting = self.plan.aside.iter().filter(|aside| aside.kind == Kind::Waiting).count();
        if waiting > 0 {
            self.wrong.push(format!("{waiting} sound changes build on what is gone"));
        }
        let (end, said) = (self.next - 1, self.plan.seen.0.seq);
        if end != said {
            self.wrong.push(format!("the log ends with change {end} instead of {said}"));
            self.plan.lost = true;
        }
        Ok(())
    }

    /// A change that the snapshot holds too: damage to it can be undone from there.
    fn tail(&mut self, seq: u64, hash: &[u8], bytes: Vec<u8>) {
        if let Some(last) = self.plan.log.last().map(|row| row.seq)
            && seq != last + 1
        {
            self.wrong.push(format!("the log jumps from change {last} to {seq}"));
            self.plan.log.clear();
        }
        let sound = intact(&bytes);
        if let Some(hash) = sound.filter(|sound| sound.0 == hash) {
            return self.plan.log.push(Row { seq, hash, bytes });
        }
        self.wrong.push(format!("change {seq} is damaged"));
        let hash = sound.or_else(|| hash.try_into().ok().map(ChangeHash));
        match hash.and_then(|hash| self.whole.get_change_by_hash(&hash)) {
            Some(change) => {
                self.plan.log.push(Row { seq, hash: change.hash(), bytes: change.raw_bytes().to_vec() });
            }
            // Readers of before get the snapshot.
            None => self.plan.log.clear(),
        }
    }

    /// A tail must lead up to the snapshot's end, or who reads it would miss something.
    fn end_tail(&mut self) {
        let base = self.plan.base;
        if let Some(last) = self.plan.log.last().map(|row| row.seq).filter(|last| *last < base) {
            self.wrong.push(format!("the log jumps from change {last} to {}", base + 1));
            self.plan.log.clear();
        }
    }

    /// A change that stands in the log alone.
    fn change(&mut self, seq: u64, hash: &[u8], bytes: Vec<u8>) {
        if seq != self.next {
            self.wrong.push(match seq - self.next {
                1 => format!("change {} is gone", self.next),
                _ => format!("changes {} to {} are gone", self.next, seq - 1),
            });
            self.plan.lost = true;
        }
        self.next = seq + 1;
        let sound = intact(&bytes);
        if sound.is_none_or(|sound| sound.0 != hash) {
            self.wrong.push(format!("change {seq} is damaged"));
        }
        let parsed = sound.and_then(|_| Change::from_bytes(bytes.clone()).ok());
        let Some(change) = parsed else {
            self.plan.lost = true;
            if let Ok(hash) = hash.try_into() {
                self.plan.missing.entry(ChangeHash(hash)).or_default();
            }
            return self.plan.aside.push(Aside { kind: Kind::Change, seq, bytes });
        };
        if !change.deps().iter().all(|dependency| self.held.contains(dependency)) {
            self.plan.lost = true;
            for dependency in change.deps() {
                self.plan.missing.entry(*dependency).or_default();
            }
            self.plan.missing.insert(change.hash(), true);
            return self.plan.aside.push(Aside { kind: Kind::Waiting, seq, bytes });
        }
        if self.held.insert(change.hash()) {
            self.plan.heads.retain(|head| !change.deps().contains(head));
            self.plan.heads.push(change.hash());
            let number = self.plan.actors.entry(change.actor_id().to_bytes().to_vec()).or_default();
            *number = change.seq().max(*number);
        }
        if let Err(why) = self.whole.load_incremental(&bytes) {
            self.wrong.push(format!("change {seq} is intact, but cannot be loaded: {why}"));
            self.unreadable = true;
        }
        self.plan.log.push(Row { seq, hash: change.hash(), bytes });
    }

    fn actors(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached("SELECT actor, seq FROM actors WHERE doc = ?1")?;
        let rows = statement.query_map([self.plan.doc], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let stored = rows.collect::<Result<BTreeMap<Vec<u8>, u64>, _>>()?;
        if stored != self.plan.actors && !self.plan.lost {
            self.wrong.push("the table of authors does not fit the changes".into());
        }
        Ok(())
    }

    fn finish(mut self) -> Examined {
        let changes = self.whole.get_changes_meta(&[]).len();
        if self.plan.lost {
            // Without gaps again, in an epoch in which nobody knows the former numbers.
            let base = self.plan.base;
            let since = self.plan.log.iter_mut().filter(|row| row.seq > base);
            self.plan.seq = since.zip(base + 1..).map(|(row, seq)| row.seq = seq).count() as u64 + base;
        }
        self.plan.missing.retain(|hash, _| !self.held.contains(hash));
        let repairable = !self.wrong.is_empty() && !self.unreadable;
        Examined { wrong: self.wrong, changes, plan: repairable.then_some(self.plan) }
    }
}
