//! What goes over connections.

use prometheus_client::{
    metrics::{counter::Counter, gauge::Gauge},
    registry::Registry,
};
use taizhang_sync::{
    CloseReason, RefusalReason,
    wire::{self, HubFrame},
};

use super::Counters;

/// The first byte of frames that carry documents, which are not looked into.
const WELCOME: u8 = 0;
const DATA: u8 = 1;

/// What goes over connections.
#[derive(Debug, Clone, Default)]
pub struct TrafficMetrics {
    received: Counter,
    sent: Counter,
    receipts: Counter,
    refused_changes: Counters,
    closed: Counters,
    /// How many connections there are; set when it is read.
    pub(super) connections: Gauge,
    /// How much waits in all mailboxes; set when it is read.
    pub(super) waiting: Gauge,
    pub(super) fullest: Gauge,
}

impl TrafficMetrics {
    /// A binary message came from a tablet.
    pub fn received(&self, bytes: usize) {
        self.received.inc_by(bytes as u64);
    }

    /// A binary message goes to a tablet.
    pub fn sent(&self, bytes: &[u8]) {
        self.sent.inc_by(bytes.len() as u64);
        if matches!(bytes.first(), None | Some(&(WELCOME | DATA))) {
            return;
        }
        match wire::decode::<HubFrame>(bytes) {
            Ok(HubFrame::Receipt { .. }) => _ = self.receipts.inc(),
            Ok(HubFrame::Refused { reason, .. }) => {
                self.refused_changes.get_or_create(&[("reason", refusal(reason))]).inc();
            }
            Ok(HubFrame::Closed { reason }) => {
                self.closed.get_or_create(&[("reason", ending(reason))]).inc();
            }
            _ => {}
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("connections", "Open connections", self.connections.clone());
        registry.register("received_bytes", "Bytes of messages from tablets", self.received.clone());
        registry.register("sent_bytes", "Bytes of messages to tablets", self.sent.clone());
        registry.register("receipts", "Receipts given", self.receipts.clone());
        registry.register("changes_refused", "Changes not stored, by reason", self.refused_changes.clone());
        registry.register(
            "connections_closed",
            "Connections that the hub ended; protocol and frame_too_large mean a refused frame",
            self.closed.clone(),
        );
        registry.register("mailbox_messages", "Messages that wait for connections, all together", self.waiting.clone());
        registry.register(
            "mailbox_messages_max",
            "Messages that wait for the slowest connection",
            self.fullest.clone(),
        );
    }
}

fn refusal(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::NotWritable => "not_writable",
        RefusalReason::WrongAuthor => "wrong_author",
        RefusalReason::Malformed => "malformed",
        RefusalReason::TooLarge => "too_large",
        RefusalReason::UnknownDocument => "unknown_document",
        RefusalReason::SchemaTooNew => "schema_too_new",
        RefusalReason::Policy => "policy",
        RefusalReason::Other(_) => "other",
    }
}

fn ending(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::Revoked => "revoked",
        CloseReason::Version => "version",
        CloseReason::FrameTooLarge => "frame_too_large",
        CloseReason::Protocol => "protocol",
        CloseReason::Internal => "internal",
        CloseReason::Restarting => "restarting",
        CloseReason::Overloaded => "overloaded",
        CloseReason::Other(_) => "other",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use taizhang_sync::{DocName, HubId, Place};

    use super::*;

    #[test]
    fn frames_that_carry_documents_are_told_by_their_first_byte() {
        let doc = DocName::new("branch/a/2026").unwrap();
        let data = HubFrame::Data { doc, place: Place::ZERO, bytes: vec![1], more: false };
        assert_eq!(wire::encode(&data).unwrap().first(), Some(&DATA));
        let welcome = HubFrame::Welcome { version: wire::VERSION, hub: HubId([0; 16]), now: 0, docs: Vec::new() };
        assert_eq!(wire::encode(&welcome).unwrap().first(), Some(&WELCOME));
        let metrics = TrafficMetrics::default();
        metrics.sent(&wire::encode(&HubFrame::Closed { reason: CloseReason::Protocol }).unwrap());
        assert_eq!(metrics.closed.get_or_create(&[("reason", "protocol")]).get(), 1);
    }
}
