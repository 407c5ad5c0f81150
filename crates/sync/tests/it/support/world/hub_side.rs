//! The hub's side: frames taken in, commits in groups, and what goes down the lines.

use rand::RngExt;
use taizhang_sync::{
    CloseReason,
    hub::{Appended, HubEffect, HubEvent, Live},
    tablet::TabletEvent,
};

use super::{super::hub::Waiting, Happening, World};

impl World {
    pub(super) fn feed(&mut self, line: u64) {
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
    pub(super) fn commit(&mut self) {
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
