//! What a session's effects do on a tablet.

use std::collections::{BTreeMap, VecDeque};

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use taizhang_hub::key::DeviceKey;
use taizhang_ledger::DeviceId;
use taizhang_sync::{
    DocName, HubId,
    tablet::{ConnectionId, Phase, TabletEffect, TabletEvent, TabletSession},
};

use super::{
    replica::Replica,
    socket::{Dialer, Socket},
};
use crate::clock::{Nanos, now};

/// A tablet's session with everything that it needs.
pub(super) struct Host {
    pub(super) device: DeviceId,
    pub(super) cookie: String,
    pub(super) dialer: Dialer,
    pub(super) hub_key: DeviceKey,
    pub(super) replicas: BTreeMap<DocName, Replica>,
    pub(super) line: Option<(ConnectionId, Socket)>,
    pub(super) session: TabletSession,
    /// When the session wants a tick.
    pub(super) wake: Option<Nanos>,
    /// What went wrong, which nothing in the workload should.
    pub(super) trouble: Option<String>,
    rng: ChaCha8Rng,
}

impl Host {
    pub(super) fn new(device: DeviceId, cookie: String, dialer: Dialer, hub: HubId, hub_key: DeviceKey) -> Self {
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(&device.0);
        Self {
            device,
            cookie,
            dialer,
            hub_key,
            replicas: BTreeMap::new(),
            line: None,
            session: TabletSession::new(hub, Vec::new()),
            wake: None,
            trouble: None,
            rng: ChaCha8Rng::from_seed(seed),
        }
    }

    /// The replica of a document, begun if need be.
    pub(super) fn replica(&mut self, doc: &DocName) -> &mut Replica {
        let device = self.device;
        self.replicas.entry(doc.clone()).or_insert_with(|| Replica::new(device))
    }

    /// Whether all that the hub had is here and all that could be sent has its receipt.
    pub(super) fn is_in_sync(&self) -> bool {
        self.session.status().phase == Phase::InSync
    }

    /// Feeds an event to the session and carries out what follows from it, to the end.
    pub(super) async fn handle(&mut self, event: TabletEvent) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(now() / 1_000_000, &mut self.rng, event) {
                events.extend(self.carry_out(effect).await);
            }
        }
    }

    async fn carry_out(&mut self, effect: TabletEffect) -> Option<TabletEvent> {
        match effect {
            TabletEffect::Connect { connection } => match self.dialer.open(&self.cookie).await {
                Ok(socket) => {
                    self.line = Some((connection, socket));
                    Some(TabletEvent::Connected { connection })
                }
                Err(why) => {
                    self.complain(format!("no connection: {why}"));
                    Some(TabletEvent::Lost { connection })
                }
            },
            TabletEffect::Disconnect { connection } => {
                if let Some((_, socket)) = self.line.take_if(|(open, _)| *open == connection) {
                    socket.close().await;
                }
                None
            }
            TabletEffect::Send { connection, bytes } => {
                let socket = self.line.as_mut().filter(|(open, _)| *open == connection).map(|(_, socket)| socket);
                let sent = match socket {
                    Some(socket) => socket.send(bytes).await,
                    None => false,
                };
                (!sent).then_some(TabletEvent::Lost { connection })
            }
            TabletEffect::Apply { apply, doc, bytes, .. } => {
                if bytes.is_empty() || self.replica(&doc).take(&bytes) {
                    Some(TabletEvent::Applied { apply })
                } else {
                    self.complain(format!("unreadable data for {doc}"));
                    Some(TabletEvent::ApplyFailed { apply })
                }
            }
            TabletEffect::CollectOutbox { doc, since } => {
                let device = self.device;
                let (heads, changes) = self.replica(&doc).outbox(device, &doc, &since);
                Some(TabletEvent::Outbox { doc, heads, changes })
            }
            TabletEffect::CollectLost { doc, hashes, since } => {
                let changes = self.replica(&doc).lost(&hashes, &since);
                Some(TabletEvent::Found { doc, changes })
            }
            TabletEffect::VerifyReceipt { receipt } => {
                if self.hub_key.verifies(&receipt.signed_bytes(), &receipt.signature.0) {
                    Some(TabletEvent::ReceiptVerified { receipt })
                } else {
                    Some(TabletEvent::ReceiptForged { receipt })
                }
            }
            TabletEffect::Delivered { receipt } => {
                let device = self.device;
                self.replica(&receipt.doc).acknowledged(device, &receipt);
                None
            }
            TabletEffect::Wake { at } => {
                self.wake = Some(at.saturating_mul(1_000_000));
                None
            }
            TabletEffect::Status(status) => {
                if let Phase::Refused(reason) = status.phase {
                    self.complain(format!("turned away: {reason:?}"));
                }
                None
            }
            TabletEffect::Refused { doc, reason, .. } => {
                self.complain(format!("a change of {doc} was refused: {reason:?}"));
                None
            }
            effect @ (TabletEffect::Waiting { .. }
            | TabletEffect::Untrusted { .. }
            | TabletEffect::ReceiptsVoid { .. }) => {
                self.complain(format!("{effect:?}"));
                None
            }
            TabletEffect::Welcomed { .. } => None,
        }
    }

    fn complain(&mut self, what: String) {
        self.trouble.get_or_insert(what);
    }
}
