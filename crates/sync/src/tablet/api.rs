//! What a tablet's host tells its session, and what the session asks of it.

use automerge::{Change, ChangeHash};

use crate::{
    CloseReason, DocName, HubId, Millis, Place, Receipt, RefusalReason, tablet::status::Status, wire::DocGrant,
};

/// One attempt to connect; events of a connection that is over are ignored by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// One [`TabletEffect::Apply`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplyId(pub u64);

/// A document as the host found it in its storage when the session was made.
#[derive(Debug, Clone)]
pub struct HeldDocument {
    /// The document.
    pub doc: DocName,
    /// Its stored place; [`Place::ZERO`] for one made here that no hub has heard of.
    pub place: Place,
    /// The last verified receipt for it, if it counts.
    pub receipt: Option<Receipt>,
    /// The last one that has become void ([`TabletEffect::ReceiptsVoid`]), unless another has come since.
    pub former: Option<Receipt>,
    /// Whether it may hold changes made here that no receipt covers; `true` when in doubt.
    pub unsent: bool,
    /// Whether it may hold changes of others that no receipt covers; `true` when in doubt.
    pub unproven: bool,
    /// Changes that the hub refused, as they were stored.
    pub refused: Vec<(ChangeHash, RefusalReason)>,
}

/// What happened to the tablet.
#[derive(Debug)]
pub enum TabletEvent {
    /// Start, or the browser says that there is a network.
    Online,
    /// The browser says that there is none. It may be wrong either way.
    Offline,
    /// The app came to the foreground.
    Visible,
    /// The time of the last [`TabletEffect::Wake`] has come. Harmless at any other time.
    Tick,
    /// The socket of this attempt is open.
    Connected {
        /// From [`TabletEffect::Connect`].
        connection: ConnectionId,
    },
    /// A binary message arrived.
    Frame {
        /// Which connection it came on.
        connection: ConnectionId,
        /// The message.
        bytes: Vec<u8>,
    },
    /// The attempt failed or the socket closed.
    Lost {
        /// Which connection is over.
        connection: ConnectionId,
    },
    /// The hub said over HTTP, for instance when the session cookie was renewed, that it will not
    /// have this device or this version of the app.
    Denied {
        /// Why.
        reason: CloseReason,
    },
    /// This device made and stored changes in a document, perhaps a new one; or changes of its own
    /// that were stored earlier have just found the dependencies that they lacked.
    Changed {
        /// The document.
        doc: DocName,
    },
    /// Answers [`TabletEffect::CollectOutbox`]. Answer each, in their order, if need be with nothing.
    Outbox {
        /// The document.
        doc: DocName,
        /// All its heads; empty if it is not here.
        heads: Vec<ChangeHash>,
        /// What was asked for, dependencies first (the order of `get_changes`).
        changes: Vec<Change>,
    },
    /// Answers [`TabletEffect::CollectLost`].
    Found {
        /// The document.
        doc: DocName,
        /// What was asked for, dependencies first; empty if none of it is here.
        changes: Vec<Change>,
    },
    /// The data of this effect and its place are stored durably.
    Applied {
        /// From [`TabletEffect::Apply`].
        apply: ApplyId,
    },
    /// They could not be stored (disk full) or not be read as a document.
    ApplyFailed {
        /// From [`TabletEffect::Apply`].
        apply: ApplyId,
    },
    /// The signature of this receipt is the hub's.
    ReceiptVerified {
        /// From [`TabletEffect::VerifyReceipt`], as it was.
        receipt: Receipt,
    },
    /// It is not.
    ReceiptForged {
        /// From [`TabletEffect::VerifyReceipt`], as it was.
        receipt: Receipt,
    },
}

/// What the host shall do, in this order.
#[derive(Debug, PartialEq)]
pub enum TabletEffect {
    /// Open a socket (renewing the session cookie first where needed), then say
    /// [`TabletEvent::Connected`] or [`TabletEvent::Lost`]. An earlier one is to be dropped.
    Connect {
        /// To be handed back with every event of this socket.
        connection: ConnectionId,
    },
    /// Close the socket; nothing need be said about it any more.
    Disconnect {
        /// Which one.
        connection: ConnectionId,
    },
    /// Send one binary message.
    Send {
        /// On which socket; drop it if that is gone.
        connection: ConnectionId,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Store `bytes` (a chunk for `load_incremental`) and `place` durably in one transaction, in
    /// the order of these effects, then say [`TabletEvent::Applied`]. With no bytes there is only
    /// the place to store. The document may be new here. The next one for the same document comes
    /// only after the answer.
    Apply {
        /// To be handed back.
        apply: ApplyId,
        /// The document.
        doc: DocName,
        /// Chunks from the hub's log.
        bytes: Vec<u8>,
        /// The document's place once they are stored.
        place: Place,
    },
    /// Answer with the changes that are not ancestors of `since` and that were made by this device
    /// (any actor id that begins with it), and with the genesis change unless it is covered by
    /// `since`. Only what is stored durably, since the hub does not send a device its own changes
    /// back; every earlier [`TabletEffect::Apply`] that is answered included.
    CollectOutbox {
        /// The document.
        doc: DocName,
        /// What the hub holds as far as is known; hashes unknown here cover nothing.
        since: Vec<ChangeHash>,
    },
    /// The hub lacks these changes, and may have lost them: answer with [`TabletEvent::Found`], with those of them that are
    /// stored durably here and with all that they build on, whoever made it, but for ancestors of `since`.
    CollectLost {
        /// The document.
        doc: DocName,
        /// What the hub lacks; some of it may be unknown here.
        hashes: Vec<ChangeHash>,
        /// What the hub holds as far as is known; hashes unknown here cover nothing.
        since: Vec<ChangeHash>,
    },
    /// Verify the signature over [`Receipt::signed_bytes`] with the key of the enrolled hub.
    VerifyReceipt {
        /// To be handed back.
        receipt: Receipt,
    },
    /// The hub holds all ancestors of the receipt's heads: store it, show 已送达. Refusals of
    /// changes that it covers are settled.
    Delivered {
        /// A verified receipt of the current hub and epoch.
        receipt: Receipt,
    },
    /// The hub was restored or is another one: this receipt does not prove any more that the hub holds what it covers.
    /// Store that, show 已存本机 until the next [`TabletEffect::Delivered`]; keep it until then, since it still proves that
    /// the hub held it once.
    ReceiptsVoid {
        /// The last one.
        receipt: Receipt,
    },
    /// The hub will not store this change: keep it, store the reason, explain it.
    Refused {
        /// The document.
        doc: DocName,
        /// The change.
        hash: ChangeHash,
        /// Why.
        reason: RefusalReason,
    },
    /// Changes made here build on changes that the hub lacks and that this device does not hold, or may not send;
    /// they wait until the hub gets those from elsewhere.
    Waiting {
        /// The document.
        doc: DocName,
        /// What the hub lacks.
        hashes: Vec<ChangeHash>,
    },
    /// The hub's receipt did not verify: whoever answers is not the hub that enrolled this tablet.
    Untrusted {
        /// The document that it was for.
        doc: DocName,
    },
    /// The hub said what this post may read and write.
    Welcomed {
        /// Who answered.
        hub: HubId,
        /// Its clock, in milliseconds since the Unix epoch.
        hub_time_ms: Millis,
        /// Every document granted; those not yet here are being pulled.
        granted: Vec<DocGrant>,
        /// Documents that are held here but no longer granted; they are kept.
        withdrawn: Vec<DocName>,
    },
    /// What to show of the connection; sent when it changes.
    Status(Status),
    /// Say [`TabletEvent::Tick`] at this time. Replaces the last one.
    Wake {
        /// On the clock of `now`.
        at: Millis,
    },
}
