//! What must be true, always or in the end.

use taizhang_sync::{DocName, Receipt, tablet::Phase};

use super::{super::ledger, Traffic, World};

impl World {
    /// A verified receipt: what it covers must be committed, now and for the whole epoch.
    pub(super) fn delivered(&mut self, tablet: usize, receipt: Receipt) {
        let name = receipt.doc.clone();
        let covered = ledger::ancestors(self.tablets[tablet].doc(&name), &receipt.heads);
        let promise = self.promised.entry((name.clone(), receipt.place.epoch)).or_default();
        promise.extend(covered.iter().copied());
        let t = &mut self.tablets[tablet];
        t.disk.refused.retain(|(of, hash), _| *of != name || !covered.contains(hash));
        t.disk.former.remove(&name);
        t.disk.receipts.insert(name, receipt);
        self.check_promises();
    }

    /// A place is the truth: the disk holds every change of the log up to there.
    pub fn check_place(&self, tablet: usize, name: &DocName) {
        let place = self.tablets[tablet].disk.places[name];
        let log = &self.hub.store.docs[name];
        if place.epoch == log.epoch {
            let held = self.tablets[tablet].hashes_on_disk(name);
            let upto = &log.order[..usize::try_from(place.seq).unwrap()];
            let gap: Vec<_> = upto.iter().filter(|hash| !held.contains(hash)).collect();
            assert!(gap.is_empty(), "{name}: tablet {tablet} at {place:?} lacks {gap:?}");
        }
    }

    pub fn check_promises(&self) {
        for ((name, epoch), hashes) in &self.promised {
            let log = &self.hub.store.docs[name];
            if log.epoch == *epoch {
                let lost: Vec<_> = hashes.difference(&log.all).collect();
                assert!(lost.is_empty(), "{name}: acknowledged but not committed: {lost:?}");
            }
        }
    }

    /// Everybody who may read a document has what the hub has, and the hub has what anybody stored.
    pub fn assert_converged(&mut self) {
        self.check_promises();
        for (name, (readers, _)) in self.hub.rights.clone() {
            let hub = self.hub.store.docs[&name].document().get_heads();
            for tablet in readers {
                let memory = self.tablets[tablet].heads(&name);
                assert_eq!(memory, hub, "{name}: tablet {tablet} and hub differ");
                let disk = self.tablets[tablet].on_disk(&name).get_heads();
                assert_eq!(disk, hub, "{name}: tablet {tablet} has not stored all");
            }
        }
        for (number, tablet) in self.tablets.iter().enumerate() {
            let status = tablet.session.status();
            assert_eq!(status.phase, Phase::InSync, "tablet {number}: {status:?}");
            assert_eq!(status.unsent, 0, "tablet {number}: {status:?}");
            for (name, hash) in &tablet.stored {
                let log = &self.hub.store.docs[name];
                assert!(log.all.contains(hash), "tablet {number} stored {hash}, the hub lacks it");
                let promise = self.promised.get(&(name.clone(), log.epoch));
                let covered = promise.is_some_and(|promise| promise.contains(hash));
                assert!(covered, "tablet {number}: no receipt of this epoch covers {hash}");
            }
        }
    }

    /// What crosses the lines in the next `ms`.
    pub fn traffic_in(&mut self, ms: u64) -> Traffic {
        self.traffic = Traffic::default();
        self.run_for(ms);
        self.traffic
    }
}
