//! A tablet's host: documents in memory, a disk behind them, a session.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{AutoCommit, Change};
use taizhang_sync::{
    ChangeHash, DeviceId, DocName, Place, Receipt, RefusalReason,
    change::{device_of, is_genesis_actor},
    tablet::{HeldDocument, TabletSession},
};

use super::{hub::HUB, ledger};

/// What survives a crash.
#[derive(Clone, Default)]
pub struct Disk {
    pub chunks: BTreeMap<DocName, Vec<Vec<u8>>>,
    pub places: BTreeMap<DocName, Place>,
    pub receipts: BTreeMap<DocName, Receipt>,
    /// Void ones.
    pub former: BTreeMap<DocName, Receipt>,
    pub refused: BTreeMap<(DocName, ChangeHash), RefusalReason>,
}

pub struct Tablet {
    pub device: DeviceId,
    /// Counts restarts; what was begun in an earlier life is dropped.
    pub life: u32,
    pub disk: Disk,
    pub docs: BTreeMap<DocName, AutoCommit>,
    pub session: TabletSession,
    /// When the disk has done all that it was given.
    pub disk_done: u64,
    /// When the last outbox was or will be collected.
    pub collected: u64,
    /// The line that the host uses now, if any.
    pub line: Option<u64>,
    pub online: bool,
    /// Every own change that reached the disk, and thus was shown as stored.
    pub stored: BTreeSet<(DocName, ChangeHash)>,
    pub waits: usize,
    pub voids: usize,
    pub untrusted: usize,
}

impl Tablet {
    pub fn new(number: usize) -> Self {
        let device = ledger::device(number);
        Self {
            device,
            life: 0,
            disk: Disk::default(),
            docs: BTreeMap::new(),
            session: TabletSession::new(HUB, Vec::new()),
            disk_done: 0,
            collected: 0,
            line: None,
            online: true,
            stored: BTreeSet::new(),
            waits: 0,
            voids: 0,
            untrusted: 0,
        }
    }

    /// What the disk holds of a document.
    pub fn on_disk(&self, doc: &DocName) -> AutoCommit {
        let mut loaded = AutoCommit::new().with_actor(ledger::actor(self.device, self.life));
        for chunk in self.disk.chunks.get(doc).into_iter().flatten() {
            loaded.load_incremental(chunk).unwrap();
        }
        loaded
    }

    /// Every change that the disk holds together with its ancestors.
    pub fn hashes_on_disk(&self, doc: &DocName) -> BTreeSet<ChangeHash> {
        let mut stored = self.on_disk(doc);
        stored.get_changes(&[]).iter().map(Change::hash).collect()
    }

    /// A document in memory, begun if need be.
    pub fn doc(&mut self, doc: &DocName) -> &mut AutoCommit {
        let actor = ledger::actor(self.device, self.life);
        self.docs.entry(doc.clone()).or_insert_with(|| AutoCommit::new().with_actor(actor))
    }

    pub fn heads(&mut self, doc: &DocName) -> Vec<ChangeHash> {
        self.docs.get_mut(doc).map(AutoCommit::get_heads).unwrap_or_default()
    }

    /// The answer to `CollectOutbox`.
    pub fn outbox(&self, doc: &DocName, since: &[ChangeHash]) -> (Vec<ChangeHash>, Vec<Change>) {
        let mut stored = self.on_disk(doc);
        let own =
            |change: &Change| device_of(change.actor_id()) == Some(self.device) || is_genesis_actor(change.actor_id());
        let changes = stored.get_changes(since).into_iter().filter(own).collect();
        (stored.get_heads(), changes)
    }

    /// The answer to `CollectLost`.
    pub fn lost(&self, doc: &DocName, hashes: &[ChangeHash], since: &[ChangeHash]) -> Vec<Change> {
        let mut needed: BTreeSet<ChangeHash> = hashes.iter().copied().collect();
        let mut behind = Vec::new();
        for change in self.on_disk(doc).get_changes(since).into_iter().rev() {
            if needed.contains(&change.hash()) {
                needed.extend(change.deps());
                behind.insert(0, change);
            }
        }
        behind
    }

    /// Starts again from the disk.
    pub fn restart(&mut self) {
        self.life += 1;
        let names: BTreeSet<_> = self.disk.chunks.keys().chain(self.disk.places.keys()).cloned().collect();
        self.docs = names.iter().map(|doc| (doc.clone(), self.on_disk(doc))).collect();
        let held = names.into_iter().map(|doc| HeldDocument {
            place: self.disk.places.get(&doc).copied().unwrap_or(Place::ZERO),
            receipt: self.disk.receipts.get(&doc).cloned(),
            former: self.disk.former.get(&doc).cloned(),
            unsent: true,
            unproven: true,
            refused: self
                .disk
                .refused
                .iter()
                .filter(|((of, _), _)| *of == doc)
                .map(|((_, hash), reason)| (*hash, *reason))
                .collect(),
            doc,
        });
        self.session = TabletSession::new(HUB, held.collect());
        self.disk_done = 0;
        self.line = None;
    }
}
