//! The hub's store as ARCHITECTURE.md has it: a log with a tail, snapshots, `known` prefixes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::AutoCommit;
use taizhang_sync::{ChangeHash, DocName, RefusalReason, change::ParsedChange, hub::LogPart, hub::Outcome};

/// How many changes stay in the log behind a snapshot.
const TAIL: usize = 3;
/// How many changes one read returns.
const READ: usize = 5;

#[derive(Clone)]
struct Entry {
    seq: u64,
    hash: ChangeHash,
    bytes: Vec<u8>,
}

#[derive(Clone, Default)]
struct Snapshot {
    seq: u64,
    bytes: Vec<u8>,
    known: BTreeSet<[u8; 5]>,
}

/// What is committed of one document.
#[derive(Clone, Default)]
pub struct Log {
    pub epoch: u64,
    pub seq: u64,
    entries: Vec<Entry>,
    snapshot: Snapshot,
    /// What was held once, and whether it has come again and waits.
    lost: BTreeMap<ChangeHash, bool>,
    waiting: Vec<ParsedChange>,
    /// For the assertions alone: every hash that was ever committed, also in its order.
    pub all: BTreeSet<ChangeHash>,
    pub order: Vec<ChangeHash>,
}

/// What is committed.
#[derive(Clone, Default)]
pub struct Store {
    pub docs: BTreeMap<DocName, Log>,
}

fn prefix(hash: &ChangeHash) -> [u8; 5] {
    hash.0[..5].try_into().unwrap()
}

impl Log {
    pub fn holds(&self, hash: &ChangeHash) -> bool {
        self.stands_in_log(hash) || self.snapshot.known.contains(&prefix(hash))
    }

    fn stands_in_log(&self, hash: &ChangeHash) -> bool {
        self.entries.iter().any(|entry| entry.hash == *hash)
    }

    /// One transaction.
    pub fn append(&mut self, changes: &[ParsedChange], foreign: &BTreeSet<ChangeHash>) -> Vec<Outcome> {
        let mut proven: BTreeSet<_> = self.lost.keys().copied().collect();
        for change in changes.iter().rev() {
            if proven.contains(&change.hash()) {
                proven.extend(change.deps());
            }
        }
        let outcomes = changes.iter().map(|change| {
            let hash = change.hash();
            if foreign.contains(&hash) && !proven.contains(&hash) {
                return Outcome::Refused(RefusalReason::WrongAuthor);
            }
            let outcome = self.take(change);
            match &outcome {
                Outcome::MissingDeps(missing) if proven.contains(&hash) => {
                    if self.lost.insert(hash, true) != Some(true) {
                        self.waiting.push(change.clone());
                    }
                    missing.iter().for_each(|dep| _ = self.lost.entry(*dep).or_default());
                }
                Outcome::Stored { .. } | Outcome::Duplicate => _ = self.lost.remove(&hash),
                _ => {}
            }
            outcome
        });
        outcomes.collect()
    }

    /// Takes back what waits and has found what it builds on.
    pub fn adopt(&mut self) {
        let before = self.seq;
        for change in std::mem::take(&mut self.waiting) {
            self.append(std::slice::from_ref(&change), &BTreeSet::new());
            if !self.stands_in_log(&change.hash()) {
                self.waiting.push(change);
            }
        }
        if self.seq > before {
            self.adopt();
        }
    }

    /// Notes as lost what is not held of what once was.
    pub fn note_held(&mut self, heads: &[ChangeHash]) {
        let absent: Vec<_> = heads.iter().filter(|head| !self.holds(head)).copied().collect();
        absent.into_iter().for_each(|head| _ = self.lost.entry(head).or_default());
    }

    /// Whether it lacks what it once had.
    pub fn lacks(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Those of `heads` that are not held; if any, what is wanted of what is lost in the place of what waits for it.
    pub fn missing(&self, heads: &[ChangeHash]) -> Vec<ChangeHash> {
        let missing: Vec<_> = heads.iter().filter(|head| !self.holds(head)).copied().collect();
        if missing.is_empty() {
            return missing;
        }
        let not_waiting = missing.iter().filter(|hash| self.lost.get(hash) != Some(&true));
        let lost = self.lost.iter().filter(|(_, waits)| !**waits).map(|(hash, _)| hash);
        let wanted: BTreeSet<_> = not_waiting.chain(lost).copied().collect();
        if wanted.is_empty() { missing } else { wanted.into_iter().collect() }
    }

    /// The snapshot is damaged and set aside, and what builds on it waits; the document begins a new epoch.
    pub fn lose_snapshot(&mut self, epoch: u64) {
        let heads = self.document().get_heads();
        let entries: Vec<Entry> = self.entries.drain(..).filter(|entry| entry.seq > self.snapshot.seq).collect();
        *self = Self { epoch, lost: heads.into_iter().map(|head| (head, false)).collect(), ..Self::default() };
        self.waiting = entries.iter().map(|entry| ParsedChange::parse(&entry.bytes).unwrap()).collect();
        let waiting = self.waiting.clone();
        self.lost.extend(waiting.iter().map(|change| (change.hash(), true)));
        for dep in waiting.iter().flat_map(ParsedChange::deps) {
            self.lost.entry(*dep).or_default();
        }
        self.adopt();
    }

    fn take(&mut self, change: &ParsedChange) -> Outcome {
        let hash = change.hash();
        if self.stands_in_log(&hash) {
            return Outcome::Duplicate;
        }
        let missing: Vec<_> = change.deps().iter().filter(|dep| !self.holds(dep)).copied().collect();
        if !missing.is_empty() {
            return Outcome::MissingDeps(missing);
        }
        self.seq += 1;
        let bytes = change.bytes().to_vec();
        self.entries.push(Entry { seq: self.seq, hash, bytes });
        self.all.insert(hash);
        self.order.push(hash);
        Outcome::Stored { seq: self.seq }
    }

    /// The chunks of the changes from `first` to `last`, one after the other.
    pub fn bytes(&self, first: u64, last: u64) -> Vec<u8> {
        let within = self.entries.iter().filter(|e| (first..=last).contains(&e.seq));
        within.flat_map(|e| e.bytes.clone()).collect()
    }

    pub fn read(&self, after: u64) -> LogPart {
        let epoch = self.epoch;
        let oldest = self.entries.first().map_or(self.seq + 1, |entry| entry.seq);
        if after + 1 < oldest && after < self.snapshot.seq {
            return LogPart { epoch, seq: self.snapshot.seq, bytes: self.snapshot.bytes.clone() };
        }
        let taken: Vec<_> = self.entries.iter().filter(|e| e.seq > after).take(READ).collect();
        let seq = taken.last().map_or(after, |entry| entry.seq);
        LogPart { epoch, seq, bytes: taken.iter().flat_map(|e| e.bytes.clone()).collect() }
    }

    /// The document that everything committed amounts to.
    pub fn document(&self) -> AutoCommit {
        let mut doc = AutoCommit::new();
        doc.load_incremental(&self.snapshot.bytes).unwrap();
        for entry in &self.entries {
            doc.load_incremental(&entry.bytes).unwrap();
        }
        doc
    }

    /// Writes a snapshot and drops the log behind it but for a tail.
    pub fn compact(&mut self) {
        let mut doc = self.document();
        let known = doc.get_changes(&[]).iter().map(|c| prefix(&c.hash())).collect();
        self.snapshot = Snapshot { seq: self.seq, bytes: doc.save(), known };
        let excess = self.entries.len().saturating_sub(TAIL);
        self.entries.drain(..excess);
    }
}
