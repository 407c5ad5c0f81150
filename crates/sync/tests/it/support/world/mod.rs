//! Time, lines and chance: what happens between tablets and hub, in one queue of happenings.

mod claims;
mod deeds;
mod hub_side;
mod tablet_side;

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{
    ChangeHash, CloseReason, DocName, Receipt,
    hub::{Appended, HubEffect, HubEvent, Live, ReadId},
    tablet::{ApplyId, ConnectionId, Phase, TabletEffect, TabletEvent},
};

use super::{
    hub::{Hub, Rights, Waiting},
    ledger::{self, DOC_A, DOC_B, DOC_TOWN, doc},
    store::Store,
    tablet::Tablet,
};

/// How badly things go.
#[derive(Clone, Copy)]
pub struct Faults {
    /// Out of a thousand frames, how many find the line dead.
    pub cut: u32,
    /// Out of a thousand stores of data, how many fail.
    pub disk_full: u32,
    /// The longest a frame takes, in milliseconds.
    pub delay: u64,
}

impl Faults {
    pub const NONE: Self = Self { cut: 0, disk_full: 0, delay: 20 };
    pub const BAD: Self = Self { cut: 25, disk_full: 20, delay: 800 };
}

/// One connection's line. In each direction frames arrive in order, until it breaks.
struct Line {
    tablet: usize,
    life: u32,
    connection: ConnectionId,
    up_at: u64,
    down_at: u64,
}

enum Happening {
    Opened { line: u64 },
    Failed { tablet: usize, life: u32, connection: ConnectionId },
    ToHub { line: u64, bytes: Vec<u8> },
    ToTablet { line: u64, bytes: Vec<u8> },
    Commit,
    Read { line: u64, read: ReadId, doc: DocName, after: u64 },
    Tick { tablet: usize, life: u32 },
    Tablet { tablet: usize, life: u32, event: TabletEvent },
    Applied { tablet: usize, life: u32, apply: ApplyId, doc: DocName, bytes: Vec<u8>, place: taizhang_sync::Place },
    Stored { tablet: usize, life: u32, doc: DocName, bytes: Vec<u8>, own: Vec<ChangeHash> },
    Collect { tablet: usize, life: u32, doc: DocName, since: Vec<ChangeHash> },
    CollectLost { tablet: usize, life: u32, doc: DocName, hashes: Vec<ChangeHash>, since: Vec<ChangeHash> },
}

/// What crossed the lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    pub up_frames: u64,
    pub up_bytes: u64,
    pub down_frames: u64,
    pub down_bytes: u64,
}

pub struct World {
    pub now: u64,
    pub rng: ChaCha8Rng,
    pub faults: Faults,
    pub hub: Hub,
    pub tablets: Vec<Tablet>,
    pub traffic: Traffic,
    /// What verified receipts promised: `(document, epoch) -> hashes`.
    pub promised: BTreeMap<(DocName, u64), BTreeSet<ChangeHash>>,
    /// Frames sent to tablets, decoded, if asked for.
    pub wiretap: Option<Vec<(usize, taizhang_sync::wire::HubFrame)>>,
    queue: BTreeMap<(u64, u64), Happening>,
    order: u64,
    lines: BTreeMap<u64, Line>,
    edits: u64,
}

impl World {
    /// Two branches' tablets, 0 and 1, and one of their township, 2.
    pub fn new(seed: u64, faults: Faults) -> Self {
        let rights: Rights = [
            (doc(DOC_A), (vec![0, 2], vec![0, 2])),
            (doc(DOC_B), (vec![1, 2], vec![1, 2])),
            (doc(DOC_TOWN), (vec![0, 1, 2], vec![2])),
        ]
        .into();
        let mut world = Self {
            now: 1_000,
            rng: ChaCha8Rng::seed_from_u64(seed),
            faults,
            hub: Hub::new(rights),
            tablets: (0..3).map(Tablet::new).collect(),
            traffic: Traffic::default(),
            promised: BTreeMap::new(),
            wiretap: None,
            queue: BTreeMap::new(),
            order: 0,
            lines: BTreeMap::new(),
            edits: 0,
        };
        for tablet in 0..3 {
            world.tell(tablet, TabletEvent::Online);
        }
        world
    }

    fn at(&mut self, time: u64, happening: Happening) {
        self.order += 1;
        self.queue.insert((time.max(self.now), self.order), happening);
    }

    fn delay(&mut self) -> u64 {
        self.rng.random_range(1..=self.faults.delay)
    }

    fn chance(&mut self, of_thousand: u32) -> bool {
        self.rng.random_range(0..1000) < of_thousand
    }

    /// Lets time pass.
    pub fn run_for(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some((&(time, _), _)) = self.queue.first_key_value() {
            if time > end {
                break;
            }
            let ((time, _), happening) = self.queue.pop_first().unwrap();
            self.now = time;
            self.happen(happening);
        }
        self.now = end;
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Opened { line } => {
                let Some(l) = self.lines.get(&line) else { return };
                let (tablet, connection) = (l.tablet, l.connection);
                self.hub.open(line, tablet, self.tablets[tablet].device);
                self.tell(tablet, TabletEvent::Connected { connection });
            }
            Happening::Failed { tablet, life, connection } => {
                if self.tablets[tablet].life == life {
                    self.tell(tablet, TabletEvent::Lost { connection });
                }
            }
            Happening::ToHub { line, bytes } => {
                if self.lines.contains_key(&line)
                    && let Some(peer) = self.hub.peers.get_mut(&line)
                {
                    peer.inbox.push_back(bytes);
                    self.feed(line);
                }
            }
            Happening::ToTablet { line, bytes } => {
                if let Some(l) = self.lines.get(&line) {
                    let (tablet, connection) = (l.tablet, l.connection);
                    self.tell(tablet, TabletEvent::Frame { connection, bytes });
                }
            }
            Happening::Commit => self.commit(),
            Happening::Read { line, read, doc, after } => {
                let part = self.hub.store.docs[&doc].read(after);
                self.hub_event(line, HubEvent::Read(read, Some(part)));
            }
            Happening::Tick { tablet, life } => {
                if self.tablets[tablet].life == life {
                    self.tell(tablet, TabletEvent::Tick);
                }
            }
            Happening::Tablet { tablet, life, event } => {
                if self.tablets[tablet].life == life {
                    self.tell(tablet, event);
                }
            }
            Happening::Applied { tablet, life, apply, doc, bytes, place } => {
                if self.tablets[tablet].life != life {
                    return;
                }
                if self.chance(self.faults.disk_full) {
                    self.tell(tablet, TabletEvent::ApplyFailed { apply });
                    return;
                }
                // An edit made upon data that the disk then had no room for waits on the disk until
                // that data comes again; whoever stores it has to say so.
                let waiting = self.tablets[tablet].outbox(&doc, &[]).1.len();
                let disk = &mut self.tablets[tablet].disk;
                if !bytes.is_empty() {
                    disk.chunks.entry(doc.clone()).or_default().push(bytes);
                }
                disk.places.insert(doc.clone(), place);
                self.check_place(tablet, &doc);
                self.tell(tablet, TabletEvent::Applied { apply });
                if self.tablets[tablet].outbox(&doc, &[]).1.len() > waiting {
                    self.tell(tablet, TabletEvent::Changed { doc });
                }
            }
            Happening::Stored { tablet, life, doc, bytes, own } => {
                let t = &mut self.tablets[tablet];
                if t.life == life {
                    t.disk.chunks.entry(doc.clone()).or_default().push(bytes);
                    t.stored.extend(own.into_iter().map(|hash| (doc.clone(), hash)));
                    self.tell(tablet, TabletEvent::Changed { doc });
                }
            }
            Happening::CollectLost { tablet, life, doc, hashes, since } => {
                if self.tablets[tablet].life == life {
                    let changes = self.tablets[tablet].lost(&doc, &hashes, &since);
                    self.tell(tablet, TabletEvent::Found { doc, changes });
                }
            }
            Happening::Collect { tablet, life, doc, since } => {
                if self.tablets[tablet].life == life {
                    let (heads, changes) = self.tablets[tablet].outbox(&doc, &since);
                    self.tell(tablet, TabletEvent::Outbox { doc, heads, changes });
                }
            }
        }
    }
}
