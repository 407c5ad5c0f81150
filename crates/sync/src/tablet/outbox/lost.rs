//! What the hub once had and has lost is brought by any tablet that holds it, whoever made it.
//!
//! A change proves by its hash that it was held, and what it builds on with it. So the newest come first, a frame at a
//! time: the hub keeps each until what it builds on has come too.

use std::ops::ControlFlow;

use automerge::{Change, ChangeHash};

use super::{Flight, Outbox, Stage, Step};
use crate::{
    change::is_genesis_actor,
    tablet::refusals::Terms,
    wire::{MAX_CHANGE, PART},
};

/// How far the bringing of what the hub has lost has got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Bringing {
    /// Not tried on this connection.
    #[default]
    Untried,
    /// Some of it is on its way, or being looked for.
    Underway,
    /// All that is here was brought.
    Done,
    /// The hub does not take it, or not all, from this device: it does not know that it once had it.
    Unwanted,
}

impl Bringing {
    /// A new connection: what was not brought to the end is begun again.
    pub(super) fn connected(&mut self) {
        if *self != Self::Unwanted {
            *self = Self::Untried;
        }
    }
}

impl Outbox {
    /// The hub lacks `hashes`: what can be done about it by bringing them; the flight goes on if nothing.
    pub(super) fn bring(&mut self, mut flight: Flight, hashes: Vec<ChangeHash>) -> ControlFlow<Vec<Step>, Flight> {
        match self.bringing {
            Bringing::Untried if !hashes.is_empty() => {
                self.bringing = Bringing::Underway;
                let since = flight.base.clone();
                self.stage = Stage::Searching(flight, hashes.clone());
                ControlFlow::Break(vec![Step::CollectLost { hashes, since }])
            }
            Bringing::Underway if flight.lost.is_empty() => {
                self.bringing = if flight.turned_down { Bringing::Unwanted } else { Bringing::Done };
                if flight.is_question {
                    return ControlFlow::Continue(flight);
                }
                // Own changes that built on it were pushed before it was there.
                ControlFlow::Break(vec![self.collect(flight.base, flight.round)])
            }
            Bringing::Underway => {
                let changes = newest(&mut flight.lost);
                flight.brought.extend(changes.iter().map(Change::hash));
                let is_own = |hash: &ChangeHash| flight.nodes.iter().any(|node| node.hash == *hash);
                let others = changes.iter().filter(|change| !is_genesis_actor(change.actor_id())).map(Change::hash);
                flight.untold = others.filter(|hash| !is_own(hash)).collect();
                let heads = flight.heads.clone();
                self.stage = Stage::InFlight(flight);
                ControlFlow::Break(vec![Step::Push { heads, changes }])
            }
            Bringing::Untried | Bringing::Done | Bringing::Unwanted => ControlFlow::Continue(flight),
        }
    }

    /// The host's answer to [`Step::CollectLost`].
    pub(in crate::tablet) fn found(&mut self, mut changes: Vec<Change>, terms: Terms) -> Vec<Step> {
        let (mut flight, hashes) = match std::mem::take(&mut self.stage) {
            Stage::Searching(flight, hashes) => (flight, hashes),
            other => {
                self.stage = other;
                return Vec::new();
            }
        };
        changes.retain(|change| change.raw_bytes().len() <= MAX_CHANGE);
        if changes.is_empty() {
            self.bringing = Bringing::Done;
        }
        flight.lost = changes;
        self.lacking(flight, &hashes, terms)
    }

    /// The hub refused a change of the push under way; whether it is one that was only brought.
    pub(super) fn is_unwanted(&mut self, hash: &ChangeHash) -> bool {
        let Stage::InFlight(flight) = &mut self.stage else { return false };
        let own = flight.nodes.iter().any(|node| node.hash == *hash);
        if own || !flight.brought.contains(hash) {
            return false;
        }
        flight.turned_down = true;
        flight.untold.remove(hash);
        // Some of it the hub may know again once it has seen the rest; where it knows none, the rest is in vain.
        if flight.untold.is_empty() {
            flight.lost.clear();
            self.bringing = Bringing::Unwanted;
        }
        true
    }
}

/// Takes the newest of `changes`, as many as go into one frame, and one at least.
fn newest(changes: &mut Vec<Change>) -> Vec<Change> {
    let mut size = 0;
    let fits = |change: &&Change| {
        let first = size == 0;
        size += change.raw_bytes().len();
        first || size <= PART
    };
    let count = changes.iter().rev().take_while(fits).count();
    changes.split_off(changes.len().saturating_sub(count))
}
