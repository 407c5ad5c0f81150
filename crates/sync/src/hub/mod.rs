//! The hub's side: one session a connection.

mod api;
mod feed;
mod push;

pub use api::{AppendId, Appended, HubEffect, HubEvent, HubHost, HubPeers, Live, LogPart, Outcome, ReadId};

use std::collections::BTreeMap;

use self::{feed::Feeds, push::Pushes};
use crate::{
    CloseReason, DocName, Millis, Place,
    wire::{self, DocGrant, DocPlace, HubFrame, MAX_ITEMS, TabletFrame, WireError},
};

/// How long a host lets a connection be silent: a tablet pings far more often, except from a
/// background tab, whose timers browsers slow down.
pub const IDLE_LIMIT_MS: Millis = 150_000;

/// One connection of one authenticated device.
///
/// The host subscribes the session to [`HubEvent::Live`] before it reads the grants' places from
/// its store, so that nothing falls between. Nothing that the peer sends is trusted: whatever makes
/// no sense ends the session with a reason.
#[derive(Debug)]
pub struct HubSession {
    peers: HubPeers,
    grants: BTreeMap<DocName, Grant>,
    stage: Stage,
    feeds: Feeds,
    pushes: Pushes,
}

/// What the post may do with one document, and where the hub's log of it is known to stand.
#[derive(Debug, Clone, Copy)]
struct Grant {
    place: Place,
    writable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    AwaitingHello,
    Open,
    Over,
}

/// The session must end, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ended(CloseReason);

impl From<WireError> for Ended {
    fn from(error: WireError) -> Self {
        match error {
            WireError::TooLarge(_) => Self(CloseReason::FrameTooLarge),
            WireError::Malformed(_) | WireError::Trailing(_) => Self(CloseReason::Protocol),
        }
    }
}

impl HubSession {
    /// A session that awaits the tablet's `Hello`. `grants` holds every document that the post may
    /// read, with their places as stored now; also those nobody has written yet (seq 0, in the epoch that
    /// their logs will have).
    pub fn new(peers: HubPeers, grants: Vec<DocGrant>) -> Self {
        let grants = grants
            .into_iter()
            .map(|grant| (grant.doc, Grant { place: grant.place, writable: grant.writable }))
            .collect();
        Self { peers, grants, stage: Stage::AwaitingHello, feeds: Feeds::default(), pushes: Pushes::default() }
    }

    /// Takes one event at `now` (Unix milliseconds) and says what to do about it.
    pub fn handle(&mut self, now: Millis, host: &dyn HubHost, event: HubEvent) -> Vec<HubEffect> {
        if self.is_over() {
            return Vec::new();
        }
        let mut out = Vec::new();
        match self.take(now, host, event, &mut out) {
            Ok(()) => out,
            Err(Ended(reason)) => {
                self.stage = Stage::Over;
                self.grants.clear();
                self.feeds = Feeds::default();
                self.pushes = Pushes::default();
                let mut last = Vec::with_capacity(2);
                // Closing because a frame cannot be encoded must not depend on encoding a frame.
                let _ = send(&mut last, &HubFrame::Closed { reason });
                last.push(HubEffect::Close);
                last
            }
        }
    }

    /// Whether the next frame may be fed; if not, wait until an append is answered.
    pub fn accepts_frames(&self) -> bool {
        self.pushes.has_room()
    }

    /// Whether the session is over; further events do nothing.
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    fn take(
        &mut self,
        now: Millis,
        host: &dyn HubHost,
        event: HubEvent,
        out: &mut Vec<HubEffect>,
    ) -> Result<(), Ended> {
        match event {
            HubEvent::Frame(bytes) => self.frame(now, host, &bytes, out),
            HubEvent::Appended(appended) => self.appended(now, host, appended, out),
            HubEvent::Read(read, Some(part)) => self.feeds.read(read, part, out),
            HubEvent::Live(live) => {
                self.grown(&live.doc, live.epoch, live.last)?;
                self.feeds.live(&live, out)
            }
            HubEvent::Grown { doc, epoch, seq } => {
                self.grown(&doc, epoch, seq)?;
                self.feeds.grown(&doc, seq, out);
                Ok(())
            }
            HubEvent::GrantsChanged(grants) => self.regrant(now, grants, out),
            HubEvent::Read(_, None) | HubEvent::AppendFailed(_) => Err(Ended(CloseReason::Internal)),
            HubEvent::Close(reason) => Err(Ended(reason)),
        }
    }

    fn frame(&mut self, now: Millis, host: &dyn HubHost, bytes: &[u8], out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        if self.stage == Stage::AwaitingHello && speaks_another_version(bytes) {
            return Err(Ended(CloseReason::Version));
        }
        match wire::decode::<TabletFrame>(bytes)? {
            TabletFrame::Hello { version, places } => self.hello(now, version, places, out),
            TabletFrame::BriefHello { version, places } => {
                let places = places.places().ok_or(Ended(CloseReason::Protocol))?;
                self.hello(now, version, places, out)
            }
            _ if self.stage == Stage::AwaitingHello => Err(Ended(CloseReason::Protocol)),
            TabletFrame::Push { doc, heads, changes } => {
                if changes.len() > MAX_ITEMS || heads.len() > MAX_ITEMS {
                    return Err(Ended(CloseReason::Protocol));
                }
                let writable = self.grants.get(&doc).map(|grant| grant.writable);
                let gate = push::Gate { device: self.peers.device, host, writable };
                self.pushes.receive(&gate, doc, heads, &changes, out)
            }
            TabletFrame::Ping { nonce } => send(out, &HubFrame::Pong { nonce }),
            TabletFrame::FormerReceipt { doc, heads, place, time, signature } => {
                if heads.len() > MAX_ITEMS {
                    return Err(Ended(CloseReason::Protocol));
                }
                let bytes = crate::receipt::signed_bytes(&doc, &heads, place, time, self.peers.hub);
                // Another's signature proves nothing, and what it covers is refused as ever.
                if self.grants.contains_key(&doc) && host.signed(&bytes, &signature) {
                    out.push(HubEffect::NoteHeld { doc, heads });
                }
                Ok(())
            }
        }
    }

    fn hello(
        &mut self,
        now: Millis,
        version: u16,
        places: Vec<DocPlace>,
        out: &mut Vec<HubEffect>,
    ) -> Result<(), Ended> {
        if version != wire::VERSION {
            return Err(Ended(CloseReason::Version));
        }
        if places.len() > MAX_ITEMS {
            return Err(Ended(CloseReason::Protocol));
        }
        if self.stage == Stage::AwaitingHello {
            self.stage = Stage::Open;
            if places.is_empty() {
                self.welcome(now, out)?;
            } else {
                self.welcome_back(now, &places, out)?;
            }
        }
        for DocPlace { doc, place } in places {
            if let Some(grant) = self.grants.get(&doc) {
                self.feeds.subscribe(doc, place, grant.place);
            }
        }
        self.feeds.pump(out);
        Ok(())
    }

    fn welcome(&self, now: Millis, out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let docs = self
            .grants
            .iter()
            .map(|(doc, grant)| DocGrant { doc: doc.clone(), place: grant.place, writable: grant.writable })
            .collect();
        send(out, &HubFrame::Welcome { version: wire::VERSION, hub: self.peers.hub, now, docs })
    }

    fn welcome_back(&self, now: Millis, places: &[DocPlace], out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let grant = |doc: &DocName| self.grants.get(doc).map(|grant| (grant.place, grant.writable));
        let (named, docs) = wire::standings(places, grant, self.grants.keys());
        send(out, &HubFrame::WelcomeBack { version: wire::VERSION, hub: self.peers.hub, now, named, docs })
    }

    fn appended(
        &mut self,
        now: Millis,
        host: &dyn HubHost,
        appended: Appended,
        out: &mut Vec<HubEffect>,
    ) -> Result<(), Ended> {
        let Some(answer) = self.pushes.appended(&appended)? else { return Ok(()) };
        self.grown(&answer.doc, appended.epoch, appended.seq)?;
        self.feeds.own(&answer.doc, &answer.stored, out);
        for (hash, reason) in answer.refused {
            send(out, &HubFrame::Refused { doc: answer.doc.clone(), hash, reason })?;
        }
        match answer.end {
            None => Ok(()),
            Some(push::End::Missing(hashes)) => {
                send(out, &HubFrame::Missing { doc: answer.doc.clone(), hashes })?;
                self.feeds.tell_place(&answer.doc, out)
            }
            Some(push::End::Held(heads)) => {
                let place = Place { epoch: appended.epoch, seq: appended.seq };
                let doc = answer.doc;
                let bytes = crate::receipt::signed_bytes(&doc, &heads, place, now, self.peers.hub);
                let signature = host.sign(&bytes);
                let told = doc.clone();
                send(out, &HubFrame::Receipt { doc, heads, place, time: now, signature })?;
                self.feeds.tell_place(&told, out)
            }
        }
    }

    /// Notes that a log has grown. One whose epoch changed under a running session was restored.
    fn grown(&mut self, doc: &DocName, epoch: u64, seq: u64) -> Result<(), Ended> {
        match self.grants.get_mut(doc) {
            Some(grant) if grant.place.epoch != epoch => Err(Ended(CloseReason::Restarting)),
            Some(grant) => {
                grant.place.seq = grant.place.seq.max(seq);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn regrant(&mut self, now: Millis, grants: Vec<DocGrant>, out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let old = std::mem::take(&mut self.grants);
        for DocGrant { doc, mut place, writable } in grants {
            match old.get(&doc) {
                Some(known) if known.place.epoch == place.epoch => {
                    place.seq = place.seq.max(known.place.seq);
                }
                _ => self.feeds.unsubscribe(&doc),
            }
            self.grants.insert(doc, Grant { place, writable });
        }
        for doc in old.keys().filter(|doc| !self.grants.contains_key(*doc)) {
            self.feeds.unsubscribe(doc);
        }
        if self.stage == Stage::Open { self.welcome(now, out) } else { Ok(()) }
    }
}

/// Whether these bytes start like a `Hello` or `BriefHello` of another version, whatever that looks like further on.
fn speaks_another_version(bytes: &[u8]) -> bool {
    matches!(postcard::take_from_bytes::<(u32, u16)>(bytes), Ok(((0 | 3, version), _)) if version != wire::VERSION)
}

fn send(out: &mut Vec<HubEffect>, frame: &HubFrame) -> Result<(), Ended> {
    let bytes = wire::encode(frame).map_err(|_| Ended(CloseReason::Internal))?;
    out.push(HubEffect::Send(bytes));
    Ok(())
}
