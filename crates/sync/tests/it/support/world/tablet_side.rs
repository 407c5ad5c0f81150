//! The tablets' side: what their sessions ask for, carried out on their disks and lines.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use taizhang_sync::tablet::{ConnectionId, TabletEffect, TabletEvent};

use super::{super::sign, Happening, Line, World};

/// The start of a debug print, enough to follow a story (`TRACE=<tablet>`).
fn brief(what: impl std::fmt::Debug) -> String {
    let mut text = format!("{what:?}").replace("ChangeHash", "#");
    text.truncate(300);
    text
}

impl World {
    /// Tells a tablet's session something and carries out what it asks for.
    pub fn tell(&mut self, tablet: usize, event: TabletEvent) {
        let mut rng = ChaCha8Rng::seed_from_u64(self.rng.random());
        if std::env::var("TRACE").is_ok_and(|t| t == tablet.to_string()) {
            match &event {
                TabletEvent::Frame { bytes, .. } => eprintln!(
                    "{} > {:?}",
                    self.now,
                    taizhang_sync::wire::decode::<taizhang_sync::wire::HubFrame>(bytes).map(brief)
                ),
                TabletEvent::Tick => {}
                event => eprintln!("{} > {}", self.now, brief(event)),
            }
        }
        let effects = self.tablets[tablet].session.handle(self.now, &mut rng, event);
        for effect in effects {
            self.tablet_effect(tablet, effect);
        }
    }

    fn tablet_effect(&mut self, tablet: usize, effect: TabletEffect) {
        if std::env::var("TRACE").is_ok_and(|t| t == tablet.to_string()) {
            match &effect {
                TabletEffect::Send { bytes, .. } => eprintln!(
                    "{}   < {:?}",
                    self.now,
                    taizhang_sync::wire::decode::<taizhang_sync::wire::TabletFrame>(bytes).map(brief)
                ),
                TabletEffect::Wake { .. } => {}
                effect => eprintln!("{}   < {}", self.now, brief(effect)),
            }
        }
        let life = self.tablets[tablet].life;
        match effect {
            TabletEffect::Connect { connection } => self.connect(tablet, life, connection),
            TabletEffect::Disconnect { connection } => {
                if let Some(line) = self.tablets[tablet].line
                    && self.lines.get(&line).is_some_and(|l| l.connection == connection)
                {
                    self.lines.remove(&line);
                    self.hub.peers.remove(&line);
                }
            }
            TabletEffect::Send { bytes, .. } => {
                assert!(bytes.len() <= taizhang_sync::wire::MAX_FRAME);
                let delay = self.delay();
                let cut = self.chance(self.faults.cut);
                let Some(line) = self.tablets[tablet].line else { return };
                let now = self.now;
                if let Some(l) = self.lines.get_mut(&line) {
                    self.traffic.up_frames += 1;
                    self.traffic.up_bytes += bytes.len() as u64;
                    if cut {
                        self.cut(line);
                        return;
                    }
                    l.up_at = l.up_at.max(now + delay);
                    let at = l.up_at;
                    self.at(at, Happening::ToHub { line, bytes });
                }
            }
            TabletEffect::Apply { apply, doc, bytes, place } => {
                self.tablets[tablet].doc(&doc).load_incremental(&bytes).unwrap();
                let at = self.disk_time(tablet);
                self.at(at, Happening::Applied { tablet, life, apply, doc, bytes, place });
            }
            TabletEffect::CollectOutbox { doc, since } => {
                // Answers may be late, though not overtake each other.
                let took = self.rng.random_range(1..=self.faults.delay / 4);
                let t = &mut self.tablets[tablet];
                t.collected = t.collected.max(self.now + took);
                let at = t.collected;
                self.at(at, Happening::Collect { tablet, life, doc, since });
            }
            TabletEffect::CollectLost { doc, hashes, since } => {
                let took = self.rng.random_range(1..=self.faults.delay / 4);
                let at = self.now + took;
                self.at(at, Happening::CollectLost { tablet, life, doc, hashes, since });
            }
            TabletEffect::VerifyReceipt { receipt } => {
                let genuine = sign(&receipt.signed_bytes()) == receipt.signature;
                let event = if genuine {
                    TabletEvent::ReceiptVerified { receipt }
                } else {
                    TabletEvent::ReceiptForged { receipt }
                };
                let at = self.now + 3;
                self.at(at, Happening::Tablet { tablet, life, event });
            }
            TabletEffect::Delivered { receipt } => self.delivered(tablet, receipt),
            TabletEffect::ReceiptsVoid { receipt } => {
                let t = &mut self.tablets[tablet];
                t.voids += 1;
                t.disk.receipts.remove(&receipt.doc);
                t.disk.former.insert(receipt.doc.clone(), receipt);
            }
            TabletEffect::Refused { doc, hash, reason } => {
                self.tablets[tablet].disk.refused.insert((doc, hash), reason);
            }
            TabletEffect::Waiting { .. } => self.tablets[tablet].waits += 1,
            TabletEffect::Untrusted { .. } => self.tablets[tablet].untrusted += 1,
            TabletEffect::Wake { at } => self.at(at, Happening::Tick { tablet, life }),
            TabletEffect::Welcomed { .. } | TabletEffect::Status(_) => {}
        }
    }

    /// Disks work one thing after the other.
    pub(super) fn disk_time(&mut self, tablet: usize) -> u64 {
        let took = self.rng.random_range(1..=30);
        let t = &mut self.tablets[tablet];
        t.disk_done = t.disk_done.max(self.now) + took;
        t.disk_done
    }

    fn connect(&mut self, tablet: usize, life: u32, connection: ConnectionId) {
        if let Some(old) = self.tablets[tablet].line.take() {
            self.lines.remove(&old);
            self.hub.peers.remove(&old);
        }
        let at = self.now + self.delay();
        if !self.tablets[tablet].online {
            self.at(at, Happening::Failed { tablet, life, connection });
            return;
        }
        self.order += 1;
        let line = self.order;
        self.lines.insert(line, Line { tablet, life, connection, up_at: at, down_at: at });
        self.tablets[tablet].line = Some(line);
        self.at(at, Happening::Opened { line });
    }
}
