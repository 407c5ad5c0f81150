//! Whether a silent connection is a dead one.
//!
//! A browser cannot see a WebSocket's pings, and a socket may stay "open" for many minutes after the
//! line went away. So a tablet pings by itself; how long it waits for the answer grows with what it
//! has sent and not seen answered, since a village's line may need minutes for a week's work.

use std::collections::VecDeque;

use crate::Millis;

/// Silence after which to ask.
const QUIET_MS: Millis = 25_000;
/// How long an answer may take beyond what is still being sent.
const PATIENCE_MS: Millis = 20_000;
/// The slowest line to reckon with, in bytes a millisecond.
const SLOWEST: u64 = 4;
/// How much is sent between two pings.
const STRIDE: u64 = 256 << 10;

#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    heard_at: Millis,
    sent: u64,
    /// Everything that was sent before this much is known to have arrived.
    arrived: u64,
    pings: VecDeque<Ping>,
    next: u32,
}

#[derive(Debug)]
struct Ping {
    nonce: u32,
    at: Millis,
    /// How much had been sent before it.
    after: u64,
}

impl Heartbeat {
    pub(super) fn new(now: Millis) -> Self {
        Self { heard_at: now, ..Self::default() }
    }

    /// A frame arrived.
    pub(super) fn heard(&mut self, now: Millis) {
        self.heard_at = now;
    }

    /// A ping was answered, and with it everything before it.
    pub(super) fn answered(&mut self, nonce: u32) {
        if let Some(index) = self.pings.iter().position(|ping| ping.nonce == nonce) {
            for ping in self.pings.drain(..=index) {
                self.arrived = self.arrived.max(ping.after);
            }
        }
    }

    pub(super) fn sent(&mut self, bytes: usize) {
        self.sent = self.sent.saturating_add(bytes as u64);
    }

    /// Whether so much was sent since the last ping that another should mark the way.
    pub(super) fn is_stride(&self) -> bool {
        let marked = self.pings.back().map_or(self.arrived, |ping| ping.after);
        self.sent.saturating_sub(marked) >= STRIDE
    }

    /// Notes a ping and returns its nonce.
    pub(super) fn ping(&mut self, now: Millis) -> u32 {
        let nonce = self.next;
        self.next = self.next.wrapping_add(1);
        self.pings.push_back(Ping { nonce, at: now, after: self.sent });
        nonce
    }

    /// When to ask, if nothing is heard and no question is open.
    pub(super) fn ping_due(&self) -> Option<Millis> {
        self.pings.is_empty().then_some(self.heard_at.saturating_add(QUIET_MS))
    }

    /// When to give up, if nothing is heard: `None` as long as no question is open.
    pub(super) fn dead_at(&self, awaits_answer: bool) -> Option<Millis> {
        let asked_at = match self.pings.front() {
            Some(ping) => ping.at,
            None if awaits_answer => self.heard_at,
            None => return None,
        };
        let under_way = self.sent.saturating_sub(self.arrived) / SLOWEST;
        Some(asked_at.max(self.heard_at).saturating_add(PATIENCE_MS).saturating_add(under_way))
    }

    /// How long nothing was heard.
    pub(super) fn silence(&self, now: Millis) -> Millis {
        now.saturating_sub(self.heard_at)
    }
}
