//! The tablet's side: a session that outlives connections.

mod api;
mod document;
mod graph;
mod heartbeat;
mod inbound;
mod link;
mod outbound;
mod outbox;
mod refusals;
mod status;

pub use api::{ApplyId, ConnectionId, HeldDocument, TabletEffect, TabletEvent};
pub use status::{Phase, Status};

use std::collections::BTreeMap;

use rand_core::Rng;

use self::outbound::HELLO_DOCS;
use self::{
    document::{Document, Grant},
    inbound::Assembly,
    link::{Due, Link, State},
};
use crate::{CloseReason, DocName, HubId, Millis, wire::DocPlace};

/// How long what others wrote may be here without a receipt.
const UNPROVEN_MS: Millis = 60_000;
/// How long after one such receipt the next is asked for.
const ASK_PAUSE_MS: Millis = 1_000;

/// The sync of one tablet, for as long as the app runs in its leading tab.
///
/// Feed it what happens; carry out the effects in their order. It starts with
/// [`TabletEvent::Online`].
///
/// What it holds to: a place advances only once its data is stored durably; `Delivered` is said
/// only of a receipt that the host has verified, of the hub and epoch of the last `Welcome`; one
/// push a document is under way; and nothing is repeated that cannot end differently.
#[derive(Debug)]
pub struct TabletSession {
    hub: HubId,
    link: Link,
    docs: BTreeMap<DocName, Document>,
    assembly: Option<Assembly>,
    /// What the first `Hello` of this connection named, until it is answered.
    greeted: Vec<DocPlace>,
    applying: BTreeMap<ApplyId, DocName>,
    next_apply: u64,
    former: FormerReceipts,
    /// When a receipt may be asked for next that nobody waits for.
    ask_at: Millis,
    status: Status,
    wake: Option<Millis>,
}

/// Whether the hub is shown receipts of before it was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormerReceipts {
    Show,
    /// They were, on this connection.
    Shown,
    /// It is of an earlier version, which ends the connection.
    Unknown,
}

/// What a step of the session may use.
struct Turn<'a> {
    now: Millis,
    rng: &'a mut dyn Rng,
    out: Vec<TabletEffect>,
}

impl TabletSession {
    /// A session that is not connected yet. `hub` is the one that enrolled the tablet.
    pub fn new(hub: HubId, documents: Vec<HeldDocument>) -> Self {
        let docs = documents.into_iter().map(|held| (held.doc.clone(), Document::held(held))).collect();
        Self {
            hub,
            link: Link::new(),
            docs,
            assembly: None,
            greeted: Vec::new(),
            applying: BTreeMap::new(),
            next_apply: 0,
            former: FormerReceipts::Show,
            ask_at: 0,
            status: Status::default(),
            wake: None,
        }
    }

    /// Takes one event at `now` (monotonic milliseconds) and says what to do about it.
    pub fn handle(&mut self, now: Millis, rng: &mut dyn Rng, event: TabletEvent) -> Vec<TabletEffect> {
        let mut turn = Turn { now, rng, out: Vec::new() };
        self.take(event, &mut turn);
        self.pass_time(&mut turn);
        self.report(&mut turn);
        turn.out
    }

    /// What to show now; the same as the last [`TabletEffect::Status`].
    pub fn status(&self) -> Status {
        self.status
    }

    fn take(&mut self, event: TabletEvent, turn: &mut Turn<'_>) {
        match event {
            TabletEvent::Online => {
                self.link.set_online(true);
                self.hurry(turn);
            }
            TabletEvent::Visible => self.hurry(turn),
            TabletEvent::Offline => {
                self.link.set_online(false);
                self.ask_if_stale(turn);
            }
            // The host's timer is spent: even a tick that came early needs a successor.
            TabletEvent::Tick => self.wake = None,
            TabletEvent::Connected { connection } => self.connected(connection, turn),
            TabletEvent::Frame { connection, bytes } => {
                if self.link.open() == Some(connection) {
                    self.frame(connection, &bytes, turn);
                }
            }
            TabletEvent::Lost { connection } => {
                if self.link.current() == Some(connection) {
                    self.link.lost(turn.now, turn.rng);
                    self.disconnected();
                }
            }
            TabletEvent::Denied { reason } => self.closed(reason, turn),
            TabletEvent::Changed { doc } => {
                let document = self.docs.entry(doc.clone()).or_insert_with(Document::new);
                document.outbox.changed();
                self.want(&doc, turn);
            }
            TabletEvent::Outbox { doc, heads, changes } => {
                self.collected(&doc, heads, changes, turn);
            }
            TabletEvent::Found { doc, changes } => self.found(&doc, changes, turn),
            TabletEvent::Applied { apply } => self.applied(apply, turn),
            TabletEvent::ApplyFailed { apply } => self.apply_failed(apply, turn),
            TabletEvent::ReceiptVerified { receipt } => self.verified(receipt, turn),
            TabletEvent::ReceiptForged { receipt } => self.forged(&receipt, turn),
        }
    }

    /// Connects now if there is no connection, and asks after one that has been silent.
    fn hurry(&mut self, turn: &mut Turn<'_>) {
        self.link.hurry(turn.now);
        self.ask_if_stale(turn);
    }

    fn ask_if_stale(&mut self, turn: &mut Turn<'_>) {
        if self.link.is_stale(turn.now) {
            self.ping(turn);
        }
    }

    fn connected(&mut self, connection: ConnectionId, turn: &mut Turn<'_>) {
        if !self.link.connected(turn.now, connection) {
            turn.out.push(TabletEffect::Disconnect { connection });
            return;
        }
        self.assembly = None;
        for document in self.docs.values_mut() {
            document.connected();
        }
        let places = self.docs.iter().map(|(doc, document)| DocPlace { doc: doc.clone(), place: document.place });
        let places: Vec<_> = places.collect();
        self.greeted = places.iter().take(HELLO_DOCS).cloned().collect();
        self.hello(places, turn);
        let former = self.docs.values().filter_map(|document| document.former.clone()).collect();
        self.show_former(former, turn);
        self.want_all(turn);
    }

    /// Forgets what belonged to the connection that is over.
    fn disconnected(&mut self) {
        self.assembly = None;
        self.greeted.clear();
        if self.former == FormerReceipts::Shown {
            self.former = FormerReceipts::Show;
        }
        for document in self.docs.values_mut() {
            document.disconnected();
        }
    }

    /// The hub ended it, with a reason.
    fn closed(&mut self, reason: CloseReason, turn: &mut Turn<'_>) {
        if let Some(connection) = self.link.current() {
            turn.out.push(TabletEffect::Disconnect { connection });
        }
        self.link.closed(turn.now, turn.rng, reason);
        if reason == CloseReason::Protocol && self.former == FormerReceipts::Shown {
            self.former = FormerReceipts::Unknown;
        }
        self.disconnected();
    }

    /// This side ends it, to try again later.
    fn give_up(&mut self, turn: &mut Turn<'_>) {
        if let Some(connection) = self.link.current() {
            turn.out.push(TabletEffect::Disconnect { connection });
            self.link.lost(turn.now, turn.rng);
            self.disconnected();
        }
    }

    /// Does what is due by now.
    fn pass_time(&mut self, turn: &mut Turn<'_>) {
        let retry = self.docs.values().filter_map(|document| document.stalled).min();
        if retry.is_some_and(|at| at <= turn.now) && self.link.open().is_some() {
            self.give_up(turn);
            self.link.hurry(turn.now);
        }
        if let Some((at, doc)) = self.next_unproven()
            && at <= turn.now
        {
            self.ask_at = turn.now.saturating_add(ASK_PAUSE_MS);
            if let Some(document) = self.docs.get_mut(&doc) {
                document.prove();
            }
            self.want(&doc, turn);
        }
        match self.link.next_due() {
            Some((at, due)) if at <= turn.now => match due {
                Due::Connect => {
                    let connection = self.link.connect(turn.now);
                    turn.out.push(TabletEffect::Connect { connection });
                }
                Due::Ping => self.ping(turn),
                Due::GiveUp => self.give_up(turn),
            },
            _ => {}
        }
    }

    /// When a receipt for what others wrote is to be asked for next, and of which document.
    ///
    /// A receipt is what shows a hub that was restored what it once held. So one is got for what is only read, too: one
    /// document at a time, and for all that has come within [`UNPROVEN_MS`] at once.
    fn next_unproven(&self) -> Option<(Millis, DocName)> {
        if !self.link.is_welcomed() {
            return None;
        }
        let idle = self.docs.iter().filter(|(_, document)| document.outbox.is_idle());
        let since = idle.filter_map(|(doc, document)| Some((document.unproven()?, doc)));
        let (since, doc) = since.min()?;
        Some((since.saturating_add(UNPROVEN_MS).max(self.ask_at), doc.clone()))
    }

    /// Tells the host what has changed of the status and the next tick.
    fn report(&mut self, turn: &mut Turn<'_>) {
        let status = self.assess();
        if status.phase == Phase::InSync {
            self.link.settle();
        }
        if status != self.status {
            self.status = status;
            turn.out.push(TabletEffect::Status(status));
        }
        let retry = self.docs.values().filter_map(|document| document.stalled).min();
        let retry = retry.filter(|_| self.link.open().is_some());
        let ask = self.next_unproven().map(|(at, _)| at);
        let wake = self.link.next_due().map(|(at, _)| at).into_iter().chain(retry).chain(ask).min();
        // An earlier tick is harmless, so the end of a need for one goes unsaid.
        if wake.is_some() && wake != self.wake {
            self.wake = wake;
            turn.out.extend(wake.map(|at| TabletEffect::Wake { at }));
        }
    }

    fn assess(&self) -> Status {
        let count = |is: fn(&Document) -> bool| self.docs.values().filter(|d| is(d)).count();
        let granted = |d: &Document| matches!(d.grant, Grant::Granted { .. });
        let is_level = |d: &Document| d.is_level() && d.stalled.is_none();
        let phase = match (self.link.refused, &self.link.state) {
            (Some(reason), _) => Phase::Refused(reason),
            (None, State::Idle | State::Waiting { .. } | State::Stopped) => Phase::Offline,
            (None, State::Connecting { .. }) => Phase::Connecting,
            (None, State::Open { .. }) => {
                let settled = |d: &Document| is_level(d) && d.outbox.is_quiet();
                let all = self.link.is_welcomed() && self.assembly.is_none() && self.docs.values().all(settled);
                if all { Phase::InSync } else { Phase::CatchingUp }
            }
        };
        Status {
            phase,
            behind: self.docs.values().filter(|d| granted(d) && !d.is_level()).count(),
            unsent: count(|d| d.outbox.is_unsent()),
            waiting: count(|d| d.outbox.is_waiting()),
            refused: self.docs.values().map(|d| d.outbox.refusals()).sum(),
            stalled: count(|d| d.stalled.is_some()),
        }
    }
}
