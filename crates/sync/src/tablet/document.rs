//! One document as the session knows it: its place, its grant, what comes in and what goes out.

use automerge::{Automerge, ChangeHash};

use super::{
    ApplyId, ConnectionId, HeldDocument,
    outbox::{Hold, Outbox, Step},
    refusals::Terms,
};
use crate::{HubId, Millis, Place, Receipt, wire::DocGrant};

/// The most data of one document that is kept until it can be stored, in bytes.
pub(super) const MAX_DATUM: usize = 64 << 20;

/// What the hub said of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    /// Nothing yet.
    Unknown,
    /// It may be read; the hub's log reaches up to `target` at least.
    Granted { epoch: u64, target: u64, writable: bool },
    /// It was not among those that may be read.
    Withdrawn,
}

/// What follows from a `Welcome` for one document.
#[derive(Debug, Clone, Default)]
pub(super) struct Welcomed {
    /// This receipt has become void.
    pub(super) void: Option<Receipt>,
    /// It must be subscribed to (anew).
    pub(super) subscribe: bool,
}

/// What the host is storing.
#[derive(Debug)]
struct Applying {
    id: ApplyId,
    /// The place afterwards.
    place: Place,
    /// Whether there is anything but the place.
    news: bool,
}

#[derive(Debug)]
pub(super) struct Document {
    pub(super) place: Place,
    pub(super) receipt: Option<Receipt>,
    /// One that the hub gave before it was restored, until it holds again what is here.
    pub(super) former: Option<Receipt>,
    /// Since when there may be something here that no receipt covers, made by others.
    unproven: Option<Millis>,
    /// Whether that receipt was given on this connection.
    fresh: bool,
    pub(super) grant: Grant,
    /// Whether this connection's hub was told of it.
    pub(super) subscribed: bool,
    pub(super) outbox: Outbox,
    /// What the host is storing: one thing at a time, for were it to fail while something later
    /// succeeds, a place would be stored that is not the truth.
    applying: Option<Applying>,
    /// What came meanwhile, and the place after it.
    pending: Option<(Vec<u8>, Place)>,
    /// Data could not be stored; nothing more is taken until a new connection at this time.
    pub(super) stalled: Option<Millis>,
    /// What a restored hub still has, as far as it has come down again.
    restored: Option<Box<Automerge>>,
    /// The heads of that, once all of it has.
    hub_heads: Option<Vec<ChangeHash>>,
}

impl Document {
    pub(super) fn new() -> Self {
        Self {
            place: Place::ZERO,
            receipt: None,
            former: None,
            unproven: None,
            fresh: false,
            grant: Grant::Unknown,
            subscribed: false,
            outbox: Outbox::default(),
            applying: None,
            pending: None,
            stalled: None,
            restored: None,
            hub_heads: None,
        }
    }

    pub(super) fn held(held: HeldDocument) -> Self {
        let outbox = Outbox::new(held.unsent, held.refused);
        let HeldDocument { place, receipt, former, .. } = held;
        Self { place, outbox, receipt, former, unproven: held.unproven.then_some(0), ..Self::new() }
    }

    /// A connection is open and the hub is being told of this document.
    pub(super) fn connected(&mut self) {
        self.subscribed = true;
        self.stalled = None;
        self.outbox.connected();
    }

    pub(super) fn disconnected(&mut self) {
        self.subscribed = false;
        self.fresh = false;
        self.pending = None;
        if self.outbox.disconnected() {
            self.unproven = Some(0);
        }
    }

    pub(super) fn terms(&self, connection: ConnectionId) -> Terms {
        let writable = match self.grant {
            Grant::Unknown => None,
            Grant::Granted { writable, .. } => Some(writable),
            Grant::Withdrawn => Some(false),
        };
        Terms { connection, level: self.is_settled(), writable }
    }

    /// The hub granted this document, in the `first` welcome of a connection or a later one.
    pub(super) fn granted(&mut self, hub: HubId, grant: &DocGrant, first: bool) -> Welcomed {
        let place = grant.place;
        let is_new = self.place.seq == 0 && self.applying.is_none();
        let moved = self.place.epoch != place.epoch || self.place.seq > place.seq;
        let stale = |receipt: &Receipt| receipt.hub != hub || receipt.place.epoch != place.epoch;
        let restored = if is_new { self.receipt.as_ref().is_some_and(stale) } else { moved };
        let void = self.receipt.take_if(|receipt| restored || stale(receipt));
        if restored {
            self.applying = None;
            self.pending = None;
            self.hub_heads = None;
            self.restored = Some(Box::default());
            self.outbox.void();
            if grant.writable {
                self.outbox.owe();
            } else {
                self.outbox.offer();
                self.unproven = Some(0);
            }
        }
        self.former = self.former.take().or_else(|| void.clone()).filter(|receipt| receipt.hub == hub);
        if restored || is_new {
            self.place = Place { epoch: place.epoch, seq: 0 };
        }
        let writable = grant.writable;
        let was_writable = matches!(self.grant, Grant::Granted { writable: true, .. });
        self.grant = Grant::Granted { epoch: place.epoch, target: place.seq, writable };
        if writable && !was_writable {
            self.outbox.writable_now();
        }
        self.outbox.release(Hold::Behind);
        self.check_restored();
        // The hub has answered a place of another epoch in `Hello` from zero by itself.
        let subscribe = !self.subscribed || (restored && !first);
        self.subscribed = true;
        Welcomed { void, subscribe }
    }

    /// The hub did not grant this document. Its receipt is void if it is another hub's.
    pub(super) fn withdrawn(&mut self, hub: HubId) -> Option<Receipt> {
        self.grant = Grant::Withdrawn;
        self.outbox.release(Hold::Behind);
        self.subscribed = false;
        let void = self.receipt.take_if(|receipt| receipt.hub != hub);
        if void.is_some() {
            self.outbox.void();
            self.outbox.changed();
        }
        void
    }

    /// Whether data for this place may be stored.
    pub(super) fn takes(&self, place: Place) -> bool {
        matches!(self.grant, Grant::Granted { epoch, .. } if epoch == place.epoch) && self.stalled.is_none()
    }

    /// Whether a receipt is of the epoch that the hub said it is in.
    pub(super) fn takes_receipt(&self, receipt: &Receipt) -> bool {
        let epoch = match self.grant {
            Grant::Granted { epoch, .. } => epoch,
            // Withdrawn while the receipt was on its way.
            Grant::Unknown | Grant::Withdrawn => self.place.epoch,
        };
        epoch == receipt.place.epoch
    }

    /// Takes data that leads to `place`; `false` if that is too much to keep until it is stored.
    pub(super) fn receive(&mut self, mut bytes: Vec<u8>, place: Place) -> bool {
        if let Grant::Granted { target, .. } = &mut self.grant {
            *target = (*target).max(place.seq);
        }
        if let Some(restored) = &mut self.restored
            && restored.load_incremental(&bytes).is_err()
        {
            // Then what the hub holds stays unknown, and everything is pushed.
            **restored = Automerge::new();
        }
        let mut whole = self.pending.take().map(|(whole, _)| whole).unwrap_or_default();
        whole.append(&mut bytes);
        let fits = whole.len() <= MAX_DATUM;
        self.pending = Some((whole, place));
        fits
    }

    /// What the host shall store now, as `apply`.
    pub(super) fn store(&mut self, apply: ApplyId) -> Option<(Vec<u8>, Place)> {
        if self.applying.is_some() {
            return None;
        }
        let (bytes, place) = self.pending.take()?;
        self.applying = Some(Applying { id: apply, place, news: !bytes.is_empty() });
        Some((bytes, place))
    }

    /// The host has stored what it was handed.
    pub(super) fn applied(&mut self, apply: ApplyId, now: Millis) {
        if let Some(Applying { place, news, .. }) = self.applying.take_if(|applying| applying.id == apply) {
            self.place = place;
            if news {
                self.unproven.get_or_insert(now);
            }
            self.outbox.data_stored();
            self.check_restored();
        }
    }

    /// The host could not store it: everything after it would leave a gap.
    pub(super) fn apply_failed(&mut self, apply: ApplyId, retry_at: Millis) {
        if self.applying.take_if(|applying| applying.id == apply).is_some() {
            self.pending = None;
            self.stalled = Some(retry_at);
        }
    }

    /// Whether everything that the hub is known to have is stored here.
    pub(super) fn is_level(&self) -> bool {
        match self.grant {
            Grant::Granted { epoch, target, .. } => self.place.epoch == epoch && self.place.seq >= target,
            Grant::Unknown | Grant::Withdrawn => true,
        }
    }

    /// Whether nothing that the hub has can be missing here, as far as it has spoken.
    pub(super) fn is_settled(&self) -> bool {
        self.grant != Grant::Unknown && self.is_level() && self.stalled.is_none()
    }

    /// Asks for a receipt for what others wrote.
    pub(super) fn prove(&mut self) {
        self.unproven = None;
        self.outbox.owe_quietly();
    }

    /// Since when a receipt for what others wrote would be of use, if it can be asked for.
    pub(super) fn unproven(&self) -> Option<Millis> {
        self.unproven.filter(|_| self.is_settled() && self.grant != Grant::Withdrawn)
    }

    fn check_restored(&mut self) {
        if self.is_level()
            && let Some(restored) = self.restored.take()
        {
            self.hub_heads = Some(restored.get_heads());
        }
    }

    /// Starts a push if one is wanted and it is known from where.
    pub(super) fn want(&mut self) -> Option<Step> {
        if self.restored.is_some() {
            return None;
        }
        match (&self.receipt, &self.hub_heads) {
            (Some(receipt), _) => self.outbox.want(&receipt.heads, self.fresh),
            (None, Some(heads)) => self.outbox.want(heads, true),
            (None, None) => self.outbox.want(&[], false),
        }
    }

    /// A receipt was verified.
    pub(super) fn delivered(&mut self, receipt: &Receipt) {
        self.receipt = Some(receipt.clone());
        self.fresh = true;
        self.hub_heads = None;
        if !self.outbox.is_unsent() {
            self.former = None;
        }
    }
}
