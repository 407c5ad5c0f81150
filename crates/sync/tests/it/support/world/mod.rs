//! Time, lines and chance: what happens between tablets and hub, in one queue of happenings.

mod claims;
mod deeds;

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

/// The start of a debug print, enough to follow a story (`TRACE=<tablet>`).
fn brief(what: impl std::fmt::Debug) -> String {
    let mut text = format!("{what:?}").replace("ChangeHash", "#");
    text.truncate(300);
    text
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
                let genuine = super::sign(&receipt.signed_bytes()) == receipt.signature;
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
    fn disk_time(&mut self, tablet: usize) -> u64 {
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

    fn feed(&mut self, line: u64) {
        while let Some(peer) = self.hub.peers.get_mut(&line) {
            if !peer.session.accepts_frames() {
                return;
            }
            let Some(bytes) = peer.inbox.pop_front() else { return };
            let strange = self.hub.is_old && bytes.first() == Some(&4);
            let event = if strange { HubEvent::Close(CloseReason::Protocol) } else { HubEvent::Frame(bytes) };
            self.hub_event(line, event);
        }
    }

    /// Tells one of the hub's sessions something and carries out what it asks for.
    pub fn hub_event(&mut self, line: u64, event: HubEvent) {
        let host = self.hub.host();
        let Some(peer) = self.hub.peers.get_mut(&line) else { return };
        for effect in peer.session.handle(self.now, &host, event) {
            match effect {
                HubEffect::Send(bytes) => self.send_down(line, bytes),
                HubEffect::Append { append, doc, changes, heads, foreign } => {
                    self.hub.queue.push(Waiting { line, append, doc, changes, heads, foreign });
                    let at = self.now + self.delay();
                    self.at(at, Happening::Commit);
                }
                HubEffect::Read { read, doc, after } => {
                    let at = self.now + self.delay();
                    self.at(at, Happening::Read { line, read, doc, after });
                }
                HubEffect::NoteHeld { doc, heads } => {
                    self.hub.store.docs.entry(doc).or_default().note_held(&heads);
                }
                HubEffect::Close => {
                    self.hub.peers.remove(&line);
                    let Some(l) = self.lines.get(&line) else { return };
                    let (tablet, life, connection) = (l.tablet, l.life, l.connection);
                    let at = l.down_at.max(self.now) + 1;
                    self.at(at, Happening::Failed { tablet, life, connection });
                }
            }
        }
    }

    fn send_down(&mut self, line: u64, bytes: Vec<u8>) {
        assert!(bytes.len() <= taizhang_sync::wire::MAX_FRAME);
        self.traffic.down_frames += 1;
        self.traffic.down_bytes += bytes.len() as u64;
        let delay = self.delay();
        let cut = self.chance(self.faults.cut);
        let now = self.now;
        let Some(l) = self.lines.get_mut(&line) else { return };
        if let Some(tap) = &mut self.wiretap {
            tap.push((l.tablet, taizhang_sync::wire::decode(&bytes).unwrap()));
        }
        if cut {
            self.cut(line);
            return;
        }
        l.down_at = l.down_at.max(now + delay);
        let at = l.down_at;
        self.at(at, Happening::ToTablet { line, bytes });
    }

    /// Group commit: all that is queued, one append after the other; then answers and live data, in
    /// any order between sessions.
    fn commit(&mut self) {
        let mut events = Vec::new();
        for Waiting { line, append, doc, changes, heads, foreign } in std::mem::take(&mut self.hub.queue) {
            let log = self.hub.store.docs.get_mut(&doc).unwrap();
            let before = log.seq;
            let outcomes = log.append(&changes, &foreign);
            let (epoch, seq) = (log.epoch, log.seq);
            // What waits aside comes in a transaction of its own, and nobody is its author.
            log.adopt();
            let adopted = log.seq;
            let missing_heads = log.missing(&heads);
            let log = &self.hub.store.docs[&doc];
            if seq > before {
                let live = Live {
                    doc: doc.clone(),
                    epoch,
                    first: before + 1,
                    last: seq,
                    bytes: log.bytes(before + 1, seq).into(),
                };
                for (&other, peer) in &self.hub.peers {
                    let readers = &self.hub.rights[&doc].0;
                    if other != line && readers.contains(&peer.tablet) {
                        events.push((other, HubEvent::Live(live.clone())));
                    }
                }
            }
            if adopted > seq {
                let (first, last) = (seq + 1, adopted);
                let live = Live { doc: doc.clone(), epoch, first, last, bytes: log.bytes(first, last).into() };
                for (&other, peer) in &self.hub.peers {
                    if self.hub.rights[&doc].0.contains(&peer.tablet) {
                        events.push((other, HubEvent::Live(live.clone())));
                    }
                }
            }
            let appended = Appended { append, epoch, seq, outcomes, missing_heads };
            events.push((line, HubEvent::Appended(appended)));
        }
        // Sessions run on tasks of their own: each sees its own events in order of commit, except
        // that answers and live data come through different channels.
        while !events.is_empty() {
            let pick = self.rng.random_range(0..events.len());
            let (line, is_live) = (events[pick].0, matches!(events[pick].1, HubEvent::Live(_)));
            let first =
                events.iter().position(|(l, e)| *l == line && matches!(e, HubEvent::Live(_)) == is_live).unwrap();
            let (line, event) = events.remove(first);
            let event = match event {
                // A full queue drops the bytes and tells only how far the log reaches.
                HubEvent::Live(live) if self.chance(self.faults.cut * 4) => {
                    HubEvent::Grown { doc: live.doc, epoch: live.epoch, seq: live.last }
                }
                event => event,
            };
            self.hub_event(line, event);
            self.feed(line);
        }
    }
}
