//! What the hub's host tells a session, and what the session asks of it.

use std::{collections::BTreeSet, sync::Arc};

use automerge::ChangeHash;

use crate::{
    CloseReason, DeviceId, DocName, HubId, RefusalReason, change::ParsedChange, receipt::Signature, wire::DocGrant,
};

/// One [`HubEffect::Append`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppendId(pub u64);

/// One [`HubEffect::Read`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// Whom a session is between.
#[derive(Debug, Clone, Copy)]
pub struct HubPeers {
    /// This hub.
    pub hub: HubId,
    /// The device that the HTTP session has authenticated.
    pub device: DeviceId,
}

/// What a session needs at once, without IO.
pub trait HubHost {
    /// Whether a change of somebody else's hand may be stored: only the document's genesis.
    fn is_genesis(&self, doc: &DocName, change: &ParsedChange) -> bool;

    /// Whether a change of the peer's own hand, in a document that it may write, may be stored.
    ///
    /// # Errors
    /// The reason to give the tablet.
    fn admits(&self, doc: &DocName, change: &ParsedChange) -> Result<(), RefusalReason>;

    /// Whether the hub is known to lack changes of this document that it once had: these are taken from whoever may read
    /// it, known by their hashes.
    fn lacks(&self, _doc: &DocName) -> bool {
        false
    }

    /// Signs a receipt's bytes with the hub's key.
    fn sign(&self, bytes: &[u8]) -> Signature;

    /// Whether a signature over a receipt's bytes is the hub's.
    fn signed(&self, bytes: &[u8], signature: &Signature) -> bool;
}

/// What the store did with one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Stored and committed, at this place in the log.
    Stored {
        /// Its sequence number.
        seq: u64,
    },
    /// It stood in the log already.
    Duplicate,
    /// Not stored: the hub lacks these of its dependencies.
    MissingDeps(Vec<ChangeHash>),
    /// Not stored, for a reason that only the store could see.
    Refused(RefusalReason),
}

/// The answer to [`HubEffect::Append`], after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Which append.
    pub append: AppendId,
    /// The document's epoch.
    pub epoch: u64,
    /// Where its log stands after the commit.
    pub seq: u64,
    /// One for each change, in their order.
    pub outcomes: Vec<Outcome>,
    /// Those of the effect's `heads` that the hub does not hold; if any, also what it wants of what it once had.
    pub missing_heads: Vec<ChangeHash>,
}

/// Part of a document's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPart {
    /// The document's epoch.
    pub epoch: u64,
    /// Whoever held everything up to the `after` of the read holds everything up to here, having
    /// loaded `bytes`.
    pub seq: u64,
    /// A snapshot, or changes one after the other.
    pub bytes: Vec<u8>,
}

/// Changes that another session has just had committed.
#[derive(Debug, Clone)]
pub struct Live {
    /// The document.
    pub doc: DocName,
    /// Its epoch.
    pub epoch: u64,
    /// The first change's sequence number.
    pub first: u64,
    /// The last one's.
    pub last: u64,
    /// The chunks, one after the other; shared between sessions.
    pub bytes: Arc<[u8]>,
}

/// What happened to a session.
///
/// Feed an event only when the effects of the last one are carried out, `Send` having been taken by
/// the socket or a short bounded queue: that is all the back-pressure there is, and all it needs.
/// Feed frames only while [`HubSession::accepts_frames`](super::HubSession::accepts_frames).
#[derive(Debug)]
pub enum HubEvent {
    /// A binary message came.
    Frame(Vec<u8>),
    /// An append is committed.
    Appended(Appended),
    /// An append failed as a whole, nothing of it is promised.
    AppendFailed(AppendId),
    /// A read is done; `None` if it failed.
    Read(ReadId, Option<LogPart>),
    /// Another session's changes are committed.
    Live(Live),
    /// A document's log has grown to `seq`, whoever wrote it: in place of `Live` that was dropped
    /// because a queue was full.
    Grown {
        /// The document.
        doc: DocName,
        /// Its epoch.
        epoch: u64,
        /// The last sequence number.
        seq: u64,
    },
    /// The post's grants are now these.
    GrantsChanged(Vec<DocGrant>),
    /// End the session, and tell the tablet why.
    Close(CloseReason),
}

/// What the host shall do, in this order.
#[derive(Debug, PartialEq)]
pub enum HubEffect {
    /// Send one binary message.
    Send(Vec<u8>),
    /// Store these changes in one transaction, each after its dependencies; answer with
    /// [`HubEvent::Appended`] after the commit. Appends of one session are kept in order.
    ///
    /// A change whose dependencies are held or stored by this very append is stored; exact
    /// duplicates are skipped. `changes` may be empty: then only `heads` are looked up.
    Append {
        /// To be handed back.
        append: AppendId,
        /// The document.
        doc: DocName,
        /// What to store.
        changes: Vec<ParsedChange>,
        /// Hashes to look up after the append; empty unless this ends a push.
        heads: Vec<ChangeHash>,
        /// Those of `changes` that others than the peer made, and all if it may only read the document: to be stored only
        /// where the hub once had them, else refused as of the wrong author. One that was held and still lacks what it builds on is kept until that comes.
        foreign: BTreeSet<ChangeHash>,
    },
    /// Read the log after `after`: a stored snapshot if that lies before its tail, otherwise as many
    /// changes as are convenient (half a MiB, at least one); answer with [`HubEvent::Read`].
    Read {
        /// To be handed back.
        read: ReadId,
        /// The document.
        doc: DocName,
        /// The sequence number that the tablet has; 0 for a fresh one.
        after: u64,
    },
    /// The document held these changes once, and all that they build on: note those that it does not hold now as lost, so
    /// that [`HubHost::lacks`] is true of it. Comes before the push that brings them, and is not answered.
    NoteHeld {
        /// The document; perhaps one that nobody has written yet, as far as is known.
        doc: DocName,
        /// Hashes in a receipt of this hub.
        heads: Vec<ChangeHash>,
    },
    /// Close the socket once everything is sent. The session is over.
    Close,
}
