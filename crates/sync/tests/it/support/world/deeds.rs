//! What a test does to the county.

use rand::RngExt;
use taizhang_sync::{ChangeHash, CloseReason, hub::HubEvent, tablet::TabletEvent};

use super::{
    super::{
        ledger::{self, doc},
        store::Store,
    },
    Faults, Happening, Line, World,
};

impl World {
    /// Breaks a line; what is under way is lost, and both sides hear of it, or not until they ask.
    pub fn cut(&mut self, line: u64) {
        let heard = self.chance(700);
        self.cut_and(line, heard);
    }

    pub(super) fn cut_and(&mut self, line: u64, heard: bool) {
        let Some(l) = self.lines.remove(&line) else { return };
        self.hub.peers.remove(&line);
        if heard {
            let at = self.now + self.delay();
            let Line { tablet, life, connection, .. } = l;
            self.at(at, Happening::Failed { tablet, life, connection });
        }
    }

    /// Breaks a tablet's line so that it hears of it.
    pub fn cut_tablet(&mut self, tablet: usize) {
        if let Some(line) = self.tablets[tablet].line {
            self.cut_and(line, true);
        }
    }

    /// Breaks a tablet's line without a word: its socket looks open.
    pub fn cut_silently(&mut self, tablet: usize) {
        if let Some(line) = self.tablets[tablet].line {
            self.cut_and(line, false);
        }
    }

    /// One edit, stored on the disk a little later.
    pub fn edit(&mut self, tablet: usize, name: &str) -> ChangeHash {
        self.edit_saying(tablet, name, "value")
    }

    pub fn edit_saying(&mut self, tablet: usize, name: &str, value: &str) -> ChangeHash {
        let name = doc(name);
        let life = self.tablets[tablet].life;
        let key = format!("{}/field", self.rng.random_range(0..6));
        self.edits += 1;
        let value = format!("{value} {}", self.edits);
        let known = self.tablets[tablet].doc(&name);
        let mut bytes = Vec::new();
        if known.get_heads().is_empty() {
            let genesis = ledger::genesis();
            bytes.extend_from_slice(genesis.raw_bytes());
            known.apply_changes([genesis]).unwrap();
        }
        let change = ledger::edit(known, &key, &value);
        bytes.extend_from_slice(change.raw_bytes());
        let at = self.disk_time(tablet);
        let own = vec![change.hash()];
        self.at(at, Happening::Stored { tablet, life, doc: name, bytes, own });
        change.hash()
    }

    pub fn set_online(&mut self, tablet: usize, online: bool) {
        self.tablets[tablet].online = online;
        if !online {
            self.cut_tablet(tablet);
        }
        let event = if online { TabletEvent::Online } else { TabletEvent::Offline };
        self.tell(tablet, event);
    }

    pub fn crash_tablet(&mut self, tablet: usize) {
        if let Some(line) = self.tablets[tablet].line.take() {
            self.lines.remove(&line);
            self.hub.peers.remove(&line);
        }
        self.tablets[tablet].restart();
        let at = self.now + 50;
        let life = self.tablets[tablet].life;
        self.at(at, Happening::Tablet { tablet, life, event: TabletEvent::Online });
    }

    pub fn crash_hub(&mut self) {
        self.hub.crash();
        for line in self.lines.keys().copied().collect::<Vec<_>>() {
            self.cut(line);
        }
    }

    /// Puts an older state of the store in place, in a new epoch.
    pub fn restore_hub(&mut self, backup: &Store) {
        self.crash_hub();
        self.hub.store = backup.clone();
        self.hub.new_epochs();
    }

    /// The snapshot of a document is damaged at the hub, which finds it.
    pub fn damage_hub(&mut self, name: &str) {
        self.crash_hub();
        self.hub.epochs += 1;
        let epoch = 1000 + self.hub.epochs;
        self.hub.store.docs.get_mut(&doc(name)).unwrap().lose_snapshot(epoch);
    }

    pub fn compact_hub(&mut self) {
        for log in self.hub.store.docs.values_mut() {
            log.compact();
        }
    }

    pub fn revoke(&mut self, tablet: usize) {
        if let Some(line) = self.tablets[tablet].line {
            self.hub_event(line, HubEvent::Close(CloseReason::Revoked));
        }
    }

    /// No more faults, everybody online, time enough for everything.
    pub fn quieten(&mut self) {
        self.faults = Faults::NONE;
        for tablet in 0..self.tablets.len() {
            if !self.tablets[tablet].online {
                self.set_online(tablet, true);
            }
        }
        self.run_for(600_000);
    }
}
