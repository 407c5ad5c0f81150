//! When to connect, and when to give a connection up.

use rand_core::Rng;

use super::{ConnectionId, heartbeat::Heartbeat};
use crate::{CloseReason, Millis};

/// The first pause between attempts is up to twice this, each further one up to twice the last.
const SHORTEST_MS: Millis = 1_000;
/// The longest pause.
const LONGEST_MS: Millis = 60_000;
/// How long opening a socket may take.
const OPENING_MS: Millis = 30_000;
/// Silence on an open connection that is checked when the app comes to the foreground.
const FRESH_MS: Millis = 5_000;

/// Where the connection stands.
#[derive(Debug)]
pub(super) enum State {
    /// Not started yet.
    Idle,
    /// The next attempt is due at this time.
    Waiting { at: Millis },
    /// An attempt, given up at this time.
    Connecting { id: ConnectionId, until: Millis },
    /// A socket is open.
    Open { id: ConnectionId, welcomed: bool, heart: Heartbeat },
    /// The hub will not have this device; for good.
    Stopped,
}

/// What time brings.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Due {
    Connect,
    Ping,
    GiveUp,
}

/// The one connection of a session, and the pauses between attempts.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) state: State,
    /// Why the hub turned this device or app away, until it welcomes it again.
    pub(super) refused: Option<CloseReason>,
    online: bool,
    failures: u32,
    last_attempt: Option<Millis>,
    next: u64,
}

impl Link {
    pub(super) fn new() -> Self {
        Self { state: State::Idle, refused: None, online: false, failures: 0, last_attempt: None, next: 0 }
    }

    /// The connection that frames can be sent on.
    pub(super) fn open(&self) -> Option<ConnectionId> {
        match self.state {
            State::Open { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The attempt or connection that exists now.
    pub(super) fn current(&self) -> Option<ConnectionId> {
        match self.state {
            State::Connecting { id, .. } | State::Open { id, .. } => Some(id),
            State::Idle | State::Waiting { .. } | State::Stopped => None,
        }
    }

    pub(super) fn is_welcomed(&self) -> bool {
        matches!(self.state, State::Open { welcomed: true, .. })
    }

    pub(super) fn heart(&mut self) -> Option<&mut Heartbeat> {
        match &mut self.state {
            State::Open { heart, .. } => Some(heart),
            _ => None,
        }
    }

    /// Begins an attempt.
    pub(super) fn connect(&mut self, now: Millis) -> ConnectionId {
        let id = ConnectionId(self.next);
        self.next += 1;
        self.last_attempt = Some(now);
        self.state = State::Connecting { id, until: now.saturating_add(OPENING_MS) };
        id
    }

    /// The socket of an attempt is open; `false` if that attempt is over.
    pub(super) fn connected(&mut self, now: Millis, connection: ConnectionId) -> bool {
        match self.state {
            State::Connecting { id, .. } if id == connection => {
                self.state = State::Open { id, welcomed: false, heart: Heartbeat::new(now) };
                true
            }
            _ => false,
        }
    }

    /// The hub answered; `true` for the first time on this connection.
    pub(super) fn welcome(&mut self) -> bool {
        self.refused = None;
        match &mut self.state {
            State::Open { welcomed, .. } => !std::mem::replace(welcomed, true),
            _ => false,
        }
    }

    /// Everything went well: the next failure is the first again.
    pub(super) fn settle(&mut self) {
        self.failures = 0;
    }

    /// The connection is gone: when to try again.
    pub(super) fn lost(&mut self, now: Millis, rng: &mut dyn Rng) {
        let longest = SHORTEST_MS.saturating_mul(2 << self.failures.min(16)).min(LONGEST_MS);
        let longest = if self.online { longest } else { LONGEST_MS };
        self.failures = self.failures.saturating_add(1);
        self.wait(now, longest, rng);
    }

    /// The hub closed the connection.
    pub(super) fn closed(&mut self, now: Millis, rng: &mut dyn Rng, reason: CloseReason) {
        match reason {
            CloseReason::Revoked => {
                self.refused = Some(reason);
                self.state = State::Stopped;
            }
            CloseReason::Version => {
                self.refused = Some(reason);
                self.wait(now, LONGEST_MS, rng);
            }
            // The same frames would meet the same answer.
            CloseReason::FrameTooLarge | CloseReason::Protocol | CloseReason::Other(_) => {
                self.wait(now, LONGEST_MS, rng);
            }
            CloseReason::Internal | CloseReason::Restarting | CloseReason::Overloaded => {
                self.lost(now, rng);
            }
        }
    }

    fn wait(&mut self, now: Millis, longest: Millis, rng: &mut dyn Rng) {
        let shortest = longest / 2;
        let pause = shortest + rng.next_u64() % (longest - shortest + 1);
        self.state = State::Waiting { at: now.saturating_add(pause) };
    }

    /// Asks to connect at once, though not twice within a second.
    pub(super) fn hurry(&mut self, now: Millis) {
        let soonest = self.last_attempt.map_or(now, |last| now.max(last.saturating_add(SHORTEST_MS)));
        match self.state {
            State::Idle => self.state = State::Waiting { at: soonest },
            State::Waiting { at } => self.state = State::Waiting { at: at.min(soonest) },
            State::Connecting { .. } | State::Open { .. } | State::Stopped => {}
        }
    }

    /// The browser's word on the network.
    pub(super) fn set_online(&mut self, online: bool) {
        self.online = online;
    }

    /// Whether an open connection was silent for so long that it should be asked.
    pub(super) fn is_stale(&self, now: Millis) -> bool {
        match &self.state {
            State::Open { heart, .. } => heart.ping_due().is_some() && heart.silence(now) >= FRESH_MS,
            _ => false,
        }
    }

    /// When something is due next, and what.
    pub(super) fn next_due(&self) -> Option<(Millis, Due)> {
        match &self.state {
            State::Idle | State::Stopped => None,
            State::Waiting { at } => Some((*at, Due::Connect)),
            State::Connecting { until, .. } => Some((*until, Due::GiveUp)),
            State::Open { welcomed, heart, .. } => {
                let dead = heart.dead_at(!welcomed).map(|at| (at, Due::GiveUp));
                dead.or_else(|| heart.ping_due().map(|at| (at, Due::Ping)))
            }
        }
    }
}
