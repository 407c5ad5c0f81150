//! From the hub to the session: frames.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;

use super::{
    ApplyId, ConnectionId, TabletEffect, TabletSession, Turn,
    document::{Document, MAX_DATUM},
};
use crate::{
    CloseReason, DocName, HubId, Millis, Place, Receipt,
    wire::{self, DocGrant, DocPlace, HubFrame},
};

/// How long to wait before data that could not be stored is asked for again.
const RETRY_APPLY_MS: Millis = 60_000;

/// Data of which the last part has not come.
#[derive(Debug)]
pub(super) struct Assembly {
    doc: DocName,
    place: Place,
    bytes: Vec<u8>,
}

impl TabletSession {
    pub(super) fn frame(&mut self, connection: ConnectionId, bytes: &[u8], turn: &mut Turn<'_>) {
        if let Some(heart) = self.link.heart() {
            heart.heard(turn.now);
        }
        let Ok(frame) = wire::decode::<HubFrame>(bytes) else {
            self.distrust(turn);
            return;
        };
        match frame {
            HubFrame::Welcome { hub, now, docs, .. } => self.welcome(hub, now, docs, turn),
            HubFrame::WelcomeBack { hub, now, named, docs, .. } => {
                match wire::grants(std::mem::take(&mut self.greeted), &named, docs) {
                    Some(docs) => self.welcome(hub, now, docs, turn),
                    None => self.distrust(turn),
                }
            }
            HubFrame::Pong { nonce } => {
                if let Some(heart) = self.link.heart() {
                    heart.answered(nonce);
                }
            }
            HubFrame::Closed { reason } => self.closed(reason, turn),
            _ if !self.link.is_welcomed() => self.distrust(turn),
            HubFrame::Data { doc, place, bytes, more } => {
                self.data(doc, place, bytes, more, turn);
            }
            HubFrame::Receipt { doc, heads, place, time, signature } => {
                let hub = self.hub;
                self.receipt(Receipt { doc, heads, place, time_ms: time, hub, signature }, turn);
            }
            HubFrame::Missing { doc, hashes } => self.missing(connection, &doc, &hashes, turn),
            HubFrame::Refused { doc, hash, reason } => {
                if let Some(document) = self.docs.get_mut(&doc) {
                    let terms = document.terms(connection);
                    if let Some(step) = document.outbox.refused(hash, reason, terms) {
                        self.step(&doc, step, turn);
                    }
                }
            }
        }
    }

    /// The peer makes no sense, or is not who it should be: leave it alone for a while.
    pub(super) fn distrust(&mut self, turn: &mut Turn<'_>) {
        self.closed(CloseReason::Protocol, turn);
    }

    fn welcome(&mut self, hub: HubId, now: Millis, docs: Vec<DocGrant>, turn: &mut Turn<'_>) {
        let first = self.link.welcome();
        self.hub = hub;
        let mut subscribe = Vec::new();
        let (mut void, mut former) = (Vec::new(), Vec::new());
        let usual = usual_epoch(&docs);
        for grant in &docs {
            let document = self.docs.entry(grant.doc.clone()).or_insert_with(Document::new);
            let welcomed = document.granted(hub, grant, first);
            if first && !grant.writable && usual != Some(grant.place.epoch) {
                // Damage took something from it, be it long ago: this tablet may have been off ever since.
                document.outbox.offer();
            }
            if let Some(receipt) = welcomed.void {
                void.push(receipt);
                former.extend(document.former.clone());
            }
            if welcomed.subscribe {
                subscribe.push(DocPlace { doc: grant.doc.clone(), place: document.place });
            }
        }
        let granted: BTreeSet<_> = docs.iter().map(|grant| &grant.doc).collect();
        let mut withdrawn = Vec::new();
        for (doc, document) in self.docs.iter_mut().filter(|(doc, _)| !granted.contains(doc)) {
            withdrawn.push(doc.clone());
            void.extend(document.withdrawn(hub));
        }
        turn.out.push(TabletEffect::Welcomed { hub, hub_time_ms: now, granted: docs, withdrawn });
        turn.out.extend(void.into_iter().map(|receipt| TabletEffect::ReceiptsVoid { receipt }));
        self.show_former(former, turn);
        if !subscribe.is_empty() {
            self.hello(subscribe, turn);
        }
        self.want_all(turn);
    }

    fn data(&mut self, doc: DocName, place: Place, mut bytes: Vec<u8>, more: bool, turn: &mut Turn<'_>) {
        if let Some(begun) = self.assembly.take() {
            if begun.doc != doc || begun.place != place || begun.bytes.len() + bytes.len() > MAX_DATUM {
                self.distrust(turn);
                return;
            }
            let mut whole = begun.bytes;
            whole.append(&mut bytes);
            bytes = whole;
        }
        if more {
            self.assembly = Some(Assembly { doc, place, bytes });
            return;
        }
        let Some(document) = self.docs.get_mut(&doc) else { return };
        if !document.takes(place) {
            return;
        }
        if document.receive(bytes, place) {
            self.store(doc, turn);
        } else {
            self.give_up(turn);
        }
    }

    /// Hands the host what of a document is to be stored, unless it is still busy with it.
    fn store(&mut self, doc: DocName, turn: &mut Turn<'_>) {
        let apply = ApplyId(self.next_apply);
        let data = self.docs.get_mut(&doc).and_then(|document| document.store(apply));
        if let Some((bytes, place)) = data {
            self.next_apply += 1;
            self.applying.insert(apply, doc.clone());
            turn.out.push(TabletEffect::Apply { apply, doc, bytes, place });
        }
    }

    pub(super) fn applied(&mut self, apply: ApplyId, turn: &mut Turn<'_>) {
        let Some(doc) = self.applying.remove(&apply) else { return };
        if let Some(document) = self.docs.get_mut(&doc) {
            document.applied(apply, turn.now);
            self.want(&doc, turn);
            self.store(doc, turn);
        }
    }

    pub(super) fn apply_failed(&mut self, apply: ApplyId, turn: &mut Turn<'_>) {
        let Some(doc) = self.applying.remove(&apply) else { return };
        if let Some(document) = self.docs.get_mut(&doc) {
            document.apply_failed(apply, turn.now.saturating_add(RETRY_APPLY_MS));
        }
    }

    fn receipt(&mut self, receipt: Receipt, turn: &mut Turn<'_>) {
        let Some(document) = self.docs.get_mut(&receipt.doc) else { return };
        if document.takes_receipt(&receipt) && document.outbox.receipt(&receipt) {
            turn.out.push(TabletEffect::VerifyReceipt { receipt });
        } else {
            // Nobody asked for it, or not in these words.
            self.distrust(turn);
        }
    }

    fn missing(&mut self, connection: ConnectionId, doc: &DocName, hashes: &[ChangeHash], turn: &mut Turn<'_>) {
        if let Some(document) = self.docs.get_mut(doc) {
            let steps = document.outbox.missing(hashes, document.terms(connection));
            self.steps(doc, steps, turn);
        }
    }
}

/// The epoch of more than half of the documents: that of the hub, which a document leaves when damage takes something
/// from it.
fn usual_epoch(docs: &[DocGrant]) -> Option<u64> {
    let mut counts = BTreeMap::new();
    for grant in docs {
        *counts.entry(grant.place.epoch).or_insert(0_usize) += 1;
    }
    counts.into_iter().find(|(_, count)| *count > docs.len() / 2).map(|(epoch, _)| epoch)
}
