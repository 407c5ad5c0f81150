//! A tablet that may only read a document has nothing to hand in, and yet may hold what the hub has lost of it. It asks
//! what the hub lacks, and brings that.
//!
//! The question is a push of nothing that names a head which no change has: the hub lacks it always, and says beside it
//! what it lacks of what it once had. No receipt comes of it, and no hub of an earlier version minds.

use std::ops::ControlFlow;

use automerge::ChangeHash;

use super::{Flight, Outbox, Stage, Step, lost::Bringing};

/// The hash of no change.
const NOTHING: ChangeHash = ChangeHash([0; 32]);

/// Whether what is here is offered to the hub.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Offer {
    /// The hub is not known to have lost anything.
    #[default]
    No,
    /// It may have, and is to be asked.
    Due,
    /// It was asked on this connection.
    Made,
}

impl Offer {
    /// A new connection: as long as the hub has not said that it lacks nothing, it is asked once more.
    pub(super) fn connected(&mut self) {
        if *self == Self::Made {
            *self = Self::Due;
        }
    }
}

impl Outbox {
    /// The hub may have lost something of this document, which is only read here.
    pub(in crate::tablet) fn offer(&mut self) {
        self.offer = Offer::Due;
    }

    /// Asks what the hub lacks, if that is to be asked; `base` is what it holds as far as is known.
    pub(super) fn ask(&mut self, base: &[ChangeHash]) -> Option<Step> {
        if self.offer != Offer::Due || self.bringing == Bringing::Unwanted {
            return None;
        }
        self.offer = Offer::Made;
        let heads = vec![NOTHING];
        self.stage = Stage::InFlight(Flight::question(base.to_vec(), heads.clone()));
        Some(Step::Push { heads, changes: Vec::new() })
    }

    /// The hub's answer: it lacks `hashes`, of which what is here is brought.
    pub(super) fn answered(&mut self, flight: Flight, hashes: &[ChangeHash]) -> Vec<Step> {
        let lost: Vec<_> = hashes.iter().filter(|hash| **hash != NOTHING).copied().collect();
        if lost.is_empty() {
            self.offer = Offer::No;
            return Vec::new();
        }
        match self.bring(flight, lost) {
            ControlFlow::Break(steps) => steps,
            // Nothing of it is here, or no more of it. Another tablet may have it.
            ControlFlow::Continue(_) => Vec::new(),
        }
    }
}
