//! What tablet and hub say to each other.
//!
//! The order of variants and fields is the encoding: append, never reorder.

use automerge::ChangeHash;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{
    BriefPlaces, CloseReason, DocName, RefusalReason, Standing,
    hashes::{serde_hash, serde_hashes},
};
use crate::{HubId, Millis, Place, receipt::Signature};

/// A document and a tablet's place in its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocPlace {
    /// The document.
    pub doc: DocName,
    /// Where the tablet stands.
    pub place: Place,
}

/// A document that the tablet's post may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocGrant {
    /// The document.
    pub doc: DocName,
    /// Where the hub's log of it stands.
    pub place: Place,
    /// Whether the post may write it too.
    pub writable: bool,
}

/// From a tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TabletFrame {
    /// Subscribes to the documents named, each from the place given.
    ///
    /// The first frame of a connection, answered by `Welcome`, or `WelcomeBack` if it names any. May be sent again for more
    /// documents, or to start one over from another place; that is answered by data alone.
    Hello {
        /// [`VERSION`](super::VERSION).
        version: u16,
        /// The tablet's place in each document that it wants.
        places: Vec<DocPlace>,
    },
    /// Changes that the tablet holds without a receipt.
    Push {
        /// The document.
        doc: DocName,
        /// What the receipt shall cover; empty on all frames of a push but the last.
        #[serde(with = "serde_hashes")]
        heads: Vec<ChangeHash>,
        /// Single uncompressed change chunks, dependencies first.
        changes: Vec<ByteBuf>,
    },
    /// Asks for a `Pong`: a browser cannot see a WebSocket's own pings.
    Ping {
        /// Comes back in the `Pong`.
        nonce: u32,
    },
    /// The same as `Hello`, in half the bytes: what tablets say. Older ones say `Hello`.
    BriefHello {
        /// [`VERSION`](super::VERSION).
        version: u16,
        /// The tablet's place in each document that it wants.
        places: BriefPlaces,
    },
    /// A receipt that counts no more, since the hub was restored or damaged: what it covers was held once, and the hub may
    /// take it from any hand. Said before the push or question that brings it; not answered.
    FormerReceipt {
        /// The document.
        doc: DocName,
        /// As in the receipt.
        #[serde(with = "serde_hashes")]
        heads: Vec<ChangeHash>,
        /// As in the receipt.
        place: Place,
        /// As in the receipt.
        time: Millis,
        /// As in the receipt: the hub's own.
        signature: Signature,
    },
}

/// From the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HubFrame {
    /// Every document that this post may read; sent after a first `Hello` that names none, and whenever it changes.
    Welcome {
        /// [`VERSION`](super::VERSION).
        version: u16,
        /// Who answers.
        hub: HubId,
        /// The hub's clock, in milliseconds since the Unix epoch.
        now: Millis,
        /// The documents, in no particular order.
        docs: Vec<DocGrant>,
    },
    /// Part of a document: a snapshot or changes, for `load_incremental`. The parts of one datum
    /// follow each other with no other `Data` between.
    Data {
        /// The document.
        doc: DocName,
        /// The tablet's place once the last part is stored.
        place: Place,
        /// Chunks, cut anywhere. All parts empty: the place moves and nothing is missing.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
        /// Whether further parts of the same data follow.
        more: bool,
    },
    /// The hub has committed everything up to `heads`.
    Receipt {
        /// The document.
        doc: DocName,
        /// The `heads` of the push that it answers.
        #[serde(with = "serde_hashes")]
        heads: Vec<ChangeHash>,
        /// Where the hub's log stands after the commit.
        place: Place,
        /// When, by the hub's clock, in milliseconds since the Unix epoch.
        time: Millis,
        /// Over [`signed_bytes`](crate::receipt::signed_bytes).
        signature: Signature,
    },
    /// What the hub lacks to give a receipt. Ends a push in place of `Receipt`.
    Missing {
        /// The document.
        doc: DocName,
        /// Dependencies of pushed changes, and heads, that the hub does not hold.
        #[serde(with = "serde_hashes")]
        hashes: Vec<ChangeHash>,
    },
    /// One change that the hub will not store.
    Refused {
        /// The document.
        doc: DocName,
        /// The change.
        #[serde(with = "serde_hash")]
        hash: ChangeHash,
        /// Why not.
        reason: RefusalReason,
    },
    /// The session is over.
    Closed {
        /// Why.
        reason: CloseReason,
    },
    /// Answers a `Ping`: everything that was said before it has arrived.
    Pong {
        /// From the `Ping`.
        nonce: u32,
    },
    /// The same as `Welcome`, after a first `Hello` that names documents: what was named there is not named again, so
    /// that a reconnect without news costs next to nothing.
    WelcomeBack {
        /// [`VERSION`](super::VERSION).
        version: u16,
        /// Who answers.
        hub: HubId,
        /// The hub's clock, in milliseconds since the Unix epoch.
        now: Millis,
        /// How what the `Hello` named stands, in its order.
        named: Vec<Standing>,
        /// The grants that it did not name.
        docs: Vec<DocGrant>,
    },
}
