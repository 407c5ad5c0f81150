//! A document on a tablet, and what is known of it.

use automerge::{AutoCommit, Change, ChangeHash};
use taizhang_ledger::{DeviceId, DocId, changes_behind, own_changes_since};
use taizhang_sync::{DocName, Receipt};

use crate::{
    clock::{Nanos, now},
    document,
    workload::{Edit, StateHash},
};

/// A document on a tablet.
pub struct Replica {
    /// The document.
    pub doc: AutoCommit,
    /// What it must show to be complete; nothing for documents that the workload leaves alone.
    pub goal: Option<StateHash>,
    /// When it showed that.
    pub reached: Option<Nanos>,
    /// When a verified receipt covered everything in it.
    pub delivered: Option<Nanos>,
    /// What is awaited live, in order, and when each was seen.
    pub awaited: Vec<Edit>,
    /// When each of these was seen.
    pub seen: Vec<Nanos>,
}

impl Replica {
    /// An empty document, to be written by `device`.
    pub fn new(device: DeviceId) -> Self {
        let doc = AutoCommit::new().with_actor(device.actor([1; 4]));
        Self { doc, goal: None, reached: None, delivered: None, awaited: Vec::new(), seen: Vec::new() }
    }

    /// Takes in data from the hub; `false` if it is none.
    pub fn take(&mut self, bytes: &[u8]) -> bool {
        if self.doc.load_incremental(bytes).is_err() {
            return false;
        }
        self.look();
        true
    }

    /// Looks for what is awaited.
    fn look(&mut self) {
        while let Some(place) = self.awaited.get(self.seen.len()) {
            if document::read(&self.doc, place.cell).as_ref() != Some(&place.value) {
                break;
            }
            self.seen.push(now());
        }
        if self.reached.is_none()
            && let Some(goal) = &self.goal
            && document::state(&self.doc).hash() == *goal
        {
            self.reached = Some(now());
        }
    }

    /// Writes one edit as one change.
    pub fn write(&mut self, edit: &Edit, time: i64) -> bool {
        self.delivered = None;
        document::write(&mut self.doc, edit, time).is_ok()
    }

    /// The answer to `CollectOutbox`: the heads, and the changes that `device` may hand in.
    pub fn outbox(&mut self, device: DeviceId, name: &DocName, since: &[ChangeHash]) -> (Vec<ChangeHash>, Vec<Change>) {
        let kind = name.as_str().parse::<DocId>().map(|id| id.kind());
        let changes = kind.map(|kind| own_changes_since(&mut self.doc, kind, device, since)).unwrap_or_default();
        (self.doc.get_heads(), changes)
    }

    /// The answer to `CollectLost`.
    pub fn lost(&mut self, hashes: &[ChangeHash], since: &[ChangeHash]) -> Vec<Change> {
        changes_behind(&mut self.doc, hashes, since)
    }

    /// A verified receipt came: notes when it covers everything that `device` has written.
    pub fn acknowledged(&mut self, device: DeviceId, receipt: &Receipt) {
        let heads = self.doc.get_heads();
        let uncovered = heads.iter().filter(|head| !receipt.heads.contains(head));
        let own = |head: &ChangeHash| {
            let change = self.doc.get_change_meta_by_hash(head);
            change.is_some_and(|change| DeviceId::of_actor(change.actor.to_bytes()) == Some(device))
        };
        // What came from others after the push was collected does not lessen what was delivered.
        if !uncovered.into_iter().any(own) {
            self.delivered = Some(now());
        }
    }

    /// How many cells do not show what they should.
    pub fn differences(&self, places: &[Edit]) -> usize {
        let shown = document::state(&self.doc);
        places.iter().filter(|place| shown.get(place.cell) != Some(&place.value)).count()
    }
}
