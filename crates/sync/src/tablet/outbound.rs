//! From the session to the hub: frames, and the steps of outboxes.

use automerge::{Change, ChangeHash};
use serde_bytes::ByteBuf;

use super::{FormerReceipts, TabletEffect, TabletSession, Turn, outbox::Step};
use crate::{
    DocName, Receipt,
    wire::{self, BriefPlaces, DocPlace, PART, TabletFrame},
};

/// How many documents one `Hello` names: half a frame's worth of the longest names.
pub(super) const HELLO_DOCS: usize = 4096;

/// How many changes one `Push` holds at most.
const PUSH_CHANGES: usize = 4096;

impl TabletSession {
    /// Sends one frame on the open connection, and a ping after every stretch of the way.
    fn send(&mut self, frame: &TabletFrame, turn: &mut Turn<'_>) {
        let Some(connection) = self.link.open() else { return };
        // Cannot fail: what is put into a frame is measured beforehand.
        let Ok(bytes) = wire::encode(frame) else { return };
        if let Some(heart) = self.link.heart() {
            heart.sent(bytes.len());
        }
        turn.out.push(TabletEffect::Send { connection, bytes });
        if self.link.heart().is_some_and(|heart| heart.is_stride()) {
            self.ping(turn);
        }
    }

    pub(super) fn ping(&mut self, turn: &mut Turn<'_>) {
        let now = turn.now;
        if let Some(nonce) = self.link.heart().map(|heart| heart.ping(now)) {
            self.send(&TabletFrame::Ping { nonce }, turn);
        }
    }

    /// Subscribes to documents. The first on a connection is sent even if it names none.
    pub(super) fn hello(&mut self, places: Vec<DocPlace>, turn: &mut Turn<'_>) {
        let version = wire::VERSION;
        let mut places = places.into_iter();
        loop {
            let places: Vec<_> = places.by_ref().take(HELLO_DOCS).collect();
            let last = places.len() < HELLO_DOCS;
            self.send(&TabletFrame::BriefHello { version, places: BriefPlaces::new(&places) }, turn);
            if last {
                return;
            }
        }
    }

    /// Shows the hub receipts of before it was restored, unless it does not know what to do with them.
    pub(super) fn show_former(&mut self, receipts: Vec<Receipt>, turn: &mut Turn<'_>) {
        for receipt in receipts {
            if self.former == FormerReceipts::Unknown {
                return;
            }
            self.former = FormerReceipts::Shown;
            let Receipt { doc, heads, place, time_ms: time, signature, .. } = receipt;
            self.send(&TabletFrame::FormerReceipt { doc, heads, place, time, signature }, turn);
        }
    }

    /// Sends a push in as many frames as it needs.
    fn push(&mut self, doc: &DocName, heads: Vec<ChangeHash>, changes: &[Change], turn: &mut Turn<'_>) {
        let mut part = Vec::new();
        let mut size = 0;
        for change in changes {
            let bytes = change.raw_bytes();
            if !part.is_empty() && (size + bytes.len() > PART || part.len() >= PUSH_CHANGES) {
                let changes = std::mem::take(&mut part);
                size = 0;
                let frame = TabletFrame::Push { doc: doc.clone(), heads: Vec::new(), changes };
                self.send(&frame, turn);
            }
            size += bytes.len();
            part.push(ByteBuf::from(bytes));
        }
        if size > PART && !heads.is_empty() {
            let changes = std::mem::take(&mut part);
            let frame = TabletFrame::Push { doc: doc.clone(), heads: Vec::new(), changes };
            self.send(&frame, turn);
        }
        self.send(&TabletFrame::Push { doc: doc.clone(), heads, changes: part }, turn);
    }

    /// Starts the push that a document wants, if there is a connection.
    pub(super) fn want(&mut self, doc: &DocName, turn: &mut Turn<'_>) {
        if self.link.open().is_some()
            && let Some(step) = self.docs.get_mut(doc).and_then(super::Document::want)
        {
            self.step(doc, step, turn);
        }
    }

    pub(super) fn want_all(&mut self, turn: &mut Turn<'_>) {
        let docs: Vec<_> =
            self.docs.iter().filter(|(_, document)| document.outbox.is_wanting()).map(|(doc, _)| doc.clone()).collect();
        for doc in docs {
            self.want(&doc, turn);
        }
    }

    /// Carries out what an outbox decided.
    pub(super) fn step(&mut self, doc: &DocName, step: Step, turn: &mut Turn<'_>) {
        let doc = doc.clone();
        match step {
            Step::Collect(since) => turn.out.push(TabletEffect::CollectOutbox { doc, since }),
            Step::CollectLost { hashes, since } => turn.out.push(TabletEffect::CollectLost { doc, hashes, since }),
            Step::Push { heads, changes } => self.push(&doc, heads, &changes, turn),
            Step::Refuse(hash, reason) => {
                turn.out.push(TabletEffect::Refused { doc, hash, reason });
            }
            Step::Wait(hashes) => turn.out.push(TabletEffect::Waiting { doc, hashes }),
            Step::Deliver(receipt) => turn.out.push(TabletEffect::Delivered { receipt }),
        }
    }

    pub(super) fn steps(&mut self, doc: &DocName, steps: Vec<Step>, turn: &mut Turn<'_>) {
        for step in steps {
            self.step(doc, step, turn);
        }
        self.want(doc, turn);
    }

    /// The host's answer to `CollectOutbox`.
    pub(super) fn collected(
        &mut self,
        doc: &DocName,
        heads: Vec<ChangeHash>,
        changes: Vec<Change>,
        turn: &mut Turn<'_>,
    ) {
        let Some(document) = self.docs.get_mut(doc) else { return };
        // Without a connection there is no question open either: the answer is only counted.
        let connection = self.link.open().unwrap_or(super::ConnectionId(u64::MAX));
        let terms = document.terms(connection);
        let steps = document.outbox.collected(heads, changes, terms);
        self.steps(doc, steps, turn);
    }

    /// The host's answer to `CollectLost`.
    pub(super) fn found(&mut self, doc: &DocName, changes: Vec<Change>, turn: &mut Turn<'_>) {
        let Some(document) = self.docs.get_mut(doc) else { return };
        let connection = self.link.open().unwrap_or(super::ConnectionId(u64::MAX));
        let terms = document.terms(connection);
        let steps = document.outbox.found(changes, terms);
        self.steps(doc, steps, turn);
    }

    /// The host found the receipt genuine.
    pub(super) fn verified(&mut self, receipt: Receipt, turn: &mut Turn<'_>) {
        let doc = receipt.doc.clone();
        let Some(document) = self.docs.get_mut(&doc) else { return };
        let level = document.is_settled();
        let steps = document.outbox.verified(receipt.clone(), level);
        if !steps.is_empty() {
            document.delivered(&receipt);
        }
        self.steps(&doc, steps, turn);
    }

    /// The host found the receipt not to be the hub's.
    pub(super) fn forged(&mut self, receipt: &Receipt, turn: &mut Turn<'_>) {
        let doc = receipt.doc.clone();
        if self.docs.get_mut(&doc).is_some_and(|document| document.outbox.forged(receipt)) {
            turn.out.push(TabletEffect::Untrusted { doc });
            self.distrust(turn);
        }
    }
}
